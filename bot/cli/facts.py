"""Dates and events given on the command line, checked, with a Russian sentence for each mistake."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from difflib import get_close_matches

from plan.events import EVENT_KEYS
from plan.model import Facts

_MOST_VOTING_DAYS = 3


class BadFact(ValueError):
    """A date or an event that cannot be read; the message is for the person who typed it."""


def read_day(text: str, name: str) -> date:
    """«2023-03-12» as a date. `BadFact` when it is none."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise BadFact(f"{name}: «{text}» — не дата. Напишите так: 2023-03-12.") from None


def read_event(text: str) -> tuple[str, date | datetime]:
    """«published=2022-12-15» or «appeal_received=2023-03-01T14:30», local. `BadFact` when it is none."""
    key, equals, value = text.partition("=")
    if not equals:
        raise BadFact(f"Событие «{text}» надо писать так: ключ=2022-12-15 или ключ=2022-12-15T18:00.")
    return _event_key(key), _event_value(key, value)


def _event_key(key: str) -> str:
    key = key.strip()
    if key not in EVENT_KEYS:
        meant = get_close_matches(key.lower(), EVENT_KEYS, n=1)
        hint = f" Может быть, {meant[0]}?" if meant else ""
        raise BadFact(f"Нет события «{key}».{hint} Есть: {', '.join(sorted(EVENT_KEYS))}.")
    return key


def _event_value(key: str, value: str) -> date | datetime:
    value = value.strip()
    try:
        if len(value) == len("2022-12-15"):
            return date.fromisoformat(value)
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise BadFact(f"Событие {key}: «{value}» — не дата. Напишите 2022-12-15 или 2022-12-15T18:00.") from None
    if moment.tzinfo is not None:
        raise BadFact(f"Событие {key}: время пишется местное, без часового пояса: 2022-12-15T18:00.")
    return moment


def read_facts(
    voting_day: str | None, first_voting_day: str | None, events: Mapping[str, object] | Iterable[str]
) -> Facts:
    """The facts of a campaign from texts; an event that is None has not happened. `BadFact` names the first that
    cannot be."""
    if isinstance(events, Mapping):
        recorded = {
            _event_key(key): _event_value(key, str(value)) for key, value in events.items() if value is not None
        }
    else:
        recorded = dict(read_event(text) for text in events)
    last = _voting_day("voting_day", "День голосования", voting_day, recorded)
    first = _voting_day("first_voting_day", "Первый день голосования", first_voting_day, recorded)
    if first is not None and last is None:
        raise BadFact("Назван первый день голосования, но не назван сам день голосования.")
    if first is not None and last is not None:
        if first > last:
            raise BadFact(f"Первый день голосования {first} позже дня голосования {last}.")
        if (last - first).days >= _MOST_VOTING_DAYS:
            raise BadFact(f"С {first} по {last} — больше трёх дней голосования, закон этого не допускает.")
    return Facts(last, first or last, recorded)


def _voting_day(key: str, name: str, said: str | None, recorded: dict[str, date | datetime]) -> date | None:
    """A voting day said by its own option or as an event, which must not contradict each other."""
    day = read_day(said, name) if said else None
    event = recorded.pop(key, None)
    if event is None:
        return day
    other = event.date() if isinstance(event, datetime) else event
    if day is not None and day != other:
        raise BadFact(f"{name} назван дважды и по-разному: {day} и {other}.")
    return other
