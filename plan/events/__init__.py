"""The one published list of events from which terms are counted (`python -m bot plan events` prints it).

An event has a key, a Russian name and the ways in which wordings name it. A way (`Phrase`) is matched by the
stems of words in any order: every required stem must be there, and every other word must be one that the phrase
allows. A wording with a word too many is another event: it is `other_event` and keeps its own text. That is how
«со дня принятия решения» never becomes the decision that calls the election.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from plan.events import after_registration, until_registration
from plan.events.after_registration import OTHER_EVENT
from plan.events.phrases import EventType, Phrase, Subject

__all__ = ["EVENTS", "EVENT_KEYS", "OTHER_EVENT", "EventType", "Phrase", "Subject", "event_type", "name_event"]

EVENTS: tuple[EventType, ...] = (*until_registration.EVENTS, *after_registration.EVENTS)
EVENT_KEYS: frozenset[str] = frozenset(event.key for event in EVENTS)
_BY_KEY = {event.key: event for event in EVENTS}


def event_type(key: str) -> EventType:
    """The event with this key. KeyError when the list has none: keys come from the list alone."""
    return _BY_KEY[key]


def name_event(words: Sequence[str], names: Collection[str] = ()) -> str:
    """The key of the event that these words (normal shape, no marks) name; `OTHER_EVENT` when none or several do.

    Of several fitting events the one with the most required stems wins: «представления документов о выдвижении»
    is not merely documents. A draw is no name at all.
    """
    best, score, drawn = OTHER_EVENT, 0, False
    for event in EVENTS:
        points = max((len(phrase.required) for phrase in event.phrases if phrase.fits(words, names)), default=0)
        if points > score:
            best, score, drawn = event.key, points, False
        elif points == score and points:
            drawn = True
    return OTHER_EVENT if drawn else best
