"""The requests that the page makes, and the news that it hears."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import aiohttp

from sandbox import ControlRefused, ControlState, Deadline, Group, Person, Queued, Stage, Upcoming
from tests.integration.sandbox.support import Api
from tests.unit.sandbox.support import HandClock

__all__ = ["Campaign", "News", "Page", "where"]


class Campaign:
    """Controls over a hand clock; notes where it was moved."""

    def __init__(self, clock: HandClock) -> None:
        self.clock = clock
        self.moves: list[datetime] = []
        self.refusal = ""

    async def state(self) -> ControlState:
        now = self.clock.now()
        events = (Upcoming(now + timedelta(days=2), "Пункт 28"),)
        last = datetime(2023, 5, 11, 20, tzinfo=UTC)
        return ControlState(
            now,
            datetime(2022, 12, 13, tzinfo=UTC),
            last,
            "Europe/Moscow",
            events,
            stages=(Stage("Выдвижение", date(2022, 12, 15), date(2023, 1, 30)),),
            deadlines=(Deadline(datetime(2023, 1, 30, 15, tzinfo=UTC), "Подача документов", "28"),),
            highlights=(
                Upcoming(datetime(2023, 1, 20, 6, tzinfo=UTC), "первая сдача"),
                Upcoming(datetime(2023, 3, 10, 6, tzinfo=UTC), "голосование", "voting"),
            ),
            queue=(Queued(now, "Анна", "Сводка"),),
            queue_length=7_138,
        )

    async def advance(self, to: datetime) -> None:
        if self.refusal:
            raise ControlRefused(self.refusal)
        self.moves.append(to)
        self.clock.forward((to - self.clock.now()).total_seconds())


class News:
    """An open stream of events: one tab."""

    def __init__(self, stream: aiohttp.ClientResponse) -> None:
        self._stream = stream

    async def event(self, kind: str) -> dict[str, Any]:
        """The next event of that type."""
        async for line in self._stream.content:
            if line.startswith(b"data: ") and (found := json.loads(line[6:]))["type"] == kind:
                result: dict[str, Any] = found
                return result
        raise AssertionError("the stream ended")


class Page:
    """One tab's requests."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self.session = api.session
        self.base = api.server.base_url

    async def get(self, path: str, **headers: str) -> tuple[int, Any]:
        async with self.session.get(self.base + path, headers=headers) as response:
            is_json = response.content_type == "application/json"
            return response.status, await (response.json() if is_json else response.read())

    async def post(self, path: str, body: Any, **headers: str) -> tuple[int, Any]:
        async with self.session.post(self.base + path, json=body, headers=headers) as response:
            return response.status, (await response.json() if response.content_type == "application/json" else None)

    @asynccontextmanager
    async def news(self) -> AsyncIterator[News]:
        """Listen as an open tab does; what happens from now on is heard."""
        changes = self._api.server.sandbox.changes
        before = changes.watchers
        async with self.session.get(f"{self.base}/sandbox/events") as stream:
            assert changes.watchers > before, "the page asks for what there is as soon as the stream begins"
            assert await stream.content.readline() == b"retry: 1000\n"
            yield News(stream)


def where(person: Person, group: Group | None = None) -> str:
    """The address of a person's conversation."""
    return f"/sandbox/chats/{(group or person).chat.key}/as/{person.id}"
