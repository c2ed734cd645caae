"""Counting one bound of a term (67-ФЗ, ст. 11.1): the ends it sets, the rule, and a Russian explanation.

No date is moved off a weekend or a holiday: the law has no such rule.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from plan import conventions
from plan.events import OTHER_EVENT
from plan.model import Facts
from plan.resolving import Known, Unknown, resolve, shifted, with_weekday
from plan.term.tree import After, Amount, Before, BeforeSpan, Event, Form, Limit, Since, Unit, WithinBefore

LAW = "67-ФЗ, ст. 11.1"


@dataclass(frozen=True, slots=True)
class Stretch:
    """What a bound sets; `sets_start`, `sets_end` are true even where the day itself is not known yet."""

    start: date | None = None
    end: date | None = None
    start_time: time | None = None
    end_time: time | None = None
    sets_start: bool = False
    sets_end: bool = False
    base: str = ""
    rule: str = ""
    explanation: str = ""
    needs: tuple[str, ...] = ()
    doubt: str = ""


_UNIT_FORMS: dict[Unit, tuple[str, str, str]] = {
    Unit.MINUTE: ("минута", "минуты", "минут"),
    Unit.HOUR: ("час", "часа", "часов"),
    Unit.SUTKI: ("сутки", "суток", "суток"),
    Unit.DAY: ("день", "дня", "дней"),
    Unit.WEEK: ("неделя", "недели", "недель"),
    Unit.MONTH: ("месяц", "месяца", "месяцев"),
    Unit.YEAR: ("год", "года", "лет"),
}


def counted(amount: Amount) -> str:
    """«40 дней», «1 месяц», «3 года»."""
    if amount.unit is Unit.SUTKI and amount.count == 1:
        return "сутки"
    one, few, many = _UNIT_FORMS[amount.unit]
    count = amount.count
    if count % 10 == 1 and count % 100 != 11:
        form = one
    elif count % 10 in (2, 3, 4) and count % 100 not in (12, 13, 14):
        form = few
    else:
        form = many
    return f"{count} {form}"


def days_of(amount: Amount) -> int | None:
    """The days of an amount of days or weeks; None for other units."""
    return {Unit.DAY: amount.count, Unit.WEEK: amount.count * 7}.get(amount.unit)


def add_months(day: date, months: int) -> date | None:
    """The same day of the month, `months` on, held to the month's last day; None beyond the calendar."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        return None
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def months_of(amount: Amount) -> int | None:
    return {Unit.MONTH: amount.count, Unit.YEAR: amount.count * 12}.get(amount.unit)


def _span_of(amount: Amount) -> timedelta:
    return {
        Unit.MINUTE: timedelta(minutes=1),
        Unit.HOUR: timedelta(hours=1),
        Unit.SUTKI: timedelta(hours=24),
    }[amount.unit] * amount.count


def _unknown(found: Unknown, pattern: str, rule: str, *, start: bool, end: bool) -> Stretch:
    text = f"{found.words}: {found.doubt}" if found.doubt else f"{pattern}; дата события неизвестна: {found.words}"
    return Stretch(
        sets_start=start,
        sets_end=end,
        base=found.base,
        rule=rule,
        explanation=text,
        needs=found.needs,
        doubt=found.doubt,
    )


def doubtful(reason: str, base: str = "", *, start: bool = False, end: bool = False) -> Stretch:
    """A stretch with no date because the wording does not settle it."""
    return Stretch(sets_start=start, sets_end=end, base=base, explanation=reason, doubt=reason)


def count_before(bound: Before, facts: Facts) -> Stretch:
    """«… за N дней до дня E»: E − (N + 1), so that N whole days remain (ст. 11.1 п. 2, 3)."""
    opens = bound.limit is not Limit.NOT_LATER
    paragraph = "п. 3" if bound.limit is Limit.NOT_EARLIER else "п. 2"
    rule = f"{LAW} {paragraph}"
    found = resolve(bound.anchor, facts)
    pattern = f"{counted(bound.amount)} до события, ст. 11.1 {paragraph}"
    if isinstance(found, Unknown):
        return _unknown(found, pattern, rule, start=opens, end=not opens)
    if bound.amount.unit.is_exact_time:
        return _moment(found, bound.amount, -1, rule, opens)
    days = days_of(bound.amount)
    if days is None:
        return doubtful(
            f"как считать {counted(bound.amount)} назад, закон не говорит", found.base, start=opens, end=not opens
        )
    day = shifted(found.day, -(days + 1))
    if day is None:
        return doubtful("день вне календаря", found.base, start=opens, end=not opens)
    side = "первый день" if opens else "последний день"
    text = f"{found.words} − {counted(bound.amount)}, ст. 11.1 {paragraph}: {side} — {with_weekday(day)}"
    return Stretch(
        start=day if opens else None,
        end=None if opens else day,
        sets_start=opens,
        sets_end=not opens,
        base=found.base,
        rule=rule,
        explanation=text,
    )


def count_before_span(bound: BeforeSpan, facts: Facts) -> Stretch:
    """«За 50 – 30 дней до дня E»: both ends as «за N дней до дня E»."""
    first = count_before(Before(Limit.BARE, bound.first, bound.anchor), facts)
    last = count_before(Before(Limit.NOT_LATER, bound.last, bound.anchor), facts)
    return Stretch(
        start=first.start,
        end=last.end,
        sets_start=True,
        sets_end=True,
        base=first.base,
        rule=first.rule,
        explanation=f"{first.explanation}; {last.explanation}"
        if first.explanation != last.explanation
        else first.explanation,
        needs=first.needs,
        doubt=first.doubt or last.doubt,
    )


def count_within_before(bound: WithinBefore, facts: Facts) -> Stretch:
    """«В течение N дней до дня E»: E − N … E − 1; «а также в день голосования» takes it to the last voting day."""
    found = resolve(bound.anchor, facts)
    rule = "N дней перед днём события, без него (соглашение «в течение N дней до дня события»)"
    if isinstance(found, Unknown):
        return _unknown(found, f"{counted(bound.amount)} до события", rule, start=True, end=True)
    days = days_of(bound.amount)
    first = shifted(found.day, -days) if days else None
    last = found.day if bound.and_day else shifted(found.day, -1)
    if first is None or last is None:
        return doubtful(
            f"как считать {counted(bound.amount)} назад, закон не говорит", found.base, start=True, end=True
        )
    text = f"{counted(bound.amount)} до {found.words}: с {with_weekday(first)} по {with_weekday(last)}"
    if bound.and_day:
        text += " (с днём голосования)"
    return Stretch(start=first, end=last, sets_start=True, sets_end=True, base=found.base, rule=rule, explanation=text)


def count_after(bound: After, facts: Facts) -> Stretch:
    """An offset from an event, by the convention that its words name."""
    opens, closes = _sides(bound)
    rule = _rule(bound, facts)
    found = resolve(bound.anchor or Event(OTHER_EVENT, ""), facts)
    if isinstance(found, Unknown):
        return _unknown(
            found, f"{counted(bound.amount)} {bound.since.value} события, {rule}", rule, start=opens, end=closes
        )
    if bound.amount.unit.is_exact_time:
        if bound.since is Since.AFTER_DAY:
            return doubtful("час, с которого считать, не назван", found.base, start=opens, end=closes)
        return _exact_after(bound, found, rule)
    return _days_after(bound, found, rule, facts)


def _sides(bound: After) -> tuple[bool, bool]:
    if bound.form is Form.EXPIRY or bound.limit is Limit.NOT_EARLIER:
        return True, False
    if bound.form is Form.WITHIN and bound.limit is Limit.BARE:
        return True, True
    if bound.limit is Limit.BARE and bound.form in (Form.THROUGH, Form.NTH_DAY):
        return True, True
    return False, True


def _phrase(bound: After) -> str:
    return {
        Form.THROUGH: "через",
        Form.PLAIN: "не позднее",
        Form.TERM: "в срок",
        Form.WITHIN: "в течение",
        Form.EXPIRY: "по истечении",
        Form.AT_LEAST: "не менее",
        Form.NTH_DAY: "на день",
    }[bound.form]


def _is_after(since: Since) -> bool:
    return since in (Since.AFTER, Since.AFTER_DAY)


def _convention_name(bound: After, facts: Facts) -> str | None:
    """The convention that settles this offset; None where the law's own words do."""
    after = _is_after(bound.since)
    form = bound.form
    if form is Form.PLAIN:
        as_term = conventions.chosen(conventions.PLAIN_DAYS, facts.conventions) == "term"
        form = Form.TERM if as_term else Form.THROUGH
    match form:
        case Form.THROUGH:
            if bound.since is Since.AFTER or (after and bound.form is Form.PLAIN):
                return conventions.THROUGH_AFTER
            return conventions.THROUGH_AFTER_DAY if after else conventions.THROUGH_SINCE_DAY
        case Form.TERM:
            return conventions.TERM_AFTER_DAY if after else conventions.TERM_SINCE_DAY
        case Form.WITHIN | Form.AT_LEAST:
            return conventions.WITHIN_AFTER_DAY if after else conventions.WITHIN_SINCE_DAY
        case Form.EXPIRY:
            return conventions.EXPIRY
        case _:
            return None


def _rule(bound: After, facts: Facts) -> str:
    if bound.amount.unit.is_exact_time:
        return "от часа события"
    if months_of(bound.amount) is not None:
        return "то же число месяца"
    name = _convention_name(bound, facts)
    if name is None:
        return "первым считается следующий день («на N-й день после дня события»)"
    if name == conventions.THROUGH_AFTER_DAY:
        return f"{LAW} п. 4, {conventions.described(name, facts.conventions)}"
    return conventions.described(name, facts.conventions)


def _days_after(bound: After, found: Known, rule: str, facts: Facts) -> Stretch:
    opens, closes = _sides(bound)
    if months_of(bound.amount) is not None:
        last = _months_after(bound, found.day)
    else:
        open_choice = _either_day(bound, found, facts)
        if open_choice:
            return doubtful(open_choice, found.base, start=opens, end=closes)
        last = _day_offset(bound, found.day, facts)
    if last is None:
        return doubtful(
            f"«{_phrase(bound)} {counted(bound.amount)} {bound.since.value}»: как считать, закон не говорит",
            found.base,
            start=opens,
            end=closes,
        )
    first = found.day
    if bound.form is Form.WITHIN:
        first = shifted(found.day, 1) or found.day if _is_after(bound.since) else found.day
    else:
        first = last
    if opens and closes and first != last:
        result = f"с {with_weekday(first)} по {with_weekday(last)}"
    elif opens and not closes:
        result = f"первый день — {with_weekday(first)}"
    elif opens:
        result = f"день — {with_weekday(last)}"
    else:
        result = f"последний день — {with_weekday(last)}"
    text = f"{found.words} + {counted(bound.amount)}, {rule}: {result}"
    return Stretch(
        start=first if opens else None,
        end=last if closes else None,
        sets_start=opens,
        sets_end=closes,
        base=found.base,
        rule=rule,
        explanation=text,
    )


def _either_day(bound: After, found: Known, facts: Facts) -> str:
    """Why «через N дней после E» gives no day until a campaign has chosen how it counts; "" when it does.

    The law (ст. 11.1 п. 4) speaks of «не позднее чем через N дней после дня E» only. Without «дня», or without
    «чем через», E + N and E + N + 1 are both read.
    """
    name, count = _convention_name(bound, facts), days_of(bound.amount)
    if name != conventions.THROUGH_AFTER or count is None:
        return ""
    if conventions.chosen(name, facts.conventions) != "open":
        return ""
    days = [shifted(found.day, count), shifted(found.day, count + 1)]
    named = " или ".join(with_weekday(day) for day in days if day is not None)
    return (
        f"{found.words} + {counted(bound.amount)}: {named}; ст. 11.1 п. 4 определяет счёт «не позднее чем через "
        f"N дней после дня» события, а здесь сказано иначе; день выбирается соглашением {name}"
    )


def _day_offset(bound: After, day: date, facts: Facts) -> date | None:
    """The last day (the first, for «по истечении») that the convention gives."""
    count = days_of(bound.amount)
    if count is None:
        return None
    if bound.form is Form.THROUGH and bound.limit is Limit.BARE and _is_after(bound.since):
        return None  # «через 10 дней после дня E»: the tenth day or the eleventh
    if bound.form is Form.NTH_DAY:
        return shifted(day, count)
    name = _convention_name(bound, facts)
    assert name is not None
    days = conventions.offset(name, count, facts.conventions)
    if bound.form is Form.EXPIRY and _is_after(bound.since):
        days += 1
    return shifted(day, days)


def _months_after(bound: After, day: date) -> date | None:
    """The same day of the month; «в течение» and «не менее» end the day before it when E is the first day."""
    months = months_of(bound.amount)
    same = add_months(day, months) if months is not None else None
    if same is None:
        return None
    after = _is_after(bound.since)
    match bound.form:
        case Form.THROUGH | Form.PLAIN:
            return None if after else same
        case Form.TERM | Form.WITHIN | Form.AT_LEAST:
            return same if after else shifted(same, -1)
        case Form.EXPIRY:
            return shifted(same, 1) if after else same
        case Form.NTH_DAY:
            return None


def _exact_after(bound: After, found: Known, rule: str) -> Stretch:
    opens, closes = _sides(bound)
    whole = _moment(found, bound.amount, +1, rule, opens and not closes)
    if not opens or not closes or whole.end is None:
        return replace(whole, sets_start=opens, sets_end=closes)
    if bound.form is not Form.WITHIN:  # «через 3 часа после …»: that moment itself
        return replace(whole, start=whole.end, start_time=whole.end_time, sets_start=True)
    return replace(whole, start=found.day, start_time=found.hour, sets_start=True)


def _moment(found: Known, amount: Amount, sign: int, rule: str, opens: bool) -> Stretch:
    """A moment so many hours from another. Without the event's hour only whole days can be counted, after it."""
    words = f"{found.words} {'+' if sign > 0 else '−'} {counted(amount)}"
    span = _span_of(amount) * sign
    moment: datetime | None = None
    try:
        moment = found.moment + span if found.moment is not None else None
        day = moment.date() if moment is not None else found.day + span
    except OverflowError:
        return doubtful("день вне календаря", found.base, start=opens, end=not opens)
    if moment is None and (sign < 0 or span % timedelta(days=1)):
        text = f"{words}: нужен час события"
        needs = (found.base,) if not found.base[:1].isdigit() else ()
        return Stretch(
            sets_start=opens,
            sets_end=not opens,
            base=found.base,
            rule=rule,
            explanation=text,
            needs=needs,
            doubt="" if needs else "час, от которого считать, не назван",
        )
    if moment is None:
        result = f"{with_weekday(day)}, в тот же час (час события не записан)"
    else:
        result = f"{with_weekday(day)} {moment:%H:%M}"
    hour = moment.time() if moment is not None else None
    return Stretch(
        start=day if opens else None,
        end=None if opens else day,
        start_time=hour if opens else None,
        end_time=None if opens else hour,
        sets_start=opens,
        sets_end=not opens,
        base=found.base,
        rule=rule,
        explanation=f"{words}: {'с' if opens else 'до'} {result}",
    )
