"""`plan diff` in words for people, readable on a terminal of 80 columns: the sum first, then what to look at."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from rich.console import Console
from rich.text import Text

from bot.cli.plan_diff_dates import NOT_IN_FORCE, Dates, common_shift, days_words, shift_words
from plan.conventions import convention
from plan.difference import (
    Cell,
    CellChange,
    DecisionChange,
    Difference,
    HeadChange,
    HeadValue,
    ItemPair,
    Summary,
)
from plan.events import event_type
from plan.in_force import words_of
from plan.model import DatedItem, Decision, Performer
from plan.resolving import printed_day
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


_FOOTNOTE = Text(
    f"{NOT_IN_FORCE} посчитано по формулировке; в плане напечатана или решена другая дата, и пока считается она, если "
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
    dates = Dates(found)
    for title, blocks in (
        ("О плане", [(None, [_head_line(change)]) for change in found.head]),
        ("Добавлены", [_whole(one, dates) for one in found.added]),
        ("Убраны", [_whole(one, dates) for one in found.removed]),
        ("Сроки", [(_heading(pair), [Text(line) for line in dates.lines(pair)]) for pair in found.moved]),
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


def _all_alike(found: Difference) -> str:
    days = common_shift(found)
    return "" if days is None else f" (все на {days_words(abs(days))} {'позже' if days > 0 else 'раньше'})"


def _heading(pair: ItemPair) -> Text:
    return _item_heading(pair.after, ", ".join(role.value for role in pair.roles))


def _item_heading(one: DatedItem, who: str) -> Text:
    heading = Text(f"{one.item.number}  ", style="bold")
    heading.append(_shortened(one.item.activity), style="default")
    heading.append(f" ({who or 'исполнитель не указан'})", style="dim")
    return heading


def _whole(one: DatedItem, dates: Dates) -> tuple[Text, list[Text]]:
    """A row that only one plan has."""
    heading = _item_heading(one, ", ".join(role.value for role in one.roles))
    said = "; ".join(filter(None, (dates.when(found) for found in one.occurrences)))
    term = " ".join(one.item.term.split()) or "не указан"
    return heading, [Text(f"срок: {term}{f' – {said}' if said else ''}")]


def _head_line(change: HeadChange) -> Text:
    name = _FIELDS[change.field]
    match change.field:
        case "events":
            name += f" «{event_type(change.key).nominative}»"
        case "conventions":
            name += f", {convention(change.key).title}"
        case "abbreviations":
            name += f" «{change.key}»"
    if isinstance(change.before, date) and isinstance(change.after, date):
        days = (_as_day(change.after) - _as_day(change.before)).days
        said = f"; {shift_words(days)}" if days else ""
        return Text(f"{name}: {_value(change.before)} → {_value(change.after)}{said}")
    if change.before and change.after and isinstance(change.before, str) and len(change.before) > _LONGEST_ACTIVITY:
        line = Text(f"{name}: ")
        line.append(_both(CellChange(Cell.ACTIVITY, change.before, str(change.after)).pieces))
        return line
    return Text(f"{name}: {_said(change, change.before)} → {_said(change, change.after)}")


def _said(change: HeadChange, value: HeadValue) -> str:
    """A value of the head; a convention's is told by what it means."""
    if change.field == "kind":
        return "план работы" if value == "work" else "календарный план"
    if change.field == "conventions":
        found = convention(change.key)
        chosen = str(value or found.default)
        return found.options.get(chosen, chosen) or "не указано"
    return _value(value)


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
