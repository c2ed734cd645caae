"""What a row of the outbox becomes when it is about to be sent: the words true then, or nothing."""

from datetime import date, datetime, time, timedelta

import pytest

from plan.model import Position, Role
from services.announcements.model import AnnouncementState, Audience, AudienceRole, Content
from services.campaigns.model import CampaignState
from services.delivery.compose import AnnouncementLetter, DigestLetter, Letter, NoticeLetter, TicketLetter, compose
from services.delivery.model import Delivery, DeliveryKind, Lane, NewDelivery, Notice, RetryLater
from services.hotline.model import Direction, MessageRef
from services.people.model import Address
from tests.integration.duties.stage import Stage, by, item, seat

NOW_DAY = date(2023, 2, 1)
DESK = Address("telegram", "-100500")
LETTERS_OF_THEIR_OWN = (Notice.DATE_CHANGED, Notice.ANNOUNCEMENT_STOPPED)


async def composed(stage: Stage, row: NewDelivery, *, hours: int = 0) -> Letter | None:
    """The row put into the outbox, claimed so many hours after it fell due, and composed."""
    now = row.due_at + timedelta(hours=hours)
    return await compose(stage.database.units, stage.library, await claimed(stage, row, now), now)


async def claimed(stage: Stage, row: NewDelivery, now: datetime) -> Delivery:
    async with stage.database.units() as unit:
        await unit.outbox.add([row])
        await unit.commit()
    (delivery,) = await stage.database.queue.claim(now, 1, timedelta(minutes=5))
    return delivery


async def test_an_announcement_unless_it_was_cancelled(stage: Stage) -> None:
    now = stage.at(NOW_DAY)
    person = await stage.join("Анна", seat(stage.tik, Position.CHAIRMAN), now=now)
    async with stage.database.units() as unit:
        audience, content = Audience(AudienceRole.ALL), Content("Совещание в 10:00")
        announcement = await unit.announcements.add(stage.campaign.id, person, audience, content, now)
        await unit.announcements.confirm(announcement.id, 2, now)
        reader = await unit.people.get(person)
        await unit.commit()
    assert reader is not None

    def row(key: str) -> NewDelivery:
        return NewDelivery(
            dedup_key=key,
            kind=DeliveryKind.ANNOUNCEMENT,
            lane=Lane.ANNOUNCEMENT,
            address=reader.address,
            due_at=now,
            person_id=person,
            announcement_id=announcement.id,
        )

    letter = await composed(stage, row("a:1"), hours=2)
    assert isinstance(letter, AnnouncementLetter)
    assert (letter.announcement.content, letter.campaign.id, letter.language) == (content, stage.campaign.id, "ru")
    assert letter.late
    on_its_way = await claimed(stage, row("a:2"), now)
    async with stage.database.units() as unit:
        await unit.announcements.move(announcement.id, {AnnouncementState.SENDING}, AnnouncementState.CANCELLED)
        await unit.commit()
    assert await compose(stage.database.units, stage.library, on_its_way, now) is None


async def test_a_conversation_crosses_with_its_replies(stage: Stage) -> None:
    now = stage.at(NOW_DAY)
    asker = await stage.join("Избиратель", now=now)
    operator = await stage.join("Оператор", now=now)
    async with stage.database.units() as unit:
        person = await unit.people.get(asker)
        assert person is not None
        tickets = unit.tickets
        ticket = await tickets.open(asker, stage.campaign.id, now)
        asked = MessageRef(person.address, "10")
        question = await tickets.add_message(ticket.id, Direction.TO_DESK, asker, asked, "Где?", False, now)
        at_desk = MessageRef(DESK, "77")
        await tickets.set_copy(question.id, at_desk)
        answered = MessageRef(DESK, "78")
        answer = await tickets.add_message(
            ticket.id, Direction.TO_ASKER, operator, answered, "Там", False, now, reply_to=question.id
        )
        answer_copy = MessageRef(person.address, "11")
        await tickets.set_copy(answer.id, answer_copy)
        thanks = await tickets.add_message(
            ticket.id, Direction.TO_DESK, asker, MessageRef(person.address, "12"), "Спасибо", False, now, answer.id
        )
        more = await tickets.add_message(
            ticket.id, Direction.TO_DESK, asker, MessageRef(person.address, "13"), "И ещё", False, now, question.id
        )
        await unit.commit()

    async def letter(message: int, kind: DeliveryKind) -> TicketLetter:
        row = NewDelivery(
            dedup_key=f"t:{message}",
            kind=kind,
            lane=Lane.RELAY,
            address=Address("telegram", f"-{message}"),
            due_at=now,
            ids={"ticket": ticket.id, "message": message},
        )
        found = await composed(stage, row)
        assert isinstance(found, TicketLetter)
        return found

    first = await letter(question.id, DeliveryKind.TICKET_TO_DESK)
    assert (first.is_first, first.reply_to, first.asker.name) == (True, None, "Избиратель")
    back = await letter(answer.id, DeliveryKind.TICKET_TO_ASKER)
    assert (back.is_first, back.reply_to, back.direction) == (False, asked, Direction.TO_ASKER)
    assert (await letter(thanks.id, DeliveryKind.TICKET_TO_DESK)).reply_to == answered
    assert (await letter(more.id, DeliveryKind.TICKET_TO_DESK)).reply_to == at_desk


@pytest.mark.parametrize("notice", [one for one in Notice if one not in LETTERS_OF_THEIR_OWN])
async def test_a_notice_carries_what_it_is_about(stage: Stage, notice: Notice) -> None:
    now = stage.at(NOW_DAY)
    asker = await stage.join("Избиратель", now=now)
    async with stage.database.units() as unit:
        ticket = await unit.tickets.open(asker, None, now)
        person = await unit.people.get(asker)
        await unit.commit()
    assert person is not None
    letter = await composed(
        stage,
        NewDelivery(
            dedup_key="n",
            kind=DeliveryKind.NOTICE,
            lane=Lane.RELAY,
            address=person.address,
            due_at=now,
            person_id=asker,
            ids={"notice": notice, "ticket": ticket.id},
        ),
    )
    assert isinstance(letter, NoticeLetter)
    assert (letter.notice, letter.ticket, letter.person) == (notice, ticket, person)


async def test_a_closed_campaign_reminds_nobody(stage: Stage) -> None:
    now = stage.at(NOW_DAY)
    await stage.join("Анна", seat(stage.tik, Position.MEMBER), now=now)
    await stage.plan(item("6", Role.TIK, by(date(2023, 2, 19))), now=now)
    async with stage.database.units() as unit:
        await unit.campaigns.set_state(stage.campaign.id, CampaignState.CLOSED)
        await unit.commit()
    assert not await stage.run(now, stage.at(date(2023, 3, 30)))


async def test_a_repeated_digest_says_so_and_is_composed_anew(stage: Stage) -> None:
    now = stage.at(NOW_DAY)
    await stage.join("Анна", seat(stage.tik, Position.MEMBER), now=now)
    await stage.plan(item("6", Role.TIK, by(date(2023, 2, 19))), now=now)
    morning = stage.at(date(2023, 2, 12))
    assert len(await stage.database.queue.claim(morning, 5, timedelta(minutes=5))) == 1  # and the process is killed
    await stage.database.queue.recover(morning, at_start=True)
    (sending,) = await stage.run(morning, stage.at(date(2023, 2, 12), 10))
    assert sending.digest.possibly_repeated
    assert not sending.digest.late


async def test_refused_for_a_day_it_is_told_once_with_what_came_meanwhile(stage: Stage) -> None:
    now = stage.at(NOW_DAY)
    await stage.join("Анна", seat(stage.tik, Position.MEMBER), now=now)
    await stage.plan(item("6", Role.TIK, by(date(2023, 2, 19))), item("7", Role.TIK, by(date(2023, 2, 20))), now=now)
    morning = stage.at(date(2023, 2, 12))
    (delivery,) = await stage.database.queue.claim(morning, 5, timedelta(minutes=5))
    await stage.database.queue.record([(delivery, RetryLater(26 * 3600, "429"))], morning)
    sent = await stage.run(morning, stage.at(date(2023, 2, 13), 20))
    assert len(sent) == 1
    letter = sent[0].letter
    assert isinstance(letter, DigestLetter)
    assert [line.dated.item.number for line in letter.digest.due] == ["6", "7"]
    assert letter.late


@pytest.mark.parametrize("start", [(9, 30), (17, 30)])
async def test_after_a_downtime_one_late_message_names_the_end_with_an_hour_too(
    stage: Stage, start: tuple[int, int]
) -> None:
    """The reminder of its own fell due before the digest, or after it: both while the bot was down."""
    now, day = stage.at(NOW_DAY), date(2023, 2, 19)
    await stage.join("Анна", seat(stage.tik, Position.MEMBER), now=now)
    await stage.plan(item("6", Role.TIK, by(day, time(start[0] + 1, 0))), now=now)
    await stage.run(now, stage.at(date(2023, 2, 18), 20))
    back = stage.at(day, *start)
    (sending,) = await stage.run(back, stage.at(day, 21))
    assert sending.digest.late is (start != (9, 30)), "half an hour is not late"
    assert [line.dated.item.number for line in sending.digest.digest.due] == ["6"]


async def test_a_reminder_that_is_late_after_the_days_digest_was_in_time_goes_out(stage: Stage) -> None:
    now, day = stage.at(NOW_DAY), date(2023, 2, 19)
    await stage.join("Анна", seat(stage.tik, Position.MEMBER), now=now)
    await stage.plan(item("6", Role.TIK, by(day, time(18))), now=now)
    await stage.run(now, stage.at(day, 15))
    (sending,) = await stage.run(stage.at(day, 17, 30), stage.at(day, 21))
    assert sending.hour.late
