"""Announcements as jobs: at their hour, paused, resumed, taken back, expired, shown; over restarts and at once."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from plan.model import Position
from services.announcements import start as starting
from services.announcements.cancel_announcement import cancel_announcement
from services.announcements.confirm_announcement import confirm_announcement
from services.announcements.jobs import SHOW_EVERY, AnnouncementJobs
from services.announcements.model import VALID_FOR, Announcement, AnnouncementState, StopReason
from services.announcements.pause_announcement import pause_announcement, resume_announcement
from services.announcements.ports import Shown
from services.announcements.resend_unknown import resend_unknown
from services.announcements.schedule_announcement import FARTHEST, schedule_announcement
from services.campaigns.model import CampaignState
from services.delivery.model import Ambiguous, DeliveryKind, DeliveryState, RetryLater, Sent
from services.errors import NotAllowed, TimePassed, TooFarAhead
from services.people.model import Actor
from storage.database import Database
from tests.integration.announcements.acting import (
    HERE,
    FakeBoard,
    claimed,
    drafted,
    looked_after,
    report,
    sent,
)
from tests.integration.world import NOW, World

S = AnnouncementState
HOUR = timedelta(hours=1)
AT = NOW + 3 * HOUR  # NOW is 13:00 in Novokuznetsk


@pytest.fixture
def board() -> FakeBoard:
    return FakeBoard()


@pytest.fixture
def jobs(world: World, board: FakeBoard) -> AnnouncementJobs:
    return AnnouncementJobs(world.units, board)


async def scheduled(world: World, chairman: Actor, at: datetime = AT) -> Announcement:
    draft = await drafted(world, chairman)
    return await schedule_announcement(world.units, chairman, draft.id, at, NOW, progress=HERE)


async def begun(world: World, chairman: Actor) -> Announcement:
    draft = await drafted(world, chairman)
    return await confirm_announcement(world.units, chairman, draft.id, NOW, progress=HERE)


@pytest.mark.usefixtures("crowd")
class TestScheduled:
    async def test_it_begins_at_its_hour_and_not_before(
        self, world: World, chairman: Actor, jobs: AnnouncementJobs, database: Database
    ) -> None:
        announcement = await scheduled(world, chairman)
        assert (announcement.state, announcement.send_at) == (S.SCHEDULED, AT)
        assert await database.queue.next_due(after=NOW) == AT, "whoever moves the clock stops there"
        assert await looked_after(jobs, AT - HOUR) == AT
        assert await sent(database.queue, AT - HOUR) == 0
        await looked_after(jobs, AT)
        assert await sent(database.queue, AT) == 6
        assert (await report(world, chairman, announcement)).announcement.state is S.DONE

    async def test_the_audience_is_that_of_its_hour(
        self, world: World, chairman: Actor, crowd: list[Actor], jobs: AnnouncementJobs, database: Database
    ) -> None:
        announcement = await scheduled(world, chairman)
        joined = await world.member(world.uik, Position.MEMBER)
        async with world.units() as unit:
            await unit.memberships.end(crowd[0].memberships[0], NOW + HOUR)
            await unit.commit()
        await looked_after(jobs, AT)
        to = {row.person_id for row in await claimed(database.queue, AT)}
        assert joined.person.id in to
        assert crowd[0].person.id not in to
        assert (await report(world, chairman, announcement)).announcement.recipients == len(to) == 6

    async def test_a_clock_that_is_set_back_puts_it_off_and_one_set_forward_begins_it(
        self, world: World, chairman: Actor, jobs: AnnouncementJobs, database: Database
    ) -> None:
        await scheduled(world, chairman)
        assert await looked_after(jobs, AT - timedelta(minutes=1)) == AT
        assert await looked_after(jobs, AT - HOUR) == AT
        await looked_after(jobs, AT + HOUR)
        assert await sent(database.queue, AT + HOUR) == 6

    async def test_moved_sent_at_once_or_taken_back(
        self, world: World, chairman: Actor, jobs: AnnouncementJobs, database: Database
    ) -> None:
        moved, now, dropped = [await scheduled(world, chairman) for _ in range(3)]
        await schedule_announcement(world.units, chairman, moved.id, AT + HOUR, NOW)
        assert (await confirm_announcement(world.units, chairman, now.id, NOW)).state is S.SENDING
        assert await sent(database.queue) == 6
        assert (await cancel_announcement(world.units, chairman, dropped.id, NOW)).state is S.CANCELLED
        await looked_after(jobs, AT)
        assert await sent(database.queue, AT) == 0
        await looked_after(jobs, AT + HOUR)
        assert await sent(database.queue, AT + HOUR) == 6
        assert (await schedule_announcement(world.units, chairman, dropped.id, AT, NOW)).state is S.CANCELLED

    async def test_hours_that_cannot_be(self, world: World, chairman: Actor, crowd: list[Actor]) -> None:
        draft = await drafted(world, chairman)
        with pytest.raises(TimePassed):
            await schedule_announcement(world.units, chairman, draft.id, NOW, NOW)
        with pytest.raises(TooFarAhead):
            await schedule_announcement(world.units, chairman, draft.id, NOW + FARTHEST + HOUR, NOW)
        for act in (pause_announcement, resume_announcement):
            with pytest.raises(NotAllowed):
                await act(world.units, crowd[0], draft.id, NOW)
        with pytest.raises(NotAllowed):
            await schedule_announcement(world.units, crowd[0], draft.id, AT, NOW)

    async def test_missed_by_more_than_a_day_it_is_expired_and_its_author_told(
        self, world: World, chairman: Actor, jobs: AnnouncementJobs, database: Database
    ) -> None:
        announcement = await scheduled(world, chairman)
        late = AT + VALID_FOR
        await looked_after(jobs, late)
        (notice,) = await claimed(database.queue, late)
        assert (notice.kind, notice.person_id) == (DeliveryKind.NOTICE, chairman.person.id)
        found = await report(world, chairman, announcement)
        assert (found.announcement.state, found.announcement.stop_reason) == (S.EXPIRED, StopReason.TOO_LATE)

    async def test_missed_by_day_it_does_not_begin_at_night(
        self, world: World, chairman: Actor, jobs: AnnouncementJobs, database: Database
    ) -> None:
        announcement = await scheduled(world, chairman)
        night = datetime(2023, 1, 25, 17, 0, tzinfo=UTC)  # midnight there
        morning = datetime(2023, 1, 26, 2, 0, tzinfo=UTC)
        assert await looked_after(jobs, night) == morning
        assert await sent(database.queue, night) == 0
        await looked_after(jobs, morning)
        assert await sent(database.queue, morning) == 6
        assert (await report(world, chairman, announcement)).announcement.state is S.DONE

    @pytest.mark.parametrize("reason", [StopReason.NOBODY_LEFT, StopReason.CAMPAIGN_OVER])
    async def test_nobody_left_or_nothing_to_belong_to(
        self, world: World, chairman: Actor, crowd: list[Actor], jobs: AnnouncementJobs, reason: StopReason
    ) -> None:
        announcement = await scheduled(world, chairman)
        async with world.units() as unit:
            if reason is StopReason.CAMPAIGN_OVER:
                await unit.campaigns.set_state(world.campaign.id, CampaignState.CLOSED)
            for membership in (m for actor in (chairman, *crowd) for m in actor.memberships):
                await unit.memberships.end(membership, NOW + HOUR)
            await unit.commit()
        await looked_after(jobs, AT)
        found = await report(world, chairman, announcement)
        assert (found.announcement.state, found.announcement.stop_reason) == (S.EXPIRED, reason)


@pytest.mark.usefixtures("crowd")
class TestPausedAndEnded:
    async def test_paused_nothing_more_is_claimed_and_resumed_it_goes_on_where_it_stopped(
        self, world: World, chairman: Actor, database: Database
    ) -> None:
        announcement = await begun(world, chairman)
        assert await sent(database.queue, limit=2) == 2
        on_their_way = await claimed(database.queue, limit=1)
        paused = await pause_announcement(world.units, chairman, announcement.id, NOW)
        assert paused.state is S.PAUSED
        assert await claimed(database.queue) == []
        assert await database.queue.next_due() == NOW + timedelta(minutes=10), "the lease, and no row"
        await database.queue.record([(row, Sent("3")) for row in on_their_way], NOW)
        found = await report(world, chairman, announcement)
        assert (found.delivered, found.remaining, found.announcement.state) == (3, 3, S.PAUSED)
        days_later = NOW + timedelta(days=3)
        await resume_announcement(world.units, chairman, announcement.id, days_later)
        assert await sent(database.queue, days_later) == 3
        assert (await report(world, chairman, announcement)).announcement.state is S.DONE

    async def test_paused_over_a_restart(self, world: World, chairman: Actor, database: Database) -> None:
        """The next process finds a row in `sending`: it is unknown, the others wait."""
        announcement = await begun(world, chairman)
        await claimed(database.queue, limit=1)
        await pause_announcement(world.units, chairman, announcement.id, NOW)
        await database.queue.recover(NOW, at_start=True)
        assert await claimed(database.queue) == []
        found = await report(world, chairman, announcement)
        assert (found.counts[DeliveryState.UNKNOWN], found.remaining, len(found.uncertain)) == (1, 5, 1)
        await resume_announcement(world.units, chairman, announcement.id, NOW)
        assert await sent(database.queue) == 5

    async def test_paused_with_nothing_left_it_is_through(
        self, world: World, chairman: Actor, database: Database
    ) -> None:
        announcement = await begun(world, chairman)
        rows = await claimed(database.queue)
        await pause_announcement(world.units, chairman, announcement.id, NOW)
        await database.queue.record([(row, Sent("1")) for row in rows], NOW)
        assert (await report(world, chairman, announcement)).announcement.state is S.DONE

    async def test_a_paused_one_does_not_stand_in_the_way_of_the_next(
        self, world: World, chairman: Actor, database: Database
    ) -> None:
        first, second = await begun(world, chairman), await begun(world, chairman)
        assert {row.announcement_id for row in await claimed(database.queue, limit=3)} == {first.id}
        await pause_announcement(world.units, chairman, first.id, NOW)
        rows = await claimed(database.queue)
        assert {row.announcement_id for row in rows} == {second.id}
        assert len(rows) == 6

    async def test_one_whose_rows_must_wait_does_not_either(
        self, world: World, chairman: Actor, database: Database
    ) -> None:
        first, second = await begun(world, chairman), await begun(world, chairman)
        rows = await claimed(database.queue, limit=6)
        assert {row.announcement_id for row in rows} == {first.id}
        later = NOW + timedelta(minutes=2)
        await database.queue.record([(row, RetryLater(60, "502")) for row in rows], NOW)
        again = await claimed(database.queue, later)
        assert [row.announcement_id for row in again] == [first.id] * 6
        await database.queue.record([(row, RetryLater(600, "502")) for row in again], later)
        assert [row.announcement_id for row in await claimed(database.queue, later)] == []
        async with world.units() as unit:  # the chats rest, and with them the second one's rows
            assert (await unit.outbox.counts(second.id))[DeliveryState.PENDING] == 6

    async def test_cancelled_its_rows_are_ended_in_parts_and_the_report_never_waits(
        self,
        world: World,
        chairman: Actor,
        jobs: AnnouncementJobs,
        database: Database,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr("services.announcements.jobs.ROWS_AT_ONCE", 2)
        announcement = await begun(world, chairman)
        (row,) = await claimed(database.queue, limit=1)
        await cancel_announcement(world.units, chairman, announcement.id, NOW)
        found = await report(world, chairman, announcement)
        assert (found.counts[DeliveryState.CANCELLED], found.remaining) == (5, 1)
        await database.queue.record([(row, RetryLater(1, "429"))], NOW)
        later = NOW + HOUR
        assert await claimed(database.queue, later) == []
        assert await looked_after(jobs, later) is None
        async with world.units(reading=True) as unit:
            assert await unit.outbox.counts(announcement.id) == {DeliveryState.CANCELLED: 6}
            assert await unit.announcements.in_hand() == []

    async def test_past_its_expiry_it_is_expired_and_not_sent(
        self, world: World, chairman: Actor, jobs: AnnouncementJobs, database: Database
    ) -> None:
        announcement = await begun(world, chairman)
        assert await sent(database.queue, limit=2) == 2
        late = NOW + VALID_FOR
        assert await sent(database.queue, late) == 0
        await looked_after(jobs, late)
        found = await report(world, chairman, announcement)
        assert (found.announcement.state, found.delivered) == (S.EXPIRED, 2)
        assert found.counts[DeliveryState.EXPIRED] == 4

    async def test_those_in_doubt_can_be_written_to_again_days_later(
        self, world: World, chairman: Actor, jobs: AnnouncementJobs, database: Database
    ) -> None:
        announcement = await begun(world, chairman)
        rows = await claimed(database.queue)
        await database.queue.record([(row, Ambiguous("timeout")) for row in rows], NOW)
        later = NOW + timedelta(days=4)
        await resend_unknown(world.units, chairman, announcement.id, later)
        await looked_after(jobs, later)
        assert await sent(database.queue, later) == 6


@pytest.mark.usefixtures("crowd")
class TestTwoAtOnce:
    async def test_every_pair_of_presses_leaves_one_word(self, world: World, chairman: Actor) -> None:
        """Two with the right press at the same moment: neither fails, both are told the same."""
        deputy = await world.member(world.tik, Position.CHAIRMAN)
        acts = (pause_announcement, resume_announcement, cancel_announcement, confirm_announcement, resend_unknown)
        for one in acts:
            for other in acts:
                announcement = await begun(world, chairman)
                got = await asyncio.gather(
                    one(world.units, chairman, announcement.id, NOW),
                    other(world.units, deputy, announcement.id, NOW),
                )
                stands = (await report(world, chairman, announcement)).announcement.state
                assert stands in {a.state for a in got}
                if cancel_announcement in (one, other):
                    assert stands is S.CANCELLED

    async def test_begun_by_two_it_goes_once(self, world: World, chairman: Actor, database: Database) -> None:
        draft = await drafted(world, chairman)
        await asyncio.gather(*(confirm_announcement(world.units, chairman, draft.id, NOW) for _ in range(3)))
        assert await sent(database.queue) == 6
        assert await sent(database.queue) == 0


@pytest.mark.usefixtures("crowd")
class TestInParts:
    async def test_rows_are_made_in_parts_and_it_is_not_through_before_the_last(
        self,
        world: World,
        chairman: Actor,
        jobs: AnnouncementJobs,
        database: Database,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(starting, "ROWS_AT_ONCE", 2)
        announcement = await begun(world, chairman)
        assert announcement.enqueued_to is not None
        assert await sent(database.queue) == 2
        found = await report(world, chairman, announcement)
        assert (found.announcement.state, found.delivered, found.remaining) == (S.SENDING, 2, 4)
        await world.member(world.uik, Position.MEMBER)  # since NOW: of this moment, though the row is made later
        await looked_after(jobs, NOW + HOUR)
        assert await sent(database.queue, NOW + HOUR) == 5
        found = await report(world, chairman, announcement)
        assert (found.announcement.state, found.delivered, found.announcement.recipients) == (S.DONE, 7, 7)

    async def test_cancelled_between_two_parts_it_adds_up(
        self,
        world: World,
        chairman: Actor,
        jobs: AnnouncementJobs,
        database: Database,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(starting, "ROWS_AT_ONCE", 2)
        announcement = await begun(world, chairman)
        assert await sent(database.queue) == 2
        await cancel_announcement(world.units, chairman, announcement.id, NOW)
        await looked_after(jobs, NOW)
        found = await report(world, chairman, announcement)
        assert (found.delivered, found.counts[DeliveryState.CANCELLED], found.remaining) == (2, 4, 0)


@pytest.mark.usefixtures("crowd")
class TestProgress:
    async def test_it_is_shown_now_and_then_and_when_it_is_through(
        self, world: World, chairman: Actor, jobs: AnnouncementJobs, board: FakeBoard, database: Database
    ) -> None:
        await begun(world, chairman)
        await looked_after(jobs, NOW)
        await sent(database.queue, limit=2)
        soon, later = NOW + timedelta(seconds=1), NOW + SHOW_EVERY
        assert await looked_after(jobs, soon) == later
        assert [r.delivered for _, r in board.shown] == [0]
        await looked_after(jobs, later)
        await looked_after(jobs, later + SHOW_EVERY)  # nothing new
        assert [r.delivered for _, r in board.shown] == [0, 2]
        await sent(database.queue)
        assert await looked_after(jobs, later + timedelta(seconds=1)) is None
        assert [r.delivered for _, r in board.shown] == [0, 2, 6]
        assert {place for place, _ in board.shown} == {HERE}
        async with world.units(reading=True) as unit:
            assert await unit.announcements.in_hand() == []

    async def test_after_a_restart_it_is_shown_again(
        self, world: World, chairman: Actor, jobs: AnnouncementJobs, database: Database
    ) -> None:
        await begun(world, chairman)
        await looked_after(jobs, NOW)
        await sent(database.queue)
        board = FakeBoard()
        await looked_after(AnnouncementJobs(world.units, board), NOW)
        assert [(r.delivered, r.announcement.state) for _, r in board.shown] == [(6, S.DONE)]

    async def test_refused_for_now_it_is_tried_again_and_gone_it_is_let_be(
        self, world: World, chairman: Actor, jobs: AnnouncementJobs, board: FakeBoard, database: Database
    ) -> None:
        await begun(world, chairman)
        board.answer = Shown.LATER
        assert await looked_after(jobs, NOW) == NOW + SHOW_EVERY
        board.answer = Shown.GONE
        await looked_after(jobs, NOW + SHOW_EVERY)
        assert len(board.shown) == 2
        await sent(database.queue)
        await looked_after(jobs, NOW + 2 * SHOW_EVERY)
        await looked_after(jobs, NOW + 3 * SHOW_EVERY)
        assert len(board.shown) == 2
        async with world.units(reading=True) as unit:
            assert await unit.announcements.in_hand() == []

    async def test_paused_it_is_at_rest(
        self, world: World, chairman: Actor, jobs: AnnouncementJobs, board: FakeBoard, database: Database
    ) -> None:
        announcement = await begun(world, chairman)
        await pause_announcement(world.units, chairman, announcement.id, NOW)
        await looked_after(jobs, NOW)
        assert await looked_after(jobs, NOW + HOUR) is None
        assert [r.announcement.state for _, r in board.shown] == [S.PAUSED]
