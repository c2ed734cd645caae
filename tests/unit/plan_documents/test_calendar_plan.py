"""A document's table read into items: the by-election plan, and what other commissions do differently."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from plan.errors import DocumentError
from plan.files import open_plan
from plan.model import Decision, Plan
from plan.readers.calendar_plan import read_calendar_plan
from plan.readers.text_dump import read_text_dump
from tests.unit.plan_documents.documents import HEADING, dump, seed_plan

TERM = "Не позднее чем за 40 дней до дня голосования"


def read(rows: Sequence[tuple[str, ...]], heading: str = HEADING, header: tuple[str, ...] | None = None) -> Plan:
    return read_calendar_plan(read_text_dump(dump(rows, heading, header), "план.txt"))


def test_the_head_of_the_by_election_plan() -> None:
    head = seed_plan().head
    assert head.title.startswith("Календарный план мероприятий по подготовке и проведению дополнительных выборов")
    assert head.title.endswith("№11, назначенных на 12 марта 2023 года")
    assert head.commission == "Территориальная избирательная комиссия Кемеровского муниципального округа"
    assert head.decision == Decision("22/77", date(2022, 12, 15))
    assert head.zone == "Asia/Novokuznetsk"
    assert (head.first_voting_day, head.voting_day) == (date(2023, 3, 10), date(2023, 3, 12))
    assert head.events == {"decided": date(2022, 12, 13), "published": date(2022, 12, 15)}
    assert list(head.abbreviations)[:5] == ["ТИК", "ЗКО", "УИК", "ОИК", "ЗКО о комиссиях"]


def test_the_rows_of_the_by_election_plan() -> None:
    plan = seed_plan()
    numbers = [item.number for item in plan.items]
    assert numbers == [*map(str, range(1, 51)), "50-1", "50-2", "50-3", *map(str, range(51, 107))]
    assert len(dict.fromkeys(item.section for item in plan.items)) == 10
    assert all("\u00a0" not in f"{item.activity}{item.law}{item.term}{item.performers}" for item in plan.items)
    item = plan.item("28")
    assert item is not None
    assert item.section == "ВЫДВИЖЕНИЕ И РЕГИСТРАЦИЯ КАНДИДАТОВ"
    assert item.activity == (
        "Представление в соответствующую избирательную комиссию документов для регистрации кандидата"
    )
    assert item.law == "ст. 28, п. 1 ст. 73 ЗКО"
    assert item.term == "Не позднее чем за 40 дней до дня голосования до 18 часов по местному времени"
    assert item.printed == ("Не позднее 30.01.2023 до 18 часов по местному времени",)
    assert item.performers == "Кандидат"


def test_a_numbering_of_its_own_is_kept() -> None:
    rows = [("1.1", "Первое", TERM, "ТИК"), ("1.2)", "Второе", TERM, "ТИК"), ("№ 2 – 1", "Третье", TERM, "ТИК")]
    assert [item.number for item in read(rows).items] == ["1.1", "1.2", "2-1"]


def test_letters_are_parts_of_the_item_above() -> None:
    rows = [("5.", "Передача:", TERM, "ТИК"), ("а)", "списков", TERM, "ТИК"), ("б)", "бюллетеней", TERM, "ТИК")]
    assert [item.number for item in read(rows).items] == ["5", "5а", "5б"]


def test_a_row_without_a_number_goes_on_with_the_item_above_and_is_noticed() -> None:
    plan = read([("1.", "Передача", TERM, "ТИК"), ("", "бюллетеней в УИК", "", "")])
    assert [item.activity for item in plan.items] == ["Передача бюллетеней в УИК"]
    assert [(finding.item, finding.code) for finding in plan.noticed] == [("1", "continued-row")]


def test_a_document_without_numbers_is_numbered_by_its_rows() -> None:
    plan = read([("", "Первое", TERM, "ТИК"), ("", "Второе", TERM, "ТИК")])
    assert [item.number for item in plan.items] == ["1", "2"]
    assert [finding.code for finding in plan.noticed] == ["numbers-assumed"]


def test_other_columns_in_another_order() -> None:
    header = (
        "NN пп",
        "Срок исполнения",
        "Дата",
        "Наименование мероприятия",
        "Основание",
        "Ответственные",
        "Отметка об исполнении",
    )
    row = ("1", TERM, "10 августа\n2027 года", "Передача списков", "ст. 9 Закона", "ТИК", "исполнено")
    (item,) = read([row], header=header).items
    assert (item.activity, item.law, item.term, item.printed, item.performers) == (
        "Передача списков",
        "ст. 9 Закона",
        TERM,
        ("10 августа 2027 года",),
        "ТИК",
    )


def test_the_lawful_term_and_the_date_in_two_columns() -> None:
    header = (
        "№ п/п",
        "Содержание мероприятия",
        "Сроки, предусмотренные законодательством",
        "Срок исполнения",
        "Исполнители",
    )
    rows = [
        ("1", "Первое", TERM, "Не позднее\n9 августа 2027 года", "ТИК"),
        ("2", "Второе", "", "Не позднее 01.08.2027", "ТИК"),
    ]
    first, second = read(rows, header=header).items
    assert (first.term, first.printed) == (TERM, ("Не позднее 9 августа 2027 года",))
    assert (second.term, second.printed) == ("Не позднее 01.08.2027", ("Не позднее 01.08.2027",))


def test_events_and_several_voting_days_in_the_heading() -> None:
    heading = (
        "ТИК города Юрги Кемеровской области\nот 1 июля 2027 г. № 5\nКАЛЕНДАРНЫЙ ПЛАН выборов главы города\n"
        "Дата официального опубликования (публикации) решения о назначении выборов – 28 июня 2027 года\n"
        "ДНИ ГОЛОСОВАНИЯ – 17, 18 и 19 сентября 2027 года\n"
    )
    head = read([("1", "Первое", TERM, "ТИК")], heading).head
    assert (head.first_voting_day, head.voting_day) == (date(2027, 9, 17), date(2027, 9, 19))
    assert head.events == {"published": date(2027, 6, 28)}
    assert head.commission == "ТИК города Юрги Кемеровской области"
    assert head.title == "Календарный план выборов главы города"


def test_a_commission_of_no_known_region_is_told_which_zone_was_taken() -> None:
    plan = read([("1", "Первое", TERM, "ТИК")], "Календарный план выборов, назначенных на 19 сентября 2027 года\n")
    assert plan.head.zone == "Europe/Moscow"
    assert [finding.code for finding in plan.noticed] == ["zone-assumed"]


def test_a_field_code_that_leaked_out_is_removed_and_noticed() -> None:
    plan = read([("1", 'О типовом плане HYPERLINK "http://example.org/a.docx" выборов', TERM, "ТИК")])
    assert plan.items[0].activity == "О типовом плане выборов"
    assert [(finding.item, finding.code) for finding in plan.noticed if finding.item] == [("1", "field-code")]


def test_invisible_characters_and_broken_lines_are_mended() -> None:
    plan = read(
        [
            (
                "1",
                "Передача\u00a0спи\u00adсков\n\nв\u200b комиссии (ст.\u00a09\nЗакона)",
                TERM,
                "Зарегистрированные\nкандидаты",
            )
        ]
    )
    item = plan.items[0]
    assert (item.activity, item.law, item.performers) == (
        "Передача списков в комиссии",
        "ст. 9 Закона",
        "Зарегистрированные кандидаты",
    )


def test_a_table_without_items_is_said_so() -> None:
    with pytest.raises(DocumentError, match="нет ни одного пункта"):
        read([("РАЗДЕЛ",)])


def test_a_text_from_windows_has_its_line_ends_read(tmp_path: Path) -> None:
    path = tmp_path / "план.txt"
    path.write_bytes(dump([("1.", "Первое", TERM, "ТИК")]).replace("\n", "\r\n").encode("utf-8-sig"))
    assert [item.activity for item in open_plan(path).items] == ["Первое"]
