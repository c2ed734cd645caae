"""The by-election's plan made over for September 2027, row by row."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from plan.checks import check_plan, has_errors
from plan.model import Choice, Decision, Override, Status
from plan.renewal import NewElection, own_election, renew
from plan.yaml_file import dump, load
from tests.unit.plan_renewal.support import ONE_DAY, THREE_DAYS, by_number, seed

PRINTED_FOR_THREE_DAYS = {
    "1": ("25.06.2027",),
    "2": ("28.06.2027",),
    "3": ("Не позднее 07.07.2027",),
    "4": ("Не позднее 09.08.2027",),
    "6": ("Не позднее 07.09.2027",),
    "7": ("Не позднее 08.09.2027",),
    "8": ("С 08.09.2027",),
    "10": ("Не позднее 16.09.2027",),
    "12": ("Не позднее 16.09.2027",),
    "13": ("Не позднее 30.07.2027",),
    "14": ("С 30.07.2027 по 19.08.2027",),
    "15": ("Не позднее 03.09.2027",),
    "16": ("Не позднее 20.07.2027",),
    "17": ("Не позднее 29.08.2027",),
    "18": ("Не позднее 29.08.2027",),
    "19": ("Не позднее 15.09.2027",),
    "20": ("Не позднее 15.09.2027",),
    "21": ("16.09.2027",),
    "22": ("16.09.2027",),
    "23": ("Не позднее 01.07.2027",),
    "24": ("С 28.06.2027 по 19.07.2027",),
    "26": ("Не позднее 29.07.2027",),
    "28": ("Не позднее 09.08.2027 до 18 часов по местному времени",),
    "39": (
        "Не позднее 11.09.2027",
        "при наличии вынуждающих к тому обстоятельств не позднее 15.09.2027",
    ),
    "40": ("Не позднее 11.09.2027",),
    "43": ("Не позднее 13.09.2027",),
    "45": ("Не ранее 30.07.2027 и не позднее 13.09.2027",),
    "46": ("Не позднее 08.07.2027",),
    "47": ("Не позднее 13.07.2027",),
    "50-1": ("прекращается в ноль часов по местному времени 17.09.2027",),
    "50-2": ("прекращается в ноль часов по местному времени 17.09.2027",),
    "50-3": ("прекращается в ноль часов по местному времени 17.09.2027",),
    "51": ("С 21.08.2027 до ноля часов по местному времени 17.09.2027",),
    "52": ("Не позднее 28.07.2027",),
    "53": ("Не позднее 28.07.2027",),
    "54": ("С 14.09.2027 по 19.09.2027",),
    "55": ("Не позднее 19.08.2027",),
    "57": ("Не позднее 29.09.2027",),
    "60": ("С 17.09.2027 до 20.00 по местному времени 19.09.2027",),
    "62": ("Не позднее 19.08.2027",),
    "64": ("Не позднее 08.09.2027",),
    "67": ("Не позднее 07.07.2027",),
    "74": ("Не позднее 29.09.2027",),
    "81": ("С 18.11.2027",),
    "84": ("Не позднее 03.09.2027",),
    "85": ("Не позднее 03.09.2027",),
    "87": ("Не позднее 24.08.2027",),
    "88": ("Не позднее 24.08.2027",),
    "89": ("Не позднее 24.08.2027",),
    "93": ("Не позднее 15.09.2027",),
    "94": ("Не позднее 08.09.2027",),
    "95": ("с 8 до 20 часов по местному времени с 17.09.2027 по 19.09.2027",),
    "96": ("С 09.09.2027 до 14 часов 19.09.2027",),
    "103": ("Не позднее 19.10.2027",),
    "104": ("С 19.09.2027 по 18.11.2027",),
}
"""Counted by hand from the law's rules; a row that is not here prints no date."""

PRINTED_FOR_ONE_DAY = PRINTED_FOR_THREE_DAYS | {
    "10": ("Не позднее 18.09.2027",),
    "12": ("Не позднее 18.09.2027",),
    "21": ("18.09.2027",),
    "22": ("18.09.2027",),
    "39": (
        "Не позднее 13.09.2027",
        "при наличии вынуждающих к тому обстоятельств не позднее 17.09.2027",
    ),
    "40": ("Не позднее 13.09.2027",),
    "43": ("Не позднее 15.09.2027",),
    "45": ("Не ранее 30.07.2027 и не позднее 15.09.2027",),
    "50-1": ("прекращается в ноль часов по местному времени 18.09.2027",),
    "50-2": ("прекращается в ноль часов по местному времени 18.09.2027",),
    "50-3": ("прекращается в ноль часов по местному времени 18.09.2027",),
    "51": ("С 21.08.2027 до ноля часов по местному времени 18.09.2027",),
    "60": ("19.09.2027 до 20.00 по местному времени",),
    "93": ("Не позднее 17.09.2027",),
    "95": ("с 8 до 20 часов по местному времени 19.09.2027",),
}


@pytest.mark.parametrize(
    ("days", "expected"), [(THREE_DAYS, PRINTED_FOR_THREE_DAYS), (ONE_DAY, PRINTED_FOR_ONE_DAY)], ids=["three", "one"]
)
def test_every_row_prints_its_new_date_as_it_printed_the_old(
    days: NewElection, expected: dict[str, tuple[str, ...]]
) -> None:
    made = renew(seed(), days).plan
    assert {item.number: item.printed for item in made.items if item.printed} == expected


@pytest.mark.parametrize("days", [THREE_DAYS, ONE_DAY], ids=["three", "one"])
def test_every_status_stays_and_the_wrong_year_is_mended(days: NewElection) -> None:
    before, after = by_number(seed()), by_number(renew(seed(), days).plan)
    expected = {number: dated.status for number, dated in before.items()} | {"67": Status.AGREES}
    assert {number: dated.status for number, dated in after.items()} == expected


TERMS_WITH_DATES = ("1", "2", "50-1", "50-2", "50-3", "95")


def test_only_the_literal_dates_of_the_terms_change() -> None:
    made = renew(seed(), THREE_DAYS).plan
    changed = {new.number: new.term for old, new in zip(seed().items, made.items, strict=True) if old.term != new.term}
    assert tuple(changed) == TERMS_WITH_DATES
    assert changed["1"] == "25.06.2027"
    assert changed["2"] == "28.06.2027"
    assert changed["50-1"].endswith("и прекращается в ноль часов по местному времени 17.09.2027")
    assert changed["95"] == "с 8 до 20 часов по местному времени с 17.09.2027 по 19.09.2027"


def test_for_one_voting_day_agitation_ends_the_day_before() -> None:
    changed = {item.number: item.term for item in renew(seed(), ONE_DAY).plan.items}
    assert changed["50-3"].endswith("прекращается в ноль часов по местному времени 18.09.2027")
    assert changed["51"].endswith("прекращается в ноль часов по местному времени первого дня голосования")
    assert changed["95"] == "с 8 до 20 часов по местному времени 19.09.2027"


def test_all_other_words_stay() -> None:
    made = renew(seed(), THREE_DAYS).plan
    for old, new in zip(seed().items, made.items, strict=True):
        assert replace(new, term=old.term, printed=old.printed) == old


def test_the_head() -> None:
    head = renew(seed(), THREE_DAYS).plan.head
    assert head.title.endswith("по одномандатному избирательному округу №11, назначенных на 19 сентября 2027 года")
    assert (head.first_voting_day, head.voting_day) == (date(2027, 9, 17), date(2027, 9, 19))
    assert head.events == {"decided": date(2027, 6, 25), "published": date(2027, 6, 28)}
    assert head.decision is None
    old = seed().head
    assert (head.commission, head.zone, head.abbreviations) == (old.commission, old.zone, old.abbreviations)


def test_a_given_title_and_decision_are_taken() -> None:
    days = replace(THREE_DAYS, title="Календарный план выборов", decision_number="3/17", decision_date=date(2027, 7, 1))
    head = renew(seed(), days).plan.head
    assert head.title == "Календарный план выборов"
    assert head.decision == Decision("3/17", date(2027, 7, 1))


def test_a_person_is_told_what_cannot_be_computed() -> None:
    notes = {note.code: note for note in renew(seed(), THREE_DAYS).notes}
    assert set(notes) == {"title-carried", "decision-unknown", "acts-carried", "names-carried", "printed-date-mended"}
    assert "№11" in notes["title-carried"].advice
    assert "«12 марта 2023 года» заменено на «19 сентября 2027 года»" in notes["title-carried"].what
    for act in ("05.03.2022 № 42-рг", "8 сентября 2022 г. № 27/171-7", "30 мая 2011 года № 54-ОЗ"):
        assert act in notes["acts-carried"].what
    assert notes["printed-date-mended"].item == "67"


def test_the_checks_find_no_error_in_it() -> None:
    findings = check_plan(renew(seed(), THREE_DAYS).plan)
    assert not has_errors(findings)
    codes = {(finding.item, finding.code) for finding in findings}
    assert ("36", "stray-text") in codes  # still in the wording
    assert ("3", "stray-text") not in codes  # was in the number's cell of the old file
    assert ("1", "unclosed-bracket") not in codes  # was before a reference of the old file


def test_for_one_voting_day_the_checks_mention_agitation() -> None:
    codes = {(finding.item, finding.code) for finding in check_plan(renew(seed(), ONE_DAY).plan)}
    assert ("51", "agitation-end") in codes


def test_decisions_and_what_was_noticed_in_the_old_file_are_left_behind() -> None:
    override = Override("67", Choice.COMPUTED, date(2022, 12, 24), "опечатка", "секретарь", datetime.now().astimezone())
    made = renew(replace(seed(), overrides=(override,)), THREE_DAYS).plan
    assert made.overrides == ()
    assert made.noticed == ()


def test_events_after_the_call_are_left_behind() -> None:
    head = seed().head
    plan = replace(seed(), head=replace(head, events={**head.events, "registration_ended": date(2023, 2, 8)}))
    assert set(renew(plan, THREE_DAYS).plan.head.events) == {"decided", "published"}


def test_conventions_are_carried_and_count() -> None:
    head = replace(seed().head, conventions={"within_since_day": "N"})
    made = renew(replace(seed(), head=head), THREE_DAYS).plan
    assert made.head.conventions == {"within_since_day": "N"}


def test_for_its_own_days_the_plan_is_the_same_but_for_the_wrong_year() -> None:
    renewed = renew(seed(), own_election(seed()))
    old, new = seed(), renewed.plan
    assert new.head == old.head
    assert [item.number for item, was in zip(new.items, old.items, strict=True) if item != was] == ["67"]
    assert new.item("67") == replace(old.items[new.items.index(new.item("67"))], printed=("Не позднее 24.12.2022",))
    assert [note.code for note in renewed.notes] == ["printed-date-mended"]


def test_without_the_call_its_terms_wait_and_print_nothing() -> None:
    renewed = renew(seed(), NewElection(date(2027, 9, 19), date(2027, 9, 17)))
    rows = by_number(renewed.plan)
    assert rows["1"].status is Status.NO_TERM
    assert (rows["23"].status, rows["23"].item.printed) == (Status.NEEDS_EVENT, ())
    assert (rows["4"].status, rows["4"].item.printed) == (Status.AGREES, ("Не позднее 09.08.2027",))
    assert {"decided-unknown", "published-unknown"} <= {note.code for note in renewed.notes}


def test_it_is_written_and_read_back() -> None:
    made = renew(seed(), THREE_DAYS).plan
    assert load(dump(made)) == made
