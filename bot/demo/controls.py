"""The page's right-hand panel over the running bot: the campaign's clock, what comes next, what waits to be sent."""

import asyncio
import time as wall
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from bot.app import Application
from bot.demo.calendar import at, deadlines, next_events, stages
from bot.demo.clock import ClockCannotGoBack, DemoClock
from bot.demo.sums import waiting_rows
from bot.demo.words import OPERATORS, DemoWords, Moment
from sandbox import ControlRefused, ControlState, Queued, Upcoming
from services.delivery.model import Delivery
from services.ids import CampaignId
from views.campaigns import election

EVENTS_SHOWN: Final = 6
QUEUE_SHOWN: Final = 50
HURRY: Final = 8.0
"""So many times as fast the clock may go while something is being sent: 28 messages a second of the clock are 224 of
the wall, more than the bot and the sandbox manage in one process. Much more, and small delays of the wall would be
seconds of the clock, in which Telegram counts the messages."""

KEEPING_UP: Final = 16.0
"""It goes so fast only while so many messages leave in a second of the clock, or nearly: then it is the pace that keeps
the others back. Where it is the machine that is slow, nothing is gained by letting the morning pass."""

HEAD_START: Final = 5  # messages

PATIENCE: Final = 60.0
"""Wall seconds without any message for which a step of the clock waits for what is due."""

PATIENCE_IN_TROUBLE: Final = 0.5
"""The same while a misfortune lasts: where «Telegram» is silent, time passes all the same."""

IN_TROUBLE_EVERY: Final = timedelta(minutes=30)

PATIENCE_WITH_ANSWERS: Final = 5.0
"""Wall seconds for which a step waits for an answer to what somebody has just pressed: half a minute later by the clock
Telegram would not take it any more."""

LOOK_AGAIN: Final = 0.02  # wall seconds

HELD_BACK: Final = 3
"""Looks in a row at something due that nobody sends: then it is not on its way, but waits for a moment to come."""


@dataclass(frozen=True, slots=True)
class Telegram:
    """What the controls have to know of the sandbox."""

    said: Callable[[], int]
    """Messages of the bot so far."""
    answered: Callable[[float], Awaitable[None]]
    """Returns when the bot has come to whatever people have written or pressed, or after so many wall seconds."""
    is_troubled: Callable[[], bool]
    """Whether a misfortune is switched on and lasts."""


class DemoControls:
    """`sandbox.Controls` over the running bot, `sandbox.Stoppable` ones. `first` and `last` are the campaign's days on
    the page."""

    def __init__(
        self,
        application: Application,
        clock: DemoClock,
        campaign_id: CampaignId,
        first: date,
        last: date,
        telegram: Telegram,
        words: DemoWords,
        highlights: Sequence[Moment],
    ) -> None:
        self._words = words
        self._highlights = highlights
        self._application = application
        self._clock = clock
        self._campaign_id = campaign_id
        self._first = first
        self._last = last
        self._telegram = telegram
        self._moving = asyncio.Lock()
        self._closed = False
        self._stops = 0  # so often it was asked to stop

    async def state(self) -> ControlState:
        """What the panel shows now."""
        now = self._clock.now()
        async with self._application.database.units(reading=True) as unit:
            campaign = await unit.campaigns.get(self._campaign_id)
            assert campaign is not None
            campaign_plan = await self._application.library.of(unit, campaign)
            waiting = await unit.outbox.upcoming(QUEUE_SHOWN)
            people = await unit.people.get_many({row.person_id for row in waiting if row.person_id is not None})
            queue_length = await waiting_rows(self._application)
        names = {person.id: person.name for person in people}
        return ControlState(
            now=now,
            first=at(self._first, time(0), campaign),
            last=at(self._last, time(23, 59), campaign),
            zone=campaign.zone,
            next_events=next_events(campaign_plan, now, self._words)[:EVENTS_SHOWN],
            queue=[
                self._queued(row, names.get(row.person_id) if row.person_id is not None else None) for row in waiting
            ],
            queue_length=queue_length,
            title=_capitalised(election(campaign.title)),
            highlights=[self._highlight(at(day, hour, campaign), message) for day, hour, message in self._highlights],
            stages=stages(campaign_plan, self._first, self._last, self._words),
            deadlines=deadlines(campaign_plan, self._first, self._last),
        )

    async def advance(self, to: datetime) -> None:
        """Go forward to `to`, stopping at every moment at which something is due, so that all is sent in order.

        The time that sending takes passes on the clock, so that it may be a few seconds later than `to` in the end; the
        clock stops for good at the end of `last`. `stop` ends it where it has come to. Raises ControlRefused.
        """
        stops, to = self._stops, self._clock.within(to)
        async with self._moving:
            if self._closed:
                raise ControlRefused("Демонстрация закрывается.")
            if to < self._clock.now():
                raise ControlRefused("Назад часы не идут: отправленное уже не вернуть. Начните заново — «make demo».")
            while True:
                held = await self._settle(stops)
                due = await self._application.database.queue.next_due(after=self._clock.now())
                if self._stops != stops:
                    return
                moments = [moment for moment in (due, held) if moment is not None]
                if not moments or (halt := self._halt(min(moments))) > to:
                    break
                await self._jump(halt)
            await self._jump(to)
            await self._settle(stops)

    def stop(self) -> None:
        """End what moves, and what waits to: see `sandbox.Stoppable`."""
        self._stops += 1

    async def close(self) -> None:
        """Refuse to move from now on; returns when nothing moves any more."""
        self._closed = True
        self.stop()
        async with self._moving:
            return

    def _halt(self, moment: datetime) -> datetime:
        """Where to stop for what is due at a moment: there; but while a misfortune lasts, and everything is tried again
        twice a minute, no oftener than every half an hour."""
        if not self._telegram.is_troubled():
            return moment
        return moment + (datetime.min.replace(tzinfo=UTC) - moment) % IN_TROUBLE_EVERY

    async def _jump(self, to: datetime) -> None:
        if not self._telegram.is_troubled():
            await self._telegram.answered(PATIENCE_WITH_ANSWERS)
        try:
            self._clock.jump(to)
        except ClockCannotGoBack:
            return  # the clock runs by itself too, and has just passed that moment

    async def _settle(self, stops: int) -> datetime | None:
        """Until everything due by now has been sent, or nothing moves any more, or somebody has asked to stop since
        there were `stops`; if something due is held back (Telegram has asked to wait, a chat has to rest), the moment
        when it may go."""
        said, since, idle = self._telegram.said(), wall.monotonic(), 0
        begun, before = self._clock.now(), said
        try:
            while self._stops == stops:
                # The database is asked only where nothing is on its way: it has to serve those who send.
                is_sending = self._application.is_sending
                if not is_sending:
                    due = await self._application.database.queue.next_due()
                    is_sending = self._application.is_sending
                    if not is_sending and (due is None or due > self._clock.now()):
                        return None
                if self._telegram.said() != said:
                    said, since = self._telegram.said(), wall.monotonic()
                idle = 0 if is_sending else idle + 1
                if idle >= HELD_BACK and (held := self._held_until()) is not None:
                    return held
                if wall.monotonic() - since > (PATIENCE_IN_TROUBLE if self._telegram.is_troubled() else PATIENCE):
                    return None
                passed = (self._clock.now() - begun).total_seconds()
                self._go(HURRY if said - before + HEAD_START >= KEEPING_UP * passed else 1.0)
                if passed >= 1:
                    begun, before = self._clock.now(), said
                await asyncio.sleep(LOOK_AGAIN)
            return None
        finally:
            self._go(1.0)

    def _held_until(self) -> datetime | None:
        """When the first of what keeps due messages back is over; None when nothing is known to."""
        now, outbox = self._clock.now(), self._application.outbox
        moments = [now + timedelta(seconds=rest) for rest in self._application.pace.resting().values()]
        if outbox is not None and (release := outbox.held_until()) is not None:
            moments.append(release)
        return min((moment for moment in moments if moment > now), default=None)

    def _highlight(self, moment: datetime, message: str) -> Upcoming:
        said = self._words.say(message)
        return Upcoming(moment, said.ru, said.en)

    def _queued(self, row: Delivery, person: str | None) -> Queued:
        kind = self._words.kind(row.kind)
        to = self._words.say(OPERATORS) if row.person_id is None else self._words.person(person or "")
        return Queued(row.due_at, to.ru, kind.ru, to.en, kind.en)

    def _go(self, speed: float) -> None:
        if self._clock.speed != speed:
            self._clock.set_speed(speed)


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
