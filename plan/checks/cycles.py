"""Items that wait for each other: the end of one is the event that the other counts from, and the other way round."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from plan.checks.base import Checked, event_of, found
from plan.dated import term_of
from plan.events import OTHER_EVENT, Phrase, event_type
from plan.model import DatedItem, Finding
from plan.term import Part
from plan.term.tree import After, Anchor, At, AtOnce, Beside, Edge, Event, Latest

_LONGEST_EVENT = 16
"""Words: an activity that says more is more than the event that a term names."""
_BEGINS = (Edge.SINCE, Edge.AFTER, Edge.NOT_BEFORE, Edge.ON)


def event_cycles(checked: Checked) -> Iterator[Finding]:
    """Rings of items in which each can only begin when another of the ring has ended.

    An item waits for an event when all of its term does and no date of it is known. Who brings an event about is
    told from the activities: an event that two items bring about makes no ring, for either may come first.
    """
    awaited = {dated.item.number: _awaited(dated) for dated in checked.dated}
    makers = _makers(checked.dated, frozenset[str]().union(*awaited.values()))
    waits = {number: [makers[key] for key in keys if key in makers] for number, keys in awaited.items()}
    told: set[frozenset[str]] = set()
    for number in waits:
        ring = _ring(number, waits)
        if ring and frozenset(ring) not in told:
            told.add(frozenset(ring))
            yield _finding(ring)


def _finding(ring: Sequence[str]) -> Finding:
    if len(ring) == 1:
        return found(
            ring[0],
            "event-cycle",
            f"Срок пункта {ring[0]} считается от того события, которым этот пункт заканчивается.",
            why="Такой срок не может начаться.",
            advice="Назовите в нём другое событие или день.",
        )
    chain = " → ".join((*ring, ring[0]))
    return found(ring[0], "event-cycle", f"Пункты ждут друг друга: {chain}.")


def _makers(dated: Sequence[DatedItem], keys: frozenset[str]) -> dict[str, str]:
    """The number of the one item that brings about each of these events."""
    phrases = [phrase for key in keys for phrase in event_type(key).phrases]
    makers: dict[str, str] = {}
    several: set[str] = set()
    for one in dated:
        for key in _made(one.item.activity, phrases) & keys:
            if makers.setdefault(key, one.item.number) != one.item.number:
                several.add(key)
    return {key: number for key, number in makers.items() if key not in several}


def _made(activity: str, phrases: Sequence[Phrase]) -> frozenset[str]:
    """The events that the activity, or its end, is; `phrases` are those that anybody waits for."""
    words = activity.lower().replace("ё", "е").split()
    if len(words) > _LONGEST_EVENT or not any(_is_possible(phrase, words) for phrase in phrases):
        return frozenset()
    return frozenset({event_of(activity), event_of(activity, "окончания")})


def _is_possible(phrase: Phrase, words: Sequence[str]) -> bool:
    """A quick look before the exact one: nearly all that the phrase requires is among the words."""
    missing = sum(not any(word.lstrip("«(").startswith(stems) for word in words) for stems in phrase.required)
    return missing <= 1  # «окончания» may be put in front


def _awaited(dated: DatedItem) -> frozenset[str]:
    """The events without which nothing of the item's term can be dated."""
    term = term_of(dated.item)
    if not term.parts or not term.understood or any(one.is_dated for one in dated.computed):
        return frozenset()
    if any(not one.needs for one in dated.computed):
        return frozenset()
    by_part = [_keys(part) for part in term.parts if isinstance(part, Part)]
    common = frozenset.intersection(*by_part) if by_part else frozenset[str]()
    return common - {OTHER_EVENT}


def _keys(part: Part) -> frozenset[str]:
    """The events that a part begins with; «до E» only ends with its event, and waits for nothing."""
    keys: set[str] = set()
    for bound in part.bounds:
        match bound:
            case After(anchor=anchor):
                keys |= _events(anchor)
            case At(anchor=anchor) if bound.edge in _BEGINS:
                keys |= _events(anchor)
            case AtOnce(after=(anchor,)):
                keys |= _events(anchor)
            case _:
                continue
    return frozenset(keys)


def _events(anchor: Anchor | None) -> frozenset[str]:
    match anchor:
        case Event(key=key):
            return frozenset({key})
        case Beside(base=base):
            return _events(base)
        case Latest(events=events):
            return frozenset(event.key for event in events)
        case _:
            return frozenset()


def _ring(start: str, waits: dict[str, list[str]]) -> tuple[str, ...]:
    """The shortest ring through an item, beginning with it; () when there is none."""
    paths: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    while paths:
        path = paths.pop(0)
        for following in waits.get(path[-1], ()):
            if following == start:
                return path
            if following not in seen:
                seen.add(following)
                paths.append((*path, following))
    return ()
