"""Cleaning a document's text: spaces, lines broken by layout, and what is worth telling about them."""

from __future__ import annotations

import re

_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200d\u2060\ufeff]")
_LINE_BREAKS = re.compile(r"[\n\r\x0b\x0c\x85\u2028\u2029]")
_FIELD_CODE = re.compile(r'\s*\b(?:HYPERLINK|PAGEREF|REF|TOC)\s+(?:\\\w\s+)*"[^"\n]*"')
"""A field's instruction that leaked out of Word («HYPERLINK "http://…"»)."""

_STARTS_ANEW = re.compile(r"[-–—•*]|\d+[.)]\s")
_HANGS = re.compile(
    r"(?:\b(?:позднее|позже|ранее|раньше|чем|через|с|со|по|до|за|не|в|на|и|или)|№|\b(?:ст"
    r"|п|ч)\.)$",
    re.IGNORECASE,
)
"""What cannot end a line: «не позднее», and the date on the next one."""
_YEAR = re.compile(r"(?:19|20)\d\d\b")
_ENDS_A_SENTENCE = (".", ";", ":", "!", "?")


def one_line(text: str) -> str:
    """The text with every run of spaces and line breaks as one space."""
    return " ".join(_INVISIBLE.sub("", text).split())


def clean(text: str) -> str:
    """The text with ordinary single spaces, no invisible characters, and no empty lines."""
    lines = (" ".join(line.split()) for line in _LINE_BREAKS.split(_INVISIBLE.sub("", text)))
    return "\n".join(line for line in lines if line)


def without_field_codes(text: str) -> str:
    """The text without field instructions that leaked out of a word processor."""
    return _FIELD_CODE.sub("", text) if '"' in text else text  # every instruction quotes something


def has_field_code(text: str) -> bool:
    return '"' in text and _FIELD_CODE.search(text) is not None


def unwrap(text: str) -> str:
    """Join the lines that the layout broke in the middle of a sentence; other lines stay apart.

    A line goes on where the next one begins with a small letter, a bracket, a quotation mark or a year, or closes
    the line's bracket, and the line itself does not end a sentence.
    """
    lines: list[str] = []
    for line in clean(text).split("\n"):
        if lines and _goes_on(lines[-1], line):
            lines[-1] = f"{lines[-1]} {line}"
        else:
            lines.append(line)
    return "\n".join(lines)


def _goes_on(line: str, following: str) -> bool:
    if _HANGS.search(line) or _YEAR.match(following):
        return True
    if line.count("(") > line.count(")") and following.count(")") > following.count("("):
        return True
    if line.endswith(_ENDS_A_SENTENCE) or _STARTS_ANEW.match(following):
        return False
    return line.endswith((",", "(")) or following[0].islower() or following[0] in "(«"
