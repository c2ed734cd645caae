"""Buttons that turn a list's pages: its days and whose rows it shows, in the 64 bytes that a button carries."""

from __future__ import annotations

from datetime import date

from plan.model import Position, Role
from services.asking.model import Whose
from services.ids import CampaignId
from views.screen import Press

OWN = "own"
"""Where people would stand: the reader's own duties."""

_CODES: dict[Role | Position, str] = {
    Role.TIK: "t", Role.UIK: "u", Role.OIK: "o", Role.REGIONAL: "r", Role.CANDIDATE: "c", Role.ASSOCIATION: "a",
    Role.MEDIA: "m", Role.HEAD: "h", Role.COUNCIL: "d", Role.BANK: "b", Role.VOTER: "v", Role.AUTHORITY: "g",
    Role.PRINTER: "p", Role.OWNER: "w", Role.ORGANISER: "e", Role.FINANCE: "f", Role.OBSERVER: "n", Role.PERSON: "s",
    Role.OTHER: "x",
    Position.CHAIRMAN: "1", Position.DEPUTY: "2", Position.SECRETARY: "3", Position.MEMBER: "4",
    Position.SYSTEM_ADMINISTRATOR: "5",
}  # fmt: skip
"""A letter for a role, a digit for a position: they stand in messages for months and are never given another
meaning."""

_MEANT = {code: named for named, code in _CODES.items()}


def own_turn(first: date | None, last: date | None) -> Press:
    """The pages of the reader's own list of these days."""
    return Press("range", (_day(first), _day(last), OWN, ""))


def span_turn(first: date | None, last: date | None, whose: Whose) -> Press:
    """The pages of the plan's rows in these days."""
    return Press("range", (_day(first), _day(last), *_arguments(whose)))


OVERDUE = "late"
"""Before the first day of a commission's list: what is overdue alone."""


def commission_turn(
    first: date | None, last: date | None, commission: str, campaign: CampaignId, *, overdue: bool = False
) -> Press:
    """The pages of what one commission («УИК 1035») owes in these days, or of what is overdue alone."""
    begins = (OVERDUE if overdue else "") + _day(first)
    return Press("commission", (begins, _day(last), commission, str(campaign)))


def waiting_press(whose: Whose) -> Press:
    """The pages of the rows that have no date."""
    return Press("waiting", _arguments(whose))


def whose_of(people: str, campaign: str) -> Whose:
    """Whose rows a button's arguments mean. What is not known (any more) is left out; the names of roles, which older
    buttons carry, are understood."""
    if people in _OLDER:
        people = _OLDER[people]
    elif "." in people:
        people = "".join(_OLDER.get(name, "") for name in people.split("."))
    named = [_MEANT[code] for code in people if code in _MEANT]
    return Whose(
        tuple(one for one in named if isinstance(one, Role)),
        tuple(one for one in named if isinstance(one, Position)),
        CampaignId(int(campaign)) if campaign.isdecimal() and len(campaign) < 19 else None,
    )


_OLDER = {role.name: _CODES[role] for role in Role}


def _arguments(whose: Whose) -> tuple[str, str]:
    named: tuple[Role | Position, ...] = (*whose.roles, *whose.positions)
    codes = "".join(_CODES[one] for one in named)
    return codes, "" if whose.campaign_id is None else str(whose.campaign_id)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
