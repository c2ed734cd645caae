"""A plan as a Word document that a commission can sign: A4, Times New Roman, the approval mark, the table.

Margins, the place of page numbers and the mark of approval follow ГОСТ Р 7.0.97-2016; the left margin is that of
documents which are bound and kept.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph
from lxml.etree import _Element

from plan.dated import date_plan
from plan.model import Plan
from plan.readers.columns import Column
from plan.readers.text import one_line
from plan.writers.cells import Rows, rows_of
from plan.writers.opening import Opening, opening_of
from plan.writers.typography import glued

_FONTS = {f"w:{script}": "Times New Roman" for script in ("ascii", "hAnsi", "eastAsia", "cs")}
_BODY = Pt(14)
_IN_TABLE = Pt(12)
_TABLE_STYLE = "Текст таблицы"
_SHORT_SIDE, _LONG_SIDE = Mm(210), Mm(297)
_LEFT, _RIGHT, _TOP, _BOTTOM = Mm(30), Mm(10), Mm(20), Mm(20)
_APPROVAL_WIDTH = Mm(88)

_WIDTHS = {
    Column.NUMBER: 13,
    Column.ACTIVITY: 67,
    Column.LAW: 38,
    Column.TERM: 46,  # «Не позднее 30.01.2023» is one line
    Column.PRINTED: 34,
    Column.PERFORMERS: 44,  # «зарегистрированный» is one line
}
"""Millimetres of four columns on a page upright; more columns share out what a page on its side has."""
_MOST_COLUMNS_UPRIGHT = 4
_PADDING = {"top": 40, "start": 85, "bottom": 40, "end": 85}
"""Of a cell, in twentieths of a point."""
_BETWEEN_PARAGRAPHS = 150
"""Twentieths of a point: half a line and more parts a date from its wording, to the eye and to readers of a PDF."""
_LETTERS_TO_A_MILLIMETRE = 0.48
_TALLEST_WHOLE_ROW = 20
"""Lines: a taller row may be parted by a page's end, or up to half a page would stay empty before it."""
_TALLEST_FIRST_ROW = 38
"""The first row of a section: of a parted one a single line may stay below the section's heading."""

_NOT_IN_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NOTHING: Mapping[str, str] = MappingProxyType({})


def word_document(plan: Plan, now: datetime) -> bytes:
    """The plan as a .docx file. `now` (aware) is the date of the file.

    What is read from it again are the same items and the same visible head: title, commission, decision, voting
    days. Decisions of people on dates and what was noticed stay in the plan's own file: they are no part of a
    document that is signed.
    """
    rows = rows_of(date_plan(plan))
    opening = opening_of(plan, rows)
    document = docx.Document()
    _set_up(document, plan, now, on_its_side=len(rows.columns) > _MOST_COLUMNS_UPRIGHT)
    _write_opening(document, opening)
    _write_table(document, plan, rows)
    _end(document)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _set_up(document: Document, plan: Plan, now: datetime, *, on_its_side: bool) -> None:
    _set_up_language(document)
    normal = document.styles["Normal"]
    assert isinstance(normal, ParagraphStyle)
    _set_font(normal)
    normal.font.size = _BODY
    normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing = 1.0
    in_table = document.styles.add_style(_TABLE_STYLE, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(in_table, ParagraphStyle)
    in_table.base_style = normal
    in_table.font.size = _IN_TABLE
    in_table.paragraph_format.widow_control = True
    page = document.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE if on_its_side else WD_ORIENT.PORTRAIT
    page.page_width, page.page_height = (_LONG_SIDE, _SHORT_SIDE) if on_its_side else (_SHORT_SIDE, _LONG_SIDE)
    page.left_margin, page.right_margin, page.top_margin, page.bottom_margin = _LEFT, _RIGHT, _TOP, _BOTTOM
    page.header_distance = page.footer_distance = Mm(10)
    page.different_first_page_header_footer = True
    _write_page_number(page.header.paragraphs[0])
    about = document.core_properties
    about.title, about.author, about.last_modified_by = (_printable(text) for text in _about(plan))
    about.created = about.modified = now.astimezone(UTC).replace(tzinfo=None)
    about.comments, about.language = "", "ru-RU"


def _about(plan: Plan) -> tuple[str, str, str]:
    """Title, author and last author, of which Word takes 255 characters."""
    return plan.head.title[:255], plan.head.commission[:255], plan.head.commission[:255]


def _set_font(style: ParagraphStyle) -> None:
    """The font for every script: Word takes Cyrillic from `hAnsi`, and some signs («№», dashes) from `eastAsia`."""
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.clear()  # those of the theme would win
    for name, value in _FONTS.items():
        fonts.set(qn(name), value)


def _set_up_language(document: Document) -> None:
    """Russian for the spell checker, no theme's fonts, and today's Word instead of its compatibility mode."""
    defaults = next(document.styles.element.iter(qn("w:rPrDefault"))).find(qn("w:rPr"))
    for old in (*defaults.findall(qn("w:rFonts")), *defaults.findall(qn("w:lang"))):
        defaults.remove(old)
    defaults.insert(0, _element("w:rFonts", _FONTS))
    defaults.append(_element("w:lang", {"w:val": "ru-RU", "w:eastAsia": "ru-RU", "w:bidi": "ar-SA"}))
    settings = document.settings.element
    for one in settings.iter(qn("w:compatSetting")):
        if one.get(qn("w:name")) == "compatibilityMode":
            one.set(qn("w:val"), "15")  # Word 2013 and later
    for one in settings.findall(qn("w:themeFontLang")):
        one.set(qn("w:val"), "ru-RU")
    for one in settings.findall(qn("w:proofState")):
        settings.remove(one)  # it says that the spelling has been checked


def _write_page_number(paragraph: Paragraph) -> None:
    """The field PAGE in the middle of the upper margin; the first page bears no number."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for kind in ("begin", "instruction", "separate", "shown", "end"):
        run = paragraph.add_run("2" if kind == "shown" else "")
        run.font.size = _IN_TABLE
        if kind == "instruction":
            instruction = _element("w:instrText")
            instruction.text = "PAGE"
            run._r.append(instruction)
        elif kind != "shown":
            run._r.append(_element("w:fldChar", {"w:fldCharType": kind}))


def _write_opening(document: Document, opening: Opening) -> None:
    page = document.sections[0]
    assert page.page_width is not None
    for line in opening.approval:
        paragraph = document.add_paragraph(_text(line))
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.left_indent = page.page_width - _LEFT - _RIGHT - _APPROVAL_WIDTH
    title = [line for line in (opening.kind, opening.title) if line]
    lines = [*title, *opening.below]
    for place, line in enumerate(lines):
        paragraph = document.add_paragraph()
        run = paragraph.add_run(_text(line))
        run.bold = place < len(title)
        run.font.size = _BODY if run.bold else _IN_TABLE
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.keep_with_next = True
        paragraph.paragraph_format.space_before = Pt(28 if place == 0 else 8 if place >= len(title) else 0)
        paragraph.paragraph_format.space_after = _BODY if place == len(lines) - 1 else Pt(0)


def _write_table(document: Document, plan: Plan, rows: Rows) -> None:
    page = document.sections[0]
    assert page.page_width is not None
    room = (page.page_width - _LEFT - _RIGHT) / Pt(0.05)
    total = sum(_WIDTHS[column] for column in rows.columns)
    widths = [round(_WIDTHS[column] / total * room) for column in rows.columns]  # in twentieths of a point
    table = document.add_table(rows=0, cols=len(widths), style="Table Grid")
    table.autofit = False
    body = table._tbl
    for grid, width in zip(body.tblGrid.findall(qn("w:gridCol")), widths, strict=True):
        grid.set(qn("w:w"), str(width))
    for whole in body.tblPr.findall(qn("w:tblW")):
        whole.set(qn("w:type"), "dxa")
        whole.set(qn("w:w"), str(sum(widths)))
    body.tblPr.append(_element("w:tblCellMar"))
    for side, padding in _PADDING.items():
        body.tblPr[-1].append(_element(f"w:{side}", {"w:w": str(padding), "w:type": "dxa"}))
    style = document.styles[_TABLE_STYLE].style_id
    cells = _Cells(style)
    titles = [cells.cell(column.value, width, "center") for column, width in zip(rows.columns, widths, strict=True)]
    body.append(_row(titles, is_header=True, with_next=True))
    section = ""
    for item, texts in zip(plan.items, rows.cells, strict=True):
        tallest = _TALLEST_WHOLE_ROW
        if one_line(item.section) not in ("", section):
            tallest = _TALLEST_FIRST_ROW
            section = one_line(item.section)
            body.append(_row([cells.heading(section, sum(widths), len(widths))], with_next=True))
        written = [
            cells.cell(text, width, "center" if column is Column.NUMBER else "left")
            for column, text, width in zip(rows.columns, texts, widths, strict=True)
        ]
        body.append(_row(written, parted=_height(rows.columns, texts) > tallest))


def _height(columns: Sequence[Column], texts: Sequence[str]) -> int:
    """About how many lines the row takes."""
    return max(
        sum(1 + int(len(line) / (_WIDTHS[column] * _LETTERS_TO_A_MILLIMETRE)) for line in text.split("\n"))
        for column, text in zip(columns, texts, strict=True)
    )


@dataclass(frozen=True, slots=True)
class _Cells:
    """Makes cells. python-docx looks through a whole table for each cell of it; a plan may have 10,000 rows."""

    style: str

    def cell(self, text: str, width: int, alignment: str, *, bold: bool = False) -> _Element:
        """A cell with a paragraph for each line of the text. `width` is in twentieths of a point."""
        cell = _element("w:tc")
        properties = _element("w:tcPr")
        properties.append(_element("w:tcW", {"w:w": str(width), "w:type": "dxa"}))
        cell.append(properties)
        for place, line in enumerate(text.split("\n")):
            paragraph = _element("w:p")
            about = _element("w:pPr")
            about.append(_element("w:pStyle", {"w:val": self.style}))
            if place > 0:
                about.append(_element("w:spacing", {"w:before": str(_BETWEEN_PARAGRAPHS)}))
            about.append(_element("w:jc", {"w:val": alignment}))
            paragraph.append(about)
            if line:
                paragraph.append(_run(line, bold=bold))
            cell.append(paragraph)
        return cell

    def heading(self, text: str, width: int, columns: int) -> _Element:
        """The cell of a section, across the table."""
        cell = self.cell(text, width, "center", bold=True)
        cell[0].append(_element("w:gridSpan", {"w:val": str(columns)}))
        return cell


def _run(text: str, *, bold: bool) -> _Element:
    run = _element("w:r")
    if bold:
        properties = _element("w:rPr")
        properties.append(_element("w:b"))
        run.append(properties)
    words = _element("w:t", {"xml:space": "preserve"})
    words.text = _text(text)
    run.append(words)
    return run


def _row(
    cells: Sequence[_Element], *, is_header: bool = False, with_next: bool = False, parted: bool = False
) -> _Element:
    """A row: the header is repeated on each page, `with_next` stays on the page of the row below it.

    Unless it may be `parted`, it stands on one page.
    """
    row = _element("w:tr")
    properties = _element("w:trPr")
    if not parted:
        properties.append(_element("w:cantSplit"))
    if is_header:
        properties.append(_element("w:tblHeader"))
    row.append(properties)
    for cell in cells:
        row.append(cell)
        if with_next:
            for about in cell.iter(qn("w:pPr")):
                about.insert(1, _element("w:keepNext"))
    return row


def _end(document: Document) -> None:
    """The paragraph that Word needs after a table, small enough to bring no empty page."""
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.line_spacing = Pt(1)


def _element(name: str, attributes: Mapping[str, str] = _NOTHING) -> _Element:
    return OxmlElement(name, attrs={qn(key): value for key, value in attributes.items()})


def _text(text: str) -> str:
    return glued(_printable(text))


def _printable(text: str) -> str:
    """The text without the characters that XML does not have."""
    return _NOT_IN_XML.sub("", text)
