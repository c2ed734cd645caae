"""The named counting conventions (обыкновения счёта): where the law leaves room and commissions' practice differs.

Each has a default, taken from the practice of real plans or from the letter of the law, and can be overridden for
a campaign by name in the plan's head (`Head.conventions`, `Facts.conventions`). An explanation always says which
one was used.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time


@dataclass(frozen=True, slots=True)
class Convention:
    """`options` maps a value to what it means, in Russian; `source` says where the default comes from."""

    name: str
    title: str
    options: Mapping[str, str]
    default: str
    source: str


THROUGH_SINCE_DAY = "through_since_day"
THROUGH_AFTER_DAY = "through_after_day"
THROUGH_AFTER = "through_after"
PLAIN_DAYS = "plain_days"
TERM_SINCE_DAY = "term_since_day"
TERM_AFTER_DAY = "term_after_day"
WITHIN_SINCE_DAY = "within_since_day"
WITHIN_AFTER_DAY = "within_after_day"
EXPIRY = "expiry"
VOTING_DAY_BASE = "voting_day_base"
AGITATION_END = "agitation_end"
VOTING_HOURS = "voting_hours"
PLAN_YEAR = "plan_year"

CONVENTIONS: tuple[Convention, ...] = (
    Convention(
        THROUGH_SINCE_DAY,
        "«не позднее чем через N дней со дня E»",
        {"N": "день события не считается", "N-1": "день события считается первым"},
        "N",
        "практика календарных планов",
    ),
    Convention(
        THROUGH_AFTER_DAY,
        "«не позднее чем через N дней после дня E»",
        {"N+1": "после дня события проходит весь срок", "N": "день события не считается"},
        "N+1",
        "67-ФЗ, ст. 11.1 п. 4",
    ),
    Convention(
        THROUGH_AFTER,
        "«не позднее чем через N дней после E» без слова «дня» или «не позднее N дней после (дня) E»",
        {
            "N": "день события не считается",
            "N+1": "как «после дня E»: после дня события проходит весь срок",
            "open": "не выбрано, сколько проходит дней",
        },
        "open",
        "67-ФЗ, ст. 11.1 п. 4 говорит только о счёте «после дня наступления события»",
    ),
    Convention(
        PLAIN_DAYS,
        "«не позднее N дней со дня E» без слов «чем через»",
        {"through": "как «не позднее чем через N дней»", "term": "как «в N-дневный срок»"},
        "through",
        "практика календарных планов",
    ),
    Convention(
        TERM_SINCE_DAY,
        "«в N-дневный срок со дня E»",
        {"N-1": "день события считается первым", "N": "день события не считается"},
        "N-1",
        "практика календарных планов",
    ),
    Convention(
        TERM_AFTER_DAY,
        "«в N-дневный срок после (дня) E»",
        {"N": "первым считается следующий день", "N+1": "после дня события проходит весь срок"},
        "N",
        "по аналогии с «в течение N дней после дня E»",
    ),
    Convention(
        WITHIN_SINCE_DAY,
        "«в течение N дней со дня E»",
        {"N-1": "день события считается первым", "N": "день события не считается"},
        "N-1",
        "по аналогии с «в N-дневный срок со дня E»",
    ),
    Convention(
        WITHIN_AFTER_DAY,
        "«в течение N дней после (дня) E»",
        {"N": "первым считается следующий день", "N+1": "после дня события проходит весь срок"},
        "N",
        "первым считается день, следующий за E",
    ),
    Convention(
        EXPIRY,
        "«по истечении N дней со дня E»",
        {"N": "день события считается первым", "N+1": "день события не считается"},
        "N",
        "практика календарных планов",
    ),
    Convention(
        VOTING_DAY_BASE,
        "«дня голосования» при нескольких днях голосования",
        {"last": "последний день голосования", "first": "первый день голосования"},
        "last",
        "67-ФЗ, ст. 63.1 п. 2.1",
    ),
    Convention(
        AGITATION_END,
        "окончание агитации",
        {
            "law": "00:00 первого дня голосования, если дней несколько, иначе 00:00 дня перед днём голосования",
            "wording": "как сказано в плане",
        },
        "law",
        "67-ФЗ, ст. 49 п. 1, ст. 63.1",
    ),
    Convention(
        VOTING_HOURS,
        "время голосования",
        {"08:00-20:00": "с 8 до 20 часов"},
        "08:00-20:00",
        "67-ФЗ, ст. 64 п. 1",
    ),
    Convention(PLAN_YEAR, "год, на который составлен план", {}, "", "заголовок плана"),
)
_BY_NAME = {convention.name: convention for convention in CONVENTIONS}


class UnknownConvention(ValueError):
    """A plan's head names a convention, or a value of one, that does not exist."""


def chosen(name: str, overrides: Mapping[str, str]) -> str:
    """The value in force: the campaign's own, or the default."""
    return overrides.get(name) or _BY_NAME[name].default


def convention(name: str) -> Convention:
    """The convention of this name. KeyError when there is none."""
    return _BY_NAME[name]


def check(overrides: Mapping[str, str]) -> None:
    """Raise `UnknownConvention`, with a Russian sentence, unless every name and value is known."""
    for name, value in overrides.items():
        found = _BY_NAME.get(name)
        if found is None:
            raise UnknownConvention(f"Нет соглашения о счёте «{name}». Есть: {', '.join(_BY_NAME)}.")
        if name == VOTING_HOURS:
            voting_hours(overrides)
        elif name == PLAN_YEAR:
            if not (value.isascii() and value.isdigit() and len(value) == 4):
                raise UnknownConvention(f"Год плана «{value}» не похож на год: напишите его четырьмя цифрами.")
        elif value not in found.options:
            raise UnknownConvention(
                f"Соглашение «{name}» не знает значения «{value}». Есть: {', '.join(found.options)}."
            )


def voting_hours(overrides: Mapping[str, str]) -> tuple[time, time]:
    """When voting opens and closes, local time. `UnknownConvention` when it is not «ЧЧ:ММ-ЧЧ:ММ»."""
    value = chosen(VOTING_HOURS, overrides)
    opens, _, closes = value.partition("-")
    try:
        hours = time.fromisoformat(opens.strip()), time.fromisoformat(closes.strip())
    except ValueError:
        hours = (time(0), time(0))
    if hours[0] >= hours[1]:
        raise UnknownConvention(f"Время голосования «{value}» надо писать так: 08:00-20:00.")
    return hours


def offset(name: str, count: int, overrides: Mapping[str, str]) -> int:
    """The days to add under a convention whose values are N, N-1 or N+1."""
    return count + {"N": 0, "N-1": -1, "N+1": 1}[chosen(name, overrides)]


def described(name: str, overrides: Mapping[str, str]) -> str:
    """«день события считается первым (соглашение «в N-дневный срок со дня события»)» for an explanation."""
    found = _BY_NAME[name]
    value = chosen(name, overrides)
    return f"{found.options.get(value, value)} (соглашение {in_words(found.title)})"


def in_words(title: str) -> str:
    """A convention's title for people who read no formulas: «E» is the event."""
    return re.sub(r"\bE\b", "события", title)
