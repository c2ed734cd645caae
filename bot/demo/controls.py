"""The page's right-hand panel: the campaign's clock, what comes next, and what waits to be sent."""

import asyncio
import time as wall
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

from bot.app import Application
from bot.demo.clock import ClockCannotGoBack, DemoClock
from plan.model import DatedItem
from sandbox import ControlRefused, ControlState, Queued, Upcoming
from services.campaigns.model import Campaign, CampaignPlan
from services.delivery.model import Delivery, DeliveryKind
from services.ids import CampaignId, PersonId
from views.campaigns import election
from views.lines import gist

EVENTS_SHOWN: Final = 6
QUEUE_SHOWN: Final = 12
TITLE_LENGTH: Final = 90  # characters of an activity
HIGHLIGHTS: Final = (
    (date(2023, 1, 30), time(9), "последний день сдать документы на регистрацию"),
    (date(2023, 3, 4), time(9), "последний день снять кандидатуру"),
    (date(2023, 3, 9), time(9), "канун голосования, конец агитации"),
    (date(2023, 3, 10), time(9), "первый день голосования"),
    (date(2023, 3, 12), time(18), "два часа до конца голосования"),
    (date(2023, 3, 13), time(9), "утро после голосования"),
    (date(2023, 5, 11), time(9), "последняя дата плана"),
)
"""Moments of the demo's plan worth a look, local to its campaign."""

PATIENCE: Final = 60.0
"""Wall seconds that a step of the clock is given to send what is due: «Telegram» may be switched off on the page."""

LOOK_AGAIN: Final = 0.02  # wall seconds

_KINDS: Mapping[DeliveryKind, str] = {
    DeliveryKind.DIGEST: "утреннее сообщение",
    DeliveryKind.HOUR_REMINDER: "напоминание за два часа",
    DeliveryKind.TICKET_TO_DESK: "вопрос на горячую линию",
    DeliveryKind.TICKET_TO_ASKER: "ответ горячей линии",
    DeliveryKind.ANNOUNCEMENT: "объявление",
    DeliveryKind.NOTICE: "сообщение",
}


class DemoControls:
    """`sandbox.Controls` over the running bot. `first` and `last` are the campaign's days on the page."""

    def __init__(
        self, application: Application, clock: DemoClock, campaign_id: CampaignId, first: date, last: date
    ) -> None:
        self._application = application
        self._clock = clock
        self._campaign_id = campaign_id
        self._first = first
        self._last = last
        self._moving = asyncio.Lock()

    async def state(self) -> ControlState:
        """What the panel shows now."""
        now = self._clock.now()
        async with self._application.database.units(reading=True) as unit:
            campaign = await unit.campaigns.get(self._campaign_id)
            assert campaign is not None
            campaign_plan = await self._application.library.of(unit, campaign)
            waiting = await unit.outbox.upcoming(QUEUE_SHOWN)
            people = await unit.people.get_many({row.person_id for row in waiting if row.person_id is not None})
        names = {person.id: person.name for person in people}
        return ControlState(
            now=now,
            first=_at(self._first, time(0), campaign),
            last=_at(self._last, time(23, 59), campaign),
            zone=campaign.zone,
            next_events=next_events(campaign_plan, now)[:EVENTS_SHOWN],
            queue=[_queued(row, names) for row in waiting],
            title=_capitalised(election(campaign.title)),
            highlights=[
                Upcoming(moment, words) for day, hour, words in HIGHLIGHTS if (moment := _at(day, hour, campaign)) > now
            ],
        )

    async def advance(self, to: datetime) -> None:
        """Go forward to `to`, stopping at every moment at which something is due, so that all is sent in order.

        Raises ControlRefused.
        """
        async with self._moving:
            if to < self._clock.now():
                raise ControlRefused("Назад часы не идут: отправленное уже не вернуть. Начните заново — «make demo».")
            while True:
                await self._settle()
                due = await self._application.database.queue.next_due(after=self._clock.now())
                if due is None or due > to:
                    break
                self._jump(due)
            self._jump(to)
            await self._settle()

    def _jump(self, to: datetime) -> None:
        try:
            self._clock.jump(to)
        except ClockCannotGoBack:
            return  # the clock runs by itself too, and has just passed that moment

    async def _settle(self) -> None:
        """Until everything due by now has been sent."""
        give_up = wall.monotonic() + PATIENCE
        while wall.monotonic() < give_up:
            due = await self._application.database.queue.next_due()
            if not self._application.is_sending and (due is None or due > self._clock.now()):
                return
            await asyncio.sleep(LOOK_AGAIN)


def next_events(campaign_plan: CampaignPlan, now: datetime) -> Sequence[Upcoming]:
    """The plan's deadlines and openings still to come, in order of time."""
    campaign = campaign_plan.campaign
    found = [
        Upcoming(at, _title(dated, words))
        for dated in campaign_plan.dated
        for at, words in _moments(dated, campaign)
        if at > now
    ]
    return sorted(found, key=lambda event: event.at)


def _moments(dated: DatedItem, campaign: Campaign) -> Sequence[tuple[datetime, str]]:
    moments = []
    for occurrence in dated.occurrences:
        if occurrence.start is not None and occurrence.start != occurrence.end:
            moments.append((_at(occurrence.start, occurrence.start_time or time(0), campaign), "начало"))
        if occurrence.last_day is not None:
            hour = occurrence.end_time or time(0)
            day = occurrence.last_day + timedelta(days=1) if hour == time(0) else occurrence.last_day
            moments.append((_at(day, hour, campaign) - timedelta(minutes=1), "последний срок"))
    return moments


def _title(dated: DatedItem, words: str) -> str:
    return f"{words}: п. {dated.item.number}. {gist(dated.item.activity, TITLE_LENGTH)}"


def _queued(row: Delivery, names: Mapping[PersonId, str]) -> Queued:
    to = names.get(row.person_id, "") if row.person_id is not None else "Операторы"
    return Queued(row.due_at, to, _KINDS[row.kind])


def _at(day: date, hour: time, campaign: Campaign) -> datetime:
    return datetime.combine(day, hour, campaign.tz)


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
