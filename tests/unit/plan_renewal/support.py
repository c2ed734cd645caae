"""Plans made of a few rows, and the seed plan of a by-election."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from hypothesis import strategies as st

from plan.dated import date_plan
from plan.files import open_plan
from plan.model import DatedItem, Decision, Head, Item, Plan
from plan.renewal import NewElection

SEED = Path(__file__).parents[3] / "data" / "plans" / "2023-03-12-kmo-11.yaml"
THREE_DAYS = NewElection(date(2027, 9, 19), date(2027, 9, 17), date(2027, 6, 25), date(2027, 6, 28))
ONE_DAY = NewElection(date(2027, 9, 19), None, date(2027, 6, 25), date(2027, 6, 28))


@cache
def seed() -> Plan:
    return open_plan(SEED)


def by_number(plan: Plan) -> dict[str, DatedItem]:
    return {dated.item.number: dated for dated in date_plan(plan)}


@dataclass(frozen=True)
class Row:
    term: str = ""
    printed: Sequence[str] = ()
    activity: str = "Мероприятие"
    law: str = ""
    section: str = "Раздел"
    performers: str = "ТИК"


@dataclass(frozen=True)
class Vote:
    last: date
    first: date
    decided: date | None
    published: date | None
    decision: Decision | None = field(default=None)


AUTUMN_2019 = Vote(date(2019, 9, 8), date(2019, 9, 8), date(2019, 6, 14), date(2019, 6, 18))
SPRING_2023 = Vote(date(2023, 3, 12), date(2023, 3, 10), date(2022, 12, 13), date(2022, 12, 15))


def plan_of(*rows: Row, vote: Vote, title: str = "Календарный план") -> Plan:
    events = {"decided": vote.decided, "published": vote.published}
    head = Head(
        title=title,
        commission="Территориальная избирательная комиссия",
        zone="Europe/Moscow",
        decision=vote.decision,
        voting_day=vote.last,
        first_voting_day=vote.first,
        events={key: day for key, day in events.items() if day is not None},
    )
    items = (
        Item(str(number), row.section, row.activity, row.law, row.term, tuple(row.printed), row.performers)
        for number, row in enumerate(rows, 1)
    )
    return Plan(head, tuple(items))


def _election(last: date, days: int, called: int, told: int) -> NewElection:
    decided = last - timedelta(days=called)
    first = None if days == 1 else last - timedelta(days=days - 1)
    return NewElection(last, first, decided, decided + timedelta(days=told), title="План")


elections = st.builds(
    _election,
    st.dates(date(2024, 1, 1), date(2035, 12, 31)),
    st.integers(1, 3),
    st.integers(81, 91),
    st.integers(0, 5),
)
"""Elections of one to three voting days, called within the law's bounds, with leap years among them."""
