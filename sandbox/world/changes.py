"""News of the world: who waits for a change is woken, who watches the page is told."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

from sandbox.jsontypes import Json

T = TypeVar("T")

WATCHER_BACKLOG = 1000
"""Events kept for a page that reads too slowly; one that falls further behind is told to load anew."""


class Changes:
    """Announces that something has happened, without saying to whom it matters."""

    def __init__(self) -> None:
        self.version = 0
        self._waiters: list[asyncio.Future[None]] = []
        self._watchers: set[asyncio.Queue[Json]] = set()

    @property
    def watched(self) -> bool:
        """Whether a page is open: events are built only then."""
        return bool(self._watchers)

    @property
    def watchers(self) -> int:
        """How many pages are open."""
        return len(self._watchers)

    def announce(self) -> None:
        """Wake everyone who waits."""
        self.version += 1
        if self._waiters:
            waiters, self._waiters = self._waiters, []
            for waiter in waiters:
                if not waiter.done():
                    waiter.set_result(None)

    def tell(self, build: Callable[[], Json]) -> None:
        """Announce, and send the event that `build` makes to the open pages."""
        self.announce()
        if not self._watchers:
            return
        event = build()
        for queue in self._watchers:
            if queue.qsize() >= WATCHER_BACKLOG:
                while not queue.empty():
                    queue.get_nowait()
                queue.put_nowait({"type": "reload"})
            else:
                queue.put_nowait(event)

    def close(self) -> None:
        """Tell the open pages that this is the end."""
        for queue in self._watchers:
            queue.put_nowait({"type": "closing"})

    async def until(self, look: Callable[[], T | None], seconds: float, complaint: Callable[[], str]) -> T:
        """The first thing other than None that `look` finds; looks again after every change.

        `seconds` of wall time is how long to wait before TimeoutError with the `complaint`.
        """
        loop = asyncio.get_running_loop()
        deadline = loop.time() + seconds
        while (found := look()) is None:
            waiter: asyncio.Future[None] = loop.create_future()
            self._waiters.append(waiter)
            left = deadline - loop.time()
            try:
                await asyncio.wait_for(waiter, max(left, 0))
            except TimeoutError:
                raise TimeoutError(complaint()) from None
        return found

    @asynccontextmanager
    async def watch(self) -> AsyncIterator[asyncio.Queue[Json]]:
        """A queue of events for one page, as long as it is open."""
        queue: asyncio.Queue[Json] = asyncio.Queue()
        self._watchers.add(queue)
        try:
            yield queue
        finally:
            self._watchers.discard(queue)
