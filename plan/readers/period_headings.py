"""What the headings of a work plan say of time: its year, and «Январь», «II квартал» above the items they hold for."""

from __future__ import annotations

from plan.model import Finding, Severity
from plan.readers.text import one_line
from plan.term import Part, parse
from plan.term.tree import Every, Months, Period

_LONGEST = 60
"""Characters; a longer line is no heading of a period."""


def period_heading(text: str) -> str:
    """The period that the heading names, as a term; "" for any other text.

    «Ежемесячно» and «Весь период» are such headings too. Capitals are taken down: «ЯНВАРЬ» is «январь».
    """
    line = one_line(text).strip(" .:")
    if not line or len(line) > _LONGEST:
        return ""
    parts = parse(line).parts
    bounds = [bound for part in parts if isinstance(part, Part) for bound in part.bounds]
    named = len(parts) == 1 and len(bounds) == 1 and (isinstance(bounds[0], Months) or _is_named(bounds[0]))
    if not named and line.lower() != "в течение года":
        return ""
    first, _, rest = line.partition(" ")
    if line.isupper():
        rest = rest.lower()
    return f"{_lowered(first)} {rest}".strip()


def _lowered(word: str) -> str:
    """«Январь» as it stands in a term; Roman numbers keep their capitals."""
    return word if word.isascii() else word.lower()


def _is_named(bound: object) -> bool:
    return isinstance(bound, Period) and bound.every in (
        Every.WHOLE, Every.MONTHLY, Every.QUARTERLY, Every.YEARLY, Every.WEEKLY, Every.AS_NEEDED
    )  # fmt: skip


def year_unknown() -> Finding:
    """Said of a work plan whose title names no year, or several."""
    return Finding(
        None,
        "plan-year-unknown",
        Severity.WARNING,
        "В заголовке плана работы не назван один год («на 2025 год»).",
    )
