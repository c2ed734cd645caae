"""PDF documents: cells by their ruling lines, rows over the pages' ends, paragraphs by the room left in their lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from plan.model import Item, Plan
from plan.readers.blocks import plan_document
from plan.readers.calendar_plan import read_calendar_plan
from plan.readers.errors import DamagedDocument, NoPlanTable, NoTextLayer
from plan.readers.pdf import is_scan, read_pdf
from plan.readers.pdf_lines import Line, lines_of, paragraphs
from plan.readers.pdf_page import Page, Word
from plan.readers.reading import read_document
from tests.unit.plan_documents.documents import HEADING, seed_plan
from tests.unit.plan_documents.making import source
from tests.unit.plan_documents.pdf_writer import Printer

TERM = "Не позднее чем за 40 дней до дня голосования"
HEADER = ("№ п/п", "Содержание мероприятия", "Срок исполнения", "Исполнители")
WIDTHS = (40, 200, 130, 110)


def printed(
    rows: Sequence[Sequence[str]],
    header: Sequence[str] = HEADER,
    widths: Sequence[float] = WIDTHS,
    heading: str = HEADING,
) -> bytes:
    printer = Printer()
    for line in heading.splitlines():
        printer.paragraph(line)
    printer.y -= 30
    printer.table(header, rows, widths)
    printer.y -= 30
    printer.paragraph("Секретарь И.И. Иванова")
    return printer.written()


def plan_of(data: bytes) -> Plan:
    return read_calendar_plan(plan_document("план.pdf", read_pdf(data)))


def test_a_plan_over_many_pages() -> None:
    rows = [
        (
            f"{n}.",
            f"Передача в комиссию {n} первых экземпляров списков избирателей (п. {n} ст. 9 Закона)",
            TERM,
            "ТИК, УИК",
        )
        for n in range(1, 60)
    ]
    plan = plan_of(printed([("СПИСКИ ИЗБИРАТЕЛЕЙ",), *rows]))
    assert plan.items == tuple(
        Item(
            number=str(n),
            section="СПИСКИ ИЗБИРАТЕЛЕЙ",
            activity=f"Передача в комиссию {n} первых экземпляров списков избирателей",
            law=f"п. {n} ст. 9 Закона",
            term=TERM,
            printed=(),
            performers="ТИК, УИК",
        )
        for n in range(1, 60)
    )
    assert plan.noticed == ()
    assert plan.head.voting_day == date(2027, 9, 19)
    assert plan.head.commission.startswith("Территориальная избирательная комиссия города Юрги")


def test_the_by_election_plan() -> None:
    rows = [
        [" ".join(line.split()) for line in row.cells] if len(row.cells) == 1 else _lines(row.cells)
        for row in source().rows
    ]
    items = plan_of(printed(rows, heading=source().before)).items
    expected = seed_plan().items
    assert [item.number for item in items] == [item.number for item in expected]
    for item, wanted in zip(items, expected, strict=True):
        assert (_flat(item.activity), item.law) == (_flat(wanted.activity), wanted.law)
        assert (_flat(item.term), item.printed, _flat(item.performers)) == (
            *(_flat(wanted.term), wanted.printed, _flat(wanted.performers)),
        )


def _lines(cells: Sequence[str]) -> list[str]:
    return ["\n".join(" ".join(line.split()) for line in cell.split("\n") if line.strip()) for cell in cells]


def _flat(text: str) -> str:
    return " ".join(text.split())


def test_columns_in_another_order_without_numbers() -> None:
    rows = [(TERM, "Составление списков", "УИК"), (TERM, "Передача списков", "ТИК")] * 30
    plan = plan_of(printed(rows, ("Срок исполнения", "Содержание мероприятия", "Исполнители"), (150, 180, 150)))
    assert [(item.number, item.activity, item.performers) for item in plan.items[:2]] == [
        ("1", "Составление списков", "УИК"),
        ("2", "Передача списков", "ТИК"),
    ]
    assert len(plan.items) == 60


def line(text: str, left: float = 0, base: float = 0) -> Line:
    return Line(text, left, left + 6 * len(text), base, 12, 6 * len(text.split()[0]))


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["Не позднее чем за", "40 дней"], ["Не позднее чем за 40 дней"]),
        (["Телерадиокомпании", "ТИК", "УИК"], ["Телерадиокомпании ТИК", "УИК"]),
        (["Не позднее дня голос.", "Не позднее 30.01.2023"], ["Не позднее дня голос.", "Не позднее 30.01.2023"]),
        (["закона от 01.01.54-", "ОЗ"], ["закона от 01.01.54-ОЗ"]),
        (["для Избирательной ко-", "миссии области"], ["для Избирательной комиссии области"]),
        (["план организационно-", "методический"], ["план организационно-методический"]),
        (["проведение там фото-", "и видеосъемки"], ["проведение там фото- и видеосъемки"]),
        (["зарегистрированн", "ых кандидатов"], ["зарегистрированных кандидатов"]),
        (["соответствующего", "заявления граждан"], ["соответствующего заявления граждан"]),
        (["(многомандатному", ") округу"], ["(многомандатному) округу"]),
        (["об их полномочиях:", "- охрана помещений"], ["об их полномочиях:", "- охрана помещений"]),
    ],
)
def test_paragraphs(lines: list[str], text: list[str]) -> None:
    width = max(len(one) for one in lines) * 6
    assert paragraphs([line(one, base=-14 * at) for at, one in enumerate(lines)], 0, width + 5) == text


def test_an_empty_line_parts_paragraphs() -> None:
    lines = [line("составов УИК и ТИК", base=0), line("Опубликование их", base=-28), line("в газетах", base=-42)]
    assert paragraphs(lines, 0, 100) == ["составов УИК и ТИК", "Опубликование их в газетах"]


def test_a_raised_number_is_a_superscript() -> None:
    words = [Word("ст.", 0, 15, 100, 12), Word("11", 20, 32, 100, 12), Word("1", 32, 35, 104, 7)]
    assert [one.text for one in lines_of(words)] == ["ст. 11¹"]


def test_a_scan_has_no_text() -> None:
    printer = Printer()
    printer.line(0, 0, 100, 100)
    with pytest.raises(NoTextLayer, match="ожидался PDF с текстовым слоем"):
        read_pdf(printer.written())


def test_a_pdf_without_a_table() -> None:
    printer = Printer()
    printer.paragraph("Уважаемые коллеги!")
    with pytest.raises(NoPlanTable, match="слов — 2, таблиц нет"):
        plan_of(printer.written())


def test_columns_without_lines_are_refused(tmp_path: Path) -> None:
    printer = Printer()
    for at, text in enumerate(HEADER):
        printer.text(60 + 120 * at, 700, text)
    path = tmp_path / "план.pdf"
    path.write_bytes(printer.written())
    with pytest.raises(NoPlanTable, match="таблиц нет: столбцы в PDF различаются по линиям таблицы"):
        read_document(path)


def test_other_tables_and_text_of_the_document_are_no_part_of_the_plan() -> None:
    printer = Printer()
    printer.table(("Приложение к решению",), [], (480,))
    printer.paragraph(HEADING.replace("\n", " "))
    printer.y -= 20
    printer.table(HEADER, [(f"{n}.", f"Передача {n}", TERM, "ТИК") for n in range(1, 40)], WIDTHS)
    printer.y -= 20
    printer.paragraph("Реквизиты для перечисления:")
    printer.y -= 20
    printer.table(("Банк", "Счёт"), [("Первый", "40810"), ("Второй", "40811")], (240, 240))
    plan = plan_of(printer.written())
    assert [item.activity for item in plan.items] == [f"Передача {n}" for n in range(1, 40)]
    assert {item.performers for item in plan.items} == {"ТИК"}


def test_borders_drawn_as_thin_rectangles() -> None:
    printer = Printer(thin_rectangles=True)
    printer.paragraph(HEADING.replace("\n", " "))
    printer.y -= 20
    printer.table(HEADER, [("РАЗДЕЛ",), *((f"{n}.", f"Передача {n}", TERM, "ТИК") for n in range(1, 40))], WIDTHS)
    items = plan_of(printer.written()).items
    assert [(item.number, item.section, item.term) for item in items] == [
        (str(n), "РАЗДЕЛ", TERM) for n in range(1, 40)
    ]


def test_a_table_without_a_frame() -> None:
    printer = Printer(frame=False)
    printer.paragraph(HEADING.replace("\n", " "))
    printer.y -= 20
    printer.table(HEADER, [(f"{n}.", f"Передача {n}", TERM, "ТИК") for n in range(1, 40)], WIDTHS)
    assert [(item.number, item.activity, item.term, item.performers) for item in plan_of(printer.written()).items] == [
        (str(n), f"Передача {n}", TERM, "ТИК") for n in range(1, 40)
    ]


def test_a_number_cut_by_a_narrow_column_is_one_number() -> None:
    rows = [("10\n0.", "Передача", TERM, "ТИК"), ("101.", "Приём", "Не позднее\n12.09.\n2027", "ТИК")]
    assert [item.number for item in plan_of(printed(rows)).items] == ["100", "101"]


def test_a_row_goes_on_over_the_pages_end_without_numbers() -> None:
    activity = "Передача списков избирателей Кемеровской области " * 3 + "Закона"
    header = ("Срок исполнения", "Содержание мероприятия", "Исполнители")
    plan = plan_of(printed([(TERM, activity, "ТИК")] * 25, header, (150, 180, 150)))
    assert {(item.activity, item.term, item.performers) for item in plan.items} == {(activity, TERM, "ТИК")}
    assert len(plan.items) == 25


def test_a_scan_with_a_stamp_of_text_is_a_scan() -> None:
    page = Page((Word("ЭП", 0, 20, 10, 12),), (), (), 600, 840, has_pictures=True)
    assert is_scan([page, page])
    assert not is_scan([page, replace(page, has_pictures=False)])


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("quarters", [0, 2])  # PDFium does not see letters of this font stand on their side
def test_pages_turned_on_their_side(quarters: int, rotate: int) -> None:
    printer = Printer(quarters=quarters, rotate=rotate)
    printer.paragraph(HEADING.replace("\n", " "))
    printer.y -= 20
    printer.table(HEADER, [("РАЗДЕЛ",), *((f"{n}.", f"Передача {n}", TERM, "ТИК") for n in range(1, 40))], WIDTHS)
    items = plan_of(printer.written()).items
    assert [(item.number, item.section, item.activity, item.term) for item in items] == [
        (str(n), "РАЗДЕЛ", f"Передача {n}", TERM) for n in range(1, 40)
    ]


def test_a_yearly_work_plan_is_refused(tmp_path: Path) -> None:
    printer = Printer()
    for text in ("ПЛАН", "работы избирательной комиссии на 2027 год", "1. Направления", "1.1. Подготовка выборов."):
        printer.paragraph(text)
        printer.y -= 20
    path = tmp_path / "план.pdf"
    path.write_bytes(printer.written())
    with pytest.raises(NoPlanTable, match="план работы комиссии из PDF не читается"):
        read_document(path)


def test_a_pdf_cut_short_is_damaged() -> None:
    with pytest.raises(DamagedDocument):
        read_pdf(b"%PDF-1.7\n1 0 obj")
