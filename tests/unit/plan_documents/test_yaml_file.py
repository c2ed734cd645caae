"""The plan's file: what is written is read back equal, and every slip of the hand is refused with its line."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plan import yaml_file
from plan.errors import PlanFileError
from plan.events import EVENTS
from plan.files import open_plan
from plan.model import Choice, Decision, Finding, Head, Item, Override, Plan, Severity
from plan.readers import transfer
from tests.unit.plan_documents.documents import SHIPPED, seed_plan

MINIMAL = """\
title: План выборов
zone: Asia/Novokuznetsk
voting_day: 2027-09-19
items:
  - number: '1'
    activity: Принятие решения
    term: 13.12.2022
  - number: 50-1
    activity: Передача
    term: Не позднее чем за 40 дней до дня голосования
    printed:
      - Не позднее 09.08.2027
    performers: ТИК
"""

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=60) | st.text(
    "абв «»:#-|>'\"\n\t {}[]&*!%@\\0123.,№", max_size=150
)
named = texts.filter(lambda text: text.strip() != "")
days = st.dates(date(1990, 1, 1), date(2100, 1, 1))
moments = days | st.datetimes(datetime.fromisoformat("1990-01-01T00:00"), datetime.fromisoformat("2100-01-01T00:00"))


def _without_dates(text: str) -> bool:
    from plan.days import impossible_dates

    return not impossible_dates(text)


items = st.builds(
    Item,
    number=st.from_regex(r"[1-9][0-9]{0,2}((-|\.)[0-9]{1,2})?", fullmatch=True),
    section=texts,
    activity=named,
    law=texts,
    term=texts.filter(_without_dates),
    printed=st.lists(texts.filter(_without_dates), max_size=3).map(tuple),
    performers=texts,
)
findings = st.builds(Finding, item=st.none() | named, code=named, severity=st.sampled_from(Severity), what=named)


overrides = st.builds(
    Override,
    item=st.from_regex(r"[1-9][0-9]{0,2}((-|\.)[0-9]{1,2})?", fullmatch=True),
    choice=st.sampled_from(Choice),
    day=days,
    reason=named,
    who=named,
    when=st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=7))])),
    side=st.sampled_from(["start", "end"]),
    part=st.integers(1, 5),
    hour=st.none() | st.times(),
    printed=st.none() | days,
    computed=st.none() | days,
)


@st.composite
def heads(draw: st.DrawFn) -> Head:
    voting_days = sorted(draw(st.lists(days, min_size=2, max_size=2)))
    return Head(
        title=draw(named),
        commission=draw(texts),
        zone=draw(st.sampled_from(["Asia/Novokuznetsk", "Europe/Moscow", "UTC"])),
        decision=draw(st.none() | st.builds(Decision, number=named, date=days)),
        **draw(
            st.sampled_from(
                [
                    {},
                    {"voting_day": voting_days[1]},
                    {"voting_day": voting_days[1], "first_voting_day": voting_days[0]},
                    {"voting_day": voting_days[1], "first_voting_day": voting_days[1]},
                ]
            )
        ),
        events=draw(st.dictionaries(st.sampled_from([event.key for event in EVENTS]), moments, max_size=3)),
        conventions=draw(st.sampled_from([{}, {"through_since_day": "N-1"}])),
        abbreviations=draw(st.dictionaries(named, texts, max_size=3)),
        kind=draw(st.sampled_from(["calendar", "work"])),
    )


plans = st.builds(
    Plan,
    head=heads(),
    items=st.lists(items, max_size=4, unique_by=lambda item: item.number).map(tuple),
    noticed=st.lists(findings, max_size=2).map(tuple),
    overrides=st.lists(overrides, max_size=2).map(tuple),
)


@settings(max_examples=100, deadline=None)
@given(plans)
def test_what_is_written_is_read_back(plan: Plan) -> None:
    assert yaml_file.load(yaml_file.dump(plan)) == plan


def test_the_shipped_file_is_what_the_reader_writes() -> None:
    assert open_plan(SHIPPED) == seed_plan()


def test_the_shipped_file_is_written_back_unchanged() -> None:
    text = SHIPPED.read_text(encoding="utf-8")
    assert yaml_file.dump(yaml_file.load(text)) == text


def test_a_person_may_write_less() -> None:
    plan = yaml_file.load(MINIMAL)
    assert plan.head == Head("План выборов", "", "Asia/Novokuznetsk", voting_day=date(2027, 9, 19))
    assert [item.number for item in plan.items] == ["1", "50-1"]
    assert plan.items[1].printed == ("Не позднее 09.08.2027",)


def test_unquoted_numbers_and_russian_dates_are_taken_as_they_stand() -> None:
    text = MINIMAL.replace("'1'", "2.10").replace("2027-09-19", "19.09.2027")
    plan = yaml_file.load(text)
    assert plan.items[0].number == "2.10"
    assert plan.head.voting_day == date(2027, 9, 19)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "activity: Передача",
            "activty: Передача",
            "строка 9, пункт 50-1: неизвестное поле «activty»; возможно, «activity»",
        ),
        ("title:", "titel:", "строка 1: неизвестное поле «titel»; возможно, «title»"),
        ("2027-09-19", "2027-02-30", "строка 3: даты 2027-02-30 нет в календаре"),
        ("2027-09-19", "30.02.2027", "строка 3: даты 30.02.2027 нет в календаре"),
        ("2027-09-19", "весной", "строка 3: в поле «voting_day» ожидалась дата, а стоит «весной»"),
        ("09.08.2027", "30.02.2027", "строка 11, пункт 50-1: даты 30.02.2027 нет в календаре"),
        ("13.12.2022", "до 31 сентября 2022 года", "строка 7, пункт 1: даты 31 сентября 2022 нет в календаре"),
        ("13.12.2022", "31.11.2022", "строка 7, пункт 1: даты 31.11.2022 нет в календаре"),
        ("50-1", "'1'", "строка 8: номер пункта 1 уже стоит в строке 5"),
        ("'1'", "''", "строка 5: номер пункта — «»"),
        ("'1'", "[1]", "номер пункта — не текст"),
        ("- number: '1'\n    ", "- ", "строка 5: у пункта нет поля «number»"),
        ("    activity: Передача\n", "", "пункт 50-1: нет поля «activity»"),
        ("Принятие решения", "[а, б]", "строка 6, пункт 1: в поле «activity» ожидался текст, а стоит список"),
        ("Принятие решения", "{а: б}", "ожидался текст, а стоит набор полей"),
        ("Принятие решения", "12", "ожидался текст, а стоит 12"),
        ("Принятие решения", "true", "ожидался текст, а стоит true"),
        (
            "\n      - Не позднее 09.08.2027",
            " Не позднее 09.08.2027",
            "строка 11, пункт 50-1: в поле «printed» ожидался список",
        ),
        ("zone: Asia/Novokuznetsk\n", "", "нет поля «zone»"),
        ("Asia/Novokuznetsk", "Asia/Kemerovo", "строка 2: часового пояса «Asia/Kemerovo» нет"),
        ("Asia/Novokuznetsk", "../../etc/passwd", "часового пояса «../../etc/passwd» нет"),
        ("items:", "items: 5\nx:", "строка 5: неизвестное поле «x»"),
        ("title: План выборов", "title: План выборов\ntitle: Другой", "строка 2: поле «title» уже стоит в строке 1"),
        (
            "voting_day: 2027-09-19",
            "voting_day: 2027-09-19\nfirst_voting_day: 2027-09-20",
            "первый день голосования 20.09.2027 позже",
        ),
        (
            "items:",
            "events:\n  publishd: 2027-06-28\nitems:",
            "строка 5: неизвестное событие «publishd»; возможно, «published»",
        ),
        ("items:", "events:\n  published: 2027-06-31\nitems:", "строка 5: даты 2027-06-31 нет в календаре"),
        ("items:", "conventions:\n  since: N\nitems:", "строка 5: Нет соглашения о счёте «since»"),
        ("items:", "kind: праздник\nitems:", "в поле «kind» стоит «праздник»; допускается: calendar, work"),
        ("activity: Передача", "activity: Передача: всего", "строка 9: запись YAML не читается"),
        ("activity: Передача", "activity: 'Передача", "запись YAML не читается"),
        ("activity: Передача", "activity: &а Передача", "ссылки YAML"),
        ("activity: Передача", "activity: !!python/object/apply:os.system [ls]", "тег YAML"),
        ("activity: Передача", "activity: [[[[[[[[[[[[[[[[[[[[x]]]]]]]]]]]]]]]]]]]]", "слишком глубокая вложенность"),
        ("activity: Передача", "activity: \x07", "недопустимые в YAML знаки"),
        ("items:", "---\nitems:", "второй документ YAML"),
    ],
)
def test_slips_of_the_hand_are_refused(old: str, new: str, expected: str) -> None:
    assert old in MINIMAL
    with pytest.raises(PlanFileError) as caught:
        yaml_file.load(MINIMAL.replace(old, new, 1), "план.yaml")
    message = str(caught.value)
    assert message.startswith("план.yaml")
    assert expected in message
    assert "\n" not in message


@pytest.mark.parametrize(
    ("text", "expected"), [("", "файл пуст"), ("- а\n- б\n", "найден список"), ("текст", "найден список или текст")]
)
def test_files_that_hold_no_plan(text: str, expected: str) -> None:
    with pytest.raises(PlanFileError, match=expected):
        yaml_file.load(text, "план.yaml")


def test_an_alias_bomb_costs_nothing() -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20)
    )
    with pytest.raises(PlanFileError, match="ссылки YAML"):
        yaml_file.load(bomb)


def test_a_file_too_large_is_not_parsed() -> None:
    with pytest.raises(PlanFileError, match="слишком велик"):
        yaml_file.load("a" * 5_000_001)


@settings(max_examples=50, deadline=None)
@given(plans)
def test_a_plan_survives_the_way_out_of_the_reading_process(plan: Plan) -> None:
    assert transfer.plan_from_json(transfer.plan_to_json(plan)) == plan


def test_a_decision_by_hand_may_leave_out_what_goes_without_saying() -> None:
    written = MINIMAL.replace(
        "items:\n",
        "overrides:\n  - item: 50-1\n    choice: other\n    date: 01.08.2027\n    time: 18:00\n    reason: Суд\n"
        "    who: Иванова А. А.\n    when: 2027-07-01T10:15:00+07:00\nitems:\n",
        1,
    )
    (override,) = yaml_file.load(written).overrides
    assert (override.item, override.part, override.side) == ("50-1", 1, "end")
    assert (override.day, override.hour) == (date(2027, 8, 1), time(18))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("    choice: любая\n", "в поле «choice» стоит «любая»"),
        ("    when: вчера\n", "ожидался момент, а стоит «вчера»"),
        ("    when: 2027-07-01\n", "ожидался момент"),
        ("    time: вечером\n", "ожидался час, а стоит «вечером»"),
        ("    part: 0\n", "целое число от 1"),
        ("    date:\n", "нет принятой даты"),
        ("    reason:\n", "reason"),
    ],
)
def test_a_slip_in_a_decision_is_refused(line: str, said: str) -> None:
    key = line.split(":")[0]
    fields = {
        "    item": "    item: 50-1\n",
        "    choice": "    choice: other\n",
        "    date": "    date: 2027-08-01\n",
        "    reason": "    reason: Решение суда\n",
        "    who": "    who: Иванова А. А.\n",
        "    when": "    when: 2027-07-01T10:15:00+07:00\n",
    } | {key: line}
    member = "  -" + "".join(fields.values())[3:]
    with pytest.raises(PlanFileError, match=re.escape(said)):
        yaml_file.load(MINIMAL.replace("items:\n", f"overrides:\n{member}items:\n", 1))
