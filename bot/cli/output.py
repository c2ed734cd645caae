"""How occurrences are written for machines and for people; `plan check` and `term` share it."""

from __future__ import annotations

import json
import sys
from typing import Any

from plan.model import Occurrence
from plan.resolving import printed_day


def occurrence_json(occurrence: Occurrence) -> dict[str, Any]:
    """One occurrence with ISO dates, "HH:MM" times and null where open; 00:00 stays as printed."""
    return {
        "start": occurrence.start.isoformat() if occurrence.start else None,
        "end": occurrence.end.isoformat() if occurrence.end else None,
        "start_time": f"{occurrence.start_time:%H:%M}" if occurrence.start_time is not None else None,
        "end_time": f"{occurrence.end_time:%H:%M}" if occurrence.end_time is not None else None,
        "base": occurrence.base,
        "rule": occurrence.rule,
        "explanation": occurrence.explanation,
        "needs": list(occurrence.needs),
    }


def occurrence_text(occurrence: Occurrence) -> str:
    """«с 20.01.2023 по 09.02.2023», «не позднее 30.01.2023 18:00», «нужна дата события» for a table."""
    start = printed_day(occurrence.start) if occurrence.start else ""
    end = printed_day(occurrence.end) if occurrence.end else ""
    if start and occurrence.start_time is not None:
        start += f" {occurrence.start_time:%H:%M}"
    if end and occurrence.end_time is not None:
        end += f" {occurrence.end_time:%H:%M}"
    if start and start == end:
        return start
    if start and end:
        return f"с {start} по {end}"
    if start:
        return f"с {start}"
    if end:
        return f"не менее чем до {end}" if occurrence.is_least else f"не позднее {end}"
    return "без даты"


def print_json(value: object) -> None:
    """One JSON value on one line: Cyrillic as it is, and escaped where the output cannot hold a character."""
    text = json.dumps(value, ensure_ascii=False)
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:  # half of an emoji that came escaped in a batch, or a terminal that is not UTF-8
        text = json.dumps(value)
    sys.stdout.write(text + "\n")
