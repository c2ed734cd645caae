"""Plans written as files: the project's YAML, a document to sign, a working table, a phone's calendar, a note.

Each format is a module with one function from a plan to the file's bytes. They are imported when they are asked for:
checking a YAML plan loads no library for Word or Excel.
"""

from __future__ import annotations

import os
import secrets
from datetime import datetime
from pathlib import Path

from plan.errors import PlanFileError
from plan.model import Plan

FORMATS = {
    ".yaml": "план для правки и обмена",
    ".docx": "документ Word на подпись",
    ".xlsx": "рабочая таблица Excel",
    ".ics": "календарь для телефона",
    ".md": "текст с разметкой Markdown",
}
"""What a suffix gives, as a person is told."""


def write_plan(plan: Plan, path: Path, *, now: datetime, overwrite: bool = False) -> None:
    """Write the plan in the format that the path's suffix names, whole or not at all.

    `now` (aware) is the file's own date: when it was made, and from when the table counts the days that are left.

    Raises PlanFileError for an unknown suffix, a file that exists and may not be overwritten, a folder that cannot
    be written to, and a plan that the format cannot hold.
    """
    require_format(path)
    require_free(path, overwrite=overwrite)
    write_content(plan_as(path.suffix, plan, now=now, name=path.name), path)


def require_format(path: Path) -> None:
    """Raises PlanFileError for a suffix that no format has."""
    if path.suffix.lower() not in (*FORMATS, ".yml"):
        known = ", ".join(f"{suffix} ({what})" for suffix, what in FORMATS.items())
        raise PlanFileError(
            f"{path}: в формате «{path.suffix or 'без расширения'}» план не записывается; назовите файл с одним из "
            f"расширений: {known}."
        )


def require_free(path: Path, *, overwrite: bool) -> None:
    """Raises PlanFileError for a file that exists and may not be overwritten."""
    if path.exists() and not overwrite:
        raise PlanFileError(f"{path}: файл уже есть; назовите другой или разрешите замену (--force).")


def write_content(content: bytes, path: Path) -> None:
    """Write a file whole or not at all. Raises PlanFileError when its folder cannot be written to."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.new")
    try:
        try:
            with temporary.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise PlanFileError(f"{path}: файл не записывается ({error.strerror}); проверьте папку и права.") from error


def plan_as(suffix: str, plan: Plan, *, now: datetime, name: str = "план") -> bytes:
    """The plan as a file's bytes in the format of a suffix of `FORMATS`; `name` is the file's name for messages.

    Raises PlanFileError for a plan that the format cannot hold, KeyError for an unknown suffix.
    """
    match suffix.lower():
        case ".yaml" | ".yml":
            from plan import yaml_file

            text = yaml_file.dump(plan)
            yaml_file.load(text, name)  # what is written can be opened again
            return text.encode()
        case ".docx":
            from plan.writers.word import word_document

            return word_document(plan, now)
        case ".xlsx":
            from plan.writers.workbook import workbook

            return workbook(plan, now)
        case ".ics":
            from plan.writers.calendar_file import calendar_file

            return calendar_file(plan, now)
        case ".md":
            from plan.writers.markdown import markdown

            return markdown(plan, now)
        case unknown:
            raise KeyError(unknown)
