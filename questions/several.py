"""Several questions in one message: «1) когда программа 2) когда наблюдатели», a line each, «когда …? и когда …?»."""

from __future__ import annotations

import re

_MOST = 3
_LONGEST = 600
"""More questions than there are buttons cannot each have one; longer messages are a story with one question."""

_NUMBERED = re.compile(r"(?:^|(?<=\s))[1-9][.)](?=\s|[^\d\s])")
_ASKED = re.compile(r"[?\n]+")
_WORD = re.compile(r"[^\W\d_]{2,}")


def parts(message: str) -> tuple[str, ...]:
    """The questions of a message, when it plainly has more than one; nothing otherwise."""
    if len(message) > _LONGEST:
        return ()
    marks = [found.group() for found in _NUMBERED.finditer(message)]
    numbered = [mark[0] for mark in marks] == [str(number) for number in range(1, len(marks) + 1)] and len(marks) > 1
    found = _NUMBERED.split(message)[1:] if numbered else _ASKED.split(message)
    said = tuple(part.strip(" \t\r\n,;.-–—") for part in found if len(_WORD.findall(part)) > 1 or numbered)
    said = tuple(part for part in said if _WORD.search(part))
    return said if 1 < len(said) <= _MOST else ()
