"""What was understood, said back in a person's words: «25–27 января», «до 10 февраля», «УИК»."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from plan.days import MONTHS
from plan.model import Position, Role
from plan.resolving import WEEKDAYS

_ROLES = {
    Role.CANDIDATE: "кандидаты", Role.ASSOCIATION: "партии и объединения", Role.HEAD: "глава",
    Role.COUNCIL: "представительный орган", Role.BANK: "банки", Role.VOTER: "избиратели",
    Role.AUTHORITY: "государственные и муниципальные органы", Role.PRINTER: "типографии",
    Role.OWNER: "собственники помещений", Role.ORGANISER: "организаторы публичных мероприятий",
    Role.FINANCE: "финансовый орган", Role.OBSERVER: "наблюдатели", Role.PERSON: "сотрудники",
    Role.REGIONAL: "избирательная комиссия региона", Role.OTHER: "прочие",
}  # fmt: skip


def day(moment: date, today: date | None = None) -> str:
    """«пн, 30 января»; with the year when it is not today's."""
    year = f" {moment.year}" if today is not None and moment.year != today.year else ""
    return f"{WEEKDAYS[moment.weekday()]}, {moment.day} {MONTHS[moment.month - 1]}{year}"


def days(start: date | None, end: date | None, today: date, *, overdue: bool = False) -> str:
    """«25–27 января», «28 января – 2 февраля», «с 13 марта», «до 10 февраля», «просрочено на сегодня»."""
    if overdue and start is None:
        return "просрочено на сегодня"
    if start is None and end is None:
        return "все сроки"
    if start is None and end is not None:
        return f"до {_date(end, today)}"
    if end is None and start is not None:
        return f"с {_date(start, today)}"
    if start is None or end is None or start == end:
        return day(start or end or today, today)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{_date(end, today)}"
    opening = _date(start, today) if start.year != end.year else f"{start.day} {MONTHS[start.month - 1]}"
    return f"{opening} – {_date(end, today)}"


def people(roles: Sequence[Role], positions: Sequence[Position] = (), commissions: Sequence[str] = ()) -> str:
    """«УИК», «председатель, УИК», «УИК 1034»."""
    named = {commission.split()[0] for commission in commissions}
    names = [*commissions, *(_ROLES.get(role, role.value) for role in roles if role.value not in named)]
    return ", ".join([*(position.value for position in positions), *names])


def _date(moment: date, today: date) -> str:
    year = f" {moment.year}" if moment.year != today.year else ""
    return f"{moment.day} {MONTHS[moment.month - 1]}{year}"
