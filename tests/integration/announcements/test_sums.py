"""Whatever happens to an announcement, and in whatever order, its numbers add up to its recipients at every moment."""

import asyncio
import shutil
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plan.model import Position
from services.announcements import jobs as jobs_module
from services.announcements import start as start_module
from services.announcements.cancel_announcement import cancel_announcement
from services.announcements.confirm_announcement import confirm_announcement
from services.announcements.jobs import AnnouncementJobs
from services.announcements.model import AnnouncementState
from services.announcements.pause_announcement import pause_announcement, resume_announcement
from services.announcements.resend_unknown import resend_unknown
from services.announcements.schedule_announcement import schedule_announcement
from services.announcements.surge import WatchedQueue
from services.campaigns.model import CampaignState
from services.delivery.model import (
    Ambiguous,
    Delivery,
    DeliveryState,
    Pointless,
    Refused,
    RetryLater,
    Sent,
    Unreachable,
)
from services.ids import DeliveryId
from services.people.model import UnreachableReason
from storage.database import open_database
from tests.integration.announcements.acting import FakeBoard, drafted, report
from tests.integration.world import NOW, build_world

OUTCOMES = (
    Sent("1"),
    Refused("Bad Request"),
    Ambiguous("timeout"),
    Pointless("cancelled"),
    RetryLater(1, "429"),
    Unreachable(UnreachableReason.BLOCKED, "blocked"),
)
PRESSES = (pause_announcement, resume_announcement, cancel_announcement, confirm_announcement, resend_unknown)

events = st.one_of(
    st.tuples(st.just("press"), st.sampled_from(PRESSES)),
    st.tuples(st.just("claim"), st.integers(1, 5)),
    st.tuples(st.just("end"), st.sampled_from(OUTCOMES)),
    st.tuples(st.just("look"), st.none()),
    st.tuples(st.just("wait"), st.sampled_from([timedelta(seconds=5), timedelta(minutes=2), timedelta(hours=25)])),
    st.tuples(st.just("schedule"), st.integers(1, 3)),
    st.tuples(st.just("restart"), st.none()),
    st.tuples(st.just("join"), st.none()),
    st.tuples(st.just("leave"), st.none()),
)


@settings(max_examples=40)
@given(st.lists(events, min_size=3, max_size=25))
def test_the_numbers_add_up(migrated_file: Path, story: list[tuple[str, object]]) -> None:
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as small:
        small.setattr(start_module, "ROWS_AT_ONCE", 3)
        small.setattr(jobs_module, "ROWS_AT_ONCE", 3)
        shutil.copyfile(migrated_file, Path(folder) / "srok.db")
        asyncio.run(_live_through(f"sqlite+aiosqlite:///{folder}/srok.db", story))


async def _live_through(url: str, story: list[tuple[str, object]]) -> None:
    async with await open_database(url) as database:
        world = await build_world(database.units)
        async with world.units() as unit:
            await unit.campaigns.set_state(world.campaign.id, CampaignState.ACTIVE)
            await unit.commit()
        chairman = await world.member(world.tik, Position.CHAIRMAN)
        members = [await world.member(world.uik, Position.MEMBER) for _ in range(7)]
        announcement = await drafted(world, chairman)
        now, in_hand = NOW, dict[DeliveryId, Delivery]()
        queue, jobs = WatchedQueue(database.queue, world.units), AnnouncementJobs(world.units, FakeBoard())
        for kind, what in (*story, ("look", None)):
            match kind, what:
                case "press", act:
                    await act(world.units, chairman, announcement.id, now)  # type: ignore[operator]
                case "schedule", int(hours):
                    await schedule_announcement(
                        world.units, chairman, announcement.id, now + timedelta(hours=hours), now
                    )
                case "claim", int(limit):
                    in_hand |= {row.id: row for row in await queue.claim(now, limit, timedelta(minutes=10))}
                case "end", outcome:
                    if in_hand:
                        _, row = in_hand.popitem()
                        await queue.record([(row, outcome)], now)  # type: ignore[list-item]
                case "look", _:
                    for _ in range(20):
                        await jobs.look(now)
                case "wait", timedelta() as span:
                    now += span
                case "restart", _:
                    in_hand.clear()
                    queue = WatchedQueue(database.queue, world.units)
                    jobs = AnnouncementJobs(world.units, FakeBoard())
                    await queue.recover(now, at_start=True)
                case "join", _:
                    members.append(await world.member(world.uik, Position.MEMBER))
                case "leave", _ if members:
                    async with world.units() as unit:
                        await unit.memberships.end(members.pop().memberships[0], now)
                        await unit.commit()
            found = await report(world, chairman, announcement)  # asserts the sum
            ended = found.announcement.state in (AnnouncementState.CANCELLED, AnnouncementState.EXPIRED)
            assert not (ended and found.counts[DeliveryState.PENDING])
            if found.announcement.state is AnnouncementState.DONE:
                assert found.remaining == 0
