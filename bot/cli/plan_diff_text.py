"""`plan diff` in words for people, readable on a terminal of 80 columns: the sum first, then what to look at."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time

from rich.console import Console
from rich.text import Text

from plan.days import MONTHS
from plan.difference import (
    Cell,
    CellChange,
    DecisionChange,
    Difference,
    EndChange,
    HeadChange,
    HeadValue,
    ItemPair,
    Shift,
    Summary,
)
from plan.in_force import words_of
from plan.model import DatedItem, Decision, Occurrence, Performer
from plan.resolving import WEEKDAYS, printed_day
from plan.word_changes import Kept, Piece

_CELLS = {
    Cell.SECTION: "раздел",
    Cell.ACTIVITY: "содержание",
    Cell.LAW: "ссылка на закон",
    Cell.TERM: "срок",
    Cell.PRINTED: "напечатанная дата",
    Cell.PERFORMERS: "исполнители",
}
_FIELDS = {
    "title": "название",
    "kind": "вид плана",
    "commission": "комиссия",
    "decision": "решение об утверждении",
    "zone": "часовой пояс",
    "voting_day": "день голосования",
    "first_voting_day": "первый день голосования",
    "events": "событие",
    "conventions": "соглашение о счёте",
    "abbreviations": "сокращение",
}
_LONGEST_ACTIVITY = 64
_WORDS_AROUND = 6
"""Words shown on each side of a changed place; a longer stretch between is told by «…»."""
_INDENT = 6
_NUMBER = re.compile(r"(\d+)(.*)", re.DOTALL)


_NOT_IN_FORCE = "(!)"
_FOOTNOTE = Text(
    f"{_NOT_IN_FORCE} посчитано по формулировке; в плане напечатана или решена другая дата, и пока считается она, если "
    "она безопаснее. Исправьте дату в документе или примите решение: python -m bot plan decide.",
    style="dim",
)


def print_difference(found: Difference) -> None:
    """The whole difference for a person."""
    console = Console(highlight=False)
    if found.is_empty:
        console.print("Различий нет.")
        return
    _print_wrapped(console, Text(summary_line(found), style="bold"))
    if found.concerned:
        counts = ", ".join(f"{role.value} {count}" for role, count in found.concerned.items())
        _print_wrapped(console, Text(f"Кого касается (пунктов): {counts}."))
    dates = _Dates(found)
    for title, blocks in (
        ("О плане", [(None, [_head_line(change)]) for change in found.head]),
        ("Добавлены", [dates.whole(one) for one in found.added]),
        ("Убраны", [dates.whole(one) for one in found.removed]),
        ("Сроки", [(_heading(pair), list(dates.lines(pair))) for pair in found.moved]),
        ("Формулировки", [*_renamed_sections(found), *_rewordings(found)]),
        ("Исполнители", [(_heading(pair), [_performers_line(pair)]) for pair in found.changed if _has_others(pair)]),
        ("Решения о датах", [(None, list(_decision_lines(change))) for change in found.decisions]),
        ("Номера", [(None, [line]) for line in _renumberings(found.changed)]),
    ):
        if blocks:
            console.print(Text(f"\n{title}", style="bold"))
            for heading, lines in blocks:
                if heading is not None:
                    _print_wrapped(console, heading, 2)
                for line in lines:
                    _print_wrapped(console, line, 2 if heading is None else _INDENT)
    if dates.are_held:
        console.print()
        _print_wrapped(console, _FOOTNOTE)


def _print_wrapped(console: Console, text: Text, indent: int = 0) -> None:
    """Folded to the terminal's width, each line indented, no spaces at their ends."""
    for line in text.wrap(console, console.width - indent):
        line.rstrip()
        console.print(Text(" " * indent) + line, soft_wrap=True)


def summary_line(found: Difference) -> str:
    """«Добавлено 2, убрано 1, изменена формулировка у 3, сроки сдвинулись у 47 (все на 7 дней позже).»"""
    summary = Summary.of(found)
    parts = [
        f"добавлено {summary.added}" if summary.added else "",
        f"убрано {summary.removed}" if summary.removed else "",
        f"изменена формулировка у {summary.reworded}" if summary.reworded else "",
        f"сроки сдвинулись у {summary.moved}{_all_alike(found)}" if summary.moved else "",
        f"другой час у {summary.hour}" if summary.hour else "",
        f"дата появилась у {summary.gained}" if summary.gained else "",
        f"даты больше нет у {summary.lost}" if summary.lost else "",
        f"напечатанные даты другие у {summary.printed}" if summary.printed else "",
        f"сменились исполнители у {summary.performers}" if summary.performers else "",
        f"решения о датах другие: {summary.decisions}" if summary.decisions else "",
        f"сменились номера у {summary.renumbered}" if summary.renumbered else "",
        "изменены сведения о плане" if found.head else "",
        "порядок пунктов другой" if found.is_reordered else "",
    ]
    text = ", ".join(part for part in parts if part)
    return text[:1].upper() + text[1:] + "."


def shift_words(days: int) -> str:
    """«позже на 3 дня», «раньше на 1 день»."""
    return f"{'позже' if days > 0 else 'раньше'} на {_days(abs(days))}"


def _days(count: int) -> str:
    if count % 100 not in range(11, 15):
        if count % 10 == 1:
            return f"{count} день"
        if count % 10 in (2, 3, 4):
            return f"{count} дня"
    return f"{count} дней"


def _all_alike(found: Difference) -> str:
    days = _common_shift(found)
    return "" if days is None else f" (все на {_days(abs(days))} {'позже' if days > 0 else 'раньше'})"


def _common_shift(found: Difference) -> int | None:
    """By how many days every date moved, where several moved and all alike."""
    shifts = {
        end.days for pair in found.moved for end in (*pair.counted, *pair.ends) if end.shift is Shift.MOVED and end.days
    }
    return shifts.pop() if len(shifts) == 1 and len(found.moved) > 1 else None


def _heading(pair: ItemPair) -> Text:
    return _item_heading(pair.after, ", ".join(role.value for role in pair.roles))


def _item_heading(one: DatedItem, who: str) -> Text:
    heading = Text(f"{one.item.number}  ", style="bold")
    heading.append(_shortened(one.item.activity), style="default")
    heading.append(f" ({who or 'исполнитель не указан'})", style="dim")
    return heading


class _Dates:
    """The dates of a difference in words: years only where there are several, a shift common to all left out."""

    def __init__(self, found: Difference) -> None:
        dated = [*found.added, *found.removed]
        dated += [one for pair in found.pairs for one in (pair.before, pair.after)]
        ends = [day for one in dated for part in one.occurrences for day in (part.start, part.end) if day is not None]
        years = Counter(day.year for day in ends)
        self.usual_year = years.most_common(1)[0][0] if years else None
        self.common_shift = _common_shift(found)
        self.are_held = False

    def whole(self, one: DatedItem) -> tuple[Text, list[Text]]:
        """A row that only one plan has."""
        heading = _item_heading(one, ", ".join(role.value for role in one.roles))
        dates = "; ".join(filter(None, (self.when(found) for found in one.occurrences)))
        term = " ".join(one.item.term.split()) or "не указан"
        return heading, [Text(f"срок: {term}{f' – {dates}' if dates else ''}")]

    def lines(self, pair: ItemPair) -> Iterator[Text]:
        """A line for each part of the term that changed: by the count where that changed, else as it is in force."""
        counted = set()
        for i, j, ends in _by_part(pair.counted):
            counted.add((i, j))
            after = _part(pair.after.computed, j)
            in_force = _part(pair.after.occurrences, j)
            yield self._line(_part(pair.before.computed, i), after, ends, held=not _same_dates(after, in_force))
        for i, j, ends in _by_part(pair.ends):
            if (i, j) not in counted:
                yield self._line(_part(pair.before.occurrences, i), _part(pair.after.occurrences, j), ends)

    def _line(
        self, before: Occurrence | None, after: Occurrence | None, ends: Sequence[EndChange], *, held: bool = False
    ) -> Text:
        self.are_held |= held
        common = self.common_shift is not None and all(end.days == self.common_shift for end in ends)
        line = f"{self.when(before) or 'без даты'} → {self.when(after) or 'без даты'}"
        return Text(f"{line}{'' if common else f'; {_shifts(ends)}'}{f' {_NOT_IN_FORCE}' if held else ''}")

    def when(self, found: Occurrence | None) -> str:
        """«до пн, 30 января, 18:00», «с … до …»; "" without a date."""
        if found is None or not found.is_dated:
            return ""
        start = "" if found.start is None else self._day(found.start, found.start_time)
        end = "" if found.end is None else self._day(found.end, found.end_time)
        if start == end:
            return start
        return f"{f'с {start}' if start else ''}{' ' if start and end else ''}{f'до {end}' if end else ''}"

    def _day(self, day: date, hour: time | None) -> str:
        text = f"{WEEKDAYS[day.weekday()]}, {day.day} {MONTHS[day.month - 1]}"
        if day.year != self.usual_year:
            text += f" {day.year}"
        return text if hour is None else f"{text}, {hour:%H:%M}"


def _by_part(ends: Iterable[EndChange]) -> Iterator[tuple[int | None, int | None, list[EndChange]]]:
    parts: dict[tuple[int | None, int | None], list[EndChange]] = defaultdict(list)
    for end in ends:
        parts[end.part_before, end.part_after].append(end)
    yield from ((i, j, changed) for (i, j), changed in parts.items())


def _part(occurrences: Sequence[Occurrence], number: int | None) -> Occurrence | None:
    return occurrences[number - 1] if number is not None and number <= len(occurrences) else None


def _same_dates(one: Occurrence | None, other: Occurrence | None) -> bool:
    if one is None or other is None:
        return one is other
    return (one.start, one.end, one.end_time) == (other.start, other.end, other.end_time)


def _shifts(ends: Sequence[EndChange]) -> str:
    words = {end.side: _shift(end) for end in ends}
    if len(words) == 2 and len(set(words.values())) == 2:
        return f"начало {words['start']}, окончание {words['end']}"
    return next(iter(words.values()))


def _shift(end: EndChange) -> str:
    match end.shift:
        case Shift.MOVED:
            return shift_words(end.days or 0)
        case Shift.HOUR:
            return "другой час"
        case Shift.GAINED:
            return "дата появилась"
        case Shift.LOST:
            return "даты больше нет"


def _head_line(change: HeadChange) -> Text:
    name = _FIELDS[change.field] + (f" «{change.key}»" if change.key else "")
    if isinstance(change.before, date) and isinstance(change.after, date):
        days = (_as_day(change.after) - _as_day(change.before)).days
        said = f"; {shift_words(days)}" if days else ""
        return Text(f"{name}: {_value(change.before)} → {_value(change.after)}{said}")
    if change.before and change.after and isinstance(change.before, str) and len(change.before) > _LONGEST_ACTIVITY:
        line = Text(f"{name}: ")
        line.append(_both(CellChange(Cell.ACTIVITY, change.before, str(change.after)).pieces))
        return line
    return Text(f"{name}: {_value(change.before)} → {_value(change.after)}")


def _as_day(when: date) -> date:
    return when.date() if isinstance(when, datetime) else when


def _value(value: HeadValue) -> str:
    match value:
        case None | "":
            return "не указано"
        case datetime():
            return f"{value:%d.%m.%Y %H:%M}"
        case date():
            return printed_day(value)
        case Decision():
            return f"№ {value.number} от {printed_day(value.date)}"
        case _:
            return value


def _rewordings(found: Difference) -> Iterator[tuple[Text, list[Text]]]:
    """Changed cells; a printed date that went with its term has been told there, a section's name by itself."""
    for pair in found.changed:
        lines = []
        for change in pair.cells:
            told = change.cell is Cell.SECTION or (change.cell is Cell.PRINTED and bool(pair.ends))
            if not told:
                line = Text(f"{_CELLS[change.cell]}: ", style="dim")
                line.append(_both(change.pieces))
                lines.append(line)
        if lines:
            yield _heading(pair), lines


def _both(pieces: Sequence[Piece]) -> Text:
    """«Не позднее чем за [было: 40] [стало: 45] дней …»: readable without colours too."""
    text = Text(style="default")
    for place, piece in enumerate(pieces):
        if place:
            text.append(" ")
        match piece.kept:
            case Kept.SAME:
                text.append(_abridged(piece.text, first=place == 0, last=place == len(pieces) - 1))
            case Kept.REMOVED:
                text.append(f"[было: {piece.text}]", style="red")
            case Kept.ADDED:
                text.append(f"[стало: {piece.text}]", style="green")
    return text


def _abridged(text: str, *, first: bool, last: bool) -> str:
    words = text.split(" ")
    head = [] if first else words[:_WORDS_AROUND]
    tail = [] if last else words[len(words) - _WORDS_AROUND :]
    if len(words) <= len(head) + len(tail) + 2:
        return text
    return " ".join([*head, "…", *tail])


def _renamed_sections(found: Difference) -> Iterator[tuple[None, list[Text]]]:
    renamed: dict[tuple[str, str], list[str]] = defaultdict(list)
    for pair in found.changed:
        for change in pair.cells:
            if change.cell is Cell.SECTION:
                renamed[change.before, change.after].append(pair.after.item.number)
    for (before, after), numbers in renamed.items():
        span = numbers[0] if len(numbers) == 1 else f"{numbers[0]} … {numbers[-1]}, всего {len(numbers)}"
        yield None, [Text(f"раздел «{before or 'без раздела'}» → «{after or 'без раздела'}» (пункты: {span})")]


def _has_others(pair: ItemPair) -> bool:
    return bool(pair.performers_gained or pair.performers_lost)


def _performers_line(pair: ItemPair) -> Text:
    gone = ", ".join(map(_performer, pair.performers_lost)) or "никого"
    come = ", ".join(map(_performer, pair.performers_gained)) or "никого"
    return Text(f"убраны: {gone}; добавлены: {come}")


def _performer(one: Performer) -> str:
    positions = ", ".join(sorted(position.value for position in one.positions))
    said = " ".join(part for part in (positions, one.name or one.role.value) if part)
    return f"{said} (участвует)" if one.assists else said


def _decision_lines(change: DecisionChange) -> Iterator[Text]:
    if change.before is not None:
        yield Text(f"{change.item}  было: {words_of(change.before)}")
    if change.after is not None:
        yield Text(f"{change.item}  стало: {words_of(change.after)}")
    else:
        yield Text(f"{change.item}  решения больше нет")


def _renumberings(pairs: Iterable[ItemPair]) -> Iterator[Text]:
    """«31–106 → 32–107» for a run that moved together, and each of the others."""
    runs: list[list[ItemPair]] = []
    for pair in pairs:
        if not pair.is_renumbered:
            continue
        if runs and _step(pair) is not None and _step(pair) == _step(runs[-1][-1]):
            runs[-1].append(pair)
        else:
            runs.append([pair])
    for run in runs:
        first, last = run[0], run[-1]
        if first is last:
            yield Text(f"{first.before.item.number} → {first.after.item.number}")
        else:
            yield Text(
                f"{first.before.item.number}–{last.before.item.number} → "
                f"{first.after.item.number}–{last.after.item.number} ({len(run)})"
            )


def _step(pair: ItemPair) -> int | None:
    """By how much the number grew, where its rest («-1») stayed."""
    before, after = _NUMBER.fullmatch(pair.before.item.number), _NUMBER.fullmatch(pair.after.item.number)
    if before is None or after is None or before[2] != after[2]:
        return None
    return int(after[1]) - int(before[1])


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    if len(text) <= _LONGEST_ACTIVITY:
        return text
    return f"{text[: _LONGEST_ACTIVITY - 1].rsplit(' ', 1)[0].rstrip(' ,;')}…"
