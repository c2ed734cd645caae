"""A question to a person: from the asker to the operators' chat, back, and on, in one ticket."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from plan.model import Position
from services.delivery.model import Delivery, DeliveryKind, Lane
from services.errors import NotAllowed, NotFound, TooManyQuestions
from services.hotline.forget_thread import forget_thread
from services.hotline.list_tickets import own_tickets
from services.hotline.model import Direction, MessageRef, Ticket, TicketMessage, TicketState
from services.hotline.receive_question import QUESTIONS_LIMIT, QUESTIONS_WINDOW, Received, receive_question
from services.hotline.receive_reply import receive_reply
from services.hotline.solve_ticket import reopen_ticket, solve_ticket
from services.hotline.take_ticket import take_ticket
from services.ids import TicketId
from services.people.model import Actor, Address, Grant, MembershipRole
from services.unit_of_work import Units
from tests.integration.world import NOW, World, build_world

DESK = Address("telegram", "-1001")
ELSEWHERE = Address("telegram", "-1002")
MINUTE = timedelta(minutes=1)


@dataclass
class Hotline:
    """The asker's chat and the desk, with the sender's part played by `deliver`."""

    units: Units
    world: World
    asker: Actor
    operator: Actor
    numbers: dict[str, int] = field(default_factory=dict)

    def ref(self, address: Address) -> MessageRef:
        """The next message of a chat."""
        self.numbers[address.chat] = self.numbers.get(address.chat, 0) + 1
        return MessageRef(address, str(self.numbers[address.chat]))

    async def ask(
        self,
        text: str = "Где мой участок?",
        *,
        actor: Actor | None = None,
        original: MessageRef | None = None,
        reply_to: MessageRef | None = None,
        after: timedelta = timedelta(0),
        has_media: bool = False,
    ) -> Received:
        actor = actor or self.asker
        original = original or self.ref(actor.person.address)
        return await receive_question(
            self.units, actor, original, text, has_media, NOW + after, desk=DESK, reply_to=reply_to
        )

    async def answer(
        self,
        text: str = "Вам в УИК № 1034",
        *,
        thread: str | None = None,
        reply_to: MessageRef | None = None,
        actor: Actor | None = None,
        chat: Address = DESK,
        original: MessageRef | None = None,
    ) -> Ticket | None:
        original = original or self.ref(Address(chat.messenger, chat.chat, thread))
        return await receive_reply(self.units, actor or self.operator, original, text, False, NOW, reply_to=reply_to)

    async def deliver(self) -> list[Delivery]:
        """Send what waits: messages get a copy on the other side, a ticket's first one opens its topic."""
        async with self.units() as unit:
            waiting = [d for d in await unit.outbox.upcoming(100) if d.dedup_key not in self.numbers]
            for delivery in waiting:
                self.numbers[delivery.dedup_key] = 1
                if "message" not in delivery.ids:
                    continue
                ticket = await unit.tickets.get(TicketId(int(delivery.ids["ticket"])))
                (message,) = [
                    m for m in await unit.tickets.messages(ticket_id(ticket)) if m.id == delivery.ids["message"]
                ]
                address = delivery.address
                if delivery.kind is DeliveryKind.TICKET_TO_DESK:
                    thread = (ticket.thread if ticket else None) or f"{9000 + ticket_id(ticket)}"
                    await unit.tickets.set_thread(ticket_id(ticket), thread)
                    address = Address(address.messenger, address.chat, thread)
                await unit.tickets.set_copy(message.id, self.ref(address))
            await unit.commit()
        return waiting

    async def messages(self, ticket: Ticket) -> Sequence[TicketMessage]:
        async with self.units(reading=True) as unit:
            return await unit.tickets.messages(ticket.id)


def ticket_id(ticket: Ticket | None) -> TicketId:
    assert ticket is not None
    return ticket.id


@pytest.fixture
async def hotline(units: Units) -> Hotline:
    world = await build_world(units)
    return Hotline(units, world, await world.guest(), await world.person(Grant(MembershipRole.OPERATOR)))


async def test_anybodys_question_opens_a_ticket_and_goes_to_the_desk(hotline: Hotline) -> None:
    received = await hotline.ask("Где мой участок?")
    assert received.is_new
    assert received.ticket.state is TicketState.NEW
    (delivery,) = await hotline.deliver()
    assert (delivery.kind, delivery.lane, delivery.address) == (DeliveryKind.TICKET_TO_DESK, Lane.RELAY, DESK)
    (message,) = await hotline.messages(received.ticket)
    assert (message.direction, message.text) == (Direction.TO_DESK, "Где мой участок?")


async def test_more_words_go_to_the_same_ticket_until_it_is_solved(hotline: Hotline) -> None:
    first = await hotline.ask()
    more = await hotline.ask("И до скольки он работает?")
    assert (more.ticket.id, more.is_new) == (first.ticket.id, False)
    await solve_ticket(hotline.units, hotline.operator, first.ticket.id, NOW)
    later = await hotline.ask("Другой вопрос")
    assert later.is_new
    assert later.ticket.id != first.ticket.id


async def test_a_photo_or_a_document_without_words_is_a_question_too(hotline: Hotline) -> None:
    received = await hotline.ask("", has_media=True)
    (message,) = await hotline.messages(received.ticket)
    assert (message.text, message.has_media) == ("", True)


async def test_people_do_not_get_into_each_others_tickets(hotline: Hotline) -> None:
    neighbour = await hotline.world.guest()
    one = await hotline.ask()
    two = await hotline.ask(actor=neighbour)
    assert one.ticket.id != two.ticket.id
    await hotline.deliver()
    (foreign, *_) = await hotline.messages(one.ticket)
    three = await hotline.ask(actor=neighbour, reply_to=foreign.original)
    assert three.ticket.id == two.ticket.id


async def test_the_same_message_handled_again_changes_nothing(hotline: Hotline) -> None:
    original = hotline.ref(hotline.asker.person.address)
    first = await hotline.ask(original=original)
    again = await hotline.ask(original=original)
    assert again.ticket.id == first.ticket.id
    assert len(await hotline.deliver()) == len(await hotline.messages(first.ticket)) == 1


async def test_an_operators_words_in_the_topic_reach_the_asker(hotline: Hotline) -> None:
    received = await hotline.ask()
    await hotline.deliver()
    ticket = await hotline.answer("Вам в УИК № 1034", thread=f"{9000 + received.ticket.id}")
    assert ticket is not None
    assert (ticket.state, ticket.assignee_id) == (TicketState.WAITING, hotline.operator.person.id)
    (delivery,) = await hotline.deliver()
    assert delivery.kind is DeliveryKind.TICKET_TO_ASKER
    assert delivery.address == hotline.asker.person.address
    assert delivery.person_id == hotline.asker.person.id


async def test_in_a_chat_without_topics_a_reply_to_the_question_does(hotline: Hotline) -> None:
    received = await hotline.ask()
    await hotline.deliver()
    (question,) = await hotline.messages(received.ticket)
    assert question.copy is not None
    ticket = await hotline.answer(reply_to=MessageRef(DESK, question.copy.message_id))
    assert ticket_id(ticket) == received.ticket.id
    (_, answer) = await hotline.messages(received.ticket)
    assert answer.reply_to == question.id
    colleague = await hotline.answer("И возьмите паспорт", reply_to=answer.original)
    assert ticket_id(colleague) == received.ticket.id


async def test_the_askers_reply_to_an_answer_comes_back_to_the_same_ticket_and_names_it(hotline: Hotline) -> None:
    received = await hotline.ask()
    await hotline.deliver()
    await hotline.answer(thread=f"{9000 + received.ticket.id}")
    await hotline.deliver()
    (_, answer) = await hotline.messages(received.ticket)
    assert answer.copy is not None
    back = await hotline.ask("Спасибо, а где это?", reply_to=answer.copy)
    assert back.ticket.id == received.ticket.id
    assert back.ticket.state is TicketState.IN_WORK
    assert (await hotline.messages(received.ticket))[-1].reply_to == answer.id


async def test_a_reply_to_a_message_of_a_solved_ticket_reopens_it(hotline: Hotline) -> None:
    received = await hotline.ask()
    await hotline.deliver()
    await hotline.answer(thread=f"{9000 + received.ticket.id}")
    await hotline.deliver()
    await solve_ticket(hotline.units, hotline.operator, received.ticket.id, NOW)
    (_, answer) = await hotline.messages(received.ticket)
    back = await hotline.ask("Не помогло", reply_to=answer.copy)
    assert (back.ticket.id, back.is_new, back.ticket.state) == (received.ticket.id, False, TicketState.REOPENED)


async def test_an_operators_message_handled_again_goes_once(hotline: Hotline) -> None:
    received = await hotline.ask()
    await hotline.deliver()
    original = hotline.ref(Address(DESK.messenger, DESK.chat, f"{9000 + received.ticket.id}"))
    first = await hotline.answer(original=original)
    again = await hotline.answer(original=original)
    assert ticket_id(first) == ticket_id(again)
    assert len(await hotline.deliver()) == 1


async def test_whoever_writes_in_the_operators_chat_is_an_operator(hotline: Hotline) -> None:
    received = await hotline.ask()
    await hotline.deliver()
    stranger = await hotline.world.guest()
    ticket = await hotline.answer(actor=stranger, thread=f"{9000 + received.ticket.id}")
    assert ticket_id(ticket) == received.ticket.id


async def test_what_operators_say_among_themselves_goes_nowhere(hotline: Hotline) -> None:
    await hotline.ask()
    await hotline.deliver()
    assert await hotline.answer("Кто на обед?") is None
    assert await hotline.answer("И я", reply_to=MessageRef(DESK, "777")) is None
    assert await hotline.answer("В чужой теме", thread="4242") is None
    assert await hotline.deliver() == []


async def test_a_topic_of_the_same_number_in_another_chat_reaches_nobody(hotline: Hotline) -> None:
    received = await hotline.ask()
    await hotline.deliver()
    stranger = await hotline.world.guest()
    thread = f"{9000 + received.ticket.id}"
    assert await hotline.answer("Спам", actor=stranger, chat=ELSEWHERE, thread=thread) is None
    assert await hotline.answer("И оператор тоже", chat=ELSEWHERE, thread=thread) is None
    assert await hotline.deliver() == []


async def test_an_asker_cannot_answer_their_own_question_in_the_operators_name(hotline: Hotline) -> None:
    received = await hotline.ask()
    await hotline.deliver()
    await hotline.answer(thread=f"{9000 + received.ticket.id}")
    await hotline.deliver()
    (_, answer) = await hotline.messages(received.ticket)
    private = hotline.asker.person.address
    assert await hotline.answer("Я сам", actor=hotline.asker, chat=private, reply_to=answer.copy) is None


async def test_nobody_answers_from_another_chat_unless_an_operator(hotline: Hotline) -> None:
    """Telegram lets people reply from one chat to a message of another."""
    received = await hotline.ask()
    await hotline.deliver()
    (asked,) = await hotline.messages(received.ticket)
    with pytest.raises(NotAllowed):
        await hotline.answer("Спам", actor=await hotline.world.guest(), chat=ELSEWHERE, reply_to=asked.copy)
    assert await hotline.deliver() == []


async def test_only_operators_and_whoever_presses_in_their_chat_take_a_question(hotline: Hotline) -> None:
    received = await hotline.ask()
    await hotline.deliver()
    stranger = await hotline.world.guest()
    for actor, pressed_in in [(stranger, None), (stranger, ELSEWHERE), (hotline.asker, hotline.asker.person.address)]:
        with pytest.raises(NotAllowed):
            await take_ticket(hotline.units, actor, received.ticket.id, NOW, pressed_in=pressed_in)
    with pytest.raises(NotFound):
        await take_ticket(hotline.units, hotline.operator, TicketId(404), NOW)
    taken = await take_ticket(hotline.units, stranger, received.ticket.id, NOW, pressed_in=DESK)
    assert (taken.state, taken.assignee_id) == (TicketState.IN_WORK, stranger.person.id)


async def test_one_person_cannot_bury_the_desk(hotline: Hotline) -> None:
    for _ in range(QUESTIONS_LIMIT):
        await hotline.ask(after=MINUTE)
    with pytest.raises(TooManyQuestions):
        await hotline.ask(after=QUESTIONS_WINDOW)
    await hotline.ask(actor=await hotline.world.guest(), after=MINUTE)
    await hotline.ask(after=MINUTE + QUESTIONS_WINDOW)


class TestSolving:
    async def test_the_asker_is_told_and_once(self, hotline: Hotline) -> None:
        received = await hotline.ask()
        await hotline.deliver()
        for _ in range(2):
            ticket = await solve_ticket(hotline.units, hotline.operator, received.ticket.id, NOW)
            assert ticket.state is TicketState.SOLVED
        (notice,) = await hotline.deliver()
        assert notice.ids == {"notice": "ticket_solved", "ticket": received.ticket.id}
        assert (notice.kind, notice.address) == (DeliveryKind.NOTICE, hotline.asker.person.address)

    async def test_solved_again_after_it_was_reopened_the_asker_is_told_each_time(self, hotline: Hotline) -> None:
        received = await hotline.ask()
        await hotline.deliver()
        told = []
        for n in range(2):
            at = NOW + n * MINUTE
            await solve_ticket(hotline.units, hotline.operator, received.ticket.id, at)
            await reopen_ticket(hotline.units, hotline.operator, received.ticket.id, at)
            told += [d.ids["notice"] for d in await hotline.deliver()]
        assert told == ["ticket_solved", "ticket_reopened"] * 2

    async def test_the_asker_may_say_that_it_helped_and_that_it_did_not(self, hotline: Hotline) -> None:
        received = await hotline.ask()
        await hotline.deliver()
        solved = await solve_ticket(hotline.units, hotline.asker, received.ticket.id, NOW)
        assert solved.state is TicketState.SOLVED
        assert await hotline.deliver() == []
        reopened = await reopen_ticket(hotline.units, hotline.asker, received.ticket.id, NOW, desk=DESK)
        assert reopened.state is TicketState.REOPENED
        (notice,) = await hotline.deliver()
        assert (notice.ids["notice"], notice.address) == ("asker_reopened", DESK)

    async def test_a_press_in_the_operators_chat_is_an_operators(self, hotline: Hotline) -> None:
        received = await hotline.ask()
        await hotline.deliver()
        stranger = await hotline.world.guest()
        with pytest.raises(NotAllowed):
            await solve_ticket(hotline.units, stranger, received.ticket.id, NOW)
        with pytest.raises(NotAllowed):
            await solve_ticket(hotline.units, stranger, received.ticket.id, NOW, pressed_in=ELSEWHERE)
        solved = await solve_ticket(hotline.units, stranger, received.ticket.id, NOW, pressed_in=DESK)
        assert solved.state is TicketState.SOLVED

    async def test_a_chairman_is_no_operator(self, hotline: Hotline) -> None:
        received = await hotline.ask()
        chairman = await hotline.world.member(hotline.world.tik, Position.CHAIRMAN)
        for act in (solve_ticket, reopen_ticket):
            with pytest.raises(NotAllowed):
                await act(hotline.units, chairman, received.ticket.id, NOW)

    async def test_a_ticket_that_is_not_there(self, hotline: Hotline) -> None:
        with pytest.raises(NotFound):
            await solve_ticket(hotline.units, hotline.operator, TicketId(404), NOW)

    async def test_it_is_on_record(self, hotline: Hotline) -> None:
        received = await hotline.ask()
        await solve_ticket(hotline.units, hotline.operator, received.ticket.id, NOW)
        assert (await hotline.world.audit())[-1] == "ticket.solved"


async def test_after_its_topic_was_deleted_the_next_message_opens_another(hotline: Hotline) -> None:
    received = await hotline.ask()
    await hotline.deliver()
    await forget_thread(hotline.units, received.ticket.id, NOW)
    await forget_thread(hotline.units, received.ticket.id, NOW)
    more = await hotline.ask("Вы тут?")
    assert (more.ticket.id, more.ticket.thread) == (received.ticket.id, None)


async def test_another_operators_chat_may_number_its_topics_anew(hotline: Hotline) -> None:
    first = await hotline.ask()
    second = await hotline.ask(actor=await hotline.world.guest())
    async with hotline.units() as unit:
        await unit.tickets.set_thread(first.ticket.id, "2")
        await unit.tickets.set_thread(second.ticket.id, "2")
        found = await unit.tickets.by_thread("2")
        await unit.commit()
    assert ticket_id(found) == second.ticket.id


async def test_the_asker_sees_the_states_of_their_questions(hotline: Hotline) -> None:
    first = await hotline.ask()
    await solve_ticket(hotline.units, hotline.operator, first.ticket.id, NOW)
    second = await hotline.ask("Другой вопрос")
    await hotline.ask(actor=await hotline.world.guest())
    own = await own_tickets(hotline.units, hotline.asker)
    assert [(t.id, t.state) for t in own] == [
        (second.ticket.id, TicketState.NEW),
        (first.ticket.id, TicketState.SOLVED),
    ]
