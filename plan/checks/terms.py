"""Terms: missing, not understood, or leading nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime

from plan.checks.base import Checked, found
from plan.checks.dates import is_reversed
from plan.dated import term_of
from plan.dating import whole_year
from plan.model import Finding, Item, Occurrence, OccurrenceKind, Status
from plan.resolving import plan_year
from plan.term import Part, Term
from plan.term.tree import After, AtOnce, Every, Form, Period
from plan.text_periods import STANDS_IN_TEXT, text_periods


def missing_terms(checked: Checked) -> Iterator[Finding]:
    """An item without a term: the law may still set one."""
    parts_of: dict[str, list[str]] = {}
    for item in checked.plan.items:
        whole = re.match(r"(.+)[-.]", item.number)
        if whole is not None:
            parts_of.setdefault(whole[1], []).append(item.number)
    for dated in checked.dated:
        if dated.status is not Status.NO_TERM or dated.item.section in checked.directions:
            continue
        number = dated.item.number
        parts = parts_of.get(number, [])
        if parts:
            yield found(
                number,
                "no-term",
                f"Срок не указан; сроки стоят в пунктах {', '.join(parts)}.",
                why="У самого пункта нет дня, и напоминания о нём не будет.",
                advice="Если это общий заголовок, менять ничего не надо.",
            )
        else:
            yield found(number, "no-term", "Срок не указан.")


def terms_not_understood(checked: Checked) -> Iterator[Finding]:
    """A wording outside the grammar has no computed date: only the printed one, if any, stands."""
    printed = {dated.item.number for dated in checked.dated if dated.printed}
    for item, term in _terms(checked):
        why = None if item.number not in printed else "Дата по ней не посчитана; напоминания идут по напечатанной."
        for part in term.not_understood:
            yield found(item.number, "term-not-understood", f"Срок «{_one_line(part.text)}» не понят.", why=why)


def doubtful_terms(checked: Checked) -> Iterator[Finding]:
    """A wording that was understood and still does not settle a day."""
    for dated in checked.dated:
        for one in dated.computed:
            if one.doubt and not is_reversed(one):
                what = f"Срок «{_one_line(one.text)}» не даёт даты: {one.doubt}."
                yield found(dated.item.number, "doubtful-term", what)


def terms_without_event(checked: Checked) -> Iterator[Finding]:
    """«Незамедлительно», «в трёхдневный срок» – and after what is not said.

    «В течение года» of a work plan is the plan's own year.
    """
    works = plan_year(checked.facts) is not None
    for item, term in _terms(checked):
        for part in term.parts:
            if isinstance(part, Part) and _names_no_event(whole_year(part) if works else part):
                yield found(
                    item.number,
                    "no-event",
                    f"В сроке «{_one_line(part.text or item.term)}» не названо событие, от которого он считается.",
                )


def _names_no_event(part: Part) -> bool:
    if any(isinstance(bound, After) and bound.anchor is None for bound in part.bounds):
        return True
    return not part.condition and all(isinstance(bound, AtOnce) and not bound.after for bound in part.bounds)


def periods_in_the_text(checked: Checked) -> Iterator[Finding]:
    """A work plan's item whose days stand in its text, while its term («весь период») does not say them."""
    for dated in checked.dated:
        if any(STANDS_IN_TEXT in one.explanation for one in dated.computed):
            item = dated.item
            said = text_periods(item.activity).said
            what = f"В тексте назван период «{said}», а в сроке — «{_one_line(item.term)}»."
            yield found(item.number, "period-in-text", what)


def starts_without_end(checked: Checked) -> Iterator[Finding]:
    """A dated opening with no closing: nobody can be told by when."""
    for dated in checked.dated:
        ends = any(one.end is not None for one in dated.computed) or _is_repeated(term_of(dated.item))
        start = next((one.start for one in dated.computed if _only_opens(one) and one.start is not None), None)
        if start is not None and not ends:
            what = f"Срок начинается {start:%d.%m.%Y} и ничем не заканчивается."
            yield found(dated.item.number, "no-end", what)


def _is_repeated(term: Term) -> bool:
    """«… ежедневно», «… не реже одного раза в три дня» goes on until the vote by its nature."""
    parts = [part for part in term.parts if isinstance(part, Part)]
    return any(
        part.daily or any(isinstance(b, Period) and b.every is Every.OFTEN for b in part.bounds) for part in parts
    )


def _only_opens(one: Occurrence) -> bool:
    return one.kind is OccurrenceKind.OPENING and one.end is None and not one.needs


def touching_windows(checked: Checked) -> Iterator[Finding]:
    """A term that starts on the last day of another's counted window: one of them may be a day off.

    Windows that meet on a day that events set (the vote, the call) do so by nature and are passed over.
    """
    set_by_events = {day for day in (checked.facts.voting_day, checked.facts.first_voting_day) if day is not None}
    set_by_events |= {_as_day(when) for when in checked.facts.events.values()}
    windows: dict[date, list[Item]] = {}
    for dated in checked.dated:
        for one in dated.computed:
            if one.kind is OccurrenceKind.WINDOW and one.end_time is None and one.end is not None:
                windows.setdefault(one.end, []).append(dated.item)
    for dated in checked.dated:
        for one in dated.computed:
            if one.kind is not OccurrenceKind.OPENING or one.start is None or one.start in set_by_events:
                continue
            for item in windows.get(one.start, ()):
                if item.number != dated.item.number:
                    what = f"Начало {one.start:%d.%m.%Y} совпадает с последним днём пункта {item.number}."
                    yield found(dated.item.number, "starts-on-last-day", what)


def _as_day(when: date | datetime) -> date:
    return when.date() if isinstance(when, datetime) else when


def through_left_out(checked: Checked) -> Iterator[Finding]:
    """«Не позднее 3 дней со дня …» without «чем через» can be counted in two ways."""
    for item, term in _terms(checked):
        for part in term.parts:
            if isinstance(part, Part) and any(isinstance(b, After) and b.form is Form.PLAIN for b in part.bounds):
                yield found(
                    item.number,
                    "through-left-out",
                    f"В сроке «{_one_line(part.text or item.term)}» не хватает слов «чем через».",
                    why="Без них срок можно посчитать двумя способами; посчитано как «не позднее чем через».",
                )


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _terms(checked: Checked) -> Iterator[tuple[Item, Term]]:
    return ((item, term_of(item)) for item in checked.plan.items)
