"""Work plans as other commissions make them: a text, a Word table, an Excel sheet."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import docx
import pytest
import xlsxwriter

from plan.checks import check_plan
from plan.dated import date_plan
from plan.model import DatedItem, Plan
from plan.readers.reading import read_document
from tests.unit.plan_documents.documents import DATA
from tests.unit.plan_work.test_periods import shown

HEADER = ("№ п/п", "Мероприятия", "Срок исполнения", "Ответственные")
ROWS: Sequence[tuple[str, ...]] = (
    ("1. Заседания комиссии",),
    ("ЯНВАРЬ",),
    ("1.1", "Об отчёте о работе за 2024 год", "", "Иванова И.И."),
    ("1.2", "О плане обучения на 2025 год", "до 25 января", "П.П. Петров"),
    ("Февраль",),
    ("1.3", "О проведении Дня молодого избирателя", "", "Сидорова Анна Петровна, организационный отдел"),
    ("2. Работа с участковыми комиссиями",),
    ("2.1", "Обучение", "январь-март, II полугодие", "Петров П.П."),
    ("2.2", "Сверка списков по состоянию на первое число каждого месяца", "в течение года", "секретарь комиссии"),
    ("2.3", "Сведения об изменениях", "ежемесячно, до 10 числа", "секретарь комиссии"),
    ("2.4", "Семинар", "сентябрь-октябрь\n(по отдельному плану)", "члены комиссии, председатели УИК"),
    ("2.5", "Заседание рабочей группы", "каждую среду", "рабочая группа"),
    ("2.6", "Инвентаризация", "I–II кв.", "Иванова И.И."),
    ("2.7", "Выездные приёмы", "по согласованию", "члены комиссии"),
)
EXPECTED = {
    "1.1": ("1. Заседания комиссии", "январь", 1, "periodic 01.01.25..31.01.25"),
    "1.2": ("1. Заседания комиссии", "до 25 января", 1, "deadline ..25.01.25"),
    "1.3": ("1. Заседания комиссии", "февраль", 1, "periodic 01.02.25..28.02.25"),
    "2.1": ("2. Работа с участковыми комиссиями", "январь-март, II полугодие", 2, "periodic 01.01.25..31.03.25"),
    "2.2": ("2. Работа с участковыми комиссиями", "в течение года", 12, "exact 01.01.25..01.01.25"),
    "2.3": ("2. Работа с участковыми комиссиями", "ежемесячно, до 10 числа", 12, "deadline ..10.01.25"),
    "2.4": (
        "2. Работа с участковыми комиссиями",
        "сентябрь-октябрь (по отдельному плану)",
        1,
        "periodic 01.09.25..31.10.25",
    ),
    "2.5": ("2. Работа с участковыми комиссиями", "каждую среду", 53, "exact 01.01.25..01.01.25"),
    "2.6": ("2. Работа с участковыми комиссиями", "I–II кв.", 1, "periodic 01.01.25..30.06.25"),
    "2.7": ("2. Работа с участковыми комиссиями", "по согласованию", 0, ""),
}
PEOPLE = {"1.1": ["Иванова И.И."], "1.2": ["Петров П.П."], "1.3": ["Сидорова А.П.", "организационный отдел"]}


def in_a_word_table(title: str) -> bytes:
    """One table of four columns, with sections and months in merged rows."""
    document = docx.Document()
    document.add_paragraph("УТВЕРЖДЁН\nрешением Избирательной комиссии Томской области\nот 20.12.2024 № 50/400")
    document.add_paragraph(title)
    table = document.add_table(rows=0, cols=4)
    for row in (HEADER, *ROWS):
        cells = table.add_row().cells
        if len(row) == 1:
            cells[0].merge(cells[3]).text = row[0]
        for cell, text in zip(cells, row if len(row) > 1 else (), strict=False):
            cell.text = text
    return saved(document)


def in_word_tables_of_items() -> bytes:
    """A table an item, its number in its text, and headings between the tables."""
    document = docx.Document()
    document.add_paragraph("УТВЕРЖДЁН\nпостановлением Избирательной комиссии Томской области\nот 20.12.2024 № 50/400")
    document.add_paragraph("ПЛАН")
    document.add_paragraph("работы Избирательной комиссии Томской области на 2025 г.")
    for row in ROWS:
        if len(row) == 1:
            document.add_paragraph(row[0].capitalize() if row[0].isupper() else row[0])
        else:
            number, activity, term, people = row
            for cell, text in zip(
                document.add_table(rows=1, cols=3).rows[0].cells, (f"{number}. {activity}", term, people), strict=True
            ):
                cell.text = text
    return saved(document)


def saved(document: docx.document.Document) -> bytes:
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def in_a_sheet() -> bytes:
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data)
    sheet = book.add_worksheet()
    sheet.write(0, 0, "План работы Избирательной комиссии Томской области на 2025 год")
    for at, row in enumerate((HEADER, *ROWS), start=1):
        if len(row) == 1:
            sheet.merge_range(at, 0, at, 3, row[0])
        else:
            sheet.write_row(at, 0, row)
    book.close()
    return data.getvalue()


def read(data: bytes, name: str, folder: Path) -> Plan:
    path = folder / name
    path.write_bytes(data)
    return read_document(path)


def by_number(plan: Plan) -> dict[str, DatedItem]:
    return {one.item.number: one for one in date_plan(plan)}


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (in_a_word_table("ПЛАН РАБОТЫ\nИзбирательной комиссии Томской области\nна 2025 год"), "table.docx"),
        (in_word_tables_of_items(), "tables.docx"),
        (in_a_sheet(), "sheet.xlsx"),
    ],
    ids=["a table", "a table an item", "a sheet"],
)
def test_a_table(data: bytes, name: str, tmp_path: Path) -> None:
    plan = read(data, name, tmp_path)
    assert (plan.head.kind, plan.head.conventions, plan.head.zone) == ("work", {"plan_year": "2025"}, "Asia/Tomsk")
    assert "2025" in plan.head.title
    dated = by_number(plan)
    found = {
        number: (
            one.item.section,
            " ".join(one.item.term.split()),
            len(one.occurrences),
            shown(one.occurrences[0]) if one.occurrences else "",
        )
        for number, one in dated.items()
    }
    assert found == EXPECTED
    for number, names in PEOPLE.items():
        assert [performer.name for performer in dated[number].performers] == names


def test_a_title_without_a_year_is_said_so_and_gives_no_dates(tmp_path: Path) -> None:
    title = "ПЛАН РАБОТЫ\nИзбирательной комиссии Томской области\nна I полугодие"
    plan = read(in_a_word_table(title), "table.docx", tmp_path)
    assert [found.code for found in plan.noticed] == ["plan-year-unknown"]
    assert not any(one.is_dated for item in date_plan(plan) for one in item.occurrences)


def test_a_text_with_quarters_for_headings() -> None:
    plan = read_document(DATA / "work_plan_of_a_town.txt")
    assert plan.head.zone == "Asia/Novokuznetsk"
    found = {
        number: (one.item.term, one.item.performers, len(one.occurrences), shown(one.occurrences[0]))
        for number, one in by_number(plan).items()
        if one.occurrences
    }
    assert found == {
        "2.1": ("I квартал", "Иванова И.И.", 1, "periodic 01.01.25..31.03.25"),
        "2.2": ("до 15 марта", "Петров П.П., секретарь комиссии", 1, "deadline ..15.03.25"),
        "2.3": ("II квартал", "Сидорова Анна Петровна", 1, "periodic 01.04.25..30.06.25"),
        "2.4": ("III декада мая", "члены комиссии", 1, "periodic 21.05.25..31.05.25"),
        "2.5": ("декабрь", "Иванова И. И., Петров П. П.", 1, "periodic 01.12.25..31.12.25"),
        "3.1": ("каждый понедельник", "председатель комиссии", 52, "exact 06.01.25..06.01.25"),
        "3.2": ("ежемесячно до 5 числа", "системный администратор", 12, "deadline ..05.01.25"),
        "3.3": ("третье воскресенье февраля", "Петров П.П.", 1, "exact 16.02.25..16.02.25"),
        "3.4": ("последняя пятница месяца", "Иванова И.И., председатели УИК", 12, "exact 31.01.25..31.01.25"),
        "3.5": ("в течение года", "члены комиссии", 1, "periodic"),
        "3.6": ("по отдельному графику", "Петров П.П.", 1, "periodic"),
        "3.7": ("1 полугодие", "Сидорова А.П.", 1, "periodic 01.01.25..30.06.25"),
        "3.8": ("январь, июль", "системный администратор", 4, "periodic 01.01.25..31.01.25"),
        "3.9": ("декабрь 2025 г. – январь 2026 г.", "аппарат комиссии", 1, "periodic 01.12.25..31.01.26"),
        "3.10": (
            "ежеквартально до 25 числа месяца, следующего за отчетным кварталом",
            "бухгалтер",
            4,
            "deadline ..25.01.25",
        ),
    }
    assert [item.number for item in plan.items if not item.term] == ["1.1", "1.2"]
    assert by_number(plan)["3.11"].occurrences == ()


def test_a_plan_whose_terms_are_all_read_has_few_findings(tmp_path: Path) -> None:
    """«В течение года» needs no event; what the text says is told; what is not understood is said to be so."""
    plan = read(in_a_sheet(), "sheet.xlsx", tmp_path)
    found = [(one.item, one.code) for one in check_plan(plan) if one.item]
    assert found == [("2.2", "period-in-text"), ("2.7", "term-not-understood")]


RUNNING_TEXT = """УТВЕРЖДЁН
решением ТИК Рудничного района от 20.12.2024 № 1/1
ПЛАН
работы территориальной избирательной комиссии Рудничного района города Прокопьевска
на 2025 год
1. Общие вопросы
1.1. Проведение заседаний          не реже одного раза в месяц          Смирнова Т.П.
1.2. Подготовка отчета о работе
по состоянию на
1 января 2025 года
февраль
Смирнова Т.П.
1.3. Участие в семинарах
по отдельному плану        члены комиссии,
                           секретарь
2. Обучение
МАРТ
2.1. Семинар для председателей УИК
Т.П. Смирнова
АПРЕЛЬ – МАЙ
2.2. Тестирование
до 20 мая          члены ТИК
Смирнова Т.П.
2.3. Итоги обучения, о которых комиссия
сообщает главе
"""


def test_columns_made_of_spaces(tmp_path: Path) -> None:
    plan = read(RUNNING_TEXT.encode(), "plan.txt", tmp_path)
    assert {item.number: (item.activity, item.term, item.performers) for item in plan.items} == {
        "1.1": ("Проведение заседаний", "не реже одного раза в месяц", "Смирнова Т.П."),
        "1.2": ("Подготовка отчета о работе по состоянию на 1 января 2025 года", "февраль", "Смирнова Т.П."),
        "1.3": ("Участие в семинарах", "по отдельному плану", "члены комиссии, секретарь"),
        "2.1": ("Семинар для председателей УИК", "март", "Т.П. Смирнова"),
        "2.2": ("Тестирование", "до 20 мая", "члены ТИК, Смирнова Т.П."),
        "2.3": ("Итоги обучения, о которых комиссия сообщает главе", "апрель – май", ""),
    }
