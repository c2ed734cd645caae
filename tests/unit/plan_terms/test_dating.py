"""Counting where a table of wordings is not enough: moments, caps, agitation's end, conventions, explanations."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from plan.conventions import UnknownConvention, check
from plan.dating import occurrences
from plan.model import Facts, Occurrence
from plan.term import parse
from tests.unit.plan_terms.shown import NOT_UNDERSTOOD, ONE_DAY, THREE_DAYS, counted


def one(wording: str, facts: Facts) -> Occurrence:
    (occurrence,) = occurrences(parse(wording), facts)
    return occurrence


def with_event(key: str, when: date | datetime, facts: Facts = THREE_DAYS) -> Facts:
    return replace(facts, events={**facts.events, key: when})


@pytest.mark.parametrize(
    ("wording", "key", "when", "expected"),
    [
        (
            "В течение 48 часов после регистрации кандидата",
            "candidate_registered",
            datetime.fromisoformat("2023-02-01T10:30"),
            "window 2023-02-01T10:30..2023-02-03T10:30",
        ),
        (
            "В течение 48 часов после регистрации кандидата",
            "candidate_registered",
            date(2023, 2, 1),
            "window 2023-02-01..2023-02-03",
        ),
        (
            "В течение двух часов с момента обращения",
            "appeal_received",
            datetime.fromisoformat("2023-03-01T23:00"),
            "window 2023-03-01T23:00..2023-03-02T01:00",
        ),
        (
            "Не позднее чем за 3 дня до дня заседания комиссии",
            "commission_meeting",
            date(2023, 2, 9),
            "deadline ..2023-02-05",
        ),
        (
            "Не ранее 15 и не позднее 10 дней до дня проведения публичного мероприятия",
            "public_event",
            date(2023, 3, 1),
            "window 2023-02-13..2023-02-18",
        ),
        (
            "В пятидневный срок со дня поступления представления",
            "representation_received",
            date(2023, 2, 1),
            "deadline ..2023-02-05",
        ),
        (
            "Не позднее чем через пять дней со дня регистрации кандидата",
            "candidate_registered",
            datetime.fromisoformat("2023-02-01T18:00"),
            "deadline ..2023-02-06",
        ),
        (
            "Со дня, следующего за днем уведомления избирательной комиссии о выдвижении",
            "nomination_notified",
            date(2023, 1, 9),
            "opening 2023-01-10..",
        ),
        (
            "В течение одного года со дня официального опубликования результатов выборов",
            "results_published",
            date(2023, 3, 17),
            "window 2023-03-17..2024-03-16",
        ),
        (
            "Не позднее 3-х дней со дня принятия решения",
            "other_event",
            date(2023, 2, 1),
            "deadline ..2023-02-04",
        ),
    ],
)
def test_a_recorded_event_gives_the_date(wording: str, key: str, when: date | datetime, expected: str) -> None:
    assert counted(wording, with_event(key, when)) == [expected]


def test_hours_from_a_day_without_an_hour_ask_for_the_hour() -> None:
    occurrence = one("В течение двух часов с момента обращения", with_event("appeal_received", date(2023, 3, 1)))

    assert (occurrence.start, occurrence.end, occurrence.needs) == (None, None, ("appeal_received",))
    assert "нужен час события" in occurrence.explanation


def test_a_cap_holds_the_end_and_the_event_may_come_first() -> None:
    wording = "В течение двух часов с момента обращения, но не позднее момента окончания голосования"

    assert counted(wording, THREE_DAYS) == ["deadline ..2023-03-12T20:00 ?appeal_received"]
    early = with_event("appeal_received", datetime.fromisoformat("2023-03-12T09:00"))
    assert counted(wording, early) == ["exact 2023-03-12T09:00..2023-03-12T11:00"]
    late = with_event("appeal_received", datetime.fromisoformat("2023-03-12T19:30"))
    assert counted(wording, late) == ["exact 2023-03-12T19:30..2023-03-12T20:00"]


def test_one_recorded_other_event_does_not_serve_two() -> None:
    wording = "В течение трех дней со дня получения; в течение трех дней со дня принятия решения"

    found = occurrences(parse(wording), with_event("other_event", date(2023, 2, 1)))
    assert [occurrence.needs for occurrence in found] == [("other_event",), ("other_event",)]


@pytest.mark.parametrize(
    "wording",
    [
        "За 28 дней до дня голосования и прекращается в ноль часов по местному времени первого дня голосования",
        "За 28 дней до дня голосования и прекращается в ноль часов дня, предшествующего дню голосования",
    ],
)
def test_agitation_ends_when_the_law_says(wording: str) -> None:
    assert counted(wording, THREE_DAYS) == ["window 2023-02-11..2023-03-10T00:00"]
    assert counted(wording, ONE_DAY) == ["window 2023-08-12..2023-09-09T00:00"]


def test_agitation_ends_as_worded_where_a_campaign_says_so() -> None:
    as_worded = replace(ONE_DAY, conventions={"agitation_end": "wording"})
    wording = "За 28 дней до дня голосования и прекращается в ноль часов первого дня голосования"

    assert counted(wording, as_worded) == ["window 2023-08-12..2023-09-10T00:00"]
    assert "применяется дата по закону" in one(wording, ONE_DAY).explanation


def test_the_last_whole_day_before_midnight() -> None:
    occurrence = one("до ноля часов по местному времени первого дня голосования", THREE_DAYS)

    assert (occurrence.end, occurrence.last_day) == (date(2023, 3, 10), date(2023, 3, 9))


@pytest.mark.parametrize(
    ("name", "value", "wording", "expected"),
    [
        ("term_since_day", "N", "В трехдневный срок со дня голосования", "deadline ..2023-03-15"),
        ("through_since_day", "N-1", "Не позднее чем через 3 дня со дня голосования", "deadline ..2023-03-14"),
        ("through_after_day", "N", "Не позднее чем через 3 дня после дня голосования", "deadline ..2023-03-15"),
        ("within_since_day", "N", "В течение 3 дней со дня голосования", "window 2023-03-12..2023-03-15"),
        ("plain_days", "term", "Не позднее 3 дней со дня голосования", "deadline ..2023-03-14"),
        ("voting_day_base", "first", "Не позднее чем за 3 дня до дня голосования", "deadline ..2023-03-06"),
        ("voting_hours", "07:00-22:00", "За 2 часа до окончания голосования", "opening 2023-03-12T20:00.."),
    ],
)
def test_a_campaign_overrides_a_convention(name: str, value: str, wording: str, expected: str) -> None:
    overridden = replace(THREE_DAYS, conventions={name: value})

    check(overridden.conventions)
    assert counted(wording, overridden) == [expected]
    assert counted(wording, THREE_DAYS) != [expected]


@pytest.mark.parametrize(
    "overrides",
    [{"nothing": "N"}, {"term_since_day": "N+7"}, {"voting_hours": "с восьми"}, {"plan_year": "24"}],
)
def test_an_unknown_convention_is_named(overrides: dict[str, str]) -> None:
    with pytest.raises(UnknownConvention, match=r"."):
        check(overrides)


def test_explanations_say_base_rule_and_day() -> None:
    before = one("Не позднее чем за 40 дней до дня голосования", THREE_DAYS)
    assert before.explanation == (
        "12.03.2023 (день голосования — последний из дней) − 40 дней, ст. 11.1 п. 2: последний день — пн, 30.01.2023"
    )
    assert (before.base, before.rule) == ("12.03.2023", "67-ФЗ, ст. 11.1 п. 2")

    term = one("В десятидневный срок со дня официального опубликования решения о назначении выборов", THREE_DAYS)
    assert term.base == "published"
    assert "день события считается первым (соглашение «в N-дневный срок со дня события»)" in term.explanation
    assert "сб, 24.12.2022" in term.explanation


def test_without_a_voting_day_it_is_what_is_needed() -> None:
    assert counted("Не позднее чем за 40 дней до дня голосования", Facts()) == ["open .. ?voting_day"]


def test_a_day_before_the_voting_day_stays_in_doubt_over_several_days() -> None:
    assert counted("До дня голосования", ONE_DAY) == ["deadline ..2023-09-09"]
    assert counted("До дня голосования", THREE_DAYS) == [NOT_UNDERSTOOD]


def test_the_leap_day_and_the_months_end_hold() -> None:
    voting_on_31 = Facts(date(2023, 12, 31), date(2023, 12, 31))
    assert counted("Не позднее чем через 2 месяца со дня голосования", voting_on_31) == ["deadline ..2024-02-29"]
