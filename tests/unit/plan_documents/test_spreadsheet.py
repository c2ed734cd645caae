"""Excel workbooks: values as a plan would write them, merged cells, sheets."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from plan.model import Plan
from plan.readers.blocks import plan_document
from plan.readers.calendar_plan import read_calendar_plan
from plan.readers.errors import DamagedDocument, DocumentTooLarge
from plan.readers.reading import read_document
from plan.readers.spreadsheet import read_spreadsheet

TERM = "Не позднее чем за 40 дней до дня голосования"
HEADER = ("№ п/п", "Мероприятия", "Сроки", "Дата", "Исполнители")


def workbook(fill: Callable[[Any], None]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        fill(book)
    return out.getvalue()


def plan_of(fill: Callable[[Any], None]) -> Plan:
    return read_calendar_plan(plan_document("план.xlsx", read_spreadsheet(workbook(fill))))


def test_dates_and_numbers_are_written_as_in_a_plan() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        as_date = book.add_format({"num_format": "dd.mm.yyyy"})
        as_moment = book.add_format({"num_format": "dd.mm.yyyy hh:mm"})
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, (1, "Первое", TERM))
        sheet.write_datetime(1, 3, date(2027, 8, 9), as_date)
        sheet.write_string(1, 4, "ТИК")
        sheet.write_row(2, 0, (2.1, "Второе", TERM))
        sheet.write_datetime(2, 3, datetime.combine(date(2027, 8, 9), time(18)), as_moment)
        sheet.write_string(2, 4, "ТИК")

    first, second = plan_of(fill).items
    assert (first.number, first.printed) == ("1", ("09.08.2027",))
    assert (second.number, second.printed) == ("2.1", ("09.08.2027 18:00",))


def test_text_of_several_formats_and_lines_is_one_text() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, ("1.", "", "Не позднее чем\nза 40 дней_x000D_\nдо дня голосования", "", "ТИК"))
        sheet.write_rich_string(1, 1, "Передача ", book.add_format({"bold": True}), "списков", " в комиссии")

    (item,) = plan_of(fill).items
    assert (item.activity, item.term) == ("Передача списков в комиссии", TERM)


def test_merged_cells() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.merge_range(0, 0, 0, 4, "Календарный план выборов главы города, назначенных на 19 сентября 2027 года")
        sheet.write_row(2, 0, HEADER)
        sheet.merge_range(3, 0, 3, 4, "Списки избирателей")
        sheet.write_row(4, 0, ("1", "Первое", TERM))
        sheet.write_row(5, 0, ("2", "Второе", TERM))
        sheet.merge_range(4, 4, 5, 4, "УИК")

    plan = plan_of(fill)
    assert plan.head.voting_day == date(2027, 9, 19)
    assert [(item.number, item.section, item.performers) for item in plan.items] == [
        ("1", "Списки избирателей", "УИК"),
        ("2", "Списки избирателей", "УИК"),
    ]


def test_hidden_sheets_are_not_read_and_others_go_on() -> None:
    def fill(book: Any) -> None:
        for name, number in (("Титул", 0), ("Черновик", 9), ("План", 1), ("Продолжение", 2)):
            sheet = book.add_worksheet(name)
            if number:
                sheet.write_row(0, 0, HEADER)
                sheet.write_row(1, 0, (number, f"Дело {number}", TERM, "", "ТИК"))
            else:
                sheet.activate()
            if name == "Черновик":
                sheet.hide()

    assert [item.number for item in plan_of(fill).items] == ["1", "2"]


def test_a_stray_mark_in_the_last_row_is_no_million_rows() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet("План")
        sheet.write_row(0, 0, HEADER)
        sheet.write_string(1_000_000, 4, " ")

    with pytest.raises(DocumentTooLarge, match="на листе «План» 1000001 строк"):
        plan_of(fill)


def test_a_workbook_cut_short_is_damaged() -> None:
    with pytest.raises(DamagedDocument):
        read_spreadsheet(workbook(lambda book: book.add_worksheet())[:-200])


def opendocument(rows: list[tuple[str, ...]]) -> bytes:
    """An OpenDocument spreadsheet; of "<1" the cell is covered by the one to the left, dates are values."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )

    def cell(text: str) -> str:
        if text == "<1":
            return "<table:covered-table-cell/>"
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            return f'<table:table-cell office:value-type="date" office:date-value="{text}"/>'
        return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'

    body = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        package.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:body><office:spreadsheet>"
            f'<table:table table:name="План">{body}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return out.getvalue()


def test_opendocument(tmp_path: Path) -> None:
    path = tmp_path / "план.ods"
    path.write_bytes(
        opendocument(
            [
                ("Календарный план выборов главы города, назначенных на 19 сентября 2027 года",),
                HEADER,
                ("Списки избирателей", "<1", "<1", "<1", "<1"),
                ("1", "Первое", TERM, "2027-08-09", "ТИК"),
            ]
        )
    )
    plan = read_document(path)
    assert plan.head.voting_day == date(2027, 9, 19)
    (item,) = plan.items
    assert (item.number, item.section, item.printed) == ("1", "Списки избирателей", ("09.08.2027",))


def test_an_old_workbook_that_is_not_whole_is_damaged() -> None:
    with pytest.raises(DamagedDocument, match="таблица повреждена"):
        read_spreadsheet(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "Workbook".encode("utf-16-le"))
