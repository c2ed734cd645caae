"""Batches: a file of JSON objects, one a line; `term` and `ask` share how it is read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NoReturn


class BadBatch(ValueError):
    """A file that cannot be read, or a line that holds no JSON object; the message is for the person who wrote it."""


def read_lines(path: Path) -> list[str]:
    """The lines that hold something, in order. Raises BadBatch for a file that cannot be read."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "это не текст в UTF-8"
        raise BadBatch(f"Файл {path} не прочитан: {reason}.") from None
    # Not splitlines(): JSON may hold U+2028 and its like as they are, and they end no line.
    return [line for line in text.split("\n") if line.strip()]


def read_object(line: str) -> dict[str, Any]:
    """The object of one line. Raises BadBatch with a sentence for what is none."""
    try:
        value = json.loads(line, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise BadBatch("Строка не похожа на JSON.") from None
    if not isinstance(value, dict):
        raise BadBatch("В строке должен быть объект {…}.")
    return value


def _no_number(name: str) -> NoReturn:
    """NaN and Infinity, which Python reads and JSON does not have."""
    raise ValueError(name)
