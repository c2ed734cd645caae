"""Readers: a commission's document, whatever its format, into a Plan. One file a format.

A format with a table reads into `source.SourceDocument` (paragraphs and rows of cells), of which `calendar_plan` makes
the plan; `work_plan` reads the numbered text of a yearly work plan.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from plan.errors import DocumentError
from plan.model import Plan
from plan.readers.calendar_plan import read_calendar_plan
from plan.readers.encoding import decode
from plan.readers.text_dump import read_text_dump
from plan.readers.work_plan import is_work_plan, read_work_plan

__all__ = ["FORMATS", "read_document"]


def _read_text(path: Path, zone: str | None) -> Plan:
    text = decode(path.read_bytes(), path.name)
    if is_work_plan(text):
        return read_work_plan(text, path.name, zone)
    return read_calendar_plan(read_text_dump(text, path.name), zone)


FORMATS: dict[str, Callable[[Path, str | None], Plan]] = {
    ".txt": _read_text,
    ".text": _read_text,
}
"""The formats by the file's suffix, in small letters."""


def read_document(path: Path, zone: str | None = None) -> Plan:
    """The plan in a commission's document. `zone` overrides the zone of the region that the document names.

    Raises DocumentError for a file that is no such document, OSError for one that cannot be read.
    """
    read = FORMATS.get(path.suffix.lower())
    if read is None:
        known = ", ".join(FORMATS)
        raise DocumentError(
            f"{path.name}: формат «{path.suffix or 'без расширения'}» не читается; ожидался один из: {known}."
        )
    try:
        return read(path, zone)
    except DocumentError as error:
        if str(error).startswith(path.name):
            raise
        raise DocumentError(f"{path.name}: {error}") from error
