"""The outbox's sender: a delivery is composed, shown and handed to Telegram; what came of it is the Outcome."""

from __future__ import annotations

from dataclasses import replace

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramBadRequest

from messengers.telegram.line import Line
from messengers.telegram.outcomes import NETWORK_RETRY_SECONDS, outcome_of
from messengers.telegram.raw import CreateRawForumTopic, GetRawChat
from messengers.telegram.screens import TelegramScreens, chat_id
from services.campaigns.library import PlanLibrary
from services.clock import Clock
from services.delivery.compose import Letter, NoticeLetter, TicketLetter
from services.delivery.compose_together import Composer
from services.delivery.model import Delivery, Lane, Outcome, Pointless, RetryLater, Sent
from services.delivery.ports import NotSent, Turn
from services.hotline.forget_thread import forget_thread
from services.hotline.model import Direction, MessageRef, Ticket
from services.ids import TicketId
from services.people.list_places import places_of
from services.people.model import Address
from services.unit_of_work import Units
from views import hotline
from views.access import title_of
from views.letters import letter as view_of
from views.screen import Screen
from views.translator import Translator, Translators

log = structlog.get_logger(__name__)

LOST_TOPIC = ("message thread not found", "topic_deleted", "topic deleted", "topic_id_invalid", "topic_closed")
"""The topic is gone, or somebody has closed it and left the bot no right to write there."""


class TelegramSender:
    """`services.delivery.ports.Sender` over one bot. `desk` is the operators' chat, None where there is none.

    The dispatcher paces one message a delivery; `turn` is asked before each further one. `paid`: announcements go
    beyond Telegram's limit over all, for Stars.
    """

    def __init__(
        self,
        bot: Bot,
        units: Units,
        library: PlanLibrary,
        clock: Clock,
        translators: Translators,
        desk: Address | None,
        turn: Turn | None = None,
        *,
        paid: bool = False,
    ) -> None:
        self._turn = turn
        self._bot = bot
        self._line = Line(bot)
        self._screens = TelegramScreens(bot, turn)
        self._paid = paid
        self._units = units
        self._composer = Composer(units, library, clock.now)
        self._clock = clock
        self._translators = translators
        self._desk = desk
        self._forums: dict[str, bool] = {}
        self._without_card: set[TicketId] = set()

    async def send(self, delivery: Delivery) -> Outcome:
        """Compose and hand over. Never raises for what a messenger may answer; NotSent when there is nothing to hand
        over yet: a store that fails, a plan that cannot be read."""
        try:
            letter = await self._composer.compose(delivery)
        except Exception as error:
            raise NotSent(repr(error)) from error
        if letter is None:
            return Pointless("nothing to say by now")
        if trouble := await self._line.trouble():
            return RetryLater(NETWORK_RETRY_SECONDS, trouble, lane_wide=True)
        return await self._attempt(delivery, letter)

    async def _attempt(self, delivery: Delivery, letter: Letter) -> Outcome:
        t = self._translators.of(letter.language)
        address = delivery.address
        try:
            if isinstance(letter, TicketLetter) and letter.direction is Direction.TO_DESK:
                return await self._to_desk(address, letter, t)
            screen = view_of(letter, t)
            if isinstance(letter, NoticeLetter) and letter.ticket is not None and _is_group(address):
                return Sent(
                    await self._notify_desk(replace(address, thread=letter.ticket.thread), letter.ticket, screen)
                )
            message_id = await self._screens.show(
                address, screen, lane=delivery.lane, paid=self._paid and delivery.lane is Lane.ANNOUNCEMENT
            )
            if isinstance(letter, TicketLetter):
                await self._remember_copy(letter, address, message_id)
        except Exception as error:  # noqa: BLE001 - outcome_of raises again what is not the messenger's
            return outcome_of(error, delivery.address)
        return Sent(message_id)

    async def _notify_desk(self, topic: Address, ticket: Ticket, screen: Screen) -> str:
        """A word about a ticket into its topic, or into the chat itself where that topic is gone."""
        try:
            return await self._screens.show(topic, screen, lane=Lane.RELAY)
        except TelegramBadRequest as error:
            if topic.thread is None or not any(said in error.message.lower() for said in LOST_TOPIC):
                raise
        log.warning("telegram.topic_lost", ticket=ticket.id, thread=topic.thread)
        await forget_thread(self._units, ticket.id, self._clock.now())
        return await self._screens.show(replace(topic, thread=None), screen, lane=Lane.RELAY)

    async def _to_desk(self, address: Address, letter: TicketLetter, t: Translator) -> Outcome:
        """Into the ticket's topic where the chat has topics; one that was deleted is opened anew, once."""
        for attempt in (1, 2):
            topic = await self._topic(address, letter, t)
            try:
                message_id = await self._show_at_desk(topic or address, letter, t, in_topic=topic is not None)
            except TelegramBadRequest as error:
                lost = any(said in error.message.lower() for said in LOST_TOPIC)
                if topic is None or not lost or attempt == 2:
                    raise
                log.warning("telegram.topic_lost", ticket=letter.ticket.id, thread=topic.thread)
                await forget_thread(self._units, letter.ticket.id, self._clock.now())
                letter = replace(letter, ticket=replace(letter.ticket, thread=None), reply_to=None)
                continue
            await self._remember_copy(letter, topic or address, message_id)
            return Sent(message_id)
        raise AssertionError("the second attempt returns or raises")

    async def _show_at_desk(self, address: Address, letter: TicketLetter, t: Translator, *, in_topic: bool) -> str:
        titles = () if in_topic else await self._titles(letter, t)
        screen = hotline.to_desk(letter, t, in_topic=in_topic, titles=titles)
        if not in_topic and hotline.needs_copy_before(letter):
            original = MessageRef(letter.message.original.address, letter.message.original.message_id)
            await self._screens.show(address, Screen(letter.message.text, copy_of=original))
            await self._wait(address)
        return await self._screens.show(address, screen, lane=Lane.RELAY)

    async def _topic(self, address: Address, letter: TicketLetter, t: Translator) -> Address | None:
        """The ticket's topic, opened if need be; None in a chat without topics."""
        if letter.ticket.thread is not None:
            topic = replace(address, thread=letter.ticket.thread)
            if letter.ticket.id in self._without_card:
                await self._show_card(topic, letter, t)
            return topic
        if not await self._is_forum(address):
            return None
        try:
            created = await self._bot(CreateRawForumTopic(chat_id=chat_id(address), name=hotline.topic_name(letter)))
        except TelegramBadRequest as error:
            log.error("telegram.topic_refused", chat=address.chat, detail=error.message)
            self._forums[address.chat] = False
            return None
        thread = str(created["message_thread_id"])
        async with self._units() as unit:
            await unit.tickets.set_thread(letter.ticket.id, thread)
            await unit.commit()
        topic = replace(address, thread=thread)
        self._without_card.add(letter.ticket.id)
        await self._show_card(topic, letter, t)
        return topic

    async def _show_card(self, topic: Address, letter: TicketLetter, t: Translator) -> None:
        """The topic's first message. One that Telegram refuses for now comes before the next that goes there."""
        await self._screens.show(topic, hotline.desk_card(letter, t, await self._titles(letter, t)))
        self._without_card.discard(letter.ticket.id)
        await self._wait(topic)

    async def _titles(self, letter: TicketLetter, t: Translator) -> tuple[str, ...]:
        """What the asker is here, plain."""
        places = await places_of(self._units, letter.asker.id, self._clock.now())
        return tuple(title_of(*place, t) for place in places)

    async def _wait(self, address: Address) -> None:
        if self._turn is not None:
            await self._turn(address, Lane.RELAY)

    async def _is_forum(self, address: Address) -> bool:
        """Whether the chat has topics; asked once a start. A server that can't say has none."""
        known = self._forums.get(address.chat)
        if known is not None:
            return known
        try:
            chat = await self._bot(GetRawChat(chat_id=chat_id(address)))
        except (TelegramBadRequest, AiogramError) as error:
            log.warning("telegram.chat_unknown", chat=address.chat, detail=str(error))
            return False
        self._forums[address.chat] = bool(chat.get("is_forum"))
        return self._forums[address.chat]

    async def _remember_copy(self, letter: TicketLetter, address: Address, message_id: str) -> None:
        """The pair by which replies find their way. It was sent whatever happens here: a failure is logged."""
        try:
            async with self._units() as unit:
                await unit.tickets.set_copy(letter.message.id, MessageRef(address, message_id))
                await unit.commit()
        except Exception as error:
            log.error("hotline.copy_not_remembered", ticket=letter.ticket.id, message=message_id, exc_info=error)


def _is_group(address: Address) -> bool:
    """Groups have negative ids; @names are groups or channels."""
    return not address.chat.isdigit()
