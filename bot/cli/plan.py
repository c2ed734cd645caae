"""`python -m bot plan`: check a plan's dates and wording, list the events, bring a document into YAML.

What it needs is imported inside the commands, so that `--help` and the other commands start at once.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from bot.cli import plan_codes, plan_decide, plan_diff, plan_export, plan_new

if TYPE_CHECKING:
    from plan.model import Facts, Plan

plan_commands = typer.Typer(
    no_args_is_help=True, help="Календарный план: проверить, перечислить события, принять из документа."
)

FINDINGS_ARE_ERRORS = 1
CANNOT_READ = 2

plan_commands.command("codes")(plan_codes.codes)
plan_commands.command("conventions")(plan_codes.conventions)
plan_commands.command("decide")(plan_decide.decide)
plan_commands.command("diff")(plan_diff.diff)
plan_commands.command("export")(plan_export.export)
plan_commands.command("new")(plan_new.new)

_File = Annotated[Path, typer.Argument(help="План: .yaml или документ комиссии.", show_default=False)]
_Json = Annotated[bool, typer.Option("--json", help="Ответ для программы, одной строкой JSON.")]


@plan_commands.command()
def check(
    file: _File,
    voting_day: Annotated[
        str | None, typer.Option(help="День голосования вместо указанного в плане, 2023-03-12.")
    ] = None,
    first_voting_day: Annotated[str | None, typer.Option(help="Первый день голосования, 2023-03-10.")] = None,
    event: Annotated[list[str] | None, typer.Option(help="Что произошло: published=2022-12-15[T18:00].")] = None,
    select: Annotated[list[str] | None, typer.Option(help="Только замечания с этим кодом (plan codes).")] = None,
    ignore: Annotated[list[str] | None, typer.Option(help="Без замечаний с этим кодом.")] = None,
    as_json: _Json = False,
) -> None:
    """Посчитать сроки плана по формулировкам и сказать, что в нём не так.

    Код возврата: 0; 1, если найдены ошибки; 2, если файл не читается.
    """
    from bot.cli.facts import BadFact
    from plan.checks import UnknownCode, check_plan, has_errors, selected
    from plan.dated import date_plan
    from plan.errors import PlanFileError
    from plan.files import open_plan

    try:
        plan = open_plan(file)
        facts = _facts(plan, voting_day, first_voting_day, event or [])
    except (PlanFileError, BadFact) as problem:
        _fail(problem)
    dated = date_plan(plan, facts)
    try:
        findings = selected(check_plan(plan, dated, facts), select or (), ignore or ())
    except UnknownCode as problem:
        _fail(problem)
    if as_json:
        from bot.cli.output import print_json
        from bot.cli.plan_json import check_json

        print_json(check_json(dated, findings, facts))
    else:
        from bot.cli.plan_tables import print_check

        print_check(plan, facts, dated, findings)
    if has_errors(findings):
        raise typer.Exit(FINDINGS_ARE_ERRORS)


@plan_commands.command()
def events(as_json: _Json = False) -> None:
    """Перечислить события, от которых считаются сроки: их ключи принимает --event."""
    from plan.events import EVENTS

    if as_json:
        from bot.cli.output import print_json

        print_json({"events": [{"key": event.key, "name": event.nominative} for event in EVENTS]})
        return
    from bot.cli.plan_tables import print_events

    print_events()


@plan_commands.command("import")
def import_document(
    source: Annotated[Path, typer.Argument(help="Документ комиссии.", show_default=False)],
    out: Annotated[Path, typer.Option(help="Куда записать план, data/plans/….yaml.", show_default=False)],
    zone: Annotated[str | None, typer.Option(help="Часовой пояс, если регион в документе не назван.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Заменить файл, если он есть.")] = False,
) -> None:
    """Прочитать документ комиссии и записать его как план YAML."""
    from plan.errors import PlanFileError
    from plan.files import open_plan, save_plan

    try:
        plan = open_plan(source, zone)
        save_plan(plan, out, overwrite=force)
    except PlanFileError as problem:
        _fail(problem)
    typer.echo(f"{out}: записано пунктов — {len(plan.items)}, замечено при чтении — {len(plan.noticed)}.")
    typer.echo(f"Проверить: python -m bot plan check {out}")


def _facts(plan: Plan, voting_day: str | None, first_voting_day: str | None, events: list[str]) -> Facts:
    """The plan's own facts with those given on the command line in their place. Raises BadFact."""
    from bot.cli.facts import read_facts
    from plan.dated import facts_of

    own = plan.head.voting_day
    if first_voting_day is not None and voting_day is None and own is not None:
        voting_day = own.isoformat()
    given = read_facts(voting_day, first_voting_day, events)
    first_is_given = given.first_voting_day != given.voting_day or first_voting_day is not None
    return facts_of(
        plan,
        voting_day=given.voting_day,
        first_voting_day=given.first_voting_day if first_is_given else None,
        events=given.events,
    )


def _fail(problem: Exception) -> NoReturn:
    """Say what is wrong in one line and leave with the code for a file that cannot be read."""
    sys.stderr.write(f"{' '.join(str(problem).split())}\n")
    raise typer.Exit(CANNOT_READ)
