"""Texts of every encoding that a Russian document comes in, and lines of several."""

from __future__ import annotations

import codecs

import pytest

from plan.readers.encoding import decode
from plan.readers.errors import WrongContent

TEXT = "КАЛЕНДАРНЫЙ ПЛАН\nмероприятий, № 5\nСоставление списков, ещё не позднее 12.09.2027"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_encodings(encoding: str) -> None:
    assert decode(TEXT.encode(encoding)) == TEXT


@pytest.mark.parametrize("encoding", ["cp866", "koi8_r"])
def test_older_encodings(encoding: str) -> None:
    text = TEXT.replace("№", "N")
    assert decode(text.encode(encoding)) == text


def test_big_endian() -> None:
    assert decode(codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be")) == TEXT


def test_lines_of_two_encodings() -> None:
    mixed = b"\n".join(line.encode("cp1251" if at % 2 else "utf-8") for at, line in enumerate(TEXT.split("\n")))
    assert decode(mixed) == TEXT


def test_line_ends() -> None:
    assert decode(b"a\r\nb\rc") == "a\nb\nc"


@pytest.mark.parametrize("data", [bytes(range(128, 256)) * 3, b"\xe9t\xe9 \xe0 la plage", b"\0\1\2\3"])
def test_what_is_no_russian_text(data: bytes) -> None:
    with pytest.raises(WrongContent, match="не похоже на русский текст"):
        decode(data)
