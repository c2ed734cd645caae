"""A printed date that is changed by its day, month or year is found: as an error, in its own item, and in no other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plan.checks import check_plan
from plan.days import PRINTED_DAY
from plan.files import open_plan
from plan.model import Item, Plan, Severity
from tests.unit.plan_documents.documents import seed_plan
from tests.unit.plan_documents.test_checks_clean import ONE_DAY, REGIONAL, mended_plan

PLANS = {
    "by-election": seed_plan,
    "mended": cache(mended_plan),
    "one day": cache(lambda: open_plan(ONE_DAY)),
    "regional": cache(lambda: open_plan(REGIONAL)),
}


@dataclass(frozen=True, slots=True)
class Place:
    """A date that a plan prints: the row, which of its printed texts, and where in it."""

    row: int
    text: int
    start: int
    end: int
    day: date


def places(plan: Plan) -> list[Place]:
    return [
        Place(row, text, match.start(), match.end(), date(int(match[3]), int(match[2]), int(match[1])))
        for row, item in enumerate(plan.items)
        for text, printed in enumerate(item.printed)
        for match in PRINTED_DAY.finditer(printed)
    ]


def changed(item: Item, place: Place, day: date) -> Item:
    """The item printing another day. Where the date is the term itself, the term says it too."""
    old, new = item.printed[place.text], f"{day:%d.%m.%Y}"
    text = old[: place.start] + new + old[place.end :]
    printed = tuple(text if at == place.text else one for at, one in enumerate(item.printed))
    return replace(item, printed=printed, term=item.term.replace(f"{place.day:%d.%m.%Y}", new))


def with_row(plan: Plan, row: int, item: Item) -> Plan:
    return replace(plan, items=(*plan.items[:row], item, *plan.items[row + 1 :]))


def errors(plan: Plan) -> frozenset[tuple[str | None, str, str]]:
    return frozenset((one.item, one.code, one.what) for one in check_plan(plan) if one.severity is Severity.ERROR)


@cache
def errors_of(name: str) -> frozenset[tuple[str | None, str, str]]:
    """Those of a plan as it stands."""
    return errors(PLANS[name]())


@st.composite
def mutations(draw: st.DrawFn, plan: Plan) -> tuple[Place, date]:
    """A printed date with another day, month or year in it."""
    place = draw(st.sampled_from(places(plan)))
    part, values = draw(st.sampled_from((("day", range(1, 32)), ("month", range(1, 13)), ("year", range(2019, 2031)))))
    others = [_replaced(place.day, part, value) for value in values]
    return place, draw(st.sampled_from([day for day in others if day is not None and day != place.day]))


def _replaced(day: date, part: str, value: int) -> date | None:
    try:
        return day.replace(**{part: value})
    except ValueError:
        return None


@pytest.mark.parametrize("name", PLANS)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_a_changed_printed_date_is_always_found_and_blamed_on_nobody_else(name: str, data: st.DataObject) -> None:
    plan = PLANS[name]()
    place, day = data.draw(mutations(plan))
    item = plan.items[place.row]
    found = errors(with_row(plan, place.row, changed(item, place, day)))
    if (item.number, day) == ("67", date(2022, 12, 24)) and name == "by-election":
        assert not any(one[0] == "67" for one in found)  # the one mistake put right
        return
    assert any(one[0] == item.number for one in found)
    assert {one for one in found if one[0] != item.number} == {one for one in errors_of(name) if one[0] != item.number}
