"""Which of several campaigns a question names: «что завтра по выборам в Думу?», «что в плане работы на март?»."""

from __future__ import annotations

from collections.abc import Sequence

from questions import lexemes, text
from questions.lexemes import Lexeme
from questions.words import word_set

_POINTING = word_set("выборы довыборы кампания план")
_NOT_NAMING = word_set(
    "календарный план мероприятие основной подготовка проведение выборы назначить год город область округ район "
    "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь избирательный комиссия"
)
_REACH = 5
"""Words after «выборы», «план» in which the name is looked for."""


def named_campaign(question: str, titles: Sequence[str]) -> int | None:
    """The place of the title that the question names by a word no other title has, said beside «выборы», «кампания» or
    «план»; None when it names none of them, or several."""
    if len(titles) < 2:
        return None
    asked = _read(question)
    beside = {
        lemma
        for place, word in enumerate(asked)
        if word.is_any(_POINTING)
        for near in (*asked[max(0, place - 2) : place], *asked[place + 1 : place + 1 + _REACH])
        for lemma in near.lemmas
    }
    if not beside:
        return None
    words = [
        {lemma for word in _read(title) if not word.is_any(_NOT_NAMING) for lemma in word.lemmas} for title in titles
    ]
    named = {
        place
        for place, own in enumerate(words)
        if beside & {word for word in own if sum(word in other for other in words) == 1 and len(word) > 2}
    }
    return named.pop() if len(named) == 1 else None


def _names(title: str) -> set[str]:
    return {lemma for word in _read(title) if not word.is_any(_NOT_NAMING) for lemma in word.lemmas}


def _read(said: str) -> list[Lexeme]:
    return [word for word in lexemes.lexemes(text.tokens(text.clean(said))) if word.token.is_word]
