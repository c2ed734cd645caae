"""The call of the election against the bounds that the law sets for it.

Federal Law 67-ФЗ: ст. 10 п. 4 (a Sunday), п. 6 (regional elections: 100–90 days), п. 7 (local elections: 90–80 days
before voting), п. 9 (called by a commission: up to 10 days later), publication within five days; ст. 63.1 (voting on
at most three days). By-elections of deputies are called within the same bounds; early elections may shorten
them by a third (п. 8), so they are not judged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from plan.checks.base import Checked, error, warning
from plan.model import Finding

_MOST_VOTING_DAYS = 3
_PUBLICATION_DAYS = 5

_LOCAL = re.compile(
    r"муниципальн|местного самоуправления|городск\w+ (?:округ|поселени|дум|совет)|глав\w+ (?:города|района"
    r"|округа|поселени)|сельск\w+ (?:поселени|совет)|поселени\w+"
    r"|район\w*\s+(?:совет|дум|собрани)|совет\w*\s+(?:народных\s+)?депутатов\s+\S+\s+(?:городск|муниципальн|район|округ)",
    re.IGNORECASE,
)
_NOT_LOCAL = re.compile(
    r"законодательн\w+ собрани|губернатор|государственн\w+ дум|президент\w* российской|областн\w+ дум|областн\w+ совет"
    r"|государственн\w+ собрани|главы республики|краев\w+ дум|верховн\w+ совет|высш\w+ должностн",
    re.IGNORECASE,
)
_EARLY = re.compile(r"досрочн", re.IGNORECASE)


def voting_days(checked: Checked) -> Iterator[Finding]:
    """The voting days themselves: known, in order, at most three, ending on a Sunday."""
    first, last = checked.facts.first_voting_day, checked.facts.voting_day
    if checked.plan.head.kind != "calendar":
        return
    if last is None:
        yield warning(
            None,
            "no-voting-day",
            "День голосования в документе не найден, сроки от него не посчитаны. Укажите его: voting_day "
            "или --voting-day.",
        )
        return
    if first is not None and first > last:
        yield error(
            None,
            "voting-days-reversed",
            f"Первый день голосования {first:%d.%m.%Y} позже последнего {last:%d.%m.%Y}. Исправьте один из них.",
        )
    elif first is not None and (last - first).days + 1 > _MOST_VOTING_DAYS:
        yield error(
            None,
            "too-many-voting-days",
            f"Голосование идёт {(last - first).days + 1} дней подряд, с {first:%d.%m.%Y} по "
            f"{last:%d.%m.%Y}; закон допускает не "
            "более трёх (67-ФЗ, ст. 63.1). Проверьте дни голосования.",
        )
    if last.isoweekday() != 7:
        yield warning(
            None,
            "voting-not-on-sunday",
            f"День голосования {last:%d.%m.%Y} — не воскресенье (67-ФЗ, ст. 10 п. 4). Проверьте дату.",
        )


def call_within_bounds(checked: Checked) -> Iterator[Finding]:
    """The decision to call local elections: not earlier than 90 and not later than 80 days before voting."""
    decided, voting = _day(checked, "decided"), checked.facts.voting_day
    if decided is None or voting is None:
        return
    if decided > voting:
        yield error(
            None,
            "decided-after-voting",
            f"Решение о назначении выборов принято {decided:%d.%m.%Y}, позже дня голосования "
            f"{voting:%d.%m.%Y}. Исправьте дату.",
        )
        return
    title = checked.plan.head.title
    if not _LOCAL.search(title) or _NOT_LOCAL.search(title) or _EARLY.search(title):
        return
    earliest, latest = voting - timedelta(days=91), voting - timedelta(days=81)
    if decided < earliest:
        yield warning(
            None,
            "called-too-early",
            f"Решение о назначении выборов от {decided:%d.%m.%Y} принято раньше чем за 90 дней до дня "
            "голосования: закон допускает "
            f"не ранее {earliest:%d.%m.%Y} (67-ФЗ, ст. 10 п. 7). Проверьте даты решения и голосования.",
        )
    if decided > latest:
        yield warning(
            None,
            "called-too-late",
            f"Решение о назначении выборов от {decided:%d.%m.%Y} принято позже чем за 80 дней до дня "
            "голосования: закон допускает "
            f"не позднее {latest:%d.%m.%Y} (67-ФЗ, ст. 10 п. 7; п. 9, если выборы назначила комиссия). Проверьте даты.",
        )


def publication_within_bounds(checked: Checked) -> Iterator[Finding]:
    """The call is published after it is decided, within five days."""
    decided, published = _day(checked, "decided"), _day(checked, "published")
    if decided is None or published is None:
        return
    if published < decided:
        yield error(
            None,
            "published-before-decided",
            f"Решение о назначении выборов опубликовано {published:%d.%m.%Y}, раньше чем принято "
            f"({decided:%d.%m.%Y}). Исправьте "
            "одну из дат: от них считаются другие сроки.",
        )
    elif (published - decided).days > _PUBLICATION_DAYS:
        yield warning(
            None,
            "published-late",
            f"Между принятием решения о назначении выборов ({decided:%d.%m.%Y}) и его опубликованием "
            f"({published:%d.%m.%Y}) больше "
            "пяти дней (67-ФЗ, ст. 10 п. 7). Проверьте даты.",
        )


def _day(checked: Checked, key: str) -> date | None:
    when = checked.facts.events.get(key)
    return when.date() if isinstance(when, datetime) else when
