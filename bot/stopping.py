"""SIGTERM and Ctrl+C end the bot in good order, and soon."""

import asyncio
import signal
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

from services.unit_of_work import UnitOfWork, Units

SIGNALS = (signal.SIGTERM, signal.SIGINT)


class CutShort(Exception):
    """Long work has ended between two of its parts: the next start, or the next leader, does the rest."""


class UntilStopped:
    """Units of work for what takes minutes in parts of a moment (a plan's duties, thousands of people's reminders).

    None is begun once one of the events has come (the bot stops, it leads no more), so that nobody has to wait for all
    of them."""

    def __init__(self, units: Units, *events: asyncio.Event) -> None:
        self._units = units
        self._events = events

    def __call__(self, *, reading: bool = False) -> UnitOfWork:
        """Raises CutShort."""
        if any(event.is_set() for event in self._events):
            raise CutShort
        return self._units(reading=reading)


@contextmanager
def stop_on_signals(stop: Callable[[], Awaitable[None]]) -> Iterator[None]:
    """While it is open, the first SIGTERM or SIGINT calls `stop`; a second one ends the process as usual."""
    loop = asyncio.get_running_loop()
    stopping: list[asyncio.Future[None]] = []

    def begin() -> None:
        for number in SIGNALS:
            loop.remove_signal_handler(number)
        stopping.append(asyncio.ensure_future(stop()))

    for number in SIGNALS:
        loop.add_signal_handler(number, begin)
    try:
        yield
    finally:
        for number in SIGNALS:
            loop.remove_signal_handler(number)
