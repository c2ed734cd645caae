"""Findings for a person: by code, the gravest first; what is wrong with each item, then why and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from plan.checks import CODES, rule_of
from plan.model import Finding, Severity

SEVERITIES = {
    Severity.ERROR: ("ошибка", "bold red"),
    Severity.WARNING: ("внимание", "yellow"),
    Severity.INFO: ("к сведению", "dim"),
}
_WHOLE_PLAN = "весь план"
_ITEM_WIDTH = 9


def print_findings(console: Console, findings: tuple[Finding, ...]) -> None:
    """All findings; those that say the same of several items are said once."""
    console.print(Text("\nЧто посмотреть", style="bold"))
    order = list(SEVERITIES)
    by_code = sorted(findings, key=lambda finding: (order.index(finding.severity), _first_place(finding, findings)))
    for (severity, code), group in groupby(by_code, key=lambda finding: (finding.severity, finding.code)):
        name, style = SEVERITIES[severity]
        console.print()
        console.print(
            Text.assemble((name, style), " · ", (_meaning(code), "bold"), (f" · {code}", "dim")), soft_wrap=False
        )
        console.print(_block(tuple(group)))


def _first_place(finding: Finding, findings: tuple[Finding, ...]) -> int:
    """Where the finding's code is met first, so that codes keep the document's order and stay together."""
    return next(place for place, other in enumerate(findings) if other.code == finding.code)


def _meaning(code: str) -> str:
    return rule_of(code).meaning if code in CODES else "замечание"


def _block(findings: tuple[Finding, ...]) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column(width=_ITEM_WIDTH, justify="right")
    table.add_column(ratio=1)
    for why, alike in groupby(findings, key=lambda finding: finding.why):
        pieces = [list(same) for _, same in groupby(alike, key=lambda finding: finding.advice)]
        for piece in pieces:
            for what, items in _said_once(piece):
                table.add_row(", ".join(items), escape(what))
            if piece[0] is pieces[-1][0] and why:
                table.add_row("", Text(why, style="dim"))
            if piece[0].advice:
                table.add_row(Text("→", style="cyan"), Text(piece[0].advice, style="cyan"))
    return table


def _said_once(findings: Iterable[Finding]) -> Iterator[tuple[str, list[str]]]:
    """Each text with the numbers of all the items that it is said of."""
    items: dict[str, list[str]] = {}
    for finding in findings:
        items.setdefault(finding.what, []).append(finding.item or _WHOLE_PLAN)
    yield from items.items()
