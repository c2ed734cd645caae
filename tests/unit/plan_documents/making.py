"""The by-election plan as files of every format, made by programs that write them."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path

import docx
import xlsxwriter
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Pt

from plan.readers.source import SourceDocument
from plan.readers.text_dump import read_text_dump
from tests.unit.plan_documents.documents import SEED

WIDTHS = (1.2, 7.5, 4.5, 4.0)
"""Centimetres, as such plans have them."""
_TWENTIETHS_OF_A_POINT = 567


@functools.cache
def source() -> SourceDocument:
    """The plan's paragraphs and cells as the commission wrote them, blemishes and all."""
    return read_text_dump(SEED.read_text(encoding="utf-8"), SEED.name)


def write_word(path: Path, document: SourceDocument, widths: Sequence[float] = WIDTHS) -> Path:
    """A Word document with a repeated header, section rows across the table, and a paragraph a line."""
    written = docx.Document()
    written.styles["Normal"].font.name = "Times New Roman"
    written.styles["Normal"].font.size = Pt(12)
    for line in document.before.split("\n"):
        written.add_paragraph(line)
    rows = [document.header, *(row.cells for row in document.rows)]
    table = written.add_table(rows=len(rows), cols=len(document.header), style="Table Grid")
    table.autofit = False
    for column, width in zip(table._tbl.tblGrid.findall(qn("w:gridCol")), widths, strict=True):
        column.set(qn("w:w"), str(round(width * _TWENTIETHS_OF_A_POINT)))
    cells = table._cells
    for at, texts in enumerate(rows):
        own = cells[at * len(widths) : (at + 1) * len(widths)]
        own = [own[0].merge(own[-1])] if len(texts) == 1 else own
        for cell, text, width in zip(own, texts, widths, strict=False):
            if len(texts) > 1:
                cell.width = round(width * 360_000)
            first, *others = text.rstrip("\n").split("\n")
            cell.text = first
            for line in others:
                cell.add_paragraph(line)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    written.add_paragraph(document.after)  # Word ends no document with a table
    written.save(str(path))
    return path


def write_work_plan(path: Path, text: str) -> Path:
    """A text dump as a Word document: lines as paragraphs, neighbouring cells as a table of one row."""
    written = docx.Document()
    cells: list[str] = []

    def end_row() -> None:
        if cells:
            table = written.add_table(rows=1, cols=len(cells))
            for cell, lines in zip(table.rows[0].cells, cells, strict=True):
                cell.text = lines
            cells.clear()

    for line in text.split("\n"):
        if line.startswith("\t"):
            cells.extend(line[1:].split("\t"))
        elif not (cells and not line.strip()):
            end_row()
            written.add_paragraph(line)
    end_row()
    written.add_paragraph()  # Word ends no document with a table, and LibreOffice loses such a table in .doc
    written.save(str(path))
    return path


def write_excel(path: Path, document: SourceDocument) -> Path:
    """A workbook with a title over the table, and section rows merged across it."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("План")
        lines = document.before.split("\n")
        for at, line in enumerate(lines):
            sheet.write_string(at, 0, line)
        for at, texts in enumerate([document.header, *(row.cells for row in document.rows)], start=len(lines)):
            if len(texts) == 1:
                sheet.merge_range(at, 0, at, len(document.header) - 1, texts[0])
            else:
                for column, text in enumerate(texts):
                    sheet.write_string(at, column, text.rstrip("\n"))
    return path
