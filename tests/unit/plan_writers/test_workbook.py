"""Plans as Excel workbooks: a table to work with, and all of the plan read from it again."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from hypothesis import given
from python_calamine import CalamineWorkbook

from plan.errors import DocumentError, PlanFileError
from plan.files import open_plan
from plan.model import Item, Plan
from plan.readers.columns import Column, column_of
from plan.readers.reading import read_document
from plan.writers.workbook import workbook
from tests.unit.plan_documents.documents import DATA, SHIPPED
from tests.unit.plan_writers.plans import NOW, whole_plans

BEFORE_THE_VOTE = datetime(2023, 1, 15, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def shipped() -> Plan:
    return open_plan(SHIPPED)


def read_back(plan: Plan, folder: Path, now: datetime = NOW) -> Plan:
    path = folder / "план.xlsx"
    path.write_bytes(workbook(plan, now))
    return read_document(path)


def sheet(content: bytes, name: str) -> list[list[object]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return [list(row) for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)]


def markup(content: bytes, part: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read(part).decode()


def row_of(content: bytes, number: str) -> dict[str, object]:
    """An item's row of the table by its columns."""
    _, header, *rows = sheet(content, "Календарный план")
    return next(dict(zip(map(str, header), row, strict=True)) for row in rows if row[0] == f"{number}.")


def test_the_shipped_plan(shipped: Plan, tmp_path: Path) -> None:
    assert read_back(shipped, tmp_path) == shipped


def test_the_work_plan(tmp_path: Path) -> None:
    plan = open_plan(DATA / "work_plan_kuzbass_2024.txt")
    assert read_back(plan, tmp_path) == plan


@given(whole_plans())
def test_what_is_written_is_read_back(tmp_path_factory: pytest.TempPathFactory, plan: Plan) -> None:
    assert read_back(plan, tmp_path_factory.mktemp("workbook")) == plan


def test_dates_are_dates_of_excel(shipped: Plan) -> None:
    row = row_of(workbook(shipped, BEFORE_THE_VOTE), "4")
    assert row["Считается по"] == row["Можно успеть по"] == date(2023, 1, 30)
    assert row["Сверка с документом"] == "дата документа верна"
    assert "12.03.2023" in str(row["Как посчитано"])


def test_the_days_left_are_counted_by_excel(shipped: Plan) -> None:
    content = workbook(shipped, BEFORE_THE_VOTE)
    assert row_of(content, "4")["Осталось дней"] == 15  # as it was when the file was written
    assert re.search(r"<f>J\d+-TODAY\(\)</f>", markup(content, "xl/worksheets/sheet1.xml"))


def test_midnight_leaves_the_day_before(shipped: Plan) -> None:
    row = row_of(workbook(shipped, BEFORE_THE_VOTE), "50-2")
    assert (row["Считается по"], row["Можно успеть по"]) == (date(2023, 3, 10), date(2023, 3, 9))


def test_of_several_parts_the_nearest_is_shown_and_all_are_listed(shipped: Plan) -> None:
    """Item 39: five days before the vote, or one where circumstances force it."""
    before, between = (workbook(shipped, datetime(2023, 3, day, tzinfo=UTC)) for day in (1, 6))
    assert row_of(before, "39")["Считается по"] == date(2023, 3, 4)
    assert row_of(between, "39")["Считается по"] == date(2023, 3, 8)
    header, *rows = sheet(before, "Сроки")
    parts = [dict(zip(map(str, header), row, strict=True)) for row in rows]
    assert [(part["Часть"], part["Считается по"]) for part in parts if part["Пункт"] == "39"] == [
        (1, date(2023, 3, 4)),
        (2, date(2023, 3, 8)),
    ]


def test_texts_are_never_formulas(shipped: Plan, tmp_path: Path) -> None:
    item = Item("1", "=РАЗДЕЛ", '=HYPERLINK("http://example.org")', "", "@сегодня", (), "+7 (3842) 58-00-00")
    plan = replace(shipped, items=(item,))
    content = workbook(plan, NOW)
    assert "<f>" not in markup(content, "xl/worksheets/sheet1.xml")
    assert "hyperlink" not in markup(content, "xl/worksheets/sheet1.xml").lower()
    assert row_of(content, "1")["Содержание мероприятия"] == item.activity


def test_the_table_is_ready_to_be_printed(shipped: Plan) -> None:
    content = workbook(shipped, NOW)
    table = markup(content, "xl/worksheets/sheet1.xml")
    assert 'paperSize="9"' in table
    assert 'orientation="landscape"' in table
    assert 'fitToHeight="0"' in table
    assert '<pane xSplit="3" ySplit="2"' in table
    assert '<autoFilter ref="A2:M111"/>' in table
    names = markup(content, "xl/workbook.xml")
    assert re.search(r"Print_Titles[^>]*>'Календарный план'!\$2:\$2", names)


def test_the_computed_columns_are_not_read_as_the_documents(shipped: Plan) -> None:
    _, header, *_ = sheet(workbook(shipped, NOW), "Календарный план")
    known = [column_of(str(title)) for title in header]
    assert known[:7] == [
        Column.NUMBER,
        Column.SECTION,
        Column.ACTIVITY,
        Column.LAW,
        Column.TERM,
        Column.PRINTED,
        Column.PERFORMERS,
    ]
    assert set(known[7:]) <= {None, Column.NOTE}


def test_a_moment_at_midnight_stays_a_moment(shipped: Plan, tmp_path: Path) -> None:
    day = date(2022, 12, 15)
    events = {
        "decided": day,
        "published": datetime.combine(day, time(18, 30)),
        "candidate_registered": datetime.combine(day, time()),
    }
    changed = replace(shipped, head=replace(shipped.head, events=events))
    assert read_back(changed, tmp_path).head.events == events


def test_a_slip_of_the_hand_is_refused_with_its_row(shipped: Plan, tmp_path: Path) -> None:
    wrong = replace(shipped, head=replace(shipped.head, zone="Asia/Kemerovo"))
    path = tmp_path / "план.xlsx"
    content = workbook(shipped, NOW)
    old, new = b"Asia/Novokuznetsk", wrong.head.zone.encode()
    with zipfile.ZipFile(io.BytesIO(content)) as package, zipfile.ZipFile(path, "w") as changed:
        for name in package.namelist():
            changed.writestr(name, package.read(name).replace(old, new))
    with pytest.raises(
        DocumentError, match=r"план\.xlsx, лист «О плане», строка 7: часового пояса «Asia/Kemerovo» нет"
    ):
        read_document(path)


def test_a_text_too_long_for_a_cell(shipped: Plan) -> None:
    long = replace(shipped.items[0], activity="слово " * 6_000)
    with pytest.raises(PlanFileError, match="помещается 32767 знаков"):
        workbook(replace(shipped, items=(long,)), NOW)


def test_a_plan_without_items_or_voting_day(shipped: Plan) -> None:
    head = replace(shipped.head, voting_day=None, first_voting_day=None, decision=None, events={})
    assert workbook(Plan(head, ()), NOW)
