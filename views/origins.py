"""Where a date in force comes from, in a few words behind a line."""

from __future__ import annotations

from datetime import date, time

from plan.model import DatedItem, Occurrence, Origin
from views.translator import Translator


def short_remark(dated: DatedItem, part: int, t: Translator) -> str:
    """For a line of a reminder, plain: where the date of this part (from 0) comes from; "" where it is the law's."""
    if part >= len(dated.occurrences):
        return ""
    found = dated.occurrences[part]
    match found.origin:
        case Origin.SAFER:
            return t.plain("the document's date, it differs from the law's; not decided yet")
        case Origin.PRINTED:
            return t.plain("the document's date")
        case Origin.DECIDED if part >= len(dated.computed) or _ends(found) != _ends(dated.computed[part]):
            return t.plain("the date was decided by the commission")
        case _:
            return ""


def _ends(found: Occurrence) -> tuple[date | time | None, ...]:
    return found.start, found.end, found.start_time, found.end_time
