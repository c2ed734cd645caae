"""Numbers in words and digits: «пять», «двадцать пятого», «пятьдесят четыре», «15-го», «пару»."""

from __future__ import annotations

from dataclasses import dataclass

from questions.lexemes import Lexeme
from questions.words import word_set

_UNITS = {
    "один": 1, "два": 2, "три": 3, "четыре": 4, "пять": 5, "шесть": 6, "семь": 7, "восемь": 8, "девять": 9,
    "десять": 10, "одиннадцать": 11, "двенадцать": 12, "тринадцать": 13, "четырнадцать": 14, "пятнадцать": 15,
    "шестнадцать": 16, "семнадцать": 17, "восемнадцать": 18, "девятнадцать": 19,
    "двое": 2, "трое": 3, "четверо": 4, "пятеро": 5, "пара": 2, "пар": 2, "парочка": 2,
}  # fmt: skip
_TENS = {
    "двадцать": 20, "тридцать": 30, "сорок": 40, "пятьдесят": 50, "шестьдесят": 60, "семьдесят": 70,
    "восемьдесят": 80, "девяносто": 90,
}  # fmt: skip
_HUNDREDS = {"сто": 100, "двести": 200, "триста": 300, "сотый": 100}
_ORDINALS = {
    "первый": 1, "второй": 2, "третий": 3, "четвертый": 4, "пятый": 5, "шестой": 6, "седьмой": 7, "восьмой": 8,
    "девятый": 9, "десятый": 10, "одиннадцатый": 11, "двенадцатый": 12, "тринадцатый": 13, "четырнадцатый": 14,
    "пятнадцатый": 15, "шестнадцатый": 16, "семнадцатый": 17, "восемнадцатый": 18, "девятнадцатый": 19,
    "двадцатый": 20, "тридцатый": 30, "сороковой": 40, "пятидесятый": 50, "шестидесятый": 60,
    "семидесятый": 70, "восьмидесятый": 80, "девяностый": 90, "сотый": 100,
}  # fmt: skip
_SUFFIXES = word_set("го ый й ое е ого ому му ого ая я ю ом ой х м мя")


@dataclass(frozen=True, slots=True)
class Number:
    """A number read at some place: its value, whether it is ordinal («пятый», «5-го»), and where reading stopped."""

    value: int
    ordinal: bool
    next: int
    digits: bool


def read(lexemes: tuple[Lexeme, ...], at: int) -> Number | None:
    """The number that starts at this token, the longest reading of it, or None."""
    if at >= len(lexemes):
        return None
    token = lexemes[at].token
    if token.is_number:
        if len(token.text) > 6:
            return None
        return _with_suffix(lexemes, at, int(token.text))
    return _read_words(lexemes, at)


def _with_suffix(lexemes: tuple[Lexeme, ...], at: int, value: int) -> Number:
    """Digits with what hangs on them: «15-го», «3х», «5ый»."""
    after = at + 1
    if after < len(lexemes) and lexemes[after].token.text == "-" and lexemes[after].token.glued:
        after += 1
    if after < len(lexemes):
        suffix = lexemes[after].token
        if suffix.glued and suffix.text in _SUFFIXES:
            return Number(value, suffix.text not in ("х", "мя"), after + 1, digits=True)
    return Number(value, False, at + 1, digits=True)


def _read_words(lexemes: tuple[Lexeme, ...], at: int) -> Number | None:
    total, place, here = 0, at, 1000
    while place < len(lexemes) and lexemes[place].token.is_word:
        for lemma in lexemes[place].lemmas:
            value = _HUNDREDS.get(lemma) or _TENS.get(lemma) or _UNITS.get(lemma)
            size = 100 if lemma in _HUNDREDS else 10 if lemma in _TENS else 1
            if lemma in _ORDINALS:
                value = _ORDINALS[lemma]
                size = 100 if value == 100 else 10 if value >= 20 else 1
                if size < here and (value < 10 or here == 1000 or here == 100):
                    return Number(total + value, True, place + 1, digits=False)
                continue
            if value and size < here and (here != 10 or value < 10):
                total, here = total + value, size
                break
        else:
            break
        place += 1
    return Number(total, False, place, digits=False) if total else None
