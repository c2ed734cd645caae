"""An announcement as the dispatcher and the jobs meet it: confirmed, claimed, looked after."""

from collections.abc import Collection
from datetime import datetime, timedelta

from services.announcements.draft_announcement import draft_announcement
from services.announcements.jobs import AnnouncementJobs
from services.announcements.model import Announcement, Audience, AudienceRole, Content, Report
from services.announcements.ports import Shown
from services.announcements.report_announcement import report_announcement
from services.delivery.model import Delivery, Outcome, Sent
from services.delivery.ports import OutboxQueue
from services.hotline.model import MessageRef
from services.people.model import Actor, Address
from tests.integration.world import NOW, World

EVERYBODY = Audience(AudienceRole.ALL)
LEASE = timedelta(minutes=10)
HERE = MessageRef(Address("telegram", "1"), "77")


class FakeBoard:
    """Remembers what was shown; `answer` is what comes of it."""

    def __init__(self) -> None:
        self.shown: list[tuple[MessageRef, Report]] = []
        self.answer = Shown.DONE

    async def show(self, place: MessageRef, report: Report, language: str) -> Shown:
        self.shown.append((place, report))
        return self.answer


async def drafted(
    world: World, chairman: Actor, audience: Audience = EVERYBODY, *, words: str = "Сбор"
) -> Announcement:
    draft = await draft_announcement(world.units, chairman, world.campaign.id, audience, Content(words), NOW)
    return draft.announcement


async def claimed(queue: OutboxQueue, now: datetime = NOW, limit: int = 1000) -> list[Delivery]:
    return list(await queue.claim(now, limit, LEASE))


async def sent(queue: OutboxQueue, now: datetime = NOW, limit: int = 1000) -> int:
    """Claim so many and send them; how many there were."""
    rows = await claimed(queue, now, limit)
    await queue.record([(row, Sent(str(row.id))) for row in rows], now)
    return len(rows)


async def ended(queue: OutboxQueue, rows: Collection[Delivery], outcome: Outcome, now: datetime = NOW) -> None:
    """One by one, as calls come back."""
    for row in rows:
        await queue.record([(row, outcome)], now)


async def looked_after(jobs: AnnouncementJobs, now: datetime) -> datetime | None:
    """Look as often as the jobs want to be looked after at once; when they want to be next."""
    for _ in range(100):
        again = await jobs.look(now)
        if again is None or again > now:
            return again
    raise AssertionError("the jobs never rest")


async def report(world: World, chairman: Actor, announcement: Announcement) -> Report:
    found = await report_announcement(world.units, chairman, announcement.id)
    assert sum(found.counts.values()) == found.announcement.recipients == found.finished + found.remaining
    return found
