"""`python -m bot ask "TEXT"`: one question, or a batch of them, asked of a plan."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

if TYPE_CHECKING:
    from plan.model import Role
    from questions.answer import Understanding
    from questions.askable import AskablePlan

DEFAULT_PLAN = Path(__file__).resolve().parent.parent.parent / "data" / "plans" / "2023-03-12-kmo-11.yaml"
CANNOT_READ = 2
_ROWS_SHOWN = 25


class BadQuestion(ValueError):
    """A question's line or an option that cannot be read; the message is for the person who wrote it."""


def ask(
    question: Annotated[str | None, typer.Argument(help="Вопрос своими словами.", show_default=False)] = None,
    plan: Annotated[Path, typer.Option(help="План: .yaml или документ комиссии.")] = DEFAULT_PLAN,
    today: Annotated[str | None, typer.Option(help="Сегодня, 2023-01-25; без него — дата этой машины.")] = None,
    role: Annotated[str | None, typer.Option(help="Кто спрашивает: уик, тик, кандидат…")] = None,
    after: Annotated[
        list[str] | None,
        typer.Option(help="Вопрос перед этим: «а у УИК?» его продолжает. Можно не один."),
    ] = None,
    batch: Annotated[
        Path | None, typer.Option(help='Файл JSONL: строка — {"id","q","today"}, можно "role" и "after".')
    ] = None,
    score: Annotated[bool, typer.Option("--score", help="С --batch: сравнить с метками файла, без ответов.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Ответ для программы, одной строкой JSON.")] = False,
) -> None:
    """Спросить о сроках плана своими словами: «что на этой неделе», «до какого числа можно сняться», «пункт 28»."""
    from bot.cli.batches import BadBatch
    from plan.errors import PlanFileError
    from questions.thesaurus import ThesaurusError

    try:
        own = _role(role)
        if batch is not None:
            _batch(batch, plan, today, own, score=score)
            return
        if question is None:
            raise BadQuestion("Напишите вопрос или назовите файл: --batch FILE.jsonl.")
        day = _day(today) if today else date.today()  # noqa: DTZ011 -- the command's own «today» when none is given
        askable = _askable(plan)
        understood = _understand(question, askable, day, own, after or ())
    except (BadQuestion, BadBatch, PlanFileError, ThesaurusError, OSError) as problem:
        _fail(problem)
    if as_json:
        from bot.cli.output import print_json

        print_json({"id": None} | _answer(understood))
    else:
        _print_table(understood, askable, day)


def _fail(problem: Exception) -> NoReturn:
    typer.echo(" ".join(str(problem).split()), err=True)
    raise typer.Exit(CANNOT_READ)


def _askable(path: Path) -> AskablePlan:
    from plan.files import open_plan
    from questions.askable import make_askable

    return make_askable(open_plan(path))


def _understand(
    question: str, plan: AskablePlan, today: date, roles: tuple[Role, ...], after: Sequence[str] = ()
) -> Understanding:
    from questions.conversation import understand_after

    return understand_after(after, question, plan, today, roles=roles)


def _role(name: str | None) -> tuple[Role, ...]:
    """The role by any of its names: «уик», «УИК», «самовыдвиженец»."""
    if not name:
        return ()
    from questions.roles import named

    found = named(name)
    if found is None:
        raise BadQuestion(f"Нет роли «{name}». Есть: уик, тик, оик, кандидат, объединение, сми, глава, избиратель…")
    return (found,)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise BadQuestion(f"«{text}» — не дата. Напишите так: 2023-01-25.") from None


def _answer(understood: Understanding) -> dict[str, Any]:
    return {
        "outcome": understood.outcome.value,
        "from": understood.start.isoformat() if understood.start else None,
        "to": understood.end.isoformat() if understood.end else None,
        "overdue": understood.overdue,
        "roles": [role.value for role in understood.roles],
        "items": list(understood.items),
    }


def _batch(path: Path, plan: Path, today: str | None, own: tuple[Role, ...], *, score: bool) -> None:
    from bot.cli.batches import read_lines
    from bot.cli.output import print_json
    from questions import words

    lines = read_lines(path)
    askable = _askable(plan)
    words.warm()
    if score:
        from questions.scoring import report

        sys.stdout.write(report(list(_labelled(lines)), askable))
        return
    for line in lines:
        print_json(_batch_answer(line, askable, today, own))


def _labelled(lines: list[str]) -> Iterator[dict[str, Any]]:
    """The lines that can be scored; a bad one has no labels to compare with."""
    from bot.cli.batches import BadBatch, read_object

    for line in lines:
        with suppress(BadBatch):
            yield read_object(line)


def _batch_answer(line: str, plan: AskablePlan, today: str | None, own: tuple[Role, ...]) -> dict[str, Any]:
    """One answer for one line; a bad line gets its own error and does not stop the rest."""
    from bot.cli.batches import BadBatch, read_object

    try:
        asked = read_object(line)
    except BadBatch as mistake:
        return {"id": None, "error": str(mistake)}
    answer: dict[str, Any] = {"id": asked.get("id")}
    question, day, role = asked.get("q"), asked.get("today", today), asked.get("role")
    if not isinstance(question, str):
        return answer | {"error": "Нет вопроса: поле q должно быть строкой."}
    if not isinstance(day, str):
        return answer | {"error": "Нет даты: поле today должно быть строкой 2023-01-25."}
    if role is not None and not isinstance(role, str):
        return answer | {"error": "Поле role должно быть строкой."}
    after = asked.get("after", [])
    if not isinstance(after, list) or not all(isinstance(one, str) for one in after):
        return answer | {"error": "Поле after должно быть списком вопросов."}
    try:
        return answer | _answer(_understand(question, plan, _day(day), _role(role) or own, after))
    except BadQuestion as mistake:
        return answer | {"error": str(mistake)}


def _print_table(understood: Understanding, plan: AskablePlan, today: date) -> None:
    from rich.console import Console
    from rich.table import Table

    from bot.cli.output import occurrence_text
    from questions.answer import Outcome

    console = Console()
    match understood.outcome:
        case Outcome.REFUSE:
            said = understood.said[:1].upper() + understood.said[1:] if understood.said else ""
            console.print(f"{said or 'Это не ко мне: я отвечаю о сроках выборов'}.", markup=False)
            return
        case Outcome.HANDOFF:
            passed = "" if understood.said else " Такой вопрос бот передаёт на горячую линию."
            console.print(f"{understood.said or 'В плане этого нет'}.{passed}", markup=False)
            return
        case Outcome.SUGGEST:
            console.print("Возможно, вы об одном из этих пунктов:", markup=False)
        case Outcome.RANGE:
            console.print(f"Понял так: {understood.said}", markup=False)
        case Outcome.ITEMS:
            console.print(f"Понял так: {understood.said or 'пункт ' + understood.items[0]}", markup=False)
    if not understood.items:
        console.print("В эти дни сроков нет.")
    if not understood.items and not understood.coming:
        return
    table = Table("№", "Что", "Когда", "Кто", show_lines=True)
    by_number = {item.item.number: item for item in plan.items}
    shown = understood.items or understood.coming
    if understood.outcome is Outcome.ITEMS and not understood.query.items:
        shown = shown[:1]
    if not understood.items:
        table.title = "Дальше по плану"
    for number in shown[:_ROWS_SHOWN]:
        item = by_number[number]
        when = "; ".join(occurrence_text(found) for found in item.occurrences) or item.item.term or "срока нет"
        table.add_row(number, item.item.activity, when, item.item.performers)
    console.print(table)
    if len(shown) > _ROWS_SHOWN:
        console.print(f"… и ещё {len(shown) - _ROWS_SHOWN}")
