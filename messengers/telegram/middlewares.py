"""What stands around every handler: who this is, their language, a way to answer, and the last line of defence."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

import structlog
from aiogram import BaseMiddleware, Dispatcher
from aiogram.dispatcher.event.bases import CancelHandler, SkipHandler
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message, TelegramObject, User

from messengers.telegram.inline import QueryMiddleware
from messengers.telegram.screens import TelegramScreens
from messengers.telegram.talk import MESSENGER, Talk, address_of
from services.clock import Clock
from services.delivery.prove_arrival import prove_arrival
from services.delivery.tell_of_lost_answer import tell_of_lost_answer
from services.errors import ServiceError
from services.people.lose_contact import lose_contact
from services.people.model import Actor, Address, Person, UnreachableReason
from services.people.recognise import recognise
from services.unit_of_work import Units
from services.updates import UpdateAlreadyHandled
from views.errors import refusal, something_broke
from views.screen import Screen, plain
from views.translator import Translator, Translators

log = structlog.get_logger(__name__)

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


class PersonMiddleware(BaseMiddleware):
    """Hands every handler `actor`, `t` (their translator), `talk`, `now`; turns refusals into sentences and anything
    unexpected into one polite sentence and an error id in the log. A pressed button never keeps spinning.

    It is an inner middleware: chatter in groups that no handler wants leaves no trace of anybody.
    """

    def __init__(self, screens: TelegramScreens) -> None:
        self._screens = screens

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        assert isinstance(event, Message | CallbackQuery | ChatMemberUpdated)
        clock: Clock = data["clock"]
        translators: Translators = data["translators"]
        now = clock.now()
        user = event.from_user
        callback = event if isinstance(event, CallbackQuery) else None
        talk = Talk(self._screens, data["turn"], _where_to_answer(event), callback)
        t = translators.of(user.language_code or "ru" if user else "ru")
        try:
            if user is None:
                log.info("telegram.nobody", chat=talk.address.chat)
                return None
            actor = await _recognised(data["units"], user, data)
            t = translators.of(actor.person.language)
            await _take_as_proof(event, actor, data["units"], now)
            data |= {"now": now, "talk": talk, "actor": actor, "t": t}
            return await handler(event, data)
        except ServiceError as error:
            await _tell(talk, refusal(error, t))
        except (SkipHandler, CancelHandler):
            raise  # aiogram's own way to pass an update on
        except UpdateAlreadyHandled:
            log.info("telegram.handled_before")
        except Exception as error:  # noqa: BLE001 - the last line of defence: logged, and the person is told
            await _apologise(talk, t, error)
        finally:
            await talk.release()
            if talk.lost and "actor" in data and talk.address.chat == data["actor"].person.address.chat:
                await _tell_of_lost_answer(data["units"], data["actor"].person, now)
        return None


class _Arrivals(PersonMiddleware):
    """Somebody who has just blocked the bot is not recognised: that would count as coming back. Their reminders wait
    from now on."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        assert isinstance(event, ChatMemberUpdated)
        if event.new_chat_member.status in ("kicked", "left"):
            log.info("telegram.went", chat=event.chat.id, status=event.new_chat_member.status)
            if event.chat.type == "private":
                address = Address(MESSENGER, str(event.chat.id))
                await lose_contact(data["units"], address, UnreachableReason.BLOCKED, data["clock"].now())
            return None
        return await super().__call__(handler, event, data)


async def _take_as_proof(event: TelegramObject, actor: Actor, units: Units, now: datetime) -> None:
    """A press or a reply proves that the bot's message arrived. A failure is logged and keeps nobody from an answer."""
    message = event.message if isinstance(event, CallbackQuery) else None
    if isinstance(event, Message):
        message = event.reply_to_message
    if not isinstance(message, Message) or message.chat.type != "private":  # one that is too old has no time
        return
    address = Address(MESSENGER, str(message.chat.id))
    try:
        if await prove_arrival(units, actor.person, address, str(message.message_id), message.date, now):
            log.info("telegram.arrived_after_all", chat=address.chat, message=message.message_id)
    except Exception as error:  # whatever it was: the row stays in doubt
        log.error("telegram.arrival_not_noted", chat=address.chat, exc_info=error)


async def _tell_of_lost_answer(units: Units, person: Person, now: datetime) -> None:
    try:
        await tell_of_lost_answer(units, person, now)
    except Exception as error:  # nothing is left to try
        log.error("telegram.lost_answer_not_noted", chat=person.address.chat, exc_info=error)


async def _recognised(units: Units, user: User, data: dict[str, Any]) -> Any:
    return await recognise(
        units, Address(MESSENGER, str(user.id)), user.full_name, user.language_code or "ru", data["clock"].now()
    )


async def _tell(talk: Talk, screen: Screen) -> None:
    text = plain(screen.text)
    if len(text) <= 200 and not screen.buttons:
        await talk.alert(text)
    else:
        await talk.say(screen)


async def _apologise(talk: Talk, t: Translator, error: Exception) -> None:
    error_id = secrets.token_hex(3)
    log.error("telegram.handler_failed", error_id=error_id, chat=talk.address.chat, exc_info=error)
    try:
        await _tell(talk, something_broke(error_id, t))
    except Exception as second:  # there is nobody left to tell but the log
        log.error("telegram.apology_failed", error_id=error_id, exc_info=second)


def _where_to_answer(event: Message | CallbackQuery | ChatMemberUpdated) -> Address:
    if isinstance(event, Message):
        return address_of(event)
    if isinstance(event, ChatMemberUpdated):
        return Address(MESSENGER, str(event.chat.id))
    if event.message is not None:
        return address_of(event.message)
    return Address(MESSENGER, str(event.from_user.id))


def install(dispatcher: Dispatcher, screens: TelegramScreens) -> None:
    """Put the middleware around the handlers of every kind of update the bot knows."""
    middleware = PersonMiddleware(screens)
    dispatcher.message.middleware(middleware)
    dispatcher.edited_message.middleware(middleware)
    dispatcher.callback_query.middleware(middleware)
    dispatcher.my_chat_member.middleware(_Arrivals(screens))
    dispatcher.inline_query.middleware(QueryMiddleware(screens.bot))
