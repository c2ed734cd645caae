"""Letters that are asked for at the same time are composed in one look at the database.

A reading unit sees one state throughout, so what one letter has asked of it is true for the next one as well: of an
announcement to thousands the text is read once for some tens of them, not once for each.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.campaigns.library import PlanLibrary
from services.delivery.compose import Composed, Letter, compose_in, made_sure
from services.delivery.model import Delivery, DeliveryKind
from services.delivery.remembering import remembering_unit
from services.unit_of_work import UnitOfWork, Units

TOGETHER = 25
"""Letters in one look: more save little, and the last of them are composed from an older state."""

ANNOUNCED_TOGETHER = 100
"""Of announcements, which ask for nothing but the text that they share: a look costs as much as all of their words."""


ON_THEIR_WAY = 4
"""So many letters are sent off before more are composed. All at once, they keep the loop from everything else for
milliseconds, and whatever waits for the database waits for them; one by one, the messenger is woken for each of them.
"""


@dataclass(frozen=True, slots=True, eq=False)
class _Asked:
    delivery: Delivery
    composed: asyncio.Future[Composed]


class Composer:
    """`await compose(delivery)`: as `services.delivery.compose.compose` at the moment `now()`, urgent lanes first."""

    def __init__(self, units: Units, library: PlanLibrary, now: Callable[[], datetime]) -> None:
        self._units = units
        self._library = library
        self._now = now
        self._asked: list[_Asked] = []
        self._at_work: asyncio.Task[None] | None = None

    async def compose(self, delivery: Delivery) -> Letter | None:
        """The letter in the words true now; None when there is no point in it any more."""
        asked = _Asked(delivery, asyncio.get_running_loop().create_future())
        self._asked.append(asked)
        if self._at_work is None:
            # It begins when all who ask in this turn of the loop have asked, and ends when nobody asks any more.
            self._at_work = asyncio.create_task(self._work())
        return await made_sure(self._units, await asked.composed)

    async def _work(self) -> None:
        try:
            while self._asked:
                self._asked.sort(key=lambda asked: asked.delivery.lane)
                first = self._asked[0].delivery  # nothing but announcements follows an announcement
                number = ANNOUNCED_TOGETHER if first.kind is DeliveryKind.ANNOUNCEMENT else TOGETHER
                some, self._asked = self._asked[:number], self._asked[number:]
                await self._compose(some)
        finally:
            self._at_work = None

    async def _compose(self, some: Sequence[_Asked]) -> None:
        now = self._now()
        try:
            async with self._units(reading=True) as unit:
                remembering = await remembering_unit(unit, [asked.delivery for asked in some], now)
                for at, asked in enumerate(some[:-1], 1):
                    if not asked.composed.done():  # cancelled while it waited
                        (await self._composed(asked.delivery, remembering, now)).answer(asked)
                    if at % ON_THEIR_WAY == 0:
                        await asyncio.sleep(0)
                last = await self._composed(some[-1].delivery, remembering, now)
            # With the last answer nothing is left open: who has got it may close the database.
            last.answer(some[-1])
        except Exception as error:  # noqa: BLE001 - handed on, to those who asked
            # The database is away, say: whoever has no letter yet hears of it.
            for asked in some:
                _Failed(error).answer(asked)
        finally:
            for asked in some:
                asked.composed.cancel()  # of those still without an answer: this very work was cancelled

    async def _composed(self, delivery: Delivery, unit: UnitOfWork, now: datetime) -> _Made | _Failed:
        try:
            return _Made(await compose_in(unit, self._library, delivery, now))
        except Exception as error:  # noqa: BLE001 - handed on, to the one who asked: it must not take the others along
            return _Failed(error)


@dataclass(frozen=True, slots=True)
class _Made:
    composed: Composed

    def answer(self, asked: _Asked) -> None:
        if not asked.composed.done():
            asked.composed.set_result(self.composed)


@dataclass(frozen=True, slots=True)
class _Failed:
    error: Exception

    def answer(self, asked: _Asked) -> None:
        if not asked.composed.done():
            asked.composed.set_exception(self.error)
