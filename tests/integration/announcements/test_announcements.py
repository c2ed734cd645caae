"""The chairman's word to a part of the campaign: who may, whom it reaches, and a report that adds up."""

from collections.abc import Awaitable, Callable

import pytest

from plan.model import Position
from services.announcements.cancel_announcement import cancel_announcement
from services.announcements.confirm_announcement import confirm_announcement
from services.announcements.draft_announcement import audiences_of, draft_announcement
from services.announcements.model import (
    Announcement,
    AnnouncementState,
    Audience,
    AudienceRole,
    Content,
    Media,
    Report,
)
from services.announcements.report_announcement import latest_announcements, report_announcement
from services.announcements.resend_unknown import resend_unknown
from services.delivery.model import Ambiguous, Delivery, DeliveryState, Outcome, Refused, Sent, Unreachable
from services.errors import NotAllowed, NotFound, NothingToSend
from services.ids import AnnouncementId
from services.people.model import Actor, Grant, MembershipRole, UnreachableReason
from storage.database import Database
from tests.integration.delivery.rows import LEASE
from tests.integration.world import NOW, World

WORDS = Content("<b>Собрание</b> в 18:00", (Media("photo", "AgACAgIAAx0"),))
S = DeliveryState
EVERYBODY = Audience(AudienceRole.ALL)


async def confirmed(world: World, chairman: Actor, audience: Audience = EVERYBODY) -> Announcement:
    drafted = await draft_announcement(world.units, chairman, world.campaign.id, audience, WORDS, NOW)
    return await confirm_announcement(world.units, chairman, drafted.announcement.id, NOW)


async def come_to_an_end(database: Database, *outcomes: Outcome) -> list[Delivery]:
    """Send what is due: the first rows with these outcomes, the others well."""
    claimed = list(await database.queue.claim(NOW, 1000, LEASE))
    rest = [Sent(str(n)) for n in range(len(claimed) - len(outcomes))]
    await database.queue.record(list(zip(claimed, [*outcomes, *rest], strict=True)), NOW)
    return claimed


def adds_up(report: Report) -> bool:
    return sum(report.counts.values()) == report.announcement.recipients == report.finished + report.remaining


@pytest.mark.parametrize(
    ("role", "number"),
    [(AudienceRole.TIK, 2), (AudienceRole.UIK, 3), (AudienceRole.CANDIDATES, 2), (AudienceRole.ALL, 6)],
)
@pytest.mark.usefixtures("crowd")
async def test_how_many_an_audience_is(world: World, chairman: Actor, role: AudienceRole, number: int) -> None:
    drafted = await draft_announcement(world.units, chairman, world.campaign.id, Audience(role), WORDS, NOW)
    assert drafted.recipients == number
    assert drafted.announcement.state is AnnouncementState.DRAFT
    assert drafted.announcement.content == WORDS


@pytest.mark.usefixtures("crowd")
async def test_one_precinct(world: World, chairman: Actor) -> None:
    for role in (AudienceRole.UIK, AudienceRole.ALL):
        audience = Audience(role, world.uik.id)
        drafted = await draft_announcement(world.units, chairman, world.campaign.id, audience, WORDS, NOW)
        assert drafted.recipients == 2
    with pytest.raises(NotFound):
        strange = Audience(AudienceRole.ALL, world.other_tik.id)
        await draft_announcement(world.units, chairman, world.campaign.id, strange, WORDS, NOW)


@pytest.mark.usefixtures("crowd")
async def test_the_audiences_on_offer_with_their_numbers(world: World, chairman: Actor) -> None:
    offered = await audiences_of(world.units, chairman, NOW, precincts=True)
    assert [(c.audience.role, c.commission.name if c.commission else None, c.recipients) for c in offered] == [
        (AudienceRole.TIK, None, 2),
        (AudienceRole.UIK, None, 3),
        (AudienceRole.CANDIDATES, None, 2),
        (AudienceRole.ALL, None, 6),
        (AudienceRole.UIK, "УИК № 1034", 2),
        (AudienceRole.UIK, "УИК № 1035", 1),
    ]


@pytest.mark.parametrize(
    "who",
    [
        lambda world: world.guest(),
        lambda world: world.administrator(),
        lambda world: world.person(Grant(MembershipRole.OPERATOR)),
        lambda world: world.person(world.candidacy()),
        lambda world: world.member(world.tik, Position.SECRETARY),
        lambda world: world.member(world.tik, Position.DEPUTY),
        lambda world: world.member(world.uik, Position.CHAIRMAN),
        lambda world: world.member(world.other_tik, Position.CHAIRMAN),
    ],
    ids=["guest", "administrator", "operator", "candidate", "secretary", "deputy", "УИК chair", "other ТИК's chair"],
)
async def test_nobody_else_may(world: World, chairman: Actor, who: Callable[[World], Awaitable[Actor]]) -> None:
    other, announcement = await who(world), await confirmed(world, chairman)
    units = world.units
    assert await audiences_of(units, other, NOW) == []
    with pytest.raises(NotAllowed):
        await draft_announcement(units, other, world.campaign.id, EVERYBODY, WORDS, NOW)
    for act in (confirm_announcement, cancel_announcement, resend_unknown):
        with pytest.raises(NotAllowed):
            await act(units, other, announcement.id, NOW)
    with pytest.raises(NotAllowed):
        await report_announcement(units, other, announcement.id)
    with pytest.raises(NotAllowed):
        await latest_announcements(units, other, world.campaign.id)


async def test_nothing_to_say_or_nobody_to_hear_it(world: World, chairman: Actor) -> None:
    with pytest.raises(NothingToSend):
        await draft_announcement(world.units, chairman, world.campaign.id, EVERYBODY, Content(" \n"), NOW)
    with pytest.raises(NothingToSend):
        candidates = Audience(AudienceRole.CANDIDATES)
        await draft_announcement(world.units, chairman, world.campaign.id, candidates, WORDS, NOW)
    with pytest.raises(NotFound):
        await confirm_announcement(world.units, chairman, AnnouncementId(404), NOW)


@pytest.mark.usefixtures("crowd")
async def test_a_draft_sends_nothing(world: World, chairman: Actor, database: Database) -> None:
    await draft_announcement(world.units, chairman, world.campaign.id, EVERYBODY, WORDS, NOW)
    assert await come_to_an_end(database) == []


@pytest.mark.usefixtures("crowd")
async def test_confirmed_it_goes_to_each_person_once(world: World, chairman: Actor, database: Database) -> None:
    announcement = await confirmed(world, chairman)
    assert (announcement.state, announcement.recipients) == (AnnouncementState.SENDING, 6)
    sent = await come_to_an_end(database)
    assert len({d.address for d in sent}) == len(sent) == 6
    report = await report_announcement(world.units, chairman, announcement.id)
    assert report.announcement.state is AnnouncementState.DONE
    assert (report.delivered, report.remaining) == (6, 0)
    assert adds_up(report)


@pytest.mark.usefixtures("crowd")
async def test_pressed_twice_it_is_sent_once(world: World, chairman: Actor, database: Database) -> None:
    announcement = await confirmed(world, chairman)
    again = await confirm_announcement(world.units, chairman, announcement.id, NOW)
    assert again == announcement
    assert len(await come_to_an_end(database)) == 6
    later = await confirm_announcement(world.units, chairman, announcement.id, NOW)
    assert later.state is AnnouncementState.DONE
    assert await come_to_an_end(database) == []


async def test_whoever_cannot_be_reached_counts_as_blocked(
    world: World, chairman: Actor, crowd: list[Actor], database: Database
) -> None:
    async with world.units() as unit:
        await unit.people.set_unreachable(crowd[0].person.id, UnreachableReason.DEACTIVATED, NOW)
        await unit.commit()
    announcement = await confirmed(world, chairman)
    assert announcement.recipients == 6
    assert len(await come_to_an_end(database)) == 5
    report = await report_announcement(world.units, chairman, announcement.id)
    assert (report.counts[S.BLOCKED], report.counts[S.SENT]) == (1, 5)
    assert adds_up(report)
    (all_of_them,) = [c for c in await audiences_of(world.units, chairman, NOW) if c.audience == EVERYBODY]
    assert (all_of_them.recipients, all_of_them.unreachable) == (6, 1)


async def test_with_nobody_in_reach_it_is_done_at_once(world: World, chairman: Actor) -> None:
    async with world.units() as unit:
        await unit.people.set_unreachable(chairman.person.id, UnreachableReason.BLOCKED, NOW)
        await unit.commit()
    announcement = await confirmed(world, chairman, Audience(AudienceRole.TIK))
    assert announcement.state is AnnouncementState.DONE
    assert adds_up(await report_announcement(world.units, chairman, announcement.id))


@pytest.mark.usefixtures("crowd")
async def test_the_report_adds_up_at_every_moment(world: World, chairman: Actor, database: Database) -> None:
    announcement = await confirmed(world, chairman)
    some = await database.queue.claim(NOW, 4, LEASE)
    report = await report_announcement(world.units, chairman, announcement.id)
    assert (report.remaining, report.finished) == (6, 0)
    assert adds_up(report)
    outcomes: list[Outcome] = [
        Sent("1"),
        Refused("chat not found"),
        Unreachable(UnreachableReason.BLOCKED, "blocked"),
        Ambiguous("timeout"),
    ]
    await database.queue.record(list(zip(some, outcomes, strict=True)), NOW)
    report = await report_announcement(world.units, chairman, announcement.id)
    assert (report.remaining, report.finished) == (2, 4)
    assert adds_up(report)
    assert report.announcement.state is AnnouncementState.SENDING
    await come_to_an_end(database)
    report = await report_announcement(world.units, chairman, announcement.id)
    assert {s: n for s, n in report.counts.items() if n} == {S.SENT: 3, S.FAILED: 1, S.BLOCKED: 1, S.UNKNOWN: 1}
    assert adds_up(report)
    assert report.announcement.state is AnnouncementState.DONE


@pytest.mark.usefixtures("crowd")
async def test_cancelled_half_way_what_waits_is_stopped(world: World, chairman: Actor, database: Database) -> None:
    announcement = await confirmed(world, chairman)
    under_way = await database.queue.claim(NOW, 2, LEASE)
    cancelled = await cancel_announcement(world.units, chairman, announcement.id, NOW)
    assert cancelled.state is AnnouncementState.CANCELLED
    await database.queue.record([(d, Sent("1")) for d in under_way], NOW)
    assert await come_to_an_end(database) == []
    report = await report_announcement(world.units, chairman, announcement.id)
    assert (report.counts[S.SENT], report.counts[S.CANCELLED]) == (2, 4)
    assert adds_up(report)
    assert report.announcement.state is AnnouncementState.CANCELLED
    again = await confirm_announcement(world.units, chairman, announcement.id, NOW)
    assert again.state is AnnouncementState.CANCELLED


@pytest.mark.usefixtures("crowd")
async def test_a_cancelled_draft_cannot_be_confirmed(world: World, chairman: Actor, database: Database) -> None:
    drafted = await draft_announcement(world.units, chairman, world.campaign.id, EVERYBODY, WORDS, NOW)
    await cancel_announcement(world.units, chairman, drafted.announcement.id, NOW)
    confirmed = await confirm_announcement(world.units, chairman, drafted.announcement.id, NOW)
    assert confirmed.state is AnnouncementState.CANCELLED
    assert await come_to_an_end(database) == []


@pytest.mark.usefixtures("crowd")
async def test_those_in_doubt_are_written_to_again_only_when_the_chairman_says_so(
    world: World, chairman: Actor, database: Database
) -> None:
    announcement = await confirmed(world, chairman)
    (doubtful, *_) = await come_to_an_end(database, Ambiguous("timeout"))
    assert await come_to_an_end(database) == []
    resent = await resend_unknown(world.units, chairman, announcement.id, NOW)
    assert resent.state is AnnouncementState.SENDING
    (again,) = await come_to_an_end(database)
    assert (again.address, again.possibly_repeated) == (doubtful.address, True)
    report = await report_announcement(world.units, chairman, announcement.id)
    assert (report.delivered, report.announcement.state) == (6, AnnouncementState.DONE)
    unchanged = await resend_unknown(world.units, chairman, announcement.id, NOW)
    assert unchanged.state is AnnouncementState.DONE


@pytest.mark.usefixtures("crowd")
async def test_it_is_on_record_and_in_the_list(world: World, chairman: Actor) -> None:
    first = await confirmed(world, chairman)
    second = await confirmed(world, chairman)
    await cancel_announcement(world.units, chairman, second.id, NOW)
    latest = await latest_announcements(world.units, chairman, world.campaign.id)
    assert [a.id for a in latest] == [second.id, first.id]
    assert await world.audit() == ["announcement.confirmed"] * 2 + ["announcement.cancelled"]
