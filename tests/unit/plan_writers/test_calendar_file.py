"""A plan as a phone's calendar: what stands on which day, and how later files bring it up to date."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event

from plan.dated import date_plan, facts_of
from plan.files import open_plan
from plan.model import DatedItem, Head, Item, Occurrence, OccurrenceKind, Plan, Role, Status
from plan.writers.calendar_entries import Entry, entries_of
from plan.writers.calendar_file import NotOurCalendar, calendar_file, calendar_of, campaign_name
from tests.unit.plan_documents.documents import SHIPPED
from tests.unit.plan_documents.test_yaml_file import plans

PLAN = open_plan(SHIPPED)
NOW = datetime(2022, 12, 16, 3, 30, 15, 99, tzinfo=UTC)
LATER = datetime(2023, 1, 20, 3, tzinfo=UTC)
DAY = date(2023, 3, 1)
ITEM = Item("28", "", "Представление документов", "ст. 9", "Не позднее", (), "кандидат")


def read(content: bytes) -> list[Event]:
    return Calendar.from_ical(content).events


def by_uid(content: bytes) -> dict[str, Event]:
    return {str(event["UID"]).split("-", 1)[1]: event for event in read(content)}


def entries(*occurrences: Occurrence) -> list[Entry]:
    return list(entries_of(DatedItem(ITEM, (), occurrences, (), Status.NOT_PRINTED)))


def moved_by_a_week(plan: Plan) -> Plan:
    head = replace(plan.head, voting_day=date(2023, 3, 19), first_voting_day=date(2023, 3, 17))
    return replace(plan, head=head, items=tuple(replace(item, printed=()) for item in plan.items))


# What stands where


def test_a_deadline_is_an_all_day_entry_on_its_last_day() -> None:
    [entry] = entries(Occurrence(OccurrenceKind.DEADLINE, end=DAY))
    assert (entry.start, entry.end) == (DAY, DAY + timedelta(1))
    assert entry.summary == "п. 28. Представление документов — последний день"
    assert entry.alarms == (timedelta(hours=-15), timedelta(hours=9))


def test_a_cutoff_stands_at_its_hour() -> None:
    [entry] = entries(Occurrence(OccurrenceKind.DEADLINE, end=DAY, end_time=time(18)))
    assert (entry.start, entry.end) == (datetime.combine(DAY, time(18)), None)
    assert entry.summary == "п. 28. Представление документов — до 18:00"
    assert entry.alarms == (timedelta(hours=-3), timedelta(hours=-1))


def test_a_cutoff_at_midnight_stands_on_the_day_before() -> None:
    [entry] = entries(Occurrence(OccurrenceKind.DEADLINE, end=DAY, end_time=time(0)))
    assert (entry.start, entry.end) == (DAY - timedelta(1), DAY)
    assert entry.summary.endswith("— последний день, до 24:00")


def test_an_exact_day_is_said_without_more() -> None:
    [entry] = entries(Occurrence(OccurrenceKind.EXACT, start=DAY, end=DAY))
    assert (entry.start, entry.end, entry.summary) == (DAY, DAY + timedelta(1), "п. 28. Представление документов")


def test_a_long_window_is_its_opening_and_its_last_day() -> None:
    opening, last = entries(Occurrence(OccurrenceKind.WINDOW, start=DAY, end=DAY + timedelta(20), end_time=time(18)))
    assert (opening.side, opening.start, opening.end) == ("start", DAY, DAY + timedelta(1))
    assert opening.summary == "п. 28. Представление документов — начало, до 21 марта"
    assert (last.side, last.start) == ("end", datetime(2023, 3, 21, 18))  # noqa: DTZ001 – local to the campaign
    assert last.summary == "п. 28. Представление документов — до 18:00"


def test_a_window_of_three_days_is_one_bar_that_rings_on_its_last_day_too() -> None:
    [bar] = entries(Occurrence(OccurrenceKind.WINDOW, start=DAY, end=DAY + timedelta(2)))
    assert (bar.side, bar.start, bar.end) == ("end", DAY, DAY + timedelta(3))
    assert bar.alarms == (timedelta(hours=-15), timedelta(hours=9), timedelta(hours=57))


def test_hours_of_one_day_last_from_one_to_the_other() -> None:
    [entry] = entries(Occurrence(OccurrenceKind.WINDOW, start=DAY, end=DAY, start_time=time(8), end_time=time(20)))
    assert (entry.start, entry.end) == (datetime.combine(DAY, time(8)), datetime.combine(DAY, time(20)))
    assert entry.summary.endswith("— с 08:00 до 20:00")


def test_what_begins_and_has_no_end_stands_on_its_first_day() -> None:
    [entry] = entries(Occurrence(OccurrenceKind.OPENING, start=DAY, start_time=time(20)))
    assert entry.start == datetime.combine(DAY, time(20))
    assert entry.summary.endswith("— начало в 20:00")
    [entry] = entries(Occurrence(OccurrenceKind.AT_ONCE, start=DAY))
    assert entry.summary.endswith("— сразу")


def test_parts_have_their_own_entries_and_open_ones_none() -> None:
    made = entries(
        Occurrence(OccurrenceKind.DEADLINE, end=DAY),
        Occurrence(OccurrenceKind.OPEN, needs=("published",)),
        Occurrence(OccurrenceKind.DEADLINE, end=DAY + timedelta(4), condition="при наличии обстоятельств"),
    )
    assert [entry.part for entry in made] == [1, 3]
    assert "Условие: при наличии обстоятельств" in made[1].description


def test_a_row_says_what_law_and_whose_it_is() -> None:
    event = by_uid(calendar_file(PLAN, NOW))["28-1-end@srok"]
    said = str(event["DESCRIPTION"])
    item = PLAN.item("28")
    assert item is not None
    assert said.startswith(item.activity)
    for line in ("Как посчитано: 12.03.2023", f"Закон: {item.law}", "Исполняют: "):
        assert f"\n\n{line}" in said


def test_a_sub_row_says_what_it_is_about() -> None:
    assert "Агитационный период: Для избирательного объединения" in str(
        by_uid(calendar_file(PLAN, NOW))["50-1-1-end@srok"]["SUMMARY"]
    )


# The file


def test_the_file_is_what_phones_take() -> None:
    content = calendar_file(PLAN, NOW)
    lines = content.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode()  # no letter is cut in two
    assert b"VTODO" not in content and b"METHOD" not in content
    for line in (
        *(b"VERSION:2.0", b"X-WR-TIMEZONE:Asia/Novokuznetsk", b"REFRESH-INTERVAL;VALUE=DURATION:PT12H"),
        *(b"X-PUBLISHED-TTL:PT12H", b"TZID:Asia/Novokuznetsk", b"TZOFFSETTO:+0700"),
        *(b"DTSTART;TZID=Asia/Novokuznetsk:20230130T180000", b"DTSTART;VALUE=DATE:20230309"),
        *(b"DTSTAMP:20221216T033015Z", b"TRIGGER:-PT15H", b"TRIGGER:PT9H", b"TRIGGER:-PT3H", b"TRIGGER:-PT1H"),
    ):
        assert line in lines
    assert str(Calendar.from_ical(content)["X-WR-CALNAME"]).startswith("Календарный план мероприятий")


def test_the_whole_plan() -> None:
    made = calendar_of(PLAN, NOW)
    assert made.entries == len(read(made.content)) > 70
    without_date = {one.item.number for one in date_plan(PLAN) if not any(f.is_dated for f in one.occurrences)}
    assert {one.item.number for one in made.left_out} == without_date
    assert {"27", "50", "82"} <= without_date


def test_the_same_plan_gives_the_same_file() -> None:
    assert calendar_file(PLAN, NOW) == calendar_file(open_plan(SHIPPED), NOW)


def test_one_role_gets_its_own_items() -> None:
    made = calendar_of(PLAN, NOW, roles={Role.CANDIDATE})
    numbers = {uid.rsplit("-", 2)[0] for uid in by_uid(made.content)}
    assert numbers == {"26", "28", "39", "43", "50-2", "50-3", "51", "60"}
    assert all(Role.CANDIDATE in one.roles for one in made.left_out)


def _dates(entries_there: list[Entry], zone: str) -> list[tuple[Any, Any]]:
    def placed(when: Any) -> Any:
        return when.replace(tzinfo=ZoneInfo(zone)) if isinstance(when, datetime) else when

    return [(placed(entry.start), None if entry.end is None else placed(entry.end)) for entry in entries_there]


@given(plans)
@settings(max_examples=60)
def test_any_plan_is_read_back_with_the_same_dates_and_no_uid_twice(plan: Plan) -> None:
    content = calendar_file(plan, NOW)
    events = read(content)
    expected = [entry for one in date_plan(plan) for entry in entries_of(one)]
    found = [(event.decoded("DTSTART"), event.decoded("DTEND") if "DTEND" in event else None) for event in events]
    assert sorted(found, key=repr) == sorted(_dates(expected, plan.head.zone), key=repr)
    assert len({event["UID"] for event in events}) == len(events)
    assert max(map(len, content.split(b"\r\n"))) <= 75


@given(st.integers(-60, 200), st.sampled_from(["Europe/Moscow", "Asia/Novokuznetsk", "Asia/Kamchatka"]))
@settings(max_examples=8)
def test_the_dates_of_a_whole_plan_are_read_back(days: int, zone: str) -> None:
    voting_day = date(2023, 3, 12) + timedelta(days)
    head = replace(PLAN.head, zone=zone)
    made = calendar_of(replace(PLAN, head=head), NOW, facts=facts_of(PLAN, voting_day=voting_day))
    expected = [e for one in date_plan(PLAN, facts_of(PLAN, voting_day=voting_day)) for e in entries_of(one)]
    found = [
        (event.decoded("DTSTART"), event.decoded("DTEND") if "DTEND" in event else None) for event in read(made.content)
    ]
    assert sorted(found, key=repr) == sorted(_dates(expected, zone), key=repr)


# Versions


def test_nothing_changed_gives_the_same_bytes_later() -> None:
    first = calendar_file(PLAN, NOW)
    again = calendar_of(PLAN, LATER, previous=first)
    assert (again.content, again.changed, again.cancelled) == (first, 0, 0)


def test_a_moved_entry_keeps_its_uid_and_grows_its_sequence() -> None:
    first = calendar_file(PLAN, NOW)
    second = calendar_of(moved_by_a_week(PLAN), LATER, previous=first)
    before, after = by_uid(first), by_uid(second.content)
    assert set(before) == set(after)
    moved, same = after["28-1-end@srok"], after["46-1-end@srok"]
    assert moved.decoded("DTSTART") - before["28-1-end@srok"].decoded("DTSTART") == timedelta(7)
    assert (moved["SEQUENCE"], moved.decoded("DTSTAMP")) == (1, LATER)
    assert (same["SEQUENCE"], same.decoded("DTSTAMP")) == (0, NOW.replace(microsecond=0))
    assert (second.changed, second.cancelled) == (sum(event["SEQUENCE"] == 1 for event in after.values()), 0)
    third = by_uid(calendar_of(PLAN, LATER, previous=second.content).content)
    assert third["28-1-end@srok"]["SEQUENCE"] == 2


def test_an_entry_that_is_gone_is_cancelled_once_and_can_come_back() -> None:
    first = calendar_file(PLAN, NOW)
    shorter = replace(PLAN, items=tuple(item for item in PLAN.items if item.number != "28"))
    second = calendar_of(shorter, LATER, previous=first)
    gone = by_uid(second.content)["28-1-end@srok"]
    assert (gone["STATUS"], gone["SEQUENCE"], gone.subcomponents) == ("CANCELLED", 1, [])
    assert str(gone["SUMMARY"]).startswith("Отменено: п. 28.")
    assert (second.entries, second.cancelled) == (len(read(first)) - 1, 1)
    third = calendar_of(shorter, LATER + timedelta(1), previous=second.content)
    assert (third.content, third.cancelled) == (second.content, 0)
    back = by_uid(calendar_of(PLAN, LATER, previous=third.content).content)["28-1-end@srok"]
    assert (back["STATUS"], back["SEQUENCE"]) == ("CONFIRMED", 2)
    assert not str(back["SUMMARY"]).startswith("Отменено")


def test_the_campaign_keeps_its_name_when_the_voting_day_or_the_decision_changes() -> None:
    title = PLAN.head.title.replace("12 марта 2023 года", "17, 18 и 19 марта 2023 года")
    assert campaign_name(replace(PLAN.head, title=title, voting_day=date(2023, 3, 19))) == campaign_name(PLAN.head)
    assert campaign_name(replace(PLAN.head, title=title.replace("№11", "№12"))) != campaign_name(PLAN.head)
    retitled = replace(PLAN, head=replace(PLAN.head, title="План"))
    first = calendar_file(PLAN, NOW)
    assert set(by_uid(calendar_of(retitled, LATER, previous=first).content)) == set(by_uid(first))
    assert campaign_name(retitled.head) != campaign_name(PLAN.head)


def test_a_number_that_stands_twice_has_two_uids() -> None:
    item = Item("1", "", "Голосование", "", "12.03.2023", (), "УИК")
    plan = Plan(Head("План", "", "UTC", voting_day=date(2023, 3, 12)), (item, replace(item, activity="Подсчёт")))
    assert len(by_uid(calendar_file(plan, NOW))) == 2


@pytest.mark.parametrize(
    "previous", [b"", b"\x00\xff", "план".encode("cp1251"), b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"]
)
def test_a_previous_file_that_is_no_calendar_of_ours_is_refused(previous: bytes) -> None:
    with pytest.raises(NotOurCalendar, match="прежний календарь"):
        calendar_of(PLAN, NOW, previous=previous)
