"""Which of several campaigns a question names: «что завтра по выборам в Думу?», «а в Заречном?»."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from questions import lexemes, text
from questions.lexemes import Lexeme
from questions.words import word_set

_POINTING = word_set("выборы довыборы кампания план")
_NOT_NAMING = word_set(
    "календарный план мероприятие основной подготовка проведение выборы назначить год город область округ район "
    "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь избирательный комиссия"
)
_NO_PLACE = word_set("совет дума собрание глава губернатор президент депутат представительный законодательный земский")
_PLACES = word_set("округ район город поселение поселок село муниципалитет")
_LARGER = word_set("область край республика")
_WHERE = frozenset({"в", "во", "по", "на", "из", "для", "у", "про", "о", "об"})
_SAYS_NOTHING = frozenset({"а", "и", "ну", "но", "же", "что", "как", "там", "у", "нас", "или"})
_ENDINGS = ("ский", "ской", "цкий", "ный", "ной", "ой", "ый", "ий", "а", "о", "е", "я")
_REACH = 5
"""Words after «выборы», «план» in which the name is looked for."""

_STEM = 4
"""Letters of the shortest place by which a campaign is known."""


@dataclass(frozen=True, slots=True)
class Named:
    """The campaign that a question names: its place among the titles, and what the question says beside the name («что
    в июле» of «что в Заречном в июле»; "" where it says nothing else)."""

    place: int
    rest: str


def named_campaign(question: str, titles: Sequence[str]) -> Named | None:
    """The title that the question names: by a word no other title has, said beside «выборы», «кампания» or «план», or
    by its place, said with «в» or «по»; None when it names none of them, or several."""
    if len(titles) < 2:
        return None
    asked = lexemes.lexemes(text.tokens(text.clean(question)))
    found: dict[int, set[int]] = {}
    for place, own in enumerate(_words_of_one(titles)):
        taken = {at for at in _beside_pointing(asked) if own & set(asked[at].lemmas)}
        if taken:
            found[place] = taken
    for place, stems in enumerate(_places_of_one(titles)):
        taken = {at for at in range(1, len(asked)) if _is_said_as_place(asked, at, stems)}
        if taken:
            found.setdefault(place, set()).update(taken)
    if len(found) != 1:
        return None
    [(place, taken)] = found.items()
    return Named(place, _without(asked, taken))


def _beside_pointing(asked: Sequence[Lexeme]) -> list[int]:
    """Where the name of an election may stand."""
    words = [at for at, word in enumerate(asked) if word.token.is_word]
    return [
        near
        for order, at in enumerate(words)
        if asked[at].is_any(_POINTING)
        for near in (*words[max(0, order - 2) : order], *words[order + 1 : order + 1 + _REACH])
    ]


def _words_of_one(titles: Sequence[str]) -> list[set[str]]:
    """What only this title says."""
    words = [
        {lemma for word in _read(title) if not word.is_any(_NOT_NAMING) for lemma in word.lemmas} for title in titles
    ]
    return [{word for word in own if sum(word in other for other in words) == 1 and len(word) > 2} for own in words]


def _places_of_one(titles: Sequence[str]) -> list[set[str]]:
    """What the place is called by in this title alone: its words with a capital («зареч» of «города Заречного»)."""
    stems = []
    for title in titles:
        capitals = [word for word in title.split()[1:] if word[:1].isupper()]
        named = [word for word in _read(" ".join(capitals)) if not word.is_any(_NOT_NAMING | _NO_PLACE)]
        stems.append({stem for word in named if len(stem := _stem(word.lemma)) >= _STEM})
    return [{stem for stem in own if sum(stem in other for other in stems) == 1} for own in stems]


def _stem(lemma: str) -> str:
    ending = next((ending for ending in _ENDINGS if lemma.endswith(ending)), "")
    return lemma[: len(lemma) - len(ending)]


def _is_said_as_place(asked: Sequence[Lexeme], at: int, stems: set[str]) -> bool:
    """«в Заречном», «по Кемеровскому округу»; not «в Кемеровской области», where many elections are."""
    before = at - 2 if at > 1 and asked[at - 1].is_any(_PLACES) else at - 1
    if asked[before].text not in _WHERE or _stem(asked[at].lemma) not in stems:
        return False
    return not (at + 1 < len(asked) and asked[at + 1].is_any(_LARGER))


def _without(asked: Sequence[Lexeme], taken: set[int]) -> str:
    """The question without the name, its preposition and the «на выборах» that stands before it."""
    gone = set(taken)
    for at in taken:
        gone |= {at + 1} if at + 1 < len(asked) and asked[at + 1].is_any(_PLACES) else set()
    for at in sorted(gone, reverse=True):
        before = at - 1
        while before >= 0 and before not in gone and asked[before].is_any(_PLACES):
            gone.add(before)
            before -= 1
        if before >= 0 and asked[before].text in _WHERE:
            gone.add(before)
            before -= 1
        if before >= 1 and asked[before].is_any(_POINTING) and asked[before - 1].text in _WHERE:
            gone |= {before, before - 1}  # «что завтра на выборах в Заречном», but «когда выборы в Заречном»
    kept = [word.token for at, word in enumerate(asked) if at not in gone]
    if all(token.text in _SAYS_NOTHING or not (token.is_word or token.is_number) for token in kept):
        return ""
    return "".join(token.text if token.glued else f" {token.text}" for token in kept).strip()


def _read(said: str) -> list[Lexeme]:
    return [word for word in lexemes.lexemes(text.tokens(text.clean(said))) if word.token.is_word]
