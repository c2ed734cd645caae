"""Fits the weights of `questions.belief`: `python -m benchmarks.questions_fit` prints them, for a person to put there.

Fitted on dev, own and shaped and on the lines of the other files below with an even number (tests/data/questions; the
rest is kept for measuring). So that a row without known phrasings is weighed by what its own words are worth, the same
questions are asked again of plans and data with holes: of the activities a third are gone with their phrasings and a
fifth are not recognised; a fifth of a plan's rows is left out (what asked for them is then outside); of the other
phrasings a third is missing. Phrasings of the activities that are gone are asked too. All that counts little beside the
questions themselves (`_HOLES`, `_ASKS`).
"""

from __future__ import annotations

import json
import math
import random
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from plan.files import open_plan
from questions import query, thesaurus
from questions.askable import AskablePlan, make_askable
from questions.belief import Kind
from questions.recognise import recognised
from questions.search import Hit, Index
from questions.thesaurus import Activity, Thesaurus

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "tests" / "data" / "questions"
BY_ELECTION = ROOT / "data" / "plans" / "2023-03-12-kmo-11.yaml"
FILES = {
    BY_ELECTION: ("dev", "own", "shaped", "blind-topics", "blind-mixed"),
    DATA / "other-plan.yaml": ("other",),
    DATA / "third-plan.yaml": ("third",),
    DATA / "fifth-plan.yaml": ("fifth",),
    DATA.parent / "work_plan_kuzbass_2024.txt": ("work",),
}
_HALVED = {"blind-topics": 1.0, "blind-mixed": 2.0, "other": 2.0, "third": 2.0, "fifth": 2.0, "work": 2.0}
"""Of these files only even numbers are used; how much each question counts."""
_HOLES = 0.1
_ASKS = 0.05
_GONE = 0.35
_UNKNOWN = 0.5
"""Of the activities the share that is gone with its phrasings, and with it the share that is not recognised."""
_VERBATIM = 0.2
_TIMES = 3
_MOST = 25
_KINDS = (Kind.ITEM, Kind.HANDOFF, Kind.REFUSE, Kind.ABSENT)
_SIZE = 10
_ROUNDS = 500
_STEP = 0.2
_SMALL_WEIGHTS = 0.0001
"""Of the squares of the weights, added to the loss: what the data do not need stays near nothing."""


@dataclass(frozen=True, slots=True)
class Example:
    """One question's candidates: where each one's weights begin, its evidence, and whether it is right."""

    counts: float
    candidates: tuple[tuple[int, tuple[float, ...], bool], ...]


def main() -> None:
    examples = list(gather())
    weights = fit(examples)
    for place, kind in enumerate(_KINDS):
        part = weights[place * _SIZE : (place + 1) * _SIZE]
        print(kind.name, "(" + ", ".join(f"{weight:.2f}" for weight in part) + ")")


def gather() -> Iterator[Example]:
    """All examples: each question as it is, then of plans and data with holes."""
    data = thesaurus.load()
    for path, names in FILES.items():
        plan = make_askable(open_plan(path))
        labelled = [(row, _HALVED.get(name, 1.0)) for name in names for row in _to_fit(name)]
        for row, counts in labelled:
            yield from _example(row, plan, plan.index, None, counts)
        for row in _of_what_is_lacking(plan, data, random.Random(str(path.name))):
            yield from _example(row, plan, plan.index, None, _ASKS)
        for seed in range(_TIMES):
            dice = random.Random(seed)
            index, kept, asks = _with_holes(plan, data, dice)
            for row, counts in labelled:
                if dice.random() < 0.7:
                    yield from _example(row, plan, index, kept, counts * _HOLES)
            for row in asks:
                yield from _example(row, plan, index, kept, _ASKS)


def lacking(plan: AskablePlan, data: Thesaurus) -> Iterator[Activity]:
    """The activities of the law that no row of the plan is, by a rule or by its wording."""
    known = recognised(data.activities, plan.items)
    guessed = plan.index.guessed
    yield from (activity for activity in data.activities if activity.key not in known and activity.key not in guessed)


def _of_what_is_lacking(plan: AskablePlan, data: Thesaurus, dice: random.Random) -> Iterator[dict[str, Any]]:
    """Some phrasings of what the plan does not have, word for word."""
    for activity in lacking(plan, data):
        for ask in activity.asks:
            if dice.random() < _VERBATIM:
                yield {"q": ask, "today": str(plan.first), "action": "escalate"}


def rows_of(name: str) -> Iterator[dict[str, Any]]:
    """The rows of a labelled file."""
    for line in (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def _to_fit(name: str) -> Iterator[dict[str, Any]]:
    for row in rows_of(name):
        number = int("".join(sign for sign in row["id"] if sign.isdecimal()))
        if name not in _HALVED or number % 2 == 0:
            yield row


def _with_holes(
    plan: AskablePlan, data: Thesaurus, dice: random.Random
) -> tuple[Index, frozenset[str], list[dict[str, Any]]]:
    """An index of a part of the plan by a part of the data, the numbers of its rows, and questions of what is gone."""
    known = recognised(data.activities, plan.items)
    activities, asks = [], []
    for activity in data.activities:
        rows = [number for number, sureness in known.get(activity.key, ()) if sureness == 1.0]
        label = {"items": rows} if rows else {"action": "escalate"}
        lot = dice.random()
        if lot < _GONE:
            gone, share = activity.asks, 0.12
        elif lot < _UNKNOWN:
            gone, share = (), 0.0
            activities.append(replace(activity, rules=()))
        else:
            left = tuple(ask for ask in activity.asks if dice.random() < 0.7)
            gone, share = tuple(ask for ask in activity.asks if ask not in left), 0.3 if rows else 0.5
            activities.append(replace(activity, asks=left))
        asks += [{"q": ask, "today": str(plan.first), **label} for ask in gone if dice.random() < share]
    outside = tuple(replace(each, asks=tuple(ask for ask in each.asks if dice.random() < 0.6)) for each in data.outside)
    items = [item for item in plan.items if dice.random() < 0.8]
    index = Index(items, replace(data, activities=tuple(activities), outside=outside))
    return index, frozenset(item.item.number for item in items), asks


def _example(
    row: Mapping[str, Any], plan: AskablePlan, index: Index, kept: frozenset[str] | None, counts: float
) -> Iterator[Example]:
    """The question's example; none for one of a time alone, or one that search has no part in."""
    if "items" not in row and "action" not in row:
        return
    read = query.read(row["q"], plan.frame(date.fromisoformat(row["today"])), plan.plan_words, plan.speller.correct)
    if read.items or read.laws or not read.searched:
        return
    right = frozenset(number for number in row.get("items", ()) if kept is None or number in kept)
    hits = index.search(read.searched, read.roles, read.aside, timely=read.timely, rule=read.rule)
    candidates = tuple(
        (_KINDS.index(hit.kind) * _SIZE, hit.vector, _is_right(hit, right, row.get("action")))
        for place, hit in enumerate(each for each in hits if each.vector)
        if place < _MOST or hit.kind is not Kind.ITEM or hit.key in right
    )
    if any(good for _, _, good in candidates):
        yield Example(counts, candidates)


def _is_right(hit: Hit, right: frozenset[str], action: str | None) -> bool:
    if right or hit.kind is Kind.ITEM:
        return hit.kind is Kind.ITEM and hit.key in right
    return (hit.kind is Kind.REFUSE) == (action == "refuse")


def fit(examples: Sequence[Example]) -> list[float]:
    """The weights that make the right candidates likeliest, by Adam (Kingma and Ba, 2014) over all examples at once."""
    weights = [0.0] * (_SIZE * len(_KINDS))
    mean, spread = [0.0] * len(weights), [0.0] * len(weights)
    for turn in range(1, _ROUNDS + 1):
        loss, slope = _loss(examples, weights)
        step = _STEP * (0.5 + 0.5 * math.cos(math.pi * turn / _ROUNDS))
        for place, value in enumerate(slope):
            mean[place] = 0.9 * mean[place] + 0.1 * value
            spread[place] = 0.999 * spread[place] + 0.001 * value * value
            steady = mean[place] / (1 - 0.9**turn)
            weights[place] -= step * steady / (math.sqrt(spread[place] / (1 - 0.999**turn)) + 1e-8)
        if turn % 50 == 0:
            sys.stderr.write(f"{turn}: {loss:.4f}\n")
    return weights


def _loss(examples: Iterable[Example], weights: Sequence[float]) -> tuple[float, list[float]]:
    """How unlikely the right candidates are held to be, and how that changes with each weight."""
    loss = total = 0.0
    slope = [0.0] * len(weights)
    for example in examples:
        powers = []
        for start, vector, _ in example.candidates:
            powers.append(sum(map(float.__mul__, weights[start : start + _SIZE], vector)))
        most = max(powers)
        powers = [math.exp(power - most) for power in powers]
        every = sum(powers)
        good = sum(power for power, (_, _, right) in zip(powers, example.candidates, strict=True) if right) + 1e-12
        loss -= example.counts * math.log(good / every)
        total += example.counts
        for power, (start, vector, right) in zip(powers, example.candidates, strict=True):
            pull = example.counts * (power / every - (power / good if right else 0.0))
            if abs(pull) > 1e-7:
                for place, value in enumerate(vector, start):
                    slope[place] += pull * value
    small = _SMALL_WEIGHTS
    slope = [value / total + 2 * small * weight for value, weight in zip(slope, weights, strict=True)]
    return loss / total + small * sum(weight * weight for weight in weights), slope


if __name__ == "__main__":
    main()
