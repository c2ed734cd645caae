"""What counts while the document and the law differ, and after a person has decided."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from bot.cli.plan import plan_commands
from plan.dated import date_plan, facts_of
from plan.deciding import choices, decide, ends_to_decide, withdraw
from plan.errors import DecisionError
from plan.files import open_plan, save_plan
from plan.in_force import Standing, rulings
from plan.model import (
    Choice,
    DatedItem,
    Head,
    Item,
    OccurrenceKind,
    Origin,
    Plan,
    Status,
)
from tests.unit.plan_documents.documents import SHIPPED

V = date(2023, 3, 12)
WHEN = datetime(2022, 12, 20, 3, 0, tzinfo=UTC)
HEAD = Head(
    "Выборы",
    "ТИК",
    "Asia/Novokuznetsk",
    voting_day=V,
    first_voting_day=V,
    events={"decided": date(2022, 12, 13), "published": date(2022, 12, 15)},
)


def plan_of(term: str, *printed: str, head: Head = HEAD) -> Plan:
    return Plan(head, (Item("7", "", "Представление документов", "", term, printed, "ТИК"),))


def only(plan: Plan) -> DatedItem:
    (dated,) = date_plan(plan)
    return dated


@pytest.mark.parametrize(
    ("term", "printed", "start", "end", "origin"),
    [
        # the law's count: until 30.01.2023
        ("Не позднее чем за 40 дней до дня голосования", "30.01.2023", None, "2023-01-30", Origin.COMPUTED),
        ("Не позднее чем за 40 дней до дня голосования", "29.01.2023", None, "2023-01-29", Origin.SAFER),
        ("Не позднее чем за 40 дней до дня голосования", "02.02.2023", None, "2023-01-30", Origin.COMPUTED),
        # a slip of the year, and a day before the campaign began, are not plausible
        ("Не позднее чем за 40 дней до дня голосования", "30.01.2022", None, "2023-01-30", Origin.COMPUTED),
        ("Не позднее чем за 40 дней до дня голосования", "30.11.2022", None, "2023-01-30", Origin.COMPUTED),
        # the law's count: from 30.01.2023
        ("Не ранее чем за 40 дней до дня голосования", "с 01.02.2023", "2023-02-01", None, Origin.SAFER),
        ("Не ранее чем за 40 дней до дня голосования", "с 28.01.2023", "2023-01-30", None, Origin.COMPUTED),
        # an exact day: whoever comes on the earlier one misses nothing
        ("В день, предшествующий дню голосования", "10.03.2023", "2023-03-10", "2023-03-10", Origin.SAFER),
        ("В день, предшествующий дню голосования", "12.03.2023", "2023-03-11", "2023-03-11", Origin.COMPUTED),
    ],
)
def test_the_safer_of_two_plausible_dates_counts(
    term: str, printed: str, start: str | None, end: str | None, origin: Origin
) -> None:
    (found,) = only(plan_of(term, printed)).occurrences
    assert (found.start and found.start.isoformat(), found.end and found.end.isoformat()) == (start, end)
    assert found.origin is origin


def test_what_is_safer_says_so() -> None:
    dated = only(plan_of("Не позднее чем за 40 дней до дня голосования", "27.01.2023"))
    assert dated.status is Status.DIFFERS
    assert dated.computed[0].end == date(2023, 1, 30)
    assert "напечатано 27.01.2023, по формулировке выходит 30.01.2023" in dated.occurrences[0].explanation
    assert "более ранняя дата: пт, 27.01.2023" in dated.occurrences[0].explanation


def test_a_window_is_never_turned_round() -> None:
    dated = only(plan_of("За 60 – 40 дней до дня голосования", "с 10.01.2023 по 05.01.2023"))
    (found,) = dated.occurrences
    assert found.start is not None and found.end is not None and found.start <= found.end


def test_another_voting_day_is_not_weighed_against_this_documents_dates() -> None:
    plan = plan_of("Не позднее чем за 40 дней до дня голосования", "30.01.2023")
    (dated,) = date_plan(plan, facts_of(plan, voting_day=date(2023, 3, 19)))
    assert (dated.occurrences[0].end, dated.occurrences[0].origin) == (date(2023, 2, 6), Origin.COMPUTED)


@pytest.mark.parametrize(
    ("printed", "kind", "start", "end"),
    [
        ("Не позднее 30.01.2023", OccurrenceKind.DEADLINE, None, date(2023, 1, 30)),
        ("с 10.01.2023 по 30.01.2023", OccurrenceKind.WINDOW, date(2023, 1, 10), date(2023, 1, 30)),
        ("30.01.2023", OccurrenceKind.EXACT, date(2023, 1, 30), date(2023, 1, 30)),
    ],
)
def test_a_wording_not_understood_has_the_printed_date_marked_as_such(
    printed: str, kind: OccurrenceKind, start: date | None, end: date | None
) -> None:
    dated = only(plan_of("Когда зацветёт черёмуха", printed))
    assert (dated.status, dated.computed) == (Status.NOT_UNDERSTOOD, ())
    (found,) = dated.occurrences
    assert (found.kind, found.start, found.end, found.origin) == (kind, start, end, Origin.PRINTED)


def test_the_voting_day_beside_a_wording_not_understood_is_no_deadline() -> None:
    assert only(plan_of("Когда зацветёт черёмуха", "12.03.2023")).occurrences == ()


def test_until_its_event_is_recorded_a_term_has_the_printed_date() -> None:
    plan = plan_of("Не позднее чем через 5 дней со дня регистрации кандидата", "20.02.2023")
    dated = only(plan)
    assert dated.status is Status.NEEDS_EVENT
    assert [(one.end, one.origin) for one in dated.occurrences if one.is_dated] == [(date(2023, 2, 20), Origin.PRINTED)]
    (later,) = date_plan(plan, facts_of(plan, events={"candidate_registered": date(2023, 2, 10)}))
    assert [(one.end, one.origin) for one in later.occurrences] == [(date(2023, 2, 15), Origin.COMPUTED)]


LATE = plan_of("Не позднее чем за 40 дней до дня голосования", "05.02.2023")


@pytest.mark.parametrize(
    ("accept", "choice", "day"),
    [
        (Choice.PRINTED, Choice.PRINTED, date(2023, 2, 5)),
        (Choice.COMPUTED, Choice.COMPUTED, date(2023, 1, 30)),
        (date(2023, 1, 20), Choice.OTHER, date(2023, 1, 20)),
        (date(2023, 2, 5), Choice.PRINTED, date(2023, 2, 5)),  # named by its day
        (date(2023, 1, 30), Choice.COMPUTED, date(2023, 1, 30)),
    ],
)
def test_a_person_decides(accept: Choice | date, choice: Choice, day: date) -> None:
    decided = decide(LATE, "7", accept, reason="по решению суда.", who="Иванова А. А.", when=WHEN)
    (override,) = decided.overrides
    assert (override.choice, override.day) == (choice, day)
    assert (override.printed, override.computed) == (date(2023, 2, 5), date(2023, 1, 30))
    dated = only(decided)
    (found,) = dated.occurrences
    assert (found.end, found.origin) == (day, Origin.DECIDED)
    assert dated.status is Status.DIFFERS  # the document still prints another date
    assert dated.overrides == (override,)
    assert "решение: Иванова А. А., 20.12.2022; по решению суда)" in found.explanation


def test_a_new_decision_takes_the_place_of_the_old_and_can_be_withdrawn() -> None:
    first = decide(LATE, "7", Choice.PRINTED, reason="так", who="Иванова", when=WHEN)
    second = decide(first, "7", Choice.COMPUTED, reason="иначе", who="Петрова", when=WHEN)
    assert [one.choice for one in second.overrides] == [Choice.COMPUTED]
    assert withdraw(second, "7") == LATE
    with pytest.raises(DecisionError, match="никто не решал"):
        withdraw(LATE, "7")


def test_a_decision_about_other_dates_no_longer_holds() -> None:
    decided = decide(LATE, "7", Choice.PRINTED, reason="так", who="Иванова", when=WHEN)
    moved = replace(decided, head=replace(HEAD, voting_day=date(2023, 3, 19), first_voting_day=date(2023, 3, 19)))
    dated = only(moved)
    (ruling,) = rulings(dated.computed, dated.printed, moved.overrides)
    assert ruling.standing is Standing.OUTDATED
    assert dated.overrides == ()
    assert dated.occurrences[0].origin is not Origin.DECIDED


def test_a_mended_document_settles_a_decision() -> None:
    decided = decide(LATE, "7", Choice.COMPUTED, reason="описка", who="Иванова", when=WHEN)
    mended = replace(decided, items=(replace(decided.items[0], printed=("30.01.2023",)),))
    dated = only(mended)
    assert dated.status is Status.AGREES
    (ruling,) = rulings(dated.computed, dated.printed, mended.overrides)
    assert ruling.standing is Standing.SETTLED
    assert dated.occurrences[0].end == date(2023, 1, 30)


def test_a_person_gives_a_date_to_a_term_that_has_none() -> None:
    for term in ("Когда зацветёт черёмуха", ""):
        decided = decide(plan_of(term), "7", date(2023, 2, 1), reason="так", who="Иванова", when=WHEN, hour=time(18))
        (found,) = only(decided).occurrences
        assert (found.kind, found.end, found.end_time) == (OccurrenceKind.DEADLINE, date(2023, 2, 1), time(18))


@pytest.mark.parametrize(
    ("term", "hour"),
    [
        ("Не позднее чем за 40 дней до дня голосования до 18 часов", time(18)),
        ("Не позднее чем за 40 дней до дня голосования", None),
    ],
)
def test_another_day_keeps_the_hour_of_the_wording(term: str, hour: time | None) -> None:
    for accept in (Choice.PRINTED, Choice.COMPUTED, date(2023, 1, 20)):
        plan = plan_of(term, "05.02.2023")
        decided = decide(plan, "7", accept, reason="так", who="Иванова", when=WHEN)
        assert only(decided).occurrences[0].end_time == hour


def test_an_exact_day_is_decided_as_a_whole() -> None:
    plan = plan_of("В день, предшествующий дню голосования", "10.03.2023")
    decided = decide(plan, "7", Choice.PRINTED, reason="так", who="Иванова", when=WHEN)
    (found,) = only(decided).occurrences
    assert (found.start, found.end, found.origin) == (date(2023, 3, 10), date(2023, 3, 10), Origin.DECIDED)


@pytest.mark.parametrize(
    ("number", "accept", "end", "reason", "said"),
    [
        ("8", Choice.PRINTED, None, "так", "нет пункта 8"),
        ("7", Choice.PRINTED, None, " ", "причину"),
        ("7", Choice.OTHER, None, "так", "Назовите дату"),
        ("7", date(2033, 1, 30), None, "так", "Проверьте год"),
        ("7", Choice.PRINTED, (2, "end"), "так", "частей: 1"),
        ("7", Choice.PRINTED, (1, "start"), "так", "В документе у пункта 7 нет даты"),
        ("7", date(2023, 3, 1), (1, "start"), "так", "позже своего окончания"),
    ],
)
def test_what_cannot_be_decided_is_refused(
    number: str, accept: Choice | date, end: tuple[int, str] | None, reason: str, said: str
) -> None:
    with pytest.raises(DecisionError, match=said):
        decide(LATE, number, accept, reason=reason, who="Иванова", when=WHEN, end=end)


def test_of_two_ends_the_one_meant_has_to_be_named() -> None:
    plan = plan_of("За 60 – 40 дней до дня голосования")
    with pytest.raises(DecisionError, match="часть 1 – начало, часть 1 – окончание"):
        decide(plan, "7", date(2023, 1, 20), reason="так", who="Иванова", when=WHEN)


terms = st.sampled_from(
    [item for item in open_plan(SHIPPED).items if item.printed]  # every row that prints a date
)


@settings(max_examples=200, deadline=None)
@given(terms, st.integers(-40, 40), st.sampled_from(Choice))
def test_after_a_decision_the_accepted_date_counts(item: Item, shift: int, accept: Choice) -> None:
    plan = Plan(open_plan(SHIPPED).head, (item,))
    dated = only(plan)
    for end in ends_to_decide(dated):
        printed, computed = choices(dated, end)
        other = None if computed is None else date.fromordinal(computed.toordinal() + shift)
        day = printed if accept is Choice.PRINTED else computed if accept is Choice.COMPUTED else other
        if day is None:
            continue
        try:
            decided = decide(plan, item.number, day, reason="так", who="Иванова", when=WHEN, end=end)
        except DecisionError as refused:
            assert "позже своего окончания" in str(refused)
            continue
        found = only(decided).occurrences[end[0] - 1]
        assert day in (found.start, found.end)
        assert found.origin is Origin.DECIDED


def test_the_command_writes_the_decision_into_the_plan(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    save_plan(open_plan(SHIPPED), path)
    run = CliRunner().invoke(
        plan_commands,
        ["decide", str(path), "--item", "67", "--accept", "computed", "--reason", "описка в годе", "--who", "Иванова"],
    )
    assert run.exit_code == 0, run.output
    assert "Пункт 67: принята дата по формулировке: сб, 24.12.2022 (решение: Иванова" in " ".join(run.output.split())
    (override,) = open_plan(path).overrides
    assert (override.item, override.printed, override.computed) == ("67", date(2023, 12, 24), date(2022, 12, 24))
    again = CliRunner().invoke(plan_commands, ["decide", str(path), "--item", "67", "--withdraw"])
    assert again.exit_code == 0
    assert open_plan(path) == open_plan(SHIPPED)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--item", "67", "--accept", "вчера", "--reason", "так", "--who", "я"], "Напишите printed"),
        (["--item", "67", "--accept", "printed", "--who", "я"], "причину"),
        (["--item", "67", "--accept", "printed", "--reason", "так"], "кто принял"),
        (["--item", "670", "--accept", "printed", "--reason", "так", "--who", "я"], "нет пункта 670"),
        (["--item", "67", "--accept", "printed", "--side", "верх", "--reason", "так", "--who", "я"], "начало"),
        (["--item", "67", "--withdraw"], "отменять нечего"),
    ],
)
def test_the_command_refuses_in_one_sentence(tmp_path: Path, arguments: list[str], said: str) -> None:
    path = tmp_path / "plan.yaml"
    save_plan(open_plan(SHIPPED), path)
    before = path.read_text(encoding="utf-8")
    run = CliRunner().invoke(plan_commands, ["decide", str(path), *arguments])
    assert run.exit_code == 2
    assert said in run.output
    assert path.read_text(encoding="utf-8") == before


@pytest.mark.parametrize(
    ("term", "printed", "hour"),
    [
        ("Не позднее чем за 40 дней до дня голосования", "до 18 часов 30.01.2023", time(18)),
        ("Не позднее чем за 40 дней до дня голосования до 17 часов", "до 18 часов 30.01.2023", time(17)),
        ("Не позднее чем за 40 дней до дня голосования", "до 18 часов 29.01.2023", time(18)),
        # the hour is of the printed day, and that one does not count
        ("Не позднее чем за 40 дней до дня голосования", "до 18 часов 02.02.2023", None),
        ("Не позднее чем за 40 дней до дня голосования", "до 00 часов 30.01.2023", None),
    ],
)
def test_an_hour_printed_beside_the_day_that_counts(term: str, printed: str, hour: time | None) -> None:
    (found,) = only(plan_of(term, printed)).occurrences
    assert found.end_time == hour


def test_a_date_counted_from_is_a_slip_where_each_end_has_its_own_printed() -> None:
    term = (
        "Не позднее чем за 5 дней до дня голосования, а при наличии вынуждающих к тому обстоятельств не позднее чем "
        "за один день до дня голосования"
    )
    assert only(plan_of(term, "06.03.2023", "10.03.2023")).status is Status.AGREES
    assert only(plan_of(term, "06.03.2023", "12.03.2023")).status is Status.DIFFERS
    one = "Не позднее чем за 40 дней до дня голосования"
    assert only(plan_of(one, "12.03.2023", "30.01.2023")).status is Status.AGREES
