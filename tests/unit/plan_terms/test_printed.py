"""Dates printed beside a wording."""

from __future__ import annotations

from datetime import date, time

import pytest

from plan.term import Part, parse
from plan.term.printed import read_printed, split_cell


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("Не позднее 30.01.2023", [(date(2023, 1, 30), "end", None)]),
        ("09.03.2023", [(date(2023, 3, 9), "exact", None)]),
        ("С 01.03.2023", [(date(2023, 3, 1), "start", None)]),
        ("С 20.01.2023 по 09.02.2023", [(date(2023, 1, 20), "start", None), (date(2023, 2, 9), "end", None)]),
        (
            "С 10.03.2023\n\nдо 20.00 по местному времени\n\n12.03.2023",
            [(date(2023, 3, 10), "start", None), (date(2023, 3, 12), "end", time(20))],
        ),
        (
            "Не ранее 20.01.2023 и не позднее 06.03.2023",
            [(date(2023, 1, 20), "start", None), (date(2023, 3, 6), "end", None)],
        ),
        (
            "Не позднее 04.03.2023, а при наличии вынуждающих к тому обстоятельств не позднее 08.03.2023",
            [(date(2023, 3, 4), "end", None), (date(2023, 3, 8), "end", None)],
        ),
        (
            "С 11.02.2023 до ноля часов по местному времени 10.03.2023",
            [(date(2023, 2, 11), "start", None), (date(2023, 3, 10), "end", time(0))],
        ),
        ("до 18 часов 30 января 2023 года", [(date(2023, 1, 30), "end", time(18))]),
        ("Не позднее 30 января", [(date(2023, 1, 30), "end", None)]),
        ("не позднее 30.01.2023 (понедельник)", [(date(2023, 1, 30), "end", None)]),
        ("Отчет по форме 5 до 30.01.2023 направить в ТИК", [(date(2023, 1, 30), "end", None)]),
        ("31.02.2023", []),
        ("в срок", []),
    ],
)
def test_read_printed(text: str, claims: list[tuple[date, str, time | None]]) -> None:
    near = date(2023, 3, 12)
    assert [(claim.date, claim.side, claim.time) for claim in read_printed(text, near)] == claims


@pytest.mark.parametrize(
    ("cell", "wording", "printed"),
    [
        (
            "Не позднее чем за 40 дней  до дня голосования\n\nНе позднее 30.01.2023",
            "Не позднее чем за 40 дней до дня голосования",
            ("Не позднее 30.01.2023",),
        ),
        (
            "Не позднее чем за 40 дней до дня голосования (не позднее 30 января 2023 года)",
            "Не позднее чем за 40 дней до дня голосования",
            ("не позднее 30 января 2023 года",),
        ),
        ("13.12.2022", "13.12.2022", ("13.12.2022",)),
        ("Незамедлительно", "Незамедлительно", ()),
        ("", "", ()),
        (
            "Со дня выдвижения и прекращается \n\nв ноль часов 10.03.2023",
            "Со дня выдвижения и прекращается в ноль часов 10.03.2023",
            ("прекращается в ноль часов 10.03.2023",),
        ),
        (
            "После регистрации кандидатов, но не позднее 09.02.2023",
            "После регистрации кандидатов, но не позднее 09.02.2023",
            ("не позднее 09.02.2023",),
        ),
    ],
)
def test_split_cell(cell: str, wording: str, printed: tuple[str, ...]) -> None:
    assert split_cell(cell) == (wording, printed)


@pytest.mark.parametrize(
    "text",
    [
        "До 18 часов 30.01.2023 (не позднее чем за 40 дней до дня голосования)",
        "30.01.2023, 18.00 (не позднее чем за 40 дней до дня голосования)",
        "30 января 2023 года до 18 часов по местному времени (не позднее чем за 40 дней до дня голосования)",
        "не позднее чем за 40 дней до дня голосования (не позднее 18 часов 30.01.2023)",
        "Не позднее чем за 40 дней до дня голосования Не позднее 30.01.2023 до 18 часов",
        "Не позднее чем за 40 дней до дня голосования до 18 часов по местному времени 30.01.2023",
    ],
)
def test_an_hour_printed_beside_the_date_is_the_terms_wherever_the_date_stands(text: str) -> None:
    term = parse(text)
    (part,) = term.parts
    assert term.understood
    assert isinstance(part, Part) and part.closes == time(18)


def test_dates_before_their_wordings_give_each_its_hour() -> None:
    first, second = parse(
        "до 18 часов 30.01.2023 (не позднее чем за 40 дней до дня голосования); "
        "до 16 часов 09.02.2023 (не позднее чем за 30 дней до дня голосования)"
    ).parts
    assert isinstance(first, Part) and first.closes == time(18)
    assert isinstance(second, Part) and second.closes == time(16)


def test_a_condition_cut_short_beside_its_date() -> None:
    wording, printed = split_cell(
        "Не позднее чем за 5 дней до дня голосования, а при наличии вынуждающих к тому обстоятельств не позднее чем "
        "за один день до дня голосования\nНе позднее 06.03.2023, а при наличии обстоятельств не позднее 10.03.2023"
    )
    assert "2023" not in wording
    assert [claim.date for text in printed for claim in read_printed(text)] == [date(2023, 3, 6), date(2023, 3, 10)]
