"""The cell-by-cell text dump: rows put together again, whatever the document leaves out."""

from __future__ import annotations

import pytest

from plan.errors import DocumentError
from plan.readers.text_dump import read_text_dump
from tests.unit.plan_documents.documents import SEED, dump

TERM = "Не позднее чем за 40 дней до дня голосования"


def rows(text: str) -> list[tuple[str, ...]]:
    return [tuple(" ".join(cell.split()) for cell in row.cells) for row in read_text_dump(text, "план.txt").rows]


def test_the_by_election_plan_has_109_rows_and_10_sections() -> None:
    document = read_text_dump(SEED.read_text(encoding="utf-8"), SEED.name)
    assert [len(row.cells) for row in document.rows].count(4) == 109
    assert [len(row.cells) for row in document.rows].count(1) == 10
    assert document.header == ("№ п/п", "Содержание мероприятия", "Срок исполнения", "Исполнители")


def test_the_row_of_column_numbers_is_no_item() -> None:
    assert rows(dump([("1", "2", "3", "4"), ("1.", "Передача", TERM, "ТИК")])) == [("1.", "Передача", TERM, "ТИК")]


def test_the_header_repeated_on_the_next_page_is_no_item() -> None:
    header = ("№ п/п", "Содержание мероприятия", "Срок исполнения", "Исполнители")
    assert len(rows(dump([("1.", "Первое", TERM, "ТИК"), header, ("2.", "Второе", TERM, "ТИК")]))) == 2


def test_a_section_stands_in_one_cell() -> None:
    found = rows(
        dump(
            [("ФИНАНСИРОВАНИЕ",), ("1.", "Первое", TERM, "ТИК"), ("Финансовые отчёты",), ("2.", "Второе", TERM, "УИК")]
        )
    )
    assert [row for row in found if len(row) == 1] == [("ФИНАНСИРОВАНИЕ",), ("Финансовые отчёты",)]


def test_two_headings_in_a_row_are_two_sections() -> None:
    assert [len(row) for row in rows(dump([("РАЗДЕЛ ПЕРВЫЙ",), ("ПОДРАЗДЕЛ",), ("1.", "Первое", TERM, "ТИК")]))] == [
        1,
        1,
        4,
    ]


def test_capitals_in_the_last_cell_are_performers() -> None:
    found = rows(dump([("1.", "Передача", TERM, "ТИК, ОИК, УИК"), ("2.", "Второе", TERM, "УИК")]))
    assert [row[3] for row in found] == ["ТИК, ОИК, УИК", "УИК"]


def test_a_row_with_merged_cells_is_filled_up() -> None:
    found = rows(dump([("1.", "Агитационный период"), ("1-1.", "Для кандидата", TERM, "Кандидат")]))
    assert found == [("1.", "Агитационный период", "", ""), ("1-1.", "Для кандидата", TERM, "Кандидат")]


def test_signatures_after_the_table_are_not_performers() -> None:
    document = read_text_dump(
        dump([("1.", "Передача", TERM, "ТИК")]) + "\nПредседатель комиссии      И.И. Иванова\n", "план.txt"
    )
    assert document.rows[-1].cells[-1].strip() == "ТИК"
    assert "Иванова" in document.after


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", "файл пуст"),
        ("Просто письмо\nв две строки", "ни одной ячейки таблицы"),
        ("Письмо\n\tодин\n\tдва\n\tтри\n", "первые ячейки"),
    ],
)
def test_what_is_no_plan_is_said_with_what_was_found_and_expected(text: str, found: str) -> None:
    with pytest.raises(DocumentError, match=found) as caught:
        read_text_dump(text, "письмо.txt")
    assert str(caught.value).startswith("письмо.txt: ")
    assert "ожидалась таблица" in str(caught.value)
