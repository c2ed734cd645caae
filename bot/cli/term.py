"""`python -m bot term "WORDING"`: one wording, or a batch of them, parsed and dated."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from plan.model import Facts, Occurrence
    from plan.term import Term


def term(
    wording: Annotated[str | None, typer.Argument(help="Срок, как он записан в плане.")] = None,
    voting_day: Annotated[str | None, typer.Option(help="День голосования, 2023-03-12.")] = None,
    first_voting_day: Annotated[str | None, typer.Option(help="Первый день голосования.")] = None,
    event: Annotated[list[str] | None, typer.Option(help="Событие: published=2022-12-15.")] = None,
    batch: Annotated[Path | None, typer.Option(help="Файл JSONL: строка — срок.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Ответ для программы.")] = False,
) -> None:
    """Разобрать формулировку срока и сосчитать её даты."""
    from bot.cli.batches import BadBatch
    from bot.cli.facts import BadFact, read_facts

    try:
        if batch is not None:
            _batch(batch)
            return
        if wording is None:
            raise BadFact("Напишите срок или назовите файл: --batch FILE.jsonl.")
        facts = read_facts(voting_day, first_voting_day, event or ())
    except (BadFact, BadBatch) as mistake:
        typer.echo(str(mistake), err=True)
        raise typer.Exit(2) from None
    parsed, found = _dated(wording, facts)
    if as_json:
        from bot.cli.output import print_json

        print_json(_answer(parsed, found))
    else:
        _print_table(parsed, found)


def _dated(wording: str, facts: Facts) -> tuple[Term, tuple[Occurrence, ...]]:
    from plan.dating import occurrences
    from plan.term import parse

    parsed = parse(wording)
    return parsed, occurrences(parsed, facts)


def _answer(parsed: Term, found: tuple[Occurrence, ...]) -> dict[str, Any]:
    """«Understood» is only what also gave no doubt: a wording that leaves two dates possible is not understood."""
    from bot.cli.output import occurrence_json

    understood = parsed.understood and not any(occurrence.doubt for occurrence in found)
    return {"understood": understood, "occurrences": [occurrence_json(occurrence) for occurrence in found]}


def _batch(path: Path) -> None:
    """One line in, one answer out, in order; a bad line gets its own error and does not stop the rest."""
    from bot.cli.batches import read_lines
    from bot.cli.output import print_json

    for line in read_lines(path):
        print_json(_batch_answer(line))


def _batch_answer(line: str) -> dict[str, Any]:
    from bot.cli.batches import BadBatch, read_object
    from bot.cli.facts import BadFact, read_facts

    try:
        asked = read_object(line)
    except BadBatch as mistake:
        return {"id": None, "error": str(mistake)}
    answer: dict[str, Any] = {"id": asked.get("id")}
    wording, events = asked.get("term"), asked.get("events") or {}
    if not isinstance(wording, str):
        return answer | {"error": "Нет срока: поле term должно быть строкой."}
    if not isinstance(events, dict):
        return answer | {"error": "Поле events должно быть объектом {ключ: дата}."}
    days = [asked.get("voting_day"), asked.get("first_voting_day")]
    if not all(day is None or isinstance(day, str) for day in days):
        return answer | {"error": "Дни голосования пишутся строками: 2023-03-12."}
    try:
        facts = read_facts(days[0], days[1], events)
    except BadFact as mistake:
        return answer | {"error": str(mistake)}
    parsed, found = _dated(wording, facts)
    return answer | _answer(parsed, found)


def _print_table(parsed: Term, found: tuple[Occurrence, ...]) -> None:
    from rich.console import Console
    from rich.table import Table

    from bot.cli.output import occurrence_text
    from plan.events import event_type

    console = Console()
    table = Table("Когда", "Как сосчитано", "Чего не хватает", show_lines=True)
    for occurrence in found:
        needs = "; ".join(f"{event_type(key).nominative} ({key})" for key in occurrence.needs)
        table.add_row(occurrence_text(occurrence), occurrence.explanation, needs or occurrence.doubt)
    if found:
        console.print(table)
    for part in parsed.not_understood:
        console.print(f"Не понято: «{part.text}»", markup=False)
    if not found and parsed.understood:
        console.print("Срока нет.")
