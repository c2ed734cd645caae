"""PDF documents with a table in ruling lines, as word processors print them: no program is needed to make them.

The font is not embedded and every letter is half as wide as the font is high; the text is told by a ToUnicode map.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

SIZE = 12.0
LETTER = SIZE / 2
LEADING = 14.0
PADDING = 5.0
LEFT, RIGHT, TOP, BOTTOM = 60.0, 540.0, 780.0, 60.0

_MAP = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CMapName /Wide def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
1 beginbfrange <0000> <FFFF> <0000> endbfrange
endcmap CMapName currentdict /CMap defineresource pop end end"""


_TURNS = ("1 0 0 1 0 0", "0 1 -1 0 840 0", "-1 0 0 -1 600 840", "0 -1 1 0 0 600")


@dataclass(slots=True)
class Printer:
    """Puts text and tables on pages from the top down."""

    pages: list[list[str]] = field(default_factory=lambda: [[]])
    y: float = TOP
    thin_rectangles: bool = False  # what Word draws lines as
    quarters: int = 0  # by how many right angles the pages' contents are turned counter-clockwise
    frame: bool = True  # whether the table has its outer vertical lines
    rotate: int = 0  # by how many degrees a viewer turns the pages clockwise

    def text(self, x: float, y: float, text: str) -> None:
        codes = text.encode("utf-16-be").hex()
        self.pages[-1].append(f"BT /F1 {SIZE} Tf {x} {y} Td <{codes}> Tj ET")

    def line(self, x: float, y: float, other_x: float, other_y: float) -> None:
        if self.thin_rectangles:
            self.pages[-1].append(f"{x} {y} {other_x - x or 0.5} {other_y - y or 0.5} re f")
        else:
            self.pages[-1].append(f"{x} {y} m {other_x} {other_y} l S")

    def paragraph(self, text: str) -> None:
        for line in wrapped(text, RIGHT - LEFT):
            self.y -= LEADING
            self.text(LEFT, self.y, line)

    def table(self, header: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]) -> None:
        """Rows go on over the pages' ends line by line; the header is repeated."""
        self._row(header, widths)
        for row in rows:
            left = [self._lines(text, width) for text, width in zip(row, self._widths(row, widths), strict=True)]
            while any(left):
                room = int((self.y - BOTTOM - PADDING) // LEADING)
                if room < 1:
                    self._next_page()
                    self._row(header, widths)
                    continue
                self._draw([lines[:room] for lines in left], self._widths(row, widths))
                left = [lines[room:] for lines in left]

    def _row(self, row: Sequence[str], widths: Sequence[float]) -> None:
        own = self._widths(row, widths)
        self._draw([self._lines(text, width) for text, width in zip(row, own, strict=True)], own)

    @staticmethod
    def _widths(row: Sequence[str], widths: Sequence[float]) -> Sequence[float]:
        return [sum(widths)] if len(row) == 1 else widths

    @staticmethod
    def _lines(text: str, width: float) -> list[str]:
        return [line for part in text.split("\n") for line in wrapped(part, width - 2 * PADDING)]

    def _draw(self, cells: Sequence[Sequence[str]], widths: Sequence[float]) -> None:
        height = max(len(lines) for lines in cells) * LEADING + PADDING
        x, top, bottom = LEFT, self.y, self.y - height
        for lines, width in zip(cells, widths, strict=True):
            for at, line in enumerate(lines, start=1):
                self.text(x + PADDING, top - at * LEADING, line)
            if self.frame or x > LEFT:
                self.line(x, top, x, bottom)
            x += width
        if self.frame:
            self.line(x, top, x, bottom)
        self.line(LEFT, top, x, top)
        self.line(LEFT, bottom, x, bottom)
        self.y = bottom

    def _next_page(self) -> None:
        self.text(300, 30, str(len(self.pages)))
        self.pages.append([])
        self.y = TOP

    def written(self) -> bytes:
        matrix = _TURNS[self.quarters]
        width, height = (840, 600) if self.quarters % 2 else (600, 840)
        return _document(
            [f"{matrix} cm {' '.join(page)}".encode("ascii") for page in self.pages],
            f"/MediaBox[0 0 {width} {height}]/Rotate {self.rotate}",
        )


def wrapped(text: str, width: float) -> Iterator[str]:
    """The text in lines of so many points."""
    most, line = int(width // LETTER), ""
    for word in text.split(" "):
        if line and len(line) + 1 + len(word) > most:
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield line


def _document(pages: Sequence[bytes], paper: str) -> bytes:
    kids = " ".join(f"{6 + 2 * at} 0 R" for at in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>".encode(),
        b"<</Type/Font/Subtype/Type0/BaseFont/Wide/Encoding/Identity-H/DescendantFonts[4 0 R]/ToUnicode 5 0 R>>",
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Wide/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
        b"/Supplement 0>>/DW 500/FontDescriptor<</Type/FontDescriptor/FontName/Wide/Flags 4/Ascent 800/Descent -200"
        b"/FontBBox[0 -200 500 800]/ItalicAngle 0/CapHeight 700/StemV 80>>>>",
        _stream(_MAP),
    ]
    for at, page in enumerate(pages):
        objects.append(
            f"<</Type/Page/Parent 2 0 R{paper}/Resources<</Font<</F1 3 0 R>>>>/Contents {7 + 2 * at} 0 R>>".encode()
        )
        objects.append(_stream(page))
    out = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj" % number + body + b"endobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        out
        + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
        + table
        + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(out))
    )


def _stream(content: bytes) -> bytes:
    return b"<</Length %d>>stream\n" % len(content) + content + b"\nendstream "
