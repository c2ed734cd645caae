"""Word documents (.docx, ECMA-376): paragraphs and tables as a person sees them, with tracked changes accepted.

What Word shows and its markup does not hold in plain words: numbers of automatic lists. What the markup holds and
Word does not show: deleted text, instructions of fields, hidden text, a second copy of every text box.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from plan.readers.blocks import Block, Cell, Table, is_header_row
from plan.readers.content import MOST_ROWS, open_package, read_part, too_many_rows
from plan.readers.errors import DamagedDocument
from plan.readers.word_names import attribute, child, children, is_on, local, parse_xml
from plan.readers.word_numbering import Numbering, read_numbering

_TRANSPARENT = frozenset(
    ["sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "hyperlink", "fldSimple", "dir", "bdo"]
)
"""Elements around content that is shown as if they were not there."""
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_DASHES_OF_SYMBOL = frozenset(["F02D", "F0BE"])
_DEEPEST = 25
"""Tables within tables and containers within containers."""


def read_word(data: bytes) -> list[Block]:
    """The document's paragraphs and tables. Raises a named DocumentError for a package that is not whole."""
    package = open_package(data)
    main = _main_part(package)
    content = read_part(package, main)
    if not content:
        raise DamagedDocument("документ повреждён: в нём нет текста; сохраните документ заново.")
    parts = _parts_of(package, main)

    def part(kind: str) -> etree._Element | None:
        found = read_part(package, parts[kind]) if kind in parts else b""
        return parse_xml(found) if found else None

    body = child(parse_xml(content), "body")
    del content  # the markup is large, and takes a tenfold room once parsed
    if body is None:
        raise DamagedDocument("документ повреждён: в нём нет текста; сохраните документ заново.")
    styles = part("styles")
    walk = _Walk(read_numbering(part("numbering"), styles), hidden_styles(styles))
    for kind in ("footnotes", "endnotes"):
        walk.read_notes(kind[:-1], part(kind))
    return list(walk.blocks(body))


def _main_part(package: zipfile.ZipFile) -> str:
    return _relations(package, "_rels/.rels", "").get("officeDocument", "word/document.xml")


def _parts_of(package: zipfile.ZipFile, main: str) -> dict[str, str]:
    folder, name = posixpath.split(main)
    return _relations(package, f"{folder}/_rels/{name}.rels", folder)


def _relations(package: zipfile.ZipFile, name: str, folder: str) -> dict[str, str]:
    """The related parts by the last word of their kind: «numbering», «footnotes»."""
    content = read_part(package, name)
    found: dict[str, str] = {}
    for one in children(parse_xml(content) if content else None, "Relationship"):
        target = one.get("Target") or ""
        if one.get("TargetMode") != "External" and target:
            path = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found.setdefault((one.get("Type") or "").rpartition("/")[2], path)
    return found


@dataclass(slots=True)
class _Line:
    """A paragraph being read."""

    text: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    boxes: list[Block] = field(default_factory=list)  # text boxes anchored in it


@dataclass(slots=True)
class _Walk:
    numbering: Numbering
    hidden: frozenset[str] = frozenset()  # styles of hidden text
    notes: dict[tuple[str, str], str] = field(default_factory=dict)
    in_hidden: bool = False  # whether the paragraph's style hides its text
    rows: int = 0  # of all tables so far
    fields: list[bool] = field(default_factory=list)  # open fields: whether its instruction is being read

    def read_notes(self, kind: str, part: etree._Element | None) -> None:
        """Footnotes or endnotes, but for the lines that separate them from the text."""
        for one in children(part, kind):
            if attribute(one, "type") in (None, "normal"):
                text = " ".join(block for block in self.blocks(one) if isinstance(block, str))
                self.notes[kind, attribute(one, "id") or ""] = " ".join(text.split())

    def blocks(self, parent: etree._Element, depth: int = 0) -> Iterator[Block]:
        """Paragraphs and tables within the element. A paragraph whose mark is deleted runs into the next one."""
        line = _Line()
        for one in _content(parent, depth):
            if local(one) == "tbl":
                yield from self._table(one, depth + 1)
                continue
            joined = self._paragraph(one, line, depth)
            if joined:
                continue
            yield "".join(line.text)
            yield from line.boxes
            line = _Line()
        if line.text:
            yield "".join(line.text)
        yield from line.boxes

    def _paragraph(self, paragraph: etree._Element, line: _Line, depth: int) -> bool:
        """Add the paragraph to the line; true when the line goes on in the next paragraph."""
        properties = child(paragraph, "pPr")
        mark = child(properties, "rPr")
        joined = child(mark, "del") is not None or child(mark, "moveFrom") is not None
        before = len(line.text)
        self.in_hidden = attribute(child(properties, "pStyle"), "val") in self.hidden
        self._inline(paragraph, line, depth)
        while self.fields and self.fields[-1]:
            self.fields.pop()  # an instruction does not reach over the paragraph's end: its field is broken
        if not joined or any(text.strip() for text in line.text[before:]):
            label = self.numbering.label(properties)
            if label:
                line.text.insert(before, f"{label} ")
        return joined

    def _inline(self, parent: etree._Element, line: _Line, depth: int) -> None:
        if depth > _DEEPEST:
            raise DamagedDocument("документ устроен слишком сложно: вложенность больше допустимой; упростите его.")
        for one in parent:
            name = local(one)
            if name == "r":
                if not self._is_hidden(one):
                    self._run(one, line, depth)
            elif name in _TRANSPARENT:
                self._inline(one, line, depth + 1)
            elif name == "oMath":
                line.text.extend(text.text or "" for text in one.iter() if local(text) == "t")
            elif name == "oMathPara":
                self._inline(one, line, depth + 1)

    def _is_hidden(self, run: etree._Element) -> bool:
        properties = child(run, "rPr")
        own = child(properties, "vanish")
        if own is not None:
            return is_on(own)
        style = attribute(child(properties, "rStyle"), "val")
        return self.in_hidden if style is None else style in self.hidden

    def _run(self, run: etree._Element, line: _Line, depth: int) -> None:
        raised = attribute(child(child(run, "rPr"), "vertAlign"), "val") == "superscript"
        for one in run:
            name = local(one)
            if name == "fldChar":
                self._field(attribute(one, "fldCharType"))
            elif name in ("AlternateContent", "drawing", "pict", "object"):
                self._boxes(one, line, depth)
            elif any(self.fields):
                continue
            elif name == "t":
                text = one.text or ""
                line.text.append(text.translate(_SUPERSCRIPT) if raised and text.strip().isdecimal() else text)
            elif name in ("footnoteReference", "endnoteReference"):
                note = self.notes.get((name.removesuffix("Reference"), attribute(one, "id") or ""))
                if note:
                    line.notes.append(note)
            else:
                line.text.append(_sign(one, name))

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self.fields.append(True)
        elif kind == "separate" and self.fields:
            self.fields[-1] = False
        elif kind == "end" and self.fields:
            self.fields.pop()

    def _boxes(self, element: etree._Element, line: _Line, depth: int) -> None:
        """Text boxes: of two versions of the same one the first, which today's Word shows."""
        if local(element) == "AlternateContent":
            chosen = child(element, "Choice")
            element = element if chosen is None else chosen
        for one in element:
            if local(one) == "txbxContent":
                line.boxes.extend(self.blocks(one, depth + 1))
            elif local(one) != "Fallback" or local(element) != "AlternateContent":
                self._boxes_within(one, line, depth)

    def _boxes_within(self, element: etree._Element, line: _Line, depth: int) -> None:
        if depth > _DEEPEST:
            return
        self._boxes(element, line, depth + 1)

    def _table(self, table: etree._Element, depth: int) -> Iterator[Block]:
        """The table; or what its cells hold, when it only lays out the page around the plan's table."""
        edges = _edges(table)
        inner: list[list[Block]] = []
        rows: list[tuple[Cell, ...]] = []
        for row in self._rows(table, depth):
            if not _is_gone(child(row, "trPr")):
                rows.append(tuple(self._cells(row, edges, inner, depth)))
            row.clear()  # the markup of 10,000 rows takes as much memory as all the rest
        tables = [block for blocks in inner for block in blocks if isinstance(block, Table)]
        if any(is_header_row(row) for table_within in tables for row in table_within.rows):
            yield from (block for blocks in inner for block in blocks)
        elif rows:
            yield Table(tuple(rows))

    def _rows(self, table: etree._Element, depth: int) -> Iterator[etree._Element]:
        for row in _named_content(table, "tr", depth):
            self.rows += 1
            if self.rows > MOST_ROWS:
                raise too_many_rows()
            yield row

    def _cells(self, row: etree._Element, edges: list[float], inner: list[list[Block]], depth: int) -> Iterator[Cell]:
        at = _number(attribute(child(child(row, "trPr"), "gridBefore"), "val"), 0)
        cells: list[Cell] = []
        for cell in _named_content(row, "tc", depth):
            properties = child(cell, "tcPr")
            span = max(1, _number(attribute(child(properties, "gridSpan"), "val"), 1))
            left, right = _edge(edges, at), _edge(edges, at + span)
            at += span
            merge = child(properties, "vMerge")
            continues = merge is not None and attribute(merge, "val") != "restart"
            if continues or child(properties, "cellDel") is not None:
                cells.append(Cell("", left, right, continues=continues))
            elif cells and _is_merged_into_left(properties):
                last = cells.pop()
                cells.append(Cell(last.text, last.left, right, last.continues, last.notes))
            else:
                content, notes = self._cell(cell, depth)
                inner.append(content)
                cells.append(Cell(_text(content), left, right, notes=notes))
        yield from cells

    def _cell(self, cell: etree._Element, depth: int) -> tuple[list[Block], tuple[str, ...]]:
        content: list[Block] = []
        notes: list[str] = []
        line = _Line()
        for one in _content(cell, depth):
            if local(one) == "tbl":
                content.extend(self._table(one, depth + 1))
                continue
            joined = self._paragraph(one, line, depth)
            if not joined:
                content.extend(("".join(line.text), *line.boxes))
                notes.extend(line.notes)
                line = _Line()
        if line.text:  # the mark of the cell's last paragraph is deleted, its text is not
            content.extend(("".join(line.text), *line.boxes))
            notes.extend(line.notes)
        return content, tuple(notes)


def hidden_styles(styles: etree._Element | None) -> frozenset[str]:
    """The styles that hide their text."""
    based: dict[str, str | None] = {}
    hidden: dict[str, bool] = {}
    for style in children(styles, "style"):
        name = attribute(style, "styleId") or ""
        based[name] = attribute(child(style, "basedOn"), "val")
        own = child(child(style, "rPr"), "vanish")
        if own is not None:
            hidden[name] = is_on(own)

    def is_hidden(name: str | None, depth: int = 0) -> bool:
        if name is None or depth > _DEEPEST:
            return False
        return hidden[name] if name in hidden else is_hidden(based.get(name), depth + 1)

    return frozenset(name for name in based if is_hidden(name))


def _is_gone(properties: etree._Element | None) -> bool:
    """Whether a table's row is deleted, or not shown."""
    return child(properties, "del") is not None or is_on(child(properties, "hidden"))


def _content(parent: etree._Element, depth: int) -> Iterator[etree._Element]:
    """Paragraphs and tables within the element, whatever stands around them."""
    for one in parent:
        name = local(one)
        if name in ("p", "tbl"):
            yield one
        elif name in _TRANSPARENT and depth <= _DEEPEST:
            yield from _content(one, depth + 1)
        elif name == "AlternateContent" and depth <= _DEEPEST:
            chosen = child(one, "Choice")
            yield from _content(one if chosen is None else chosen, depth + 1)


def _named_content(parent: etree._Element, wanted: str, depth: int) -> Iterator[etree._Element]:
    """Rows of a table or cells of a row, whatever stands around them."""
    for one in parent:
        name = local(one)
        if name == wanted:
            yield one
        elif name in _TRANSPARENT and depth <= _DEEPEST:
            yield from _named_content(one, wanted, depth + 1)


def _sign(element: etree._Element, name: str) -> str:
    match name:
        case "tab" | "ptab":
            return "\t"
        case "br" | "cr":
            return "\n"
        case "noBreakHyphen":
            return "-"
        case "sym":
            return "–" if (attribute(element, "char") or "").upper() in _DASHES_OF_SYMBOL else ""
        case _:
            return ""  # properties, deleted text, instructions, marks


def _text(content: Iterable[Block]) -> str:
    """What a cell says, a paragraph a line; a table within it a cell a line."""
    lines: list[str] = []
    for block in content:
        if isinstance(block, str):
            lines.append(block)
        else:
            lines.extend(cell.text for row in block.rows for cell in row if cell.text.strip())
    return "\n".join(lines).rstrip("\n")


def _is_merged_into_left(properties: etree._Element | None) -> bool:
    merge = child(properties, "hMerge")
    return merge is not None and attribute(merge, "val") != "restart"


def _edges(table: etree._Element) -> list[float]:
    """The left edges of the grid's columns and the right edge of the last, in twentieths of a point."""
    widths = [_number(attribute(one, "w"), 0) for one in children(child(table, "tblGrid"), "gridCol")]
    if not all(width > 0 for width in widths):
        widths = [1] * len(widths)
    edges = [0.0]
    for width in widths:
        edges.append(edges[-1] + width)
    return edges


def _edge(edges: list[float], at: int) -> float:
    """An edge of the grid; a row may have more cells than the grid says columns."""
    width = edges[-1] / (len(edges) - 1) if len(edges) > 1 else 1.0
    return edges[at] if at < len(edges) else edges[-1] + width * (at - len(edges) + 1)


def _number(text: str | None, otherwise: int) -> int:
    try:
        return min(int(text or ""), 1_000_000)
    except ValueError:
        return otherwise
