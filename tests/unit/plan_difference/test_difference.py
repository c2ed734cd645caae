"""What differs between two plans: each row is accounted for once, and dates are told by how far they moved."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plan.dated import facts_of
from plan.difference import (
    Cell,
    DecisionChange,
    Difference,
    EndChange,
    HeadChange,
    ItemPair,
    Moment,
    Shift,
    Summary,
    compare_plans,
)
from plan.files import open_plan
from plan.item_matching import match_items
from plan.model import Choice, Decision, Head, Item, Override, Plan, Role
from plan.word_changes import Kept, compare_words
from plan.wordlist import words
from tests.unit.plan_documents.documents import SHIPPED
from tests.unit.plan_documents.test_yaml_file import plans

PLAN = open_plan(SHIPPED)
COUNTED_FROM_THE_VOTE = words(
    "4 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 28 39 40 43 45 48 49 50-1 50-2 50-3 51 54 55 57 60 62 64 66 "
    "72 74 81 84 85 87 88 89 93 94 95 96 97 100 103 104"
)
IN_MONTHS_OR_YEARS = {"66", "103", "104", "81"}


def with_items(items: Sequence[Item], plan: Plan = PLAN) -> Plan:
    return replace(plan, items=tuple(items))


def renumbered(items: Sequence[Item]) -> list[Item]:
    return [replace(item, number=str(place)) for place, item in enumerate(items, 1)]


def edited(plan: Plan, number: str, **cells: Any) -> Plan:
    items = [replace(item, **cells) if item.number == number else item for item in plan.items]
    return with_items(items, plan)


def only(found: Difference) -> ItemPair:
    [pair] = found.changed
    assert not found.added and not found.removed
    return pair


NEW = Item(
    "31",
    "ПОДГОТОВКА",
    "Утверждение образца заявления о голосовании на дому",
    "п. 2 ст. 53 ЗКО",
    "Не позднее чем за 20 дней до дня голосования",
    (),
    "ТИК, УИК",
)


def test_a_plan_does_not_differ_from_itself() -> None:
    found = compare_plans(PLAN, PLAN)
    assert found.is_empty
    assert len(found.pairs) == 109
    assert found.concerned == {}


def test_spaces_and_what_a_reader_noticed_make_no_difference() -> None:
    spaced = [
        replace(item, activity=item.activity.replace(" ", "\u00a0 "), performers=f"{item.performers} ")
        for item in PLAN.items
    ]
    assert compare_plans(PLAN, replace(with_items(spaced), noticed=())).is_empty


def test_a_row_inserted_in_the_middle_renumbers_the_rest_and_rewords_nothing() -> None:
    items = [*PLAN.items[:30], NEW, *PLAN.items[30:]]
    found = compare_plans(PLAN, with_items(renumbered(items)))
    assert [one.item.activity for one in found.added] == [NEW.activity]
    assert not found.removed
    assert not found.is_reordered
    summary = Summary.of(found)
    assert (summary.renumbered, summary.reworded, summary.moved) == (79, 0, 0)
    assert found.concerned == {Role.TIK: 1, Role.UIK: 1}


def test_rows_reworded_and_renumbered_at_once_are_still_found() -> None:
    chance = random.Random(7)

    def reworded(text: str) -> str:
        said = text.split()
        for _ in range(max(1, len(said) // 6)):
            said[chance.randrange(len(said))] = chance.choice(["иное", "вновь", "также"])
        return " ".join(said)

    items = [*PLAN.items[:30], NEW, *PLAN.items[30:]]
    new = [replace(item, activity=reworded(item.activity)) for item in renumbered(items)]
    long_ones = {place for place, item in enumerate(PLAN.items) if len(item.activity.split()) >= 4}
    matched = dict(match_items(PLAN.items, new))
    assert len(long_ones) > 90
    assert all(matched[place] == place + (place >= 30) for place in long_ones)


def test_another_row_under_the_same_number_is_another_row() -> None:
    items = list(PLAN.items)
    items[27] = replace(NEW, number=items[27].number)
    found = compare_plans(PLAN, with_items(items))
    assert [one.item.number for one in found.added] == [one.item.number for one in found.removed] == ["28"]


def test_rows_that_say_the_same_are_told_apart_by_their_neighbours() -> None:
    def row(number: int, activity: str) -> Item:
        return Item(str(number), "", activity, "", "", (), "ТИК")

    old = [row(1, "Первое дело"), row(2, "Голосование"), row(3, "Второе дело"), row(4, "Голосование")]
    new = renumbered([row(0, "Голосование"), *old])
    assert match_items(old, new) == ((0, 1), (1, 2), (2, 3), (3, 4))


def test_rows_in_another_order_are_told() -> None:
    items = list(PLAN.items)
    items[3], items[10] = items[10], items[3]
    found = compare_plans(PLAN, with_items(items))
    assert found.is_reordered and not found.is_empty and not found.changed


def test_a_moved_end_says_from_where_to_where_and_by_how_much() -> None:
    found = compare_plans(
        PLAN, edited(PLAN, "28", term="Не позднее чем за 37 дней до дня голосования (до 18 часов)", printed=())
    )
    pair = only(found)
    assert (
        pair.ends
        == pair.counted
        == (EndChange("end", Moment(date(2023, 1, 30), time(18)), Moment(date(2023, 2, 2), time(18)), 1, 1),)
    )
    assert (pair.ends[0].days, pair.ends[0].shift) == (3, Shift.MOVED)
    assert [change.cell for change in pair.cells] == [Cell.TERM, Cell.PRINTED]
    assert found.concerned == {Role.CANDIDATE: 1}


def test_another_hour_of_the_day_is_no_move() -> None:
    term = "Не позднее чем за 40 дней до дня голосования (до 16 часов)"
    pair = only(compare_plans(PLAN, edited(PLAN, "28", term=term)))
    assert [(end.shift, end.days) for end in pair.ends] == [(Shift.HOUR, 0)]


def test_midnight_is_the_end_of_the_day_before() -> None:
    before, after = Moment(date(2023, 3, 9)), Moment(date(2023, 3, 10), time(0))
    assert EndChange("end", before, after, 1, 1).days == 0
    assert EndChange("start", before, after, 1, 1).days == 1


def test_a_date_that_is_gone_and_one_that_came() -> None:
    open_ended = edited(PLAN, "28", term="По мере необходимости", printed=())
    lost = only(compare_plans(PLAN, open_ended))
    gained = only(compare_plans(open_ended, PLAN))
    assert [end.shift for end in lost.ends] == [Shift.LOST]
    assert [end.shift for end in gained.ends] == [Shift.GAINED]
    assert (lost.has(Shift.LOST), lost.has(Shift.MOVED, Shift.GAINED)) == (True, False)


def test_a_part_put_before_the_others_moves_none_of_them() -> None:
    item = PLAN.item("39")
    assert item is not None
    term = f"Не позднее чем за 20 дней до дня голосования\n{item.term}"
    pair = only(compare_plans(PLAN, edited(PLAN, "39", term=term)))
    assert [(end.part_before, end.part_after, end.shift) for end in pair.counted] == [(None, 1, Shift.GAINED)]


def test_other_performers_are_told_by_role() -> None:
    pair = only(compare_plans(PLAN, edited(PLAN, "7", performers="Председатели УИК")))
    assert [one.role for one in pair.performers_gained] == [Role.UIK]
    assert [one.role for one in pair.performers_lost] == [Role.TIK]
    assert pair.roles == (Role.UIK, Role.TIK)


def test_a_date_that_a_printed_one_holds_moves_by_the_count_alone() -> None:
    head = replace(PLAN.head, voting_day=date(2023, 3, 19), first_voting_day=date(2023, 3, 17))
    found = compare_plans(PLAN, replace(PLAN, head=head))
    pair = next(pair for pair in found.moved if pair.after.item.number == "28")
    assert pair.ends == ()
    assert [end.days for end in pair.held] == [7]


def test_the_head_is_compared_field_by_field() -> None:
    head = replace(
        PLAN.head,
        title="План",
        zone="Asia/Omsk",
        decision=Decision("23/1", date(2022, 12, 20)),
        events={**PLAN.head.events, "published": date(2022, 12, 16)},
        conventions={"term_since_day": "N"},
    )
    found = compare_plans(PLAN, replace(PLAN, head=head))
    assert [(change.field, change.key) for change in found.head] == [
        *(("title", ""), ("decision", ""), ("zone", "")),
        *(("events", "published"), ("conventions", "term_since_day")),
    ]
    assert HeadChange("zone", "Asia/Novokuznetsk", "Asia/Omsk") in found.head


def test_decisions_follow_their_rows_to_other_numbers() -> None:
    decision = Override(
        "67", Choice.COMPUTED, date(2022, 12, 24), "описка в годе", "Иванова", datetime(2022, 12, 20, tzinfo=UTC)
    )
    old = replace(PLAN, overrides=(decision,))
    new = with_items(renumbered([NEW, *PLAN.items]), old)
    at = {pair.before.item.number: pair.after.item.number for pair in compare_plans(old, new).pairs}
    moved = replace(new, overrides=(replace(decision, item=at["67"]),))
    assert compare_plans(old, moved).decisions == ()
    gone = compare_plans(old, replace(new, overrides=()))
    assert gone.decisions == (DecisionChange("67", decision, None),)
    other = replace(decision, item=at["67"], day=date(2022, 12, 25))
    assert compare_plans(old, replace(new, overrides=(other,))).decisions == (
        DecisionChange(at["67"], decision, other),
    )


@given(st.integers(-40, 90).filter(bool))
@settings(max_examples=10)
def test_moving_the_voting_day_moves_what_is_counted_from_it(days: int) -> None:
    shift = timedelta(days)
    facts = facts_of(PLAN)
    assert facts.voting_day is not None and facts.first_voting_day is not None
    moved_facts = facts_of(PLAN, voting_day=facts.voting_day + shift, first_voting_day=facts.first_voting_day + shift)
    found = compare_plans(PLAN, PLAN, new_facts=moved_facts)
    moved = {pair.after.item.number: pair for pair in found.moved}
    assert set(COUNTED_FROM_THE_VOTE) <= set(moved)
    for number in set(COUNTED_FROM_THE_VOTE) - IN_MONTHS_OR_YEARS:
        assert {end.days for end in moved[number].counted if end.shift is Shift.MOVED} == {days}, number
    assert [change.field for change in found.head] == ["voting_day", "first_voting_day"]
    assert not found.added and not found.removed and not any(pair.cells for pair in found.pairs)


def _mirrored(found: Difference) -> Difference:
    """The difference as it is seen from the other plan, in any order."""
    swap = {Shift.GAINED: Shift.LOST, Shift.LOST: Shift.GAINED}
    pairs = [
        ItemPair(
            pair.after,
            pair.before,
            tuple(replace(change, before=change.after, after=change.before) for change in pair.cells),
            *(
                tuple(EndChange(end.side, end.after, end.before, end.part_after, end.part_before) for end in ends)
                for ends in (pair.ends, pair.counted)
            ),
        )
        for pair in found.pairs
    ]
    for pair, turned in zip(found.pairs, pairs, strict=True):
        assert [swap.get(end.shift, end.shift) for end in pair.ends] == [end.shift for end in turned.ends]
        assert [-(end.days or 0) for end in pair.ends] == [end.days or 0 for end in turned.ends]
    return replace(
        found,
        head=tuple(replace(change, before=change.after, after=change.before) for change in found.head),
        added=found.removed,
        removed=found.added,
        pairs=tuple(pairs),
    )


def _in_any_order(found: Difference) -> list[Counter[str]]:
    pairs = Counter(repr((p.before, p.after, p.cells, sorted(map(repr, p.ends)))) for p in found.pairs)
    return [Counter(map(repr, part)) for part in (found.head, found.added, found.removed)] + [pairs]


@st.composite
def edits(draw: st.DrawFn) -> Plan:
    """The shipped plan after a few strokes of an editor's pen."""
    items = list(PLAN.items[: draw(st.integers(3, 40))])
    for _ in range(draw(st.integers(0, 6))):
        place = draw(st.integers(0, len(items) - 1))
        match draw(st.sampled_from(["drop", "copy", "insert", "reword", "term", "swap", "renumber"])):
            case "drop" if len(items) > 1:
                del items[place]
            case "copy":
                items.insert(draw(st.integers(0, len(items))), items[place])
            case "insert":
                items.insert(place, draw(st.sampled_from([NEW, *PLAN.items[60:]])))
            case "reword":
                said = items[place].activity.split()
                said[draw(st.integers(0, len(said) - 1))] = draw(st.sampled_from(["иное", "вновь"]))
                items[place] = replace(items[place], activity=" ".join(said))
            case "term":
                items[place] = replace(items[place], term=draw(st.sampled_from(PLAN.items)).term)
            case "swap":
                other = draw(st.integers(0, len(items) - 1))
                items[place], items[other] = items[other], items[place]
            case _:
                items = renumbered(items)
    return with_items(items)


def _accounted(old: Plan, new: Plan, found: Difference) -> None:
    before = [one.item for one in found.removed] + [pair.before.item for pair in found.pairs]
    after = [one.item for one in found.added] + [pair.after.item for pair in found.pairs]
    assert Counter(before) == Counter(old.items)
    assert Counter(after) == Counter(new.items)


@given(edits(), edits())
@settings(max_examples=30)
def test_every_row_is_accounted_for_once_and_the_other_way_round_mirrors(old: Plan, new: Plan) -> None:
    found = compare_plans(old, new)
    _accounted(old, new, found)
    assert _in_any_order(compare_plans(new, old)) == _in_any_order(_mirrored(found))


@given(plans, plans)
@settings(max_examples=30)
def test_any_two_plans_can_be_compared(old: Plan, new: Plan) -> None:
    _accounted(old, new, compare_plans(old, new))
    assert compare_plans(old, old).is_empty


@given(st.text("абв ,.\n", max_size=40), st.text("абв ,.\n", max_size=40))
def test_words_that_stayed_and_went_are_the_old_text_and_those_that_stayed_and_came_the_new(
    before: str, after: str
) -> None:
    pieces = compare_words(before, after)
    old = " ".join(piece.text for piece in pieces if piece.kept is not Kept.ADDED)
    new = " ".join(piece.text for piece in pieces if piece.kept is not Kept.REMOVED)
    assert (old.split(), new.split()) == (before.split(), after.split())


@pytest.mark.parametrize("copies", [30])
def test_a_large_plan_with_many_rows_alike_is_matched_row_by_row(copies: int) -> None:
    old = renumbered(PLAN.items * copies)
    new = renumbered([*old[:40], NEW, *old[40:]])
    assert match_items(old, new) == tuple((i, i + (i >= 40)) for i in range(len(old)))


def test_plans_without_rows() -> None:
    empty = Plan(Head("План", "", "Europe/Moscow"), ())
    assert compare_plans(empty, empty).is_empty
    assert len(compare_plans(empty, with_items(PLAN.items, empty)).added) == 109
