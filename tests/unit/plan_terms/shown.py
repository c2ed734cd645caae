"""Terms and occurrences in one short line each, so that a table of cases can be read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, time
from pathlib import Path
from typing import Any

from plan.dating import occurrences
from plan.model import Facts, Occurrence
from plan.term import parse

DATA = Path(__file__).parent / "data"

THREE_DAYS = Facts(
    date(2023, 3, 12), date(2023, 3, 10), {"decided": date(2022, 12, 13), "published": date(2022, 12, 15)}
)
"""The by-election of 10–12 March 2023."""

ONE_DAY = Facts(date(2023, 9, 10), date(2023, 9, 10), {"decided": date(2023, 6, 15), "published": date(2023, 6, 20)})
"""An election of one day, 10 September 2023."""

NOT_UNDERSTOOD = "not understood"


def read_table(name: str) -> Iterator[dict[str, Any]]:
    """The lines of a table of cases."""
    for line in (DATA / name).read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def counted(wording: str, facts: Facts) -> list[str]:
    """What a wording comes to: «..2023-01-30», «2023-03-09» (exact), «2023-02-11..», «..? event»; or not understood."""
    term = parse(wording)
    found = occurrences(term, facts)
    if not term.understood or any(occurrence.doubt for occurrence in found):
        return [NOT_UNDERSTOOD]
    return [shown(occurrence) for occurrence in found]


def shown(occurrence: Occurrence) -> str:
    """One occurrence in a line: its kind, its ends with hours, the events it waits for."""
    start, end = _end(occurrence.start, occurrence.start_time), _end(occurrence.end, occurrence.end_time)
    span = start if start and start == end else f"{start}..{end}"
    return " ".join([occurrence.kind.value, span, *(f"?{key}" for key in occurrence.needs)])


def _end(day: date | None, hour: time | None) -> str:
    if day is None:
        return ""
    return day.isoformat() if hour is None else f"{day.isoformat()}T{hour:%H:%M}"
