"""The readings of the words that data/questions and data/plans use, kept in data/questions/words.tsv.

Reading them from pymorphy3 took half of a start. The file is made by `python -m questions.dictionary`; a test holds it
against pymorphy3's dictionary, and words that it lacks are looked up as they come.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from questions import roles, thesaurus, words

_WORD = re.compile(r"[а-яё]+")
_PLANS = thesaurus.DATA.parent / "plans"


def lines() -> Iterator[str]:
    """The file's lines: each word with its normal forms, part of speech and marks, sorted."""
    calendar = calendar_forms()
    found = set(calendar)
    for path in (*thesaurus.DATA.rglob("*.yaml"), *_PLANS.glob("*.yaml")):
        found.update(word.replace("ё", "е") for word in _WORD.findall(path.read_text(encoding="utf-8").lower()))
    found.update(word for name in roles.names() for word in name.split())
    for word in sorted(found):
        read = words.look_up_in_dictionary(word)
        marks = "".join(sign for sign, holds in (("k", read.known), ("p", read.past), ("c", word in calendar)) if holds)
        yield f"{word}\t{' '.join(read.lemmas)}\t{read.part}\t{marks}"


def calendar_forms() -> frozenset[str]:
    """Every form of the words that times, numbers, roles and requests are said with: misspelt words are corrected to
    these before any others."""
    return frozenset(form for lemma in thesaurus.load().calendar_words for form in (lemma, *words.all_forms(lemma)))


def write(path: Path = words.TABLE) -> int:
    """Makes the file anew; the number of words in it."""
    made = list(lines())
    path.write_text("".join(f"{line}\n" for line in made), encoding="utf-8")
    return len(made)


if __name__ == "__main__":
    sys.stdout.write(f"{words.TABLE}: {write()}\n")
