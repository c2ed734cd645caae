"""Finding what a question is about: a plan's rows by the ways people ask about them and by their own words, and what
lies outside the plan by its own phrases. All in memory; a plan has about a hundred rows."""

from __future__ import annotations

import enum
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from plan.model import DatedItem, Role
from questions import features, lexemes, scope, text
from questions.features import Concepts
from questions.lexemes import Lexeme
from questions.recognise import activity_text, recognised
from questions.thesaurus import Thesaurus

_PHRASE = 0.55
_SECOND = 0.08
_COVERED = 0.22
_OWN_WORDS = 0.15
"""Weights of the parts of a score; halving or doubling any moves recall by a hundredth (data/questions/README.md)."""

_NEAR_ENOUGH = 0.45
_GUESSED = 0.85
"""How near a phrase must be to the wording of a row that no rule recognised, and how sure it is then."""

ROLE_NAMED = 0.04
"""Added to a row that the role named in the question performs."""


class Kind(enum.Enum):
    """What a thing found is: a row of the plan, all that is due, or something to hand off or to refuse."""

    ITEM = "item"
    RANGE = "range"
    HANDOFF = "handoff"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: a row's number, or the key of what lies outside. `score` is about 0 (nothing) to 1 (the same
    words); `covered` is how much of the question the hit's words account for, 0 to 1."""

    kind: Kind
    key: str
    score: float
    covered: float


@dataclass(frozen=True, slots=True)
class _Entry:
    """A thing that can be found: what it stands for, its phrases (by index), and all its words together."""

    kind: Kind
    key: str
    rows: tuple[tuple[str, float], ...]
    phrases: tuple[int, ...]
    covers: frozenset[str]


class Index:
    """A plan made searchable. Building one takes about 0.3 s; searching about 2 ms. It never changes."""

    def __init__(
        self,
        items: Sequence[DatedItem],
        thesaurus: Thesaurus,
        learned: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        """`learned` maps an activity's key to phrasings that the commission's own people have added."""
        self.items = tuple(items)
        self._concepts = Concepts(thesaurus.concepts)
        self._entries: list[_Entry] = []
        self._phrase_entry: list[int] = []
        examples: list[tuple[int, frozenset[str]]] = []
        raw: list[dict[str, float]] = []
        self.vocabulary: dict[str, int] = {}
        rows_of = recognised(thesaurus.activities, self.items)

        def add(kind: Kind, key: str, rows: tuple[tuple[str, float], ...], asks: Sequence[str]) -> None:
            numbers = []
            covers: set[str] = set()
            for ask in asks:
                read = self._read(ask)
                numbers.append(len(raw))
                self._phrase_entry.append(len(self._entries))
                lemmas = features.lemmas_of(read)
                concepts = self._concepts.of(lemmas)
                raw.append(features.raw_features(read, concepts))
                examples.append((len(self._entries), scope.signs(lemmas, concepts)))
                covers.update(raw[-1])
            self._entries.append(_Entry(kind, key, rows, tuple(numbers), frozenset(covers)))

        for activity in thesaurus.activities:
            asks = (activity.title, *activity.asks, *(learned or {}).get(activity.key, ()))
            add(Kind.ITEM, activity.key, rows_of.get(activity.key, ()), asks)
        add(Kind.RANGE, "range", (), thesaurus.ranges)
        for outside in thesaurus.outside:
            add(Kind.HANDOFF if outside.handoff else Kind.REFUSE, outside.key, (), outside.asks)
        self._own = {item.item.number: self._own_words(item) for item in self.items}
        self._rare = features.rarity(
            [entry.covers for entry in self._entries] + [frozenset(own) for own in self._own.values()]
        )
        self._unknown = max(self._rare.values(), default=1.0)
        self._postings = _postings(raw, self._rare)
        self._weight_of_own = {number: _total(own, self._rare) for number, own in self._own.items()}
        self._entries = self._settled({number for rows in rows_of.values() for number, _ in rows})
        self._scope = scope.Scope(tuple(Kind), ((self._entries[place].kind, seen) for place, seen in examples))
        self._known_to_rows = frozenset(
            name
            for names in (*(entry.covers for entry in self._entries if entry.kind is Kind.ITEM), *self._own.values())
            for name in names
            if not name.endswith("…")
        )

    def _features(self, read: Sequence[Lexeme]) -> dict[str, float]:
        return features.raw_features(read, self._concepts.of(features.lemmas_of(read)))

    def _settled(self, recognised_rows: set[str]) -> list[_Entry]:
        """Gives each row that no rule recognised the activity whose phrases are nearest to its wording, if one is
        near; an activity that no row is left with is something to hand off."""
        added: dict[int, list[tuple[str, float]]] = {}
        for number, own in self._own.items():
            if number in recognised_rows:
                continue
            near = self._nearest_activity(own)
            if near is not None:
                added.setdefault(near, []).append((number, _GUESSED))
        settled = []
        for place, entry in enumerate(self._entries):
            rows = (*entry.rows, *added.get(place, ()))
            absent = entry.kind is Kind.ITEM and not rows
            settled.append(replace(entry, rows=rows, kind=Kind.HANDOFF if absent else entry.kind))
        return settled

    def _nearest_activity(self, own: Mapping[str, float]) -> int | None:
        vector = features.weighed(own, self._rare, self._unknown)
        phrases = _cosines(vector, self._postings, len(self._phrase_entry))
        scored = [
            (max(phrases[number] for number in entry.phrases), place)
            for place, entry in enumerate(self._entries)
            if entry.kind is Kind.ITEM
        ]
        best, place = max(scored, default=(0.0, 0))
        return place if best >= _NEAR_ENOUGH else None

    def _read(self, ask: str, *, reviewed: bool = True) -> list[Lexeme]:
        """`reviewed`: written for this project, so that its words are words though no dictionary has them."""
        plain = ask.lower().replace("ё", "е")
        read = features.content(lexemes.lexemes(text.tokens(plain)))
        for lexeme in read:
            if lexeme.token.is_word and (lexeme.word.known or reviewed):
                for word in {lexeme.text, lexeme.lemma}:
                    self.vocabulary[word] = self.vocabulary.get(word, 0) + 1
        return read

    def _own_words(self, item: DatedItem) -> dict[str, float]:
        said = f"{activity_text(item, self.items)} {item.item.performers}"
        return self._features(self._read(_WITHOUT_BRACKETS.sub(" ", said), reviewed=False))

    def search(self, question: Sequence[Lexeme], roles: Sequence[Role] = ()) -> tuple[Hit, ...]:
        """What the question may be about, best first: every row that shares a word with it, and the best thing
        outside the plan of each kind. `roles` are those the question names."""
        asked = features.content(question)
        raw = self._features(asked)
        vector = features.weighed(raw, self._rare, self._unknown)
        total = sum(vector.values()) or 1.0
        phrases = _cosines(vector, self._postings, len(self._phrase_entry))
        best_of: dict[str, Hit] = {}
        outside: dict[Kind, Hit] = {}
        for entry in self._entries:
            score, covered = self._score(entry, vector, total, phrases)
            if score <= 0:
                continue
            if entry.kind is not Kind.ITEM:
                if entry.kind not in outside or outside[entry.kind].score < score:
                    outside[entry.kind] = Hit(entry.kind, entry.key, score, covered)
                continue
            for number, sureness in entry.rows:
                hit = Hit(Kind.ITEM, number, score * sureness, covered)
                if number not in best_of or best_of[number].score < hit.score:
                    best_of[number] = hit
        for item in self.items:
            self._add_own(item, vector, total, best_of, roles)
        hits = [*best_of.values(), *outside.values()]
        return tuple(sorted(hits, key=lambda hit: -hit.score))

    def foreign(self, question: Sequence[Lexeme]) -> float:
        """The share of the question's nouns and adjectives that no row and no way to ask about one ever uses, 0–1."""
        asked = features.content(question)
        concepts = self._concepts.of(features.lemmas_of(asked))
        naming = [
            lexeme.lemma in self._known_to_rows or any("=" + name in self._known_to_rows for name in names)
            for lexeme, names in zip(asked, concepts, strict=True)
            if features.names_something(lexeme)
        ]
        return naming.count(False) / len(naming) if naming else 0.0

    def scope(self, question: Sequence[Lexeme]) -> dict[Kind, float]:
        """How much the wording speaks for a row of a plan, for a hand-off, for a refusal: only differences matter."""
        lemmas = features.lemmas_of(features.content(question))
        return self._scope.weigh(scope.signs(lemmas, self._concepts.of(lemmas)))

    def _score(
        self,
        entry: _Entry,
        vector: Mapping[str, float],
        total: float,
        phrases: Sequence[float],
    ) -> tuple[float, float]:
        best = second = 0.0
        for number in entry.phrases:
            near = phrases[number]
            if near > best:
                best, second = near, best
            elif near > second:
                second = near
        covered = sum(weight for name, weight in vector.items() if name in entry.covers) / total
        factor = 1.0 if entry.kind is Kind.ITEM else 1.0 + _OWN_WORDS / (1 - _OWN_WORDS) * 0.5
        return factor * (_PHRASE * best + _SECOND * second + _COVERED * covered), covered

    def _add_own(
        self,
        item: DatedItem,
        vector: Mapping[str, float],
        total: float,
        best_of: dict[str, Hit],
        roles: Sequence[Role],
    ) -> None:
        """Counts a row's own words, and the role that performs it."""
        number = item.item.number
        own = self._own[number]
        common = sum(weight for name, weight in vector.items() if name in own)
        if not common and number not in best_of:
            return
        covered = common / total
        share = common / (self._weight_of_own[number] or 1.0)
        before = best_of.get(number, Hit(Kind.ITEM, number, 0.0, 0.0))
        extra = _OWN_WORDS * (0.7 * covered + 0.3 * min(share, 1.0))
        if not before.score:
            extra += _COVERED * covered
        if roles and not set(roles).isdisjoint(item.roles):
            extra += ROLE_NAMED
        best_of[number] = Hit(Kind.ITEM, number, before.score + extra, max(before.covered, covered))

    def knows(self, lexeme: Lexeme) -> bool:
        """Whether any phrase or row has this word or one that means the same."""
        return lexeme.lemma in self._rare or any(lemma in self._rare for lemma in lexeme.lemmas)


_WITHOUT_BRACKETS = re.compile(r"\([^()]*\)")


def _total(own: Mapping[str, float], rare: Mapping[str, float]) -> float:
    return sum(weight * rare.get(name, 0.0) for name, weight in own.items())


def _postings(
    vectors: Sequence[Mapping[str, float]], rare: Mapping[str, float]
) -> dict[str, tuple[tuple[int, ...], tuple[float, ...]]]:
    """For each feature, the phrases that have it and its share of each phrase's length."""
    rows: dict[str, tuple[list[int], list[float]]] = {}
    for number, raw in enumerate(vectors):
        vector = {name: weight * rare[name] for name, weight in raw.items() if name in rare}
        length = features.length_of(vector)
        for name, weight in vector.items():
            places, shares = rows.setdefault(name, ([], []))
            places.append(number)
            shares.append(weight / length)
    return {name: (tuple(places), tuple(shares)) for name, (places, shares) in rows.items()}


def _cosines(
    vector: Mapping[str, float],
    postings: Mapping[str, tuple[tuple[int, ...], tuple[float, ...]]],
    count: int,
) -> list[float]:
    found = [0.0] * count
    length = features.length_of(vector)
    for name, weight in vector.items():
        rows = postings.get(name)
        if rows is None:
            continue
        part = weight / length
        for place, share in zip(*rows, strict=True):
            found[place] += part * share
    return found
