"""Terms: missing, not understood, leading nowhere, or at odds with the date printed beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from plan.checks.base import Checked, error, info, warning
from plan.dated import term_of
from plan.days import impossible_dates
from plan.model import Finding, Item, Occurrence, OccurrenceKind, Status
from plan.term import Part, Term
from plan.term.status import compare
from plan.term.tree import After, At, AtOnce, Form, Voting, VotingDay


def missing_terms(checked: Checked) -> Iterator[Finding]:
    """An item without a term: the law may still set one."""
    numbers = [item.number for item in checked.plan.items]
    for dated in checked.dated:
        if dated.status is not Status.NO_TERM or dated.item.section in checked.directions:
            continue
        number = dated.item.number
        parts = [other for other in numbers if other.startswith((f"{number}-", f"{number}."))]
        if parts:
            message = (
                f"Срок не указан; сроки стоят в пунктах {', '.join(parts)}. Если это общий "
                "заголовок, менять ничего не надо."
            )
        else:
            message = "Срок не указан, и напоминать не о чем. Впишите срок по закону или дату."
        yield warning(number, "no-term", message)


def terms_not_understood(checked: Checked) -> Iterator[Finding]:
    """A wording outside the grammar has no computed date: only the printed one, if any, stands."""
    for item, term in _terms(checked):
        for part in term.not_understood:
            yield warning(
                item.number,
                "term-not-understood",
                f"Срок «{part.text.strip()}» не понят, дата по нему не посчитана. Уточните формулировку или следите "
                "за пунктом вручную.",
            )


def doubtful_terms(checked: Checked) -> Iterator[Finding]:
    """A wording that was understood and still does not settle a day, such as a start after its end."""
    for dated in checked.dated:
        for found in dated.occurrences:
            if found.doubt:
                yield warning(
                    dated.item.number,
                    "doubtful-term",
                    f"Срок «{found.text.strip()}» не даёт даты: {found.doubt}. Уточните формулировку.",
                )


def terms_without_event(checked: Checked) -> Iterator[Finding]:
    """«Незамедлительно», «в трёхдневный срок» – and after what is not said."""
    for item, term in _terms(checked):
        for part in term.parts:
            if isinstance(part, Part) and _names_no_event(part):
                yield warning(
                    item.number,
                    "no-event",
                    f"В сроке «{part.text.strip() or item.term}» не названо событие, от которого он "
                    "считается. Допишите, "
                    "после чего или со дня чего.",
                )


def _names_no_event(part: Part) -> bool:
    if any(isinstance(bound, After) and bound.anchor is None for bound in part.bounds):
        return True
    return not part.condition and all(isinstance(bound, AtOnce) and not bound.after for bound in part.bounds)


_PERIOD_IN_TEXT = re.compile(
    r"на\s+перв\w+\s+числ\w+\s+каждого\s+(?:месяца|квартала)|по\s+состоянию\s+на\s+(?:\d+\s+[а-я]+(?:,\s*|\s+и\s+)?)+"
    r"|(?:ежемесячн|месячн|квартальн|ежеквартальн)\w+(?:\s*(?:,|и)\s*\w*(?:месячн|квартальн|годов)\w+)*",
    re.IGNORECASE,
)


def periods_in_the_text(checked: Checked) -> Iterator[Finding]:
    """A work plan's item whose own text sets days that its term («весь период») does not say."""
    if checked.plan.head.kind != "work":
        return
    for item in checked.plan.items:
        found = _PERIOD_IN_TEXT.search(item.activity)
        if found is not None and item.section not in checked.directions:
            yield info(
                item.number,
                "period-in-text",
                f"В тексте назван период «{found[0].strip()}», а в сроке — «{item.term}». Перенесите период в срок.",
            )


def starts_without_end(checked: Checked) -> Iterator[Finding]:
    """A dated opening with no closing: nobody can be told by when."""
    for dated in checked.dated:
        ends = any(found.end is not None for found in dated.occurrences) or _is_repeated(term_of(dated.item))
        start = next((found for found in dated.occurrences if _only_opens(found)), None)
        if start is not None and start.start is not None and not ends:
            yield warning(
                dated.item.number,
                "no-end",
                f"Срок начинается {start.start:%d.%m.%Y} и ничем не заканчивается. Допишите, до какого дня он длится.",
            )


def _is_repeated(term: Term) -> bool:
    """«… ежедневно» goes on until the vote by its nature."""
    return any(isinstance(part, Part) and part.daily for part in term.parts)


def _only_opens(found: Occurrence) -> bool:
    return found.kind is OccurrenceKind.OPENING and found.end is None and not found.needs


def touching_windows(checked: Checked) -> Iterator[Finding]:
    """A term that starts on the last day of another's counted window: one of them may be a day off.

    Windows that meet on a day that events set (the vote, the call) do so by nature and are passed over.
    """
    set_by_events = {day for day in (checked.facts.voting_day, checked.facts.first_voting_day) if day is not None}
    set_by_events |= {
        when if type(when) is date else date(when.year, when.month, when.day) for when in checked.facts.events.values()
    }
    windows = [
        (dated.item, found)
        for dated in checked.dated
        for found in dated.occurrences
        if found.kind is OccurrenceKind.WINDOW and found.end_time is None and found.end not in set_by_events
    ]
    for dated in checked.dated:
        for found in dated.occurrences:
            if found.kind is not OccurrenceKind.OPENING or found.start is None:
                continue
            for item, window in windows:
                if item.number != dated.item.number and window.end == found.start:
                    yield info(
                        dated.item.number,
                        "starts-on-last-day",
                        f"Начало {found.start:%d.%m.%Y} совпадает с последним днём пункта {item.number}: в "
                        "этот день идут оба "
                        "срока. Проверьте счёт дней в одном из них.",
                    )


def through_left_out(checked: Checked) -> Iterator[Finding]:
    """«Не позднее 3 дней со дня …» without «чем через» can be counted in two ways."""
    for item, term in _terms(checked):
        for part in term.parts:
            if isinstance(part, Part) and any(isinstance(b, After) and b.form is Form.PLAIN for b in part.bounds):
                yield info(
                    item.number,
                    "through-left-out",
                    f"В сроке «{part.text.strip() or item.term}» не хватает слов «чем через»; посчитано "
                    "как «не позднее чем через». "
                    "Допишите их.",
                )


def printed_dates(checked: Checked) -> Iterator[Finding]:
    """The date printed beside a term is not the one that its wording gives.

    Neither is picked silently: reminders go by the safer of the two until a person decides.
    """
    for dated in checked.dated:
        for mismatch in compare(dated.occurrences, dated.printed).mismatches:
            printed, computed = f"{mismatch.printed.date:%d.%m.%Y}", f"{mismatch.computed:%d.%m.%Y}"
            safer = "поздней" if mismatch.side == "start" else "ранней"
            code, what = ("printed-date-differs", "")
            if mismatch.year_only:
                code, what = ("printed-year-differs", " — другой год")
            yield error(
                dated.item.number,
                code,
                f"Напечатано {printed}, а по формулировке выходит {computed}{what}. Пока не решено, напоминания идут "
                f"по более {safer} дате. Исправьте дату в плане или подтвердите её.",
            )


def dates_out_of_calendar(checked: Checked) -> Iterator[Finding]:
    """A printed date that no calendar has."""
    for item in checked.plan.items:
        for text in (item.term, *item.printed):
            for impossible in impossible_dates(text):
                yield error(
                    item.number, "impossible-date", f"Даты {impossible} нет в календаре. Исправьте день или месяц."
                )


def agitation_in_one_day(checked: Checked) -> Iterator[Finding]:
    """«Прекращается в ноль часов первого дня голосования» when voting lasts one day: the law ends it a day earlier."""
    if checked.facts.voting_day is None or checked.facts.first_voting_day not in (None, checked.facts.voting_day):
        return
    for item, term in _terms(checked):
        for part in term.parts:
            if isinstance(part, Part) and any(_ceases_on_first_day(bound) for bound in part.bounds):
                yield warning(
                    item.number,
                    "agitation-end",
                    "Голосование проходит в один день: агитация прекращается в ноль часов дня, "
                    "предшествующего дню голосования "
                    "(67-ФЗ, ст. 49 п. 1), а не «первого дня голосования». Посчитано по закону; исправьте "
                    "формулировку.",
                )


def _ceases_on_first_day(bound: object) -> bool:
    return isinstance(bound, At) and bound.ceases and bound.anchor == VotingDay(Voting.FIRST)


def _terms(checked: Checked) -> Iterator[tuple[Item, Term]]:
    return ((item, term_of(item)) for item in checked.plan.items)
