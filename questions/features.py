"""What a text is about, as weighted features: its normal forms, their concepts, their beginnings."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from questions.lexemes import Lexeme
from questions.words import word_set

LIGHT = word_set(
    "когда какой сколько где куда кто что как почему зачем ли чей который до с по на в к от за у о об из для при под "
    "над без и а но или же бы не ни то это этот тот весь быть мочь можно нужно надо должен должный ещё еще уже только "
    "мы я вы он она они мой наш свой себя там тут так вот если чтобы срок число день дата время какой-то скажите "
    "подсказать пожалуйста хотеть дело нужный один со во ко через после перед между делать сделать час либо чей-то "
    "год раз"
)
"""Words that hardly say what a question is about; they count a little, so that they still break ties."""

_LIGHT_WEIGHT = 0.12
_LEMMA_BESIDE_CONCEPT = 0.5
_CONCEPT = 0.9
_UNKNOWN = 0.75
_NAMING = frozenset({"NOUN", "ADJF", ""})
_NOT_NAMING = 0.6
"""Verbs and adverbs say less of a topic than the nouns beside them («когда закрывается выдвижение»)."""
_BY_CONCEPT = 0.85
_BY_STEM = 0.5
"""How well a word is met by one that means the same, or that only begins as it does."""
_ASIDE = 0.5
"""What is told beside a question says less than the question."""
_STEM = 5
_STEM_WEIGHT = 0.3


@dataclass(slots=True)
class Concepts:
    """Finds the concepts of a row of normal forms; a phrase counts only when its words follow one another."""

    names: Mapping[str, tuple[tuple[str, ...], ...]]
    _single: dict[str, tuple[str, ...]] = field(init=False)
    _phrases: dict[str, tuple[tuple[tuple[str, ...], str], ...]] = field(init=False)

    def __post_init__(self) -> None:
        single: dict[str, list[str]] = {}
        phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for name, rows in self.names.items():
            for row in rows:
                if len(row) == 1:
                    single.setdefault(row[0], []).append(name)
                else:
                    phrases.setdefault(row[0], []).append((row, name))
        self._single = {word: tuple(dict.fromkeys(found)) for word, found in single.items()}
        self._phrases = {word: tuple(found) for word, found in phrases.items()}

    def words(self) -> frozenset[str]:
        return frozenset(word for rows in self.names.values() for row in rows for word in row)

    def of(self, lemmas: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
        """For each place, the concepts of the word there and of the phrases that begin there."""
        found: list[tuple[str, ...]] = []
        for place, options in enumerate(lemmas):
            names: dict[str, None] = {}
            for lemma in options:
                names.update(dict.fromkeys(self._single.get(lemma, ())))
                for row, name in self._phrases.get(lemma, ()):
                    if place + len(row) <= len(lemmas) and all(
                        word in lemmas[place + step] for step, word in enumerate(row)
                    ):
                        names[name] = None
            found.append(tuple(names))
        return found

    def spread(self, lemmas: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
        """The same, but every word of a phrase has its concept, not the first alone."""
        found: list[dict[str, None]] = [{} for _ in lemmas]
        for place, options in enumerate(lemmas):
            for lemma in options:
                found[place].update(dict.fromkeys(self._single.get(lemma, ())))
                for row, name in self._phrases.get(lemma, ()):
                    if place + len(row) <= len(lemmas) and all(
                        word in lemmas[place + step] for step, word in enumerate(row)
                    ):
                        for step in range(len(row)):
                            found[place + step][name] = None
        return [tuple(names) for names in found]


def content(lexemes: Iterable[Lexeme]) -> list[Lexeme]:
    """The words and numbers of a text, without its signs."""
    return [lexeme for lexeme in lexemes if lexeme.token.is_word or lexeme.token.is_number]


def names_something(lexeme: Lexeme) -> bool:
    """Whether this word can name a topic: a noun or an adjective, and not one of the words that hardly say anything."""
    return lexeme.token.is_word and lexeme.lemma not in LIGHT and lexeme.word.part in _NAMING


def lemmas_of(lexemes: Iterable[Lexeme]) -> list[tuple[str, ...]]:
    """The normal forms at each place; a number is its own."""
    return [lexeme.lemmas or (lexeme.text,) for lexeme in lexemes]


def raw_features(
    lexemes: Sequence[Lexeme], concepts: Sequence[Sequence[str]], aside: Collection[Lexeme] = ()
) -> dict[str, float]:
    """Features before they are weighed by how rare they are: normal forms, «=name» for a concept (`concepts` are those
    at each place), and «нача…» for the beginning of a long word, by which its kin are recognised («регистр…»). What is
    said `aside` of the question counts less."""
    found: dict[str, float] = {}
    for lexeme, names in zip(lexemes, concepts, strict=True):
        lemma = lexeme.lemma
        weight = _LEMMA_BESIDE_CONCEPT if names else 1.0
        if lexeme.word.part not in _NAMING:
            weight *= _NOT_NAMING
        if lemma in LIGHT:
            weight = _LIGHT_WEIGHT
        part = _ASIDE if lexeme in aside else 1.0
        found[lemma] = max(found.get(lemma, 0.0), weight * part)
        if len(lemma) > _STEM and lemma not in LIGHT:
            found[lemma[:_STEM] + "…"] = _STEM_WEIGHT * part
        for name in names:
            found["=" + name] = part * _CONCEPT / math.sqrt(len(names)) if lemma not in LIGHT else _LIGHT_WEIGHT
    return found


@dataclass(frozen=True, slots=True)
class Asked:
    """A word of a question: how much it says, and the features it is met by, each with how well (0–1)."""

    weight: float
    met_by: tuple[tuple[str, float], ...]


def asked_words(
    lexemes: Sequence[Lexeme],
    concepts: Sequence[Sequence[str]],
    rare: Mapping[str, float],
    unknown: float,
    aside: Collection[Lexeme] = (),
) -> list[Asked]:
    """The words of a question, weighed by how rare they are; the same word counts once."""
    found: dict[str, Asked] = {}
    for lexeme, names in zip(lexemes, concepts, strict=True):
        lemma = lexeme.lemma
        if lemma in found:
            continue
        met = [(other, 1.0) for other in dict.fromkeys((lemma, *lexeme.lemmas)) if other in rare]
        met += [("=" + name, _BY_CONCEPT) for name in names if "=" + name in rare]
        rarities = [rare[name] for name, _ in met]
        if len(lemma) > _STEM and lemma[:_STEM] + "…" in rare:
            met.append((lemma[:_STEM] + "…", _BY_STEM))
        weight = sum(rarities) / len(rarities) if rarities else unknown * _UNKNOWN
        weight *= 1.0 if lexeme.word.part in _NAMING else _NOT_NAMING
        weight *= _LIGHT_WEIGHT if lemma in LIGHT else 1.0
        weight *= _ASIDE if lexeme in aside else 1.0
        found[lemma] = Asked(weight, tuple(met))
    return list(found.values())


def rarity(documents: Sequence[Iterable[str]]) -> dict[str, float]:
    """How much each feature tells documents apart: the logarithm of how few of them have it."""
    count: dict[str, int] = {}
    for document in documents:
        for name in set(document):
            count[name] = count.get(name, 0) + 1
    return {name: math.log(1 + len(documents) / seen) for name, seen in count.items()}


def weighed(raw: Mapping[str, float], rare: Mapping[str, float], unknown: float) -> dict[str, float]:
    """Features by their rarity. A word that no document has weighs `unknown`: it speaks against all of them."""
    found = {}
    for name, weight in raw.items():
        known = rare.get(name)
        if known is not None:
            found[name] = weight * known
        elif not name.startswith("=") and not name.endswith("…"):
            found[name] = weight * unknown * _UNKNOWN
    return found


def length_of(vector: Mapping[str, float]) -> float:
    return math.sqrt(sum(weight * weight for weight in vector.values())) or 1.0
