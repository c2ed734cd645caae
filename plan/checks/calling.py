"""The call of the election against the bounds that the law sets for it.

Federal Law 67-ФЗ, ст. 10: п. 6 (voting on a Sunday), п. 7 (regional elections are called 100–90 days before voting,
local ones 90–80; the decision is published within five days; at early elections these terms may be cut, by a third at
most), п. 8 (a commission calls what nobody else has called ten days later at most, and publishes it within seven days
of the day by which the decision had to be published); ст. 63.1 (voting on at most three days). By-elections are called
within the same bounds; the terms of repeat elections may be cut like those of early ones (ст. 71). Federal elections
have laws of their own and are not judged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from plan.checks.base import Checked, event_of, found
from plan.dated import term_of
from plan.model import Finding, Role

_MOST_VOTING_DAYS = 3
_PUBLICATION_DAYS = 5
_COMMISSION_DAYS_MORE = 10
_COMMISSION_PUBLICATION_DAYS = 7

_LOCAL = re.compile(
    r"муниципальн|местного самоуправления|городск\w+ (?:округ|поселени|дум|совет)|глав\w+ (?:города|района"
    r"|округа|поселени)|сельск\w+ (?:поселени|совет)|поселени\w+"
    r"|район\w*\s+(?:совет|дум|собрани)|совет\w*\s+(?:народных\s+)?депутатов\s+\S+\s+(?:городск|муниципальн|район|округ)",
    re.IGNORECASE,
)
_REGIONAL = re.compile(
    r"законодательн\w+\s+(?:собрани|дум)|губернатор|(?:област|краев|окружн|народн)\w+\s+дум|областн\w+\s+(?:совет|собрани)"
    r"|(?:государственн|народн)\w+\s+(?:собрани|хурал|совет)|глав\w+\s+республики|верховн\w+\s+(?:совет|хурал)"
    r"|высш\w+\s+должностн\w+\s+лиц|московск\w+\s+городск\w+\s+дум|парламент\w*\s+\w+\s*республик|курултай"
    r"|государственн\w+\s+дум\w+\s+(?!федеральн)\w+\s+(?:област|кра[яй]|республик)",
    re.IGNORECASE,
)
_FEDERAL = re.compile(
    r"президент\w*\s+(?:российской|россии|рф)|государственн\w+\s+дум\w+\s+федеральн|референдум", re.IGNORECASE
)
_SHORTENED = re.compile(r"досрочн|повторн", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Bounds:
    """Days before the vote between which an election is called, and whose elections they are for."""

    earliest: int
    latest: int
    whose: str


_OF_LOCAL = _Bounds(90, 80, "местных")
_OF_REGIONAL = _Bounds(100, 90, "региональных")


def voting_days(checked: Checked) -> Iterator[Finding]:
    """The voting days themselves: known, in order, at most three, ending on a Sunday."""
    first, last = checked.facts.first_voting_day, checked.facts.voting_day
    if checked.plan.head.kind != "calendar":
        return
    if last is None:
        yield found(None, "no-voting-day", "День голосования в документе не найден, сроки от него не посчитаны.")
        return
    if first is not None and first > last:
        what = f"Первый день голосования {_text(first)} позже последнего {_text(last)}."
        yield found(None, "voting-days-reversed", what)
    elif first is not None and (days := (last - first).days + 1) > _MOST_VOTING_DAYS:
        what = f"Голосование идёт несколько дней подряд, с {_text(first)} по {_text(last)}: всего {days}."
        yield found(None, "too-many-voting-days", what)
    if last.isoweekday() != 7:
        yield found(None, "voting-not-on-sunday", f"День голосования {_text(last)} — не воскресенье.")


def call_within_bounds(checked: Checked) -> Iterator[Finding]:
    """The decision to call the election: not earlier and not later than the law allows."""
    decided, voting = _day(checked, "decided"), checked.facts.voting_day
    if decided is None or voting is None:
        return
    if decided > voting:
        what = f"Решение о назначении выборов принято {_text(decided)}, позже дня голосования {_text(voting)}."
        yield found(None, "decided-after-voting", what)
        return
    bounds = _bounds(checked)
    if bounds is None:
        return
    earliest = voting - timedelta(days=bounds.earliest + 1)
    latest = voting - timedelta(days=bounds.latest + 1)
    if decided < earliest:
        what = f"Решение о назначении выборов принято {_text(decided)}; закон допускает не ранее {_text(earliest)}."
        yield found(
            None, "called-too-early", what, why=f"{_law(bounds, 'не ранее', bounds.earliest)} (67-ФЗ, ст. 10 п. 7)."
        )
    if decided > latest:
        what = f"Решение о назначении выборов принято {_text(decided)}; закон допускает не позднее {_text(latest)}."
        yield found(None, "called-too-late", what, why=_why_too_late(checked, bounds))


def _bounds(checked: Checked) -> _Bounds | None:
    """The bounds of this plan's election; None where its title does not tell whose it is, or it is federal."""
    title = checked.plan.head.title
    if checked.plan.head.kind != "calendar" or _FEDERAL.search(title):
        return None
    if _REGIONAL.search(title):
        bounds = _OF_REGIONAL
    elif _LOCAL.search(title):
        bounds = _OF_LOCAL
    else:
        return None
    latest = bounds.latest
    if _called_by_commission(checked):
        latest -= _COMMISSION_DAYS_MORE
    if _SHORTENED.search(title):
        latest = latest * 2 // 3
    return _Bounds(bounds.earliest, latest, bounds.whose)


def _why_too_late(checked: Checked, bounds: _Bounds) -> str:
    point = "п. 8, выборы назначила комиссия" if _called_by_commission(checked) else "п. 7"
    if _SHORTENED.search(checked.plan.head.title):
        point += "; для таких выборов срок сокращается не более чем на треть"
    return f"{_law(bounds, 'не позднее', bounds.latest)} (67-ФЗ, ст. 10 {point})."


def _law(bounds: _Bounds, limit: str, days: int) -> str:
    return f"На {bounds.whose} выборах — {limit} чем за {days} дней до дня голосования"


def _called_by_commission(checked: Checked) -> bool:
    """Whether the row of the call names a commission as the one that calls."""
    for dated in checked.dated:
        if term_of(dated.item).parts and event_of(dated.item.activity) == "decided":
            return bool({Role.TIK, Role.OIK, Role.REGIONAL} & set(dated.roles))
    return False


def publication_within_bounds(checked: Checked) -> Iterator[Finding]:
    """The call is published after it is decided, within five days."""
    decided, published = _day(checked, "decided"), _day(checked, "published")
    if decided is None or published is None:
        return
    if published < decided:
        what = f"Решение о назначении выборов опубликовано {_text(published)}, раньше чем принято ({_text(decided)})."
        yield found(None, "published-before-decided", what)
        return
    latest = decided + timedelta(days=_PUBLICATION_DAYS)
    if _called_by_commission(checked):
        latest += timedelta(days=_COMMISSION_PUBLICATION_DAYS)
    if published > latest and not _FEDERAL.search(checked.plan.head.title):
        what = (
            f"Решение о назначении выборов принято {_text(decided)}, а опубликовано {_text(published)}; "
            f"закон допускает не позднее {_text(latest)}."
        )
        yield found(None, "published-late", what)


def _day(checked: Checked, key: str) -> date | None:
    when = checked.facts.events.get(key)
    return when.date() if isinstance(when, datetime) else when


def _text(day: date) -> str:
    return f"{day:%d.%m.%Y}"
