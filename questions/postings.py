"""Many weighted texts turned inside out, so that all of them are compared with one text at once."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from questions import features

Postings = Mapping[str, tuple[tuple[int, ...], tuple[float, ...]]]


def postings(vectors: Sequence[Mapping[str, float]], rare: Mapping[str, float]) -> Postings:
    """For each feature, the texts that have it and its share of each text's length."""
    found: dict[str, tuple[list[int], list[float]]] = {}
    for number, raw in enumerate(vectors):
        vector = {name: weight * rare[name] for name, weight in raw.items() if name in rare}
        length = features.length_of(vector)
        for name, weight in vector.items():
            places, shares = found.setdefault(name, ([], []))
            places.append(number)
            shares.append(weight / length)
    return {name: (tuple(places), tuple(shares)) for name, (places, shares) in found.items()}


def cosines(vector: Mapping[str, float], having: Postings, count: int) -> list[float]:
    """How alike the text and each of `count` texts are, from 0 to 1."""
    found = [0.0] * count
    length = features.length_of(vector)
    for name, weight in vector.items():
        there = having.get(name)
        if there is None:
            continue
        part = weight / length
        for place, share in zip(*there, strict=True):
            found[place] += part * share
    return found


def lengths_of_sums(having: Postings, groups: Sequence[range]) -> list[float]:
    """For each group of texts, one after another, how long the sum of their vectors is."""
    squares = [0.0] * len(groups)
    group_of = [group for group, places in enumerate(groups) for _ in places]
    for places, shares in having.values():
        sums: dict[int, float] = {}
        for place, share in zip(places, shares, strict=True):
            if place < len(group_of):
                group = group_of[place]
                sums[group] = sums.get(group, 0.0) + share
        for group, total in sums.items():
            squares[group] += total * total
    return [math.sqrt(square) or 1.0 for square in squares]
