"""Finding what a question is about: a plan's rows by the ways people ask about them and by their own words, and what
lies outside the plan by its own phrases. All in memory; a plan has about a hundred rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import mul

from plan.model import DatedItem, Role
from questions import belief, features, lexemes, linking, rows, scope, text
from questions.belief import Kind, OfRow, OfWording
from questions.features import Asked, Concepts
from questions.lexemes import Lexeme
from questions.postings import cosines, postings
from questions.recognise import recognised
from questions.thesaurus import Thesaurus

_PHRASE = 0.66
_TOLD = 0.26
"""Weights of a score."""


__all__ = ["Hit", "Index", "Kind"]


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: a row's number, or the key of what lies outside. `score` is about 0 (nothing) to 1 (the same
    words); `covered` is how much of the question the hit's words account for, 0 to 1; `belief` is how likely the
    question is about it, all beliefs of one question adding up to 1. `alike` is how near its nearest phrasing, or a
    row's own wording, is to the question, 0 to 1. `vector` is the evidence for that belief."""

    kind: Kind
    key: str
    score: float
    covered: float
    belief: float = 0.0
    alike: float = 0.0
    vector: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class _Entry:
    """A thing that people ask about: its phrases (by index), and all its words together."""

    kind: Kind
    key: str
    phrases: range
    covers: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Seen:
    """A question as the entries see it: its words, how much they say together, and for each entry how near its nearest
    phrase is and how well its phrases' words meet each word of the question."""

    weights: Sequence[float]
    total: float
    nearest: Sequence[float]
    told: Sequence[Sequence[float]]

    def share(self, met: Sequence[float]) -> float:
        """How much of the question is met, from 0 to 1."""
        return float(sum(map(mul, self.weights, met))) / self.total


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
        self._field_words = thesaurus.field_words
        self._entries: list[_Entry] = []
        self.vocabulary: dict[str, int] = {}
        examples: list[tuple[Kind, frozenset[str]]] = []
        raw: list[dict[str, float]] = []
        rows_of = recognised(thesaurus.activities, self.items)

        def add(kind: Kind, key: str, asks: Sequence[str]) -> None:
            first = len(raw)
            covers: set[str] = set()
            for ask in asks:
                read = self._read(ask)
                lemmas = features.lemmas_of(read)
                concepts = self._concepts.of(lemmas)
                raw.append(features.raw_features(read, concepts))
                # an activity that this plan lacks is asked about as one that it has
                examples.append((Kind.ITEM if kind is Kind.ABSENT else kind, scope.signs(lemmas, concepts)))
                covers.update(raw[-1])
            self._entries.append(_Entry(kind, key, range(first, len(raw)), frozenset(covers)))

        for activity in thesaurus.activities:
            asks = (activity.title, *activity.asks, *(learned or {}).get(activity.key, ()))
            add(Kind.ITEM if rows_of.get(activity.key) else Kind.ABSENT, activity.key, asks)
        add(Kind.RANGE, "range", thesaurus.ranges)
        for outside in thesaurus.outside:
            add(Kind.HANDOFF if outside.handoff else Kind.REFUSE, outside.key, outside.asks)
        self._places = {entry.key: at for at, entry in enumerate(self._entries)}
        self._phrases = len(raw)
        self._rows = [rows.document(item, self.items, self._features_of_row) for item in self.items]
        self._rare = features.rarity([entry.covers for entry in self._entries] + [row.naming for row in self._rows])
        self._unknown = max(self._rare.values(), default=1.0)
        self._postings = postings(raw, self._rare)
        self._of_activities = postings([row.activity for row in self._rows], self._rare)
        self._parts = rows.parts(self._rows)
        told_by: dict[str, list[tuple[int, float]]] = {}
        for at, entry in enumerate(self._entries):
            for name in entry.covers:
                told_by.setdefault(name, []).append((at, 1.0))
        self._told_by = told_by
        self._links = self._linked(rows_of)
        self._guessed = frozenset(
            at for links in self._links for at, _ in links if self._entries[at].kind is Kind.ABSENT
        )
        self._scope = scope.Scope(tuple(Kind), examples)
        of_rows = [entry.covers for entry in self._entries if entry.kind is Kind.ITEM]
        of_rows += [row.everything for row in self._rows]
        self._known_to_rows = frozenset(name for names in of_rows for name in names if not name.endswith("…"))

    @property
    def guessed(self) -> frozenset[str]:
        """The keys of the activities that no rule found in the plan, but that a row is worded like."""
        return frozenset(self._entries[at].key for at in self._guessed)

    def _read(self, ask: str, *, reviewed: bool = True) -> list[Lexeme]:
        """`reviewed`: written for this project, so that its words are words though no dictionary has them."""
        plain = ask.lower().replace("ё", "е")
        read = features.content(lexemes.lexemes(text.tokens(plain)))
        for lexeme in read:
            if lexeme.token.is_word and (lexeme.word.known or reviewed):
                for word in {lexeme.text, lexeme.lemma}:
                    self.vocabulary[word] = self.vocabulary.get(word, 0) + 1
        return read

    def _features_of_row(self, said: str) -> dict[str, float]:
        read = self._read(said, reviewed=False)
        return features.raw_features(read, self._concepts.spread(features.lemmas_of(read)))

    def _linked(self, rows_of: Mapping[str, Sequence[tuple[str, float]]]) -> list[list[tuple[int, float]]]:
        """For each row the entries that are its activity, each with how surely."""
        places = {item.item.number: place for place, item in enumerate(self.items)}
        known: list[list[tuple[int, float]]] = [[] for _ in self.items]
        for at, entry in enumerate(self._entries):
            for number, sureness in rows_of.get(entry.key, ()):
                known[places[number]].append((at, sureness))
        activities = [entry for entry in self._entries if entry.kind in (Kind.ITEM, Kind.ABSENT)]
        return linking.linked(
            [features.weighed(row.activity, self._rare, self._unknown) for row in self._rows],
            known,
            [entry.phrases for entry in activities],
            frozenset(at for at, entry in enumerate(activities) if entry.kind is Kind.ABSENT),
            self._postings,
            self._phrases,
        )

    def search(
        self,
        question: Sequence[Lexeme],
        roles: Sequence[Role] = (),
        aside: Collection[Lexeme] = (),
        *,
        timely: bool = True,
        rule: bool = False,
    ) -> tuple[Hit, ...]:
        """What the question may be about, the likeliest first: every row that shares a word with it, and the best
        thing outside the plan of each kind. `roles` are those the question names; `aside` is what is told beside it;
        `timely` and `rule` say what it asks for (`OfWording`)."""
        asked = features.content(question)
        lemmas = features.lemmas_of(asked)
        raw = features.raw_features(asked, self._concepts.of(lemmas), aside)
        vector = features.weighed(raw, self._rare, self._unknown)
        phrases = cosines(vector, self._postings, self._phrases)
        words = features.asked_words(asked, self._concepts.spread(lemmas), self._rare, self._unknown, aside)
        weights = [word.weight for word in words]
        seen = _Seen(
            weights,
            sum(weights) or 1.0,
            [max(phrases[entry.phrases.start : entry.phrases.stop], default=0.0) for entry in self._entries],
            _met(words, self._told_by, len(self._entries)),
        )
        alike = cosines(vector, self._of_activities, len(self._rows))
        scopes = self.scope(asked)
        wording = OfWording(
            {side: weight - scopes[Kind.ITEM] for side, weight in scopes.items() if side is not Kind.ABSENT},
            self.foreign(asked),
            timely,
            rule,
            any(lexeme.is_any(self._field_words) for lexeme in asked),
        )
        outside = tuple(self._outside_hits(seen, wording))
        lacking = next((seen.told[self._places[hit.key]] for hit in outside if hit.kind is Kind.ABSENT), ())
        own = _met(words, self._parts, len(self._rows))
        hits = [*self._row_hits(seen, own, alike, frozenset(roles), lacking), *outside]
        return tuple(sorted(_believed(hits), key=lambda hit: (-hit.belief, -hit.score)))

    def _row_hits(
        self,
        seen: _Seen,
        own: Sequence[Sequence[float]],
        alike: Sequence[float],
        roles: frozenset[Role],
        lacking: Sequence[float],
    ) -> Iterator[Hit]:
        """The rows that share something with the question; `own` is how well each row's wording meets its words,
        `lacking` how well the nearest activity that the plan does not have does."""
        for place, item in enumerate(self.items):
            links = self._links[place]
            mine = own[place]
            phrase = told = both = 0.0
            best = mine
            for at, sureness in links:
                phrase = max(phrase, seen.nearest[at] * sureness)
                met = seen.told[at]
                told = max(told, sureness * seen.share(met))
                joined = [max(how * sureness, by) for how, by in zip(met, mine, strict=True)]
                if (share := seen.share(joined)) > both:
                    both, best = share, joined
            about = seen.share(mine)
            both = max(both, about)
            if not both and not phrase:
                continue
            like = alike[place]
            outdone = seen.share([max(0.0, theirs - ours) for theirs, ours in zip(lacking, best, strict=False)])
            found = OfRow(phrase, about, both, like, not roles.isdisjoint(item.roles), not links, outdone)
            score = _PHRASE * max(phrase, like) + _TOLD * max(told, about)
            yield Hit(Kind.ITEM, item.item.number, score, both, 0.0, max(phrase, like), found.vector())

    def _outside_hits(self, seen: _Seen, wording: OfWording) -> Iterable[Hit]:
        """The best thing of each kind that is no row."""
        best_of: dict[Kind, Hit] = {}
        for at, entry in enumerate(self._entries):
            if entry.kind is Kind.ITEM or at in self._guessed:
                continue
            phrase = seen.nearest[at]
            told = seen.share(seen.told[at])
            score = _PHRASE * phrase + _TOLD * told
            before = best_of.get(entry.kind)
            if before is not None and before.score >= score:
                continue
            vector = () if entry.kind is Kind.RANGE else belief.outside_vector(entry.kind, phrase, told, wording)
            best_of[entry.kind] = Hit(entry.kind, entry.key, score, told, 0.0, phrase, vector)
        return best_of.values()

    def foreign(self, question: Sequence[Lexeme]) -> float:
        """The share of the question's nouns and adjectives that no row and no way to ask about one ever uses, 0–1."""
        asked = features.content(question)
        concepts = self._concepts.spread(features.lemmas_of(asked))
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


def _believed(hits: Sequence[Hit]) -> Iterator[Hit]:
    """The hits with their beliefs; «all that is due» is judged elsewhere and has none."""
    weighed = [hit for hit in hits if hit.vector]
    weights = belief.beliefs([belief.weight(hit.kind, hit.vector) for hit in weighed])
    for hit, each in zip(weighed, weights, strict=True):
        yield replace(hit, belief=each)
    yield from (hit for hit in hits if not hit.vector)


def _met(words: Sequence[Asked], having: Mapping[str, Sequence[tuple[int, float]]], count: int) -> list[list[float]]:
    """For each of `count` documents how well it meets each word; `having` are the documents with a feature, each with
    how much standing there means."""
    nothing = [0.0] * len(words)
    found = [nothing] * count
    for at, word in enumerate(words):
        for name, how in word.met_by:
            for place, means in having.get(name, ()):
                here = found[place]
                if here is nothing:
                    here = found[place] = nothing.copy()
                here[at] = max(here[at], how * means)
    return found
