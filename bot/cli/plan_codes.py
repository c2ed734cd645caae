"""`python -m bot plan codes` and `plan conventions`: what the checks look for and by what days are counted."""

from __future__ import annotations

from typing import Annotated

import typer

_Json = Annotated[bool, typer.Option("--json", help="Ответ для программы, одной строкой JSON.")]


def codes(as_json: _Json = False) -> None:
    """Перечислить замечания, которые бывают у плана: код, важность, что значит и что делать."""
    from plan.checks import CATALOGUE

    if as_json:
        from bot.cli.output import print_json

        rules = [rule for chapter in CATALOGUE for rule in chapter.rules]
        print_json(
            {
                "codes": [
                    {
                        "code": rule.code,
                        "severity": rule.severity.value,
                        "meaning": rule.meaning,
                        "why": rule.why,
                        "advice": rule.advice,
                    }
                    for rule in rules
                ]
            }
        )
        return
    from bot.cli.plan_tables import print_codes

    print_codes()


def conventions(as_json: _Json = False) -> None:
    """Перечислить соглашения о счёте дней: их значения можно задать в заголовке плана (conventions)."""
    from plan.conventions import CONVENTIONS

    if as_json:
        from bot.cli.output import print_json

        print_json(
            {
                "conventions": [
                    {
                        "name": one.name,
                        "title": one.title,
                        "options": dict(one.options),
                        "default": one.default,
                        "source": one.source,
                    }
                    for one in CONVENTIONS
                ]
            }
        )
        return
    from bot.cli.plan_tables import print_conventions

    print_conventions()
