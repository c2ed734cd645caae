"""A tree back into words: the grammar's own plain wording, which reads back to the same tree."""

from __future__ import annotations

from datetime import time
from typing import assert_never

from plan.days import MONTHS as _MONTHS_OF
from plan.term.tree import (
    After,
    Amount,
    Anchor,
    At,
    AtOnce,
    Before,
    BeforeSpan,
    Beside,
    Bound,
    Edge,
    Event,
    Every,
    FixedDay,
    Form,
    Latest,
    Limit,
    Months,
    NotUnderstood,
    Part,
    Period,
    Since,
    Term,
    Unit,
    Voting,
    VotingDay,
    WithinBefore,
)
from plan.wordlist import words

_MONTHS = words("январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь")
# One, two to four, many; and one in the genitive, which «в течение» and «не позднее» ask for.
_UNITS = {
    Unit.MINUTE: ("минуту", "минуты", "минут", "минуты"),
    Unit.HOUR: ("час", "часа", "часов", "часа"),
    Unit.SUTKI: ("сутки", "суток", "суток", "суток"),
    Unit.DAY: ("день", "дня", "дней", "дня"),
    Unit.WEEK: ("неделю", "недели", "недель", "недели"),
    Unit.MONTH: ("месяц", "месяца", "месяцев", "месяца"),
    Unit.YEAR: ("год", "года", "лет", "года"),
}
_TERM_WORDS = {
    Unit.MINUTE: "минутный",
    Unit.HOUR: "часовой",
    Unit.SUTKI: "суточный",
    Unit.DAY: "дневный",
    Unit.WEEK: "недельный",
    Unit.MONTH: "месячный",
    Unit.YEAR: "годичный",
}
_VOTING = {
    Voting.DAY: "дня голосования",
    Voting.FIRST: "первого дня голосования",
    Voting.LAST: "последнего дня голосования",
    Voting.SECOND: "второго дня голосования",
    Voting.THIRD: "третьего дня голосования",
    Voting.VOTE: "голосования",
}


def render(term: Term) -> str:
    """The term in words, a line a part; printed claims are not part of a term."""
    return "\n".join(part.text if isinstance(part, NotUnderstood) else _part(part) for part in term.parts)


def _part(part: Part) -> str:
    words: list[str] = []
    for i, bound in enumerate(part.bounds):
        text = _bound(bound)
        if i == 0:
            words.append(text)
        elif part.capped and i == len(part.bounds) - 1 and not _refines(part):
            words.append(f", но {text}")
        elif isinstance(bound, AtOnce):
            words.append(f" - {text}")
        elif isinstance(bound, At) and bound.edge in (Edge.UNTIL, Edge.TO):
            words.append(f" {text}")
        elif isinstance(bound, At) and bound.edge is Edge.AFTER:
            words.append(f", но {text}")
        else:
            words.append(f" и {text}")
    said = "".join(words) + _hours(part)
    if part.worktime:
        said += f" ({part.worktime})"
    if part.daily:
        said += ", ежедневно"
    return f"{part.condition} - {said}" if part.condition else said


def _refines(part: Part) -> bool:
    day = part.bounds[0]
    return isinstance(day, At) and day.edge is Edge.ON and isinstance(day.anchor, VotingDay)


def _hours(part: Part) -> str:
    moment = any(isinstance(b, At) and b.edge is Edge.ON for b in part.bounds)
    if moment and part.opens is not None and part.opens == part.closes:
        return f" в {_clock(part.opens)}"
    said = ""
    if part.opens is not None:
        said += f" с {_clock(part.opens)}"
    if part.closes is not None:
        said += f" до {_clock(part.closes)}"
    return f" ({said.strip()})" if said else ""


def _clock(hour: time) -> str:
    return f"{hour:%H:%M}"


def _amount(amount: Amount) -> str:
    """«21 день», «3 дня», «10 дней», as «за» and «через» ask for."""
    one, few, many, _ = _UNITS[amount.unit]
    tens = amount.count % 100
    if amount.count % 10 == 1 and tens != 11:
        return f"{amount.count} {one}"
    return f"{amount.count} {few if amount.count % 10 in (2, 3, 4) and tens not in (12, 13, 14) else many}"


def _of_amount(amount: Amount) -> str:
    """«21 дня», «3 дней», as «в течение» and «не позднее» ask for."""
    _, _, many, of_one = _UNITS[amount.unit]
    return f"{amount.count} {of_one if amount.count % 10 == 1 and amount.count % 100 != 11 else many}"


def _bound(bound: Bound) -> str:
    match bound:
        case Before(limit=limit, amount=amount, anchor=anchor):
            than = "" if limit is Limit.BARE else f"{limit.value} чем "
            return f"{than}за {_amount(amount)} до {_up_to(anchor)}"
        case BeforeSpan(first=first, last=last, anchor=anchor):
            return f"за {first.count} - {_amount(last)} до {_up_to(anchor)}"
        case WithinBefore(amount=amount, anchor=anchor, and_day=and_day):
            also = ", а также в день голосования" if and_day else ""
            return f"в течение {_of_amount(amount)} до {_up_to(anchor)}{also}"
        case After():
            return _after(bound)
        case At():
            return _at(bound)
        case AtOnce(after=after):
            return "незамедлительно" + " или".join(f" после {_genitive(anchor)}" for anchor in after)
        case Period(every=every, text=text):
            return _period(every, text)
        case Months():
            return _months(bound)
    assert_never(bound)


def _after(bound: After) -> str:
    than = f"{bound.limit.value} чем " if bound.limit is not Limit.BARE else ""
    match bound.form:
        case Form.THROUGH:
            text = f"{than}через {_amount(bound.amount)}"
        case Form.PLAIN:
            text = f"не позднее {_of_amount(bound.amount)}"
        case Form.TERM:
            text = f"{than}в {bound.amount.count}-{_TERM_WORDS[bound.amount.unit]} срок"
        case Form.WITHIN:
            text = f"{than}в течение {_of_amount(bound.amount)}"
        case Form.EXPIRY:
            text = f"{than}по истечении {_of_amount(bound.amount)}"
        case Form.AT_LEAST:
            text = f"не менее {_of_amount(bound.amount)}"
        case Form.NTH_DAY:
            text = f"{than}на {bound.amount.count}-й день"
        case _:
            assert_never(bound.form)
    return text if bound.anchor is None else f"{text} {_since(bound.since, bound.anchor)}"


def _since(since: Since, anchor: Anchor) -> str:
    words = _genitive(anchor)
    match since:
        case Since.DAY:
            preposition = "с" if words.startswith(("перв", "последн")) or words[:1].isdigit() else "со"
            return f"{preposition} {words}" if _is_day(anchor) else f"со дня {words}"
        case Since.AFTER_DAY:
            return f"после {words}" if _is_day(anchor) else f"после дня {words}"
        case Since.AFTER:
            return f"после {words}"
        case Since.MOMENT:
            return f"с момента {words}"
    assert_never(since)


def _is_day(anchor: Anchor) -> bool:
    return not isinstance(anchor, (Event, Latest))


def _up_to(anchor: Anchor) -> str:
    """«До дня голосования на повторных выборах»: without «дня» it would be the vote itself."""
    words = _genitive(anchor)
    return f"дня {words}" if isinstance(anchor, Event) and words.startswith("голосования") else words


def _genitive(anchor: Anchor) -> str:
    """«дня голосования», «дня, предшествующего дню голосования», «30.01.2023», an event's own words."""
    match anchor:
        case VotingDay(which=which):
            return _VOTING[which]
        case Event(text=text):
            return text
        case Latest(events=events):
            return " и ".join(event.text for event in events)
        case FixedDay(day=day, month=month, year=year):
            return f"{day:02}.{month:02}.{year}" if year is not None else f"{day} {_MONTHS_OF[month - 1]}"
        case Beside(base=base, step=step):
            inner = _genitive(base) if _is_day(base) else f"дня {_genitive(base)}"
            return f"дня, предшествующего {inner}" if step < 0 else f"дня, следующего за {inner}"
    assert_never(anchor)


def _at(bound: At) -> str:
    words: str = _genitive(bound.anchor)
    if bound.by_day and not _is_day(bound.anchor):
        words = f"дня {words}"
    ceases = "прекращается " if bound.ceases else ""
    match bound.edge:
        case Edge.ON:
            if isinstance(bound.anchor, FixedDay):
                return words
            return f"в {_nominative(words)}"
        case Edge.SINCE:
            preposition = "со" if bound.by_day and words.startswith("дня") else "с"
            return f"{preposition} {words if bound.by_day else 'момента ' + words}"
        case Edge.TO:
            return f"{ceases}по {words}" if isinstance(bound.anchor, FixedDay) else f"{ceases}до {words} включительно"
        case Edge.TOWARDS:
            return f"к {words.replace('дня', 'дню', 1).replace('первого', 'первому', 1)}"
        case Edge.BY | Edge.NOT_BEFORE | Edge.AFTER | Edge.UNTIL | Edge.AS:
            return f"{ceases}{bound.edge.value} {words}"
    assert_never(bound.edge)


def _nominative(words: str) -> str:
    """«дня голосования» → «день голосования», «первого дня …» → «первый день …», for «в …»."""
    for genitive, nominative in (
        ("дня", "день"),
        ("первого дня", "первый день"),
        ("последнего дня", "последний день"),
        ("второго дня", "второй день"),
        ("третьего дня", "третий день"),
    ):
        if words.startswith(genitive):
            return nominative + words.removeprefix(genitive)
    return words


def _months(bound: Months) -> str:
    year = "" if bound.year is None else f" {bound.year} года"
    first, last = bound.ranges[0]
    if bound.until is not None:
        return f"{_MONTHS[first - 1]}{year} - {_MONTHS[last - 1]} {bound.until} года"
    if bound.decades is not None:
        opening, closing = bound.decades
        counted = str(opening) if opening == closing else f"{opening} - {closing}"
        return f"{counted} декада {_MONTHS_OF[first - 1]}{year}"
    ranges = (_MONTHS[a - 1] if a == b else f"{_MONTHS[a - 1]} - {_MONTHS[b - 1]}" for a, b in bound.ranges)
    return ", ".join(ranges) + year


def _period(every: Every, text: str) -> str:
    word: str = every.value
    match every:
        case Every.SET_BY:
            return f"в срок, {text}"
        case Every.WHOLE:
            return f"весь период {text}".strip()
        case Every.SCHEDULE | Every.NTH_WEEKDAY | Every.AS_OF | Every.OFTEN | Every.LENGTH:
            return text
        case Every.WEEKLY | Every.MONTHLY | Every.QUARTERLY | Every.YEARLY:
            return text or word
        case Every.DAILY | Every.AS_NEEDED:
            return word
    assert_never(every)
