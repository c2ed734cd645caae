"""The text of a file of unknown encoding: UTF-8, UTF-16, the Windows, DOS and KOI-8 ones, or lines of several."""

from __future__ import annotations

import codecs

from plan.readers.errors import DocumentTooLarge, WrongContent

LARGEST_TEXT = 10_000_000
"""Bytes. The plan of 109 rows takes 70,000."""

_RUSSIAN_ENCODINGS = ("cp1251", "cp866", "koi8_r")
_FEWEST_LETTERS = 0.5
"""Of the letters, the share that must be Russian in lower case for a guess at the encoding to hold."""


def decode(data: bytes) -> str:
    """The file's text with «\\n» line ends. Raises DocumentTooLarge, WrongContent for what is not text."""
    if len(data) > LARGEST_TEXT:
        raise DocumentTooLarge(f"файл слишком велик: {len(data)} байт при допустимых {LARGEST_TEXT}; это не план.")
    text = _decoded(data)
    if text is None or "\0" in text:
        raise WrongContent("содержимое не похоже на русский текст; сохраните файл как текст в кодировке UTF-8.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decoded(data: bytes) -> str | None:
    for mark in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        if data.startswith(mark):
            return data.decode("utf-16", errors="replace")
    if b"\0" in data:
        return _unmarked(data)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _guessed(data)


def _unmarked(data: bytes) -> str | None:
    """The text in UTF-16 without its mark, as programs for Windows export it."""
    for encoding in ("utf-16-le", "utf-16-be"):
        text = data.decode(encoding, errors="replace")
        if _share_of_russian(text) >= _FEWEST_LETTERS:
            return text
    return None


def _guessed(data: bytes) -> str | None:
    """Each line in UTF-8 where it is, else in the one Russian encoding that makes most sense of all the others.

    Pieces of several files put together into one text keep the encodings that they had.
    """
    lines = data.split(b"\n")
    plain = [_in_utf8(line) for line in lines]
    foreign = b"\n".join(line for line, text in zip(lines, plain, strict=True) if text is None)
    encoding = max(_RUSSIAN_ENCODINGS, key=lambda one: _share_of_russian(foreign.decode(one, errors="replace")))
    if _share_of_russian(foreign.decode(encoding, errors="replace")) < _FEWEST_LETTERS:
        return None
    return "\n".join(
        line.decode(encoding, errors="replace") if text is None else text
        for line, text in zip(lines, plain, strict=True)
    )


def _in_utf8(line: bytes) -> str | None:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _share_of_russian(text: str) -> float:
    """The share of small Russian letters among all: a wrong encoding turns their case or makes signs of them."""
    signs = [sign for sign in text if sign.isalpha() or sign > "\x7f"]
    return sum("а" <= sign <= "я" or sign == "ё" for sign in signs) / len(signs) if signs else 0.0
