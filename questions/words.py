"""Russian words: their normal forms and grammar, by pymorphy3's dictionary.

The analyser takes about 0.15 s and 15 MB to load, so it is loaded at the first word and kept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pymorphy3


def word_set(text: str) -> frozenset[str]:
    """The words of a text as a set: long lists of words read better so than quoted one by one."""
    return frozenset(text.split())


TABLE = Path(__file__).resolve().parent.parent / "data" / "questions" / "words.tsv"

_RUSSIAN = re.compile(r"[а-яё-]+")

FIELD_WORDS = word_set("уик тик оик цик икмо сми зко фз гас кса спо коиб нко мвд тв инн снилс мфц икко дэг аук кмо")
"""Abbreviations of the field that no general dictionary knows: words all the same."""

_SHORT = {
    "пн": "понедельник", "вт": "вторник", "ср": "среда", "чт": "четверг", "пт": "пятница",
    "сб": "суббота", "вс": "воскресенье", "янв": "январь", "фев": "февраль", "февр": "февраль",
    "мар": "март", "апр": "апрель", "авг": "август", "сен": "сентябрь", "сент": "сентябрь",
    "окт": "октябрь", "ноя": "ноябрь", "нояб": "ноябрь", "дек": "декабрь", "нед": "неделя",
    "чо": "что", "че": "что", "чего": "что", "шо": "что", "што": "что", "щас": "сейчас", "ща": "сейчас",
    "седня": "сегодня", "сегодя": "сегодня", "завтро": "завтра", "послезавтро": "послезавтра",
    "скока": "сколько", "скок": "сколько", "када": "когда", "кагда": "когда", "тока": "только",
    "пажалуста": "пожалуйста", "плиз": "пожалуйста", "чтото": "что-то", "дедлаин": "дедлайн",
    "ближ": "ближайший", "сл": "следующий", "след": "следующий", "вых": "выходной",
    "послезавтрашний": "послезавтра", "бумажка": "бумага",
}  # fmt: skip
"""Words as people shorten or say them, as normal forms."""


@dataclass(frozen=True, slots=True)
class Word:
    """What the dictionary says of one written word. `lemmas` are normal forms, ё written as е, likeliest first."""

    lemmas: tuple[str, ...]
    known: bool
    part: str  # OpenCorpora part of speech of the likeliest reading: NOUN, VERB, … or ""
    past: bool  # some likely reading is a verb in the past tense

    @property
    def lemma(self) -> str:
        return self.lemmas[0]


@lru_cache(maxsize=1)
def _analyser() -> pymorphy3.MorphAnalyzer:
    import pymorphy3  # the dictionary is loaded only when words are read

    return pymorphy3.MorphAnalyzer(lang="ru")


@lru_cache(maxsize=1)
def _table() -> Mapping[str, tuple[str, str, str]]:
    """The kept readings (`questions.dictionary`): normal forms, part of speech and marks of each word."""
    if not TABLE.exists():
        return {}
    rows = (line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines())
    return {word: (lemmas, part, marks) for word, lemmas, part, marks in rows}


def calendar_forms() -> frozenset[str]:
    """Every form of the words that times, numbers, roles and requests are said with (the file's mark «c»)."""
    return frozenset(word for word, (_, _, marks) in _table().items() if "c" in marks)


@lru_cache(maxsize=20_000)
def look_up(text: str) -> Word:
    """The reading of a lower-case word; a word that no dictionary holds is read by analogy, `known` false."""
    if text.isascii():
        return Word((text,), False, "", False)
    kept = _table().get(text)
    if kept is not None:
        lemmas, part, marks = kept
        return Word(tuple(lemmas.split()), "k" in marks, part, "p" in marks)
    return look_up_in_dictionary(text)


def look_up_in_dictionary(text: str) -> Word:
    """The same by pymorphy3 itself, about 0.1 ms."""
    if text in _SHORT:
        return Word((_SHORT[text],), True, "", False)
    if text in FIELD_WORDS:
        return Word((text,), True, "NOUN", False)
    if not _RUSSIAN.fullmatch(text):  # pymorphy3 raises on letters that Unicode gives no name
        return Word((text,), False, "", False)
    readings = _analyser().parse(text)
    best = readings[0].score
    lemmas: dict[str, None] = {}
    past = False
    for reading in readings:
        if reading.score < 0.1 * best:
            break
        lemmas[reading.normal_form.replace("ё", "е")] = None
        past = past or ("past" in reading.tag and reading.tag.POS in ("VERB", "PRTS"))
    first = readings[0]
    return Word(
        tuple(_SHORT.get(lemma, lemma) for lemma in list(lemmas)[:3]),
        bool(first.is_known),
        str(first.tag.POS or ""),
        past,
    )


def warm() -> None:
    """Loads the dictionary now (0.15 s), so that the first question with an unusual word does not wait for it."""
    _analyser()


def is_shortened(text: str) -> bool:
    """Whether this is how people shorten or say a word («след», «щас»): no misspelling."""
    return text in _SHORT


def is_word(text: str) -> bool:
    """Whether this is a Russian word or an abbreviation of the field. Much faster than reading an unknown one."""
    if text.isascii():
        return False
    kept = _table().get(text)
    if kept is not None:
        return "k" in kept[2]
    if not _RUSSIAN.fullmatch(text):
        return False
    return text in _SHORT or text in FIELD_WORDS or bool(_analyser().word_is_known(text))


def all_forms(lemma: str) -> tuple[str, ...]:
    """Every form of a word, ё written as е (slow, a fifth of a millisecond: for short lists only)."""
    return tuple({form.word.replace("ё", "е") for form in _analyser().parse(lemma)[0].lexeme})
