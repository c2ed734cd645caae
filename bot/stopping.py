"""SIGTERM and Ctrl+C end the bot in good order."""

import asyncio
import signal
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

SIGNALS = (signal.SIGTERM, signal.SIGINT)


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
