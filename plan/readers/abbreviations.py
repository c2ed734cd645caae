"""Abbreviations that a document defines: «участковые избирательные комиссии (далее – УИК)»."""

from __future__ import annotations

import re
from collections.abc import Iterable

from plan.readers.text import one_line

_DEFINITION = re.compile(
    r"\(\s*далее\s*(?:(?:по тексту|также|соответственно)\s*)?[-–—:]?\s*(?:именуем\w+\s*)?(?P<short>[^()]{2,120})\)?",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r"\((?P<short>[А-ЯЁ]{2,7})\)")
"""«комплексов средств автоматизации (КСА)»: a definition only where the words before spell it."""
_LIST_OF_THEM = re.compile(r"сокращени[яй]\w*[^\n]{0,60}:", re.IGNORECASE)
_IN_A_LIST = re.compile(
    r"(?:^|[\n;])\s*«?(?P<short>[А-ЯЁ]{2,7}(?:\s[А-ЯЁ]{2,7})?)»?\s+[-–—]\s+(?P<words>[^;\n]{6,200})"
)
"""«Сокращения: ЦИК РФ – Центральная избирательная комиссия …; ТИК – …», a line or a clause each."""
_SMALL_WORDS = frozenset(["и", "о", "об", "в", "во", "на", "по", "с", "со", "для", "к", "от", "при", "из", "не"])
_LONGEST_MEANING = 200
_CLAUSE = re.compile(r"[;(]|,\s|\.\s")


def find_abbreviations(texts: Iterable[str]) -> dict[str, str]:
    """What each «далее – …» stands for, in the order of the document; the first definition of a name counts."""
    found: dict[str, str] = {}
    for text in texts:
        listed = _LIST_OF_THEM.search(text)
        for match in _IN_A_LIST.finditer(text, listed.end()) if listed is not None else ():
            found.setdefault(one_line(match["short"]), one_line(match["words"]).strip(" .,"))
        flat = one_line(text)
        for match in _DEFINITION.finditer(flat):
            short = re.sub(r"^«([^«»]*)»$", r"\1", match["short"].strip(" .,;"))
            if short:
                found.setdefault(short, _meaning(flat[: match.start()].rstrip(), short))
        for match in _IN_BRACKETS.finditer(flat):
            words = _spelling(flat[: match.start()].rstrip(), match["short"])
            if words:
                found.setdefault(match["short"], words)
    return found


def _meaning(before: str, short: str) -> str:
    """The words just before the definition that the short name stands for."""
    spelled = _spelling(before, short.split(" ")[0])
    if spelled:
        return spelled
    words = before.split(" ")
    for start in range(len(words) - 1, -1, -1):
        if _begins_alike(words[start], short):
            return " ".join(words[start:]).strip(" ,;")
    clause = _CLAUSE.split(before)[-1].strip()
    return clause[-_LONGEST_MEANING:]


def _spelling(before: str, short: str) -> str:
    """The last words of the text whose initials begin with the abbreviation; "" when none do."""
    words = before.split(" ")
    for start in range(len(words) - 1, -1, -1):
        if _spells(words[start:], short):
            return " ".join(words[start:]).strip(" ,;")
    return ""


def _spells(words: list[str], short: str) -> bool:
    """Whether the words' initials begin with the abbreviation: «окружных избирательных комиссий» – ОИК."""
    if not (short.isupper() and short.isalpha()):
        return False
    initials = "".join(
        word.lstrip('«("')[:1]
        for word in words
        if word.lower() not in _SMALL_WORDS and word.lstrip('«("')[:1].isalpha()
    )
    return initials.upper().startswith(short)


def _begins_alike(word: str, short: str) -> bool:
    """Whether the short name begins with the same word, inflected: «Порядка применения …» – «Порядок …»."""
    first = short.split(" ")[0]
    return not first.isupper() and len(first) > 4 and word[:5].lower() == first[:5].lower()
