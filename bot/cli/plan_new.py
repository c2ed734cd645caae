"""`python -m bot plan new`: a complete new plan from an old one and one voting day."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from plan.model import DatedItem, Finding, Plan
    from plan.renewal import Renewed

_FINDINGS_ARE_ERRORS = 1
_CANNOT = 2


def new(
    source: Annotated[
        Path, typer.Option("--from", help="Прежний план: .yaml или документ комиссии.", show_default=False)
    ],
    voting_day: Annotated[
        str, typer.Option(help="День голосования (последний, если их несколько), 2027-09-19.", show_default=False)
    ],
    out: Annotated[Path, typer.Option(help="Куда записать: .yaml, .docx, .xlsx, .ics или .md.", show_default=False)],
    first_voting_day: Annotated[str | None, typer.Option(help="Первый день голосования, 2027-09-17.")] = None,
    decided: Annotated[str | None, typer.Option(help="День решения о назначении выборов, 2027-06-25.")] = None,
    published: Annotated[
        str | None, typer.Option(help="День официального опубликования этого решения, 2027-06-28.")
    ] = None,
    title: Annotated[str | None, typer.Option(help="Заголовок нового плана вместо прежнего.")] = None,
    decision_number: Annotated[str | None, typer.Option(help="Номер решения, которым утверждается план.")] = None,
    decision_date: Annotated[str | None, typer.Option(help="Дата этого решения, 2027-07-01.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Заменить файл, если он есть.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Ответ для программы, одной строкой JSON.")] = False,
) -> None:
    """Сделать из прежнего плана новый: все сроки посчитаны заново, даты напечатаны так же, как были.

    Файл записывается целиком или не записывается. Код возврата: 0; 1, если план записан, но проверка нашла ошибки;
    2, если даты или файл не годятся и ничего не записано.
    """
    from bot.cli.facts import BadFact, read_day
    from plan.checks import check_plan, has_errors
    from plan.dated import date_plan
    from plan.errors import PlanFileError
    from plan.files import open_plan
    from plan.renewal import BadElection, NewElection, renew
    from plan.writers import write_plan

    def day(text: str | None, name: str) -> date | None:
        return None if text is None else read_day(text, name)

    try:
        election = NewElection(
            voting_day=read_day(voting_day, "--voting-day"),
            first_voting_day=day(first_voting_day, "--first-voting-day"),
            decided=day(decided, "--decided"),
            published=day(published, "--published"),
            title=_title(title),
            decision_number=decision_number,
            decision_date=day(decision_date, "--decision-date"),
        )
        renewed = renew(open_plan(source), election)
        write_plan(renewed.plan, out, now=datetime.now().astimezone(), overwrite=force)
    except (PlanFileError, BadFact, BadElection) as problem:
        _fail(problem)
    dated = date_plan(renewed.plan)
    findings = check_plan(renewed.plan, dated)
    wrong = has_errors(findings)
    if as_json:
        _print_json(out, dated, findings, renewed)
    else:
        _print(out, renewed.plan, dated, findings, renewed.notes, wrong=wrong)
    if wrong:
        raise typer.Exit(_FINDINGS_ARE_ERRORS)


def _title(text: str | None) -> str | None:
    from plan.renewal import BadElection

    said = None if text is None else " ".join(text.split())
    if said == "":
        raise BadElection("Заголовок пуст. Напишите его или не указывайте --title.")
    return said


def _print(
    out: Path,
    plan: Plan,
    dated: tuple[DatedItem, ...],
    findings: tuple[Finding, ...],
    notes: tuple[Finding, ...],
    *,
    wrong: bool,
) -> None:
    """The new plan as `plan check` shows it, what to look at by hand, and where it was written."""
    from rich.console import Console

    from bot.cli.plan_tables import print_check
    from plan.dated import facts_of

    print_check(plan, facts_of(plan), dated, findings)
    lasting = {(one.item, one.code, one.what) for one in plan.noticed}
    by_hand = [one for one in notes if (one.item, one.code, one.what) not in lasting]
    console = Console(highlight=False)
    if by_hand:
        console.print("\nПроверьте вручную", style="bold")
    for one in by_hand:
        where = f"пункт {one.item}" if one.item else "весь план"
        console.print(f"{where}: {one.message}", markup=False)
    console.print(f"\n{out}: записано пунктов — {len(plan.items)}.", markup=False)
    if wrong:
        console.print("Проверка нашла ошибки, они перечислены выше; файл записан, исправьте его.")


def _print_json(out: Path, dated: tuple[DatedItem, ...], findings: tuple[Finding, ...], renewed: Renewed) -> None:
    from bot.cli.output import print_json
    from bot.cli.plan_json import check_json, finding_json
    from plan.dated import facts_of

    checked = check_json(dated, findings, facts_of(renewed.plan))
    print_json({"written": str(out), **checked, "by_hand": [finding_json(one) for one in renewed.notes]})


def _fail(problem: Exception) -> NoReturn:
    """Say what is wrong in one line; nothing has been written."""
    sys.stderr.write(f"{' '.join(str(problem).split())}\n")
    raise typer.Exit(_CANNOT)
