"""`python -m bot plan decide`: accept the date that the document prints, the computed one or another, with a reason."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from plan.deciding import End
    from plan.model import Choice, Override

_CANNOT = 2
_SIDES = {"начало": "start", "окончание": "end", "start": "start", "end": "end"}


def decide(
    file: Annotated[Path, typer.Argument(help="План .yaml: решение записывается в него.", show_default=False)],
    item: Annotated[str, typer.Option(help="Номер пункта.", show_default=False)],
    accept: Annotated[
        str, typer.Option(help="printed (как в документе), computed (по формулировке) или дата 2022-12-24[T18:00].")
    ] = "",
    reason: Annotated[str, typer.Option(help="Почему так решено.")] = "",
    who: Annotated[str, typer.Option(help="Кто решил: должность и имя.")] = "",
    side: Annotated[str | None, typer.Option(help="О каком конце срока решение: начало или окончание.")] = None,
    part: Annotated[int, typer.Option(help="Часть срока, если их несколько.", min=1)] = 1,
    withdraw: Annotated[bool, typer.Option("--withdraw", help="Отменить решение о дате пункта.")] = False,
) -> None:
    """Решить, какая дата верна, когда документ и закон расходятся; решение видно в плане и на карточке пункта."""
    from plan import deciding
    from plan.errors import DecisionError, PlanFileError
    from plan.files import YAML_SUFFIXES, open_plan, save_plan
    from plan.in_force import words_of

    if file.suffix.lower() not in YAML_SUFFIXES:
        _fail(f"{file}: решение записывается в план .yaml; сначала примите документ: python -m bot plan import.")
    end = _end(side, part)
    try:
        plan = open_plan(file)
        if withdraw:
            save_plan(deciding.withdraw(plan, item, end), file, overwrite=True)
            typer.echo(f"Пункт {item}: решение о дате отменено.")
            return
        day, hour = _accepted(accept)
        now = datetime.now().astimezone().replace(microsecond=0)
        decided = deciding.decide(plan, item, day, reason=reason, who=who, when=now, end=end, hour=hour)
        save_plan(decided, file, overwrite=True)
    except (PlanFileError, DecisionError) as problem:
        _fail(str(problem))
    made: Override = decided.overrides[-1]
    typer.echo(f"Пункт {item}: {words_of(made)}.")


def _end(side: str | None, part: int) -> End | None:
    if side is None:
        return None if part == 1 else (part, "end")
    if side.lower() not in _SIDES:
        _fail(f"--side: «{side}». Напишите: начало или окончание.")
    return part, _SIDES[side.lower()]


def _accepted(text: str) -> tuple[Choice | date, time | None]:
    from plan.model import Choice

    if text in (Choice.PRINTED, Choice.COMPUTED):
        return Choice(text), None
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        _fail(f"--accept: «{text}». Напишите printed, computed или дату: 2022-12-24, 2022-12-24T18:00.")
    return moment.date(), moment.time() if "T" in text else None


def _fail(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(_CANNOT)
