"""`python -m bot plan export`: a plan as a file to sign, to work in, to keep in a phone, to read."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from plan.model import DatedItem, Plan, Role

_CANNOT = 2
_CALENDAR = ".ics"


def export(
    file: Annotated[Path, typer.Argument(help="План: .yaml или документ комиссии.", show_default=False)],
    to: Annotated[
        Path, typer.Option("--to", help="Куда записать: имя.yaml, .docx, .xlsx, .ics или .md.", show_default=False)
    ],
    role: Annotated[
        list[str] | None,
        typer.Option(help="Только для .ics: чьи пункты взять: ТИК (с ОИК), УИК, кандидат …; можно несколько."),
    ] = None,
    previous: Annotated[
        Path | None, typer.Option(help="Только для .ics: прежний календарь, чтобы телефоны увидели, что изменилось.")
    ] = None,
    zone: Annotated[str | None, typer.Option(help="Часовой пояс, если регион в документе не назван.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Заменить файл, если он есть.")] = False,
) -> None:
    """Записать план документом Word, таблицей Excel, календарём для телефона, Markdown или YAML.

    Код возврата: 0; 2, если файл не читается или не записывается.
    """
    from plan.errors import PlanFileError
    from plan.files import open_plan
    from plan.writers import require_format, require_free, write_plan

    try:
        require_format(to)
        require_free(to, overwrite=force)
        is_calendar = to.suffix.lower() == _CALENDAR
        if (role or previous) and not is_calendar:
            raise PlanFileError(f"{to}: --role и --previous бывают только у календаря; назовите файл .ics.")
        roles = {wanted for name in role or [] for wanted in _roles(name)}
        plan = open_plan(file, zone)
        if is_calendar:
            said = _write_calendar(plan, to, roles, previous)
        else:
            write_plan(plan, to, now=datetime.now(UTC), overwrite=force)
            said = f"{to}: записано пунктов – {len(plan.items)}."
    except PlanFileError as problem:
        typer.echo(" ".join(str(problem).split()), err=True)
        raise typer.Exit(_CANNOT) from problem
    typer.echo(said)


def _roles(name: str) -> tuple[Role, ...]:
    """The role of this name; the ТИК carries the duties of the ОИК."""
    from plan.errors import PlanFileError
    from plan.model import Role

    for role in Role:
        if role.value.lower() == name.strip().lower():
            return (Role.TIK, Role.OIK) if role is Role.TIK else (role,)
    raise PlanFileError(f"--role: «{name}» – нет такого исполнителя; бывают: {', '.join(role.value for role in Role)}.")


def _write_calendar(plan: Plan, to: Path, roles: set[Role], previous: Path | None) -> str:
    from plan.errors import PlanFileError
    from plan.writers import write_content
    from plan.writers.calendar_file import NotOurCalendar, calendar_of

    try:
        known = None if previous is None else previous.read_bytes()
    except OSError as error:
        raise PlanFileError(
            f"{previous}: прежний календарь не открывается ({error.strerror}); проверьте имя и папку."
        ) from error
    try:
        calendar = calendar_of(plan, datetime.now(UTC), roles=roles, previous=known)
    except NotOurCalendar as error:
        raise NotOurCalendar(f"{previous}: {error}") from error
    write_content(calendar.content, to)
    said = [f"{to}: записано событий – {calendar.entries}."]
    if known is not None:
        said.append(f"Изменено с прошлого раза – {calendar.changed}, отменено – {calendar.cancelled}.")
    if calendar.left_out:
        said.append(f"Без даты, в календарь не вошли пункты ({len(calendar.left_out)}): {_numbers(calendar.left_out)}.")
    return "\n".join(said)


def _numbers(left_out: tuple[DatedItem, ...]) -> str:
    return ", ".join(one.item.number for one in left_out)
