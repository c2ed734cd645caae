"""`plan check` and `plan events` as tables for people, readable on a terminal of 80 columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, time
from itertools import groupby

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from bot.cli.plan_findings import SEVERITIES, print_findings
from plan.checks import CATALOGUE
from plan.conventions import CONVENTIONS, chosen
from plan.days import MONTHS
from plan.events import EVENTS, OTHER_EVENT, event_type
from plan.model import DatedItem, Facts, Finding, Occurrence, OccurrenceKind, Plan, Status

_WEEKDAYS = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")
_STATUSES = {
    Status.AGREES: ("✓", "green", "дата в документе совпадает с посчитанной"),
    Status.DIFFERS: ("✗", "bold red", "дата в документе другая"),
    Status.NOT_UNDERSTOOD: ("?", "bold yellow", "формулировка не понята"),
    Status.NEEDS_EVENT: ("…", "cyan", "ждёт события"),
    Status.PERIODIC: ("↻", "cyan", "весь период или по мере надобности"),
    Status.NOT_PRINTED: ("+", "green", "дата посчитана, в документе её нет"),
    Status.NO_TERM: ("–", "dim", "срок не указан"),
}
_TERM_WIDTH = 25
_ROLE_WIDTH = 12
_LONGEST_ACTIVITY = 100
_LONGEST_TERM = 70


def print_check(plan: Plan, facts: Facts, dated: tuple[DatedItem, ...], findings: tuple[Finding, ...]) -> None:
    """The plan's items with their dates, the findings, and a summary."""
    console = Console()
    console.print(escape(plan.head.title), style="bold")
    console.print(escape(_subtitle(plan, facts)), style="dim")
    _print_items(console, dated, facts)
    if findings:
        print_findings(console, findings)
    console.print()
    console.print(_summary(dated, findings))
    for line in _conventions(facts):
        console.print(line)


def print_events() -> None:
    """The published list of events."""
    table = Table("Ключ для --event", "Событие", box=box.SIMPLE_HEAD, pad_edge=False)
    for event in EVENTS:
        table.add_row(event.key, event.nominative)
    Console().print(table)


def print_codes() -> None:
    """The catalogue of findings."""
    console = Console()
    for chapter in CATALOGUE:
        console.print(Text(f"\n{chapter.title}", style="bold"))
        for rule in chapter.rules:
            name, style = SEVERITIES[rule.severity]
            console.print(Text.assemble("\n", (rule.code, "bold cyan"), " · ", (name, style), f" · {rule.meaning}"))
            console.print(Padding(Text(f"{rule.why}\n→ {rule.advice}"), (0, 0, 0, 4)))


def print_conventions() -> None:
    """The counting conventions with their values; the default one stands first, marked."""
    console = Console()
    for one in CONVENTIONS:
        console.print(Text.assemble("\n", (one.name, "bold cyan"), f" · {one.title}"))
        for value, meaning in one.options.items():
            mark = " (по умолчанию)" if value == one.default else ""
            console.print(Padding(Text(f"{value}: {meaning}{mark}"), (0, 0, 0, 4)))
        console.print(Padding(Text(one.source, style="dim"), (0, 0, 0, 4)))


def _conventions(facts: Facts) -> Iterator[Text]:
    """The counting conventions that the plan sets otherwise, and where all of them are to be seen."""
    for one in CONVENTIONS:
        value = chosen(one.name, facts.conventions)
        if value != one.default and one.options:
            meaning = one.options.get(value)
            said = value if meaning is None else f"{value}, {meaning}"
            yield Text.assemble(("Счёт дней: ", "bold"), f"{one.title} — {said} ({one.name}, задано в плане)")
    yield Text("Все соглашения о счёте дней: python -m bot plan conventions", style="dim")


def _subtitle(plan: Plan, facts: Facts) -> str:
    said = [plan.head.commission]
    if facts.voting_day is not None:
        first = facts.first_voting_day or facts.voting_day
        days = f"{first:%d.%m.%Y} – " if first != facts.voting_day else ""
        said.append(f"голосование {days}{facts.voting_day:%d.%m.%Y}")
    said.append(f"время {plan.head.zone}")
    return " · ".join(part for part in said if part)


def _print_items(console: Console, dated: tuple[DatedItem, ...], facts: Facts) -> None:
    """A table a section; fixed widths keep the columns of all of them in line."""
    for section, items in groupby(dated, key=lambda item: item.item.section):
        if section:
            console.print(Text(f"\n{section}", style="bold"))
        table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 1, 0, 0))
        table.add_column(width=max(len(item.item.number) for item in dated), justify="right", no_wrap=True)
        table.add_column(width=1)
        table.add_column(width=_TERM_WIDTH)
        table.add_column(width=_ROLE_WIDTH)
        table.add_column(ratio=1)
        for item in items:
            mark, style, _ = _STATUSES[item.status]
            table.add_row(
                item.item.number,
                Text(mark, style=style),
                Text("\n".join(_terms(item, facts))),
                Text(", ".join(role.value for role in item.roles) or "не указан"),
                Text(_shortened(item.item.activity)),
            )
        console.print(table)


def _terms(item: DatedItem, facts: Facts) -> Iterator[str]:
    """A line for each part of the term; for an item that has no date, why."""
    if item.status is Status.NO_TERM:
        yield "срок не указан"
    for found in item.occurrences:
        yield _when(found, facts)
    if item.status is Status.NOT_UNDERSTOOD:
        yield f"не понято: {_shortened(item.item.term, _LONGEST_TERM)}"


def _when(found: Occurrence, facts: Facts) -> str:
    start = _day(found.start, found.start_time, facts)
    end = _day(found.end, found.end_time, facts)
    if found.start is not None and found.end is not None:
        return start if (found.start, found.start_time) == (found.end, found.end_time) else f"{start} – {end}"
    if found.end is not None:
        return f"до {end}"
    if found.start is not None:
        return f"{'сразу, ' if found.kind is OccurrenceKind.AT_ONCE else 'с '}{start}"
    if OTHER_EVENT in found.needs:
        return _shortened(found.text or found.explanation, _LONGEST_TERM)
    if found.needs:
        return f"нужно: {', '.join(event_type(key).nominative for key in found.needs)}"
    return _shortened(found.text or found.explanation, _LONGEST_TERM)


def _day(day: date | None, hour: time | None, facts: Facts) -> str:
    """«пн, 30 января, 18:00»; the year where it is not the voting day's."""
    if day is None:
        return ""
    text = f"{_WEEKDAYS[day.weekday()]}, {day.day} {MONTHS[day.month - 1]}"
    if facts.voting_day is None or day.year != facts.voting_day.year:
        text += f" {day.year}"
    return text if hour is None else f"{text}, {hour:%H:%M}"


def _summary(dated: tuple[DatedItem, ...], findings: tuple[Finding, ...]) -> Text:
    counts = Counter(item.status for item in dated)
    lines = Text(f"Пунктов: {len(dated)}\n", style="bold")
    for status, (mark, style, meaning) in _STATUSES.items():
        if counts[status]:
            lines.append(f"  {mark} ", style=style)
            lines.append(f"{counts[status]:>3}  {meaning}\n", style="default")
    severities = Counter(finding.severity for finding in findings)
    said = [f"{name} — {severities[one]}" for one, (name, _) in SEVERITIES.items() if severities[one]]
    lines.append("Замечания: " + (", ".join(said) if said else "нет"), style="default")
    return lines


def _shortened(text: str, most: int = _LONGEST_ACTIVITY) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 1].rstrip(' ,')}…"
