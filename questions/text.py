"""A person's text made plain: one alphabet, no hidden signs, split into tokens.

Nothing here knows the field; what is unknown passes through unchanged. Every step is linear in the text's length.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from questions import words

MAX_CHARACTERS = 1200
"""Text read of one question. A deadline is never asked in more; the rest only costs time (a message holds 4096)."""

MAX_TOKENS = 100
"""Tokens read of one question."""

# Latin letters that look like Cyrillic ones: phones and spammers mix them.
_LOOKALIKE = str.maketrans("aceopxykmthb", "асеорхукмтнв")
_KEYS = str.maketrans("qwertyuiop[]asdfghjkl;'zxcvbnm,.`{}:\"<>~", "йцукенгшщзхъфывапролджэячсмитьбюехъжэбюе")
_SOUNDS = (
    ("shch", "щ"), ("sch", "щ"), ("yo", "е"), ("zh", "ж"), ("kh", "х"), ("ts", "ц"), ("ch", "ч"), ("sh", "ш"),
    ("yu", "ю"), ("ju", "ю"), ("ya", "я"), ("ja", "я"), ("iy", "ий"), ("a", "а"), ("b", "б"), ("v", "в"),
    ("g", "г"), ("d", "д"), ("e", "е"), ("z", "з"), ("i", "и"), ("j", "й"), ("k", "к"), ("l", "л"), ("m", "м"),
    ("n", "н"), ("o", "о"), ("p", "п"), ("r", "р"), ("s", "с"), ("t", "т"), ("u", "у"), ("f", "ф"), ("h", "х"),
    ("c", "ц"), ("y", "ы"), ("w", "в"), ("x", "кс"), ("q", "к"), ("'", "ь"),
)  # fmt: skip
_LATIN = re.compile(r"[a-z]")
_CYRILLIC = re.compile(r"[а-я]")
_MIXED = re.compile(r"[а-яa-z0-9]+")
_TOKEN = re.compile(r"[а-яa-z]+|[0-9]+|[^\s]")
_ZERO_BETWEEN = re.compile(r"(?<=[а-я])[03](?=[а-я])")
_SHORTENED = words.word_set("сл след ближ нед янв фев февр мар апр авг сен сент окт ноя нояб дек пн вт ср чт пт сб вс")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number or a sign. `glued` is true when nothing stands between it and the token before."""

    text: str
    glued: bool
    spelled: str = ""  # as the person wrote it, when it was corrected

    @property
    def is_number(self) -> bool:
        return self.text.isdecimal()

    @property
    def is_word(self) -> bool:
        """Of Russian or Latin letters; a letter of any other script is a sign like any other."""
        return "а" <= self.text[0] <= "я" or "a" <= self.text[0] <= "z"


def clean(text: str) -> str:
    """Lower-case text in one alphabet: no accents, hidden or control signs, ё as е, one dash, look-alikes undone,
    a wrong keyboard layout and Russian in Latin letters put right where that gives Russian words."""
    text = unicodedata.normalize("NFKC", text[: 2 * MAX_CHARACTERS].replace("№", " # "))  # NFKC makes «No» of it
    kept = []
    for sign in text:
        match unicodedata.category(sign):
            case "Mn" | "Me" | "Cf" | "Co" | "Cs" | "Cn":
                continue
            case "Cc" | "Zs" | "Zl" | "Zp":
                kept.append(" ")
            case "Nd":
                kept.append(str(unicodedata.digit(sign)))
            case _:
                kept.append(sign)
    plain = "".join(kept).lower().replace("ё", "е").translate(_DASHES)[:MAX_CHARACTERS]
    if _LATIN.search(plain):
        plain = " ".join(_one_alphabet(plain.split()))
    return _ZERO_BETWEEN.sub(lambda found: "о" if found[0] == "0" else "з", plain)


def tokens(text: str) -> tuple[Token, ...]:
    """The tokens of clean text, at most MAX_TOKENS of them."""
    found: list[Token] = []
    end = 0
    for match in _TOKEN.finditer(text):
        glued = match.start() == end and bool(found)
        end = match.end()
        if match[0] == "." and glued and found[-1].text in _SHORTENED:
            continue
        found.append(Token(match[0], glued))
        if len(found) == MAX_TOKENS:
            break
    return tuple(found)


def _one_alphabet(chunks: list[str]) -> list[str]:
    chunks = [_MIXED.sub(lambda found: _undo_lookalikes(found[0]), chunk) for chunk in chunks]
    latin = [chunk for chunk in chunks if _LATIN.search(chunk)]
    if not latin:
        return chunks
    if len(latin) == len(chunks) or not any(_CYRILLIC.search(chunk) for chunk in chunks):
        return max((chunks, [_from_keys(c) for c in chunks], [_from_sounds(c) for c in chunks]), key=_sense)
    return [_repair(chunk) if _LATIN.search(chunk) else chunk for chunk in chunks]


def _undo_lookalikes(word: str) -> str:
    if not _LATIN.search(word):
        return word
    changed = word.translate(_LOOKALIKE)
    if _LATIN.search(changed):
        return word
    return changed if _CYRILLIC.search(word) or words.is_word(changed) else word


def _repair(chunk: str) -> str:
    """One Latin word among Russian ones: another layout or Latin letters, if that gives a longer word."""
    for changed in (_from_keys(chunk), _from_sounds(chunk)):
        letters = changed.strip(".,!?:;()\"'")
        if len(letters) > 2 and _CYRILLIC.search(letters) and words.is_word(letters):
            return changed
    return chunk


def _from_keys(chunk: str) -> str:
    whole = chunk.translate(_KEYS)
    if not words.is_word(whole):
        core = chunk.rstrip(".,;:\"'")
        if core != chunk and words.is_word(core.translate(_KEYS)):
            return core.translate(_KEYS) + chunk[len(core) :]
    return whole


def _from_sounds(chunk: str) -> str:
    for latin, cyrillic in _SOUNDS:
        chunk = chunk.replace(latin, cyrillic)
    return chunk


def _sense(chunks: list[str]) -> float:
    """How much of a text is Russian: the share of its letters that stand in known words."""
    known = total = 0
    for chunk in chunks[:40]:
        letters = chunk.strip(".,!?:;()\"'-")
        if letters and letters[0].isalpha():
            total += len(letters)
            known += len(letters) if _CYRILLIC.match(letters) and words.is_word(letters) else 0
    return known / total if total else 0.0
