"""The text of a file of unknown encoding: UTF-8, UTF-16 with its mark, or Windows-1251."""

from __future__ import annotations

import codecs

from plan.errors import DocumentError

LARGEST_TEXT = 10_000_000
"""Bytes. The plan of 109 rows takes 70,000."""

_SIGNATURES = (
    (b"PK\x03\x04", "документ Word, таблица Excel или архив"),
    (b"%PDF", "документ PDF"),
    (b"\xd0\xcf\x11\xe0", "документ Word или Excel старого формата"),
    (b"{\\rtf", "документ RTF"),
    (b"\xff\xd8\xff", "фотография JPEG"),
    (b"\x89PNG", "картинка PNG"),
    (b"GIF8", "картинка GIF"),
)
_FEWEST_LETTERS = 0.5
"""Of the letters, the share that must be Russian in lower case for a guess at Windows-1251 to hold."""


def decode(data: bytes, name: str) -> str:
    """The file's text with «\\n» line ends. Raises DocumentError for what is not text, or too large."""
    if len(data) > LARGEST_TEXT:
        raise DocumentError(f"{name}: файл слишком велик: {len(data)} байт при допустимых {LARGEST_TEXT}; это не план.")
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            raise DocumentError(
                f"{name}: внутри не текст, а {kind}; сохраните план в текст или дайте файл с верным именем."
            )
    text = _decoded(data)
    if text is None or "\0" in text:
        raise DocumentError(
            f"{name}: содержимое не похоже на русский текст; сохраните файл как текст в кодировке UTF-8."
        )
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decoded(data: bytes) -> str | None:
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    text = data.decode("cp1251", errors="replace")
    letters = [character for character in text if character.isalpha()]
    russian = sum("а" <= character <= "я" for character in letters)
    return text if letters and russian / len(letters) >= _FEWEST_LETTERS else None
