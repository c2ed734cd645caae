"""Tickets of the hotline and the map of their messages."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.hotline.model import Direction, MessageRef, Ticket, TicketMessage, TicketState
from services.ids import CampaignId, PersonId, TicketId, TicketMessageId
from services.people.model import Address
from storage.portable import insert_new
from storage.tables import ticket_messages, tickets


class SqlTickets:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def open(self, asker: PersonId, campaign: CampaignId | None, now: datetime) -> Ticket:
        values = {
            "asker_id": asker,
            "campaign_id": campaign,
            "state": TicketState.NEW,
            "opened_at": now,
            "updated_at": now,
        }
        opened = await self._connection.execute(tickets.insert().values(values).returning(tickets))
        return _ticket(opened.one())

    async def get(self, ticket: TicketId) -> Ticket | None:
        return await self._one(select(tickets).where(tickets.c.id == ticket))

    async def current_of(self, asker: PersonId) -> Ticket | None:
        query = select(tickets).where(tickets.c.asker_id == asker, tickets.c.state != TicketState.SOLVED)
        return await self._one(query.order_by(tickets.c.id.desc()).limit(1))

    async def of_asker(self, asker: PersonId, limit: int) -> Sequence[Ticket]:
        query = select(tickets).where(tickets.c.asker_id == asker).order_by(tickets.c.id.desc()).limit(limit)
        return [_ticket(row) for row in await self._connection.execute(query)]

    async def any_unanswered(self) -> bool:
        awaited = (TicketState.NEW, TicketState.IN_WORK, TicketState.REOPENED)
        return await self._one(select(tickets).where(tickets.c.state.in_(awaited)).limit(1)) is not None

    async def by_thread(self, thread: str) -> Ticket | None:
        return await self._one(select(tickets).where(tickets.c.thread == thread))

    async def set_state(self, ticket: TicketId, state: TicketState, now: datetime) -> None:
        await self._set(ticket, state=state, updated_at=now)

    async def set_thread(self, ticket: TicketId, thread: str | None) -> None:
        # Another operators' chat numbers its topics anew: what had this number before is in the chat given up.
        await self._connection.execute(
            update(tickets).where(tickets.c.thread == thread, tickets.c.id != ticket).values(thread=None)
        )
        await self._set(ticket, thread=thread)

    async def assign(self, ticket: TicketId, operator: PersonId | None) -> None:
        await self._set(ticket, assignee_id=operator)

    async def add_message(
        self,
        ticket: TicketId,
        direction: Direction,
        author: PersonId,
        original: MessageRef,
        text: str,
        has_media: bool,
        now: datetime,
        reply_to: TicketMessageId | None = None,
    ) -> TicketMessage:
        values = {
            "ticket_id": ticket,
            "direction": direction,
            "author_id": author,
            "messenger": original.address.messenger,
            "chat": original.address.chat,
            "thread": original.address.thread,
            "message": original.message_id,
            "text": text,
            "has_media": has_media,
            "at": now,
            "reply_to": reply_to,
        }
        await self._connection.execute(insert_new(self._connection, ticket_messages).values(values))
        # Known before or new: the UNIQUE original finds it.
        found = await self._connection.execute(select(ticket_messages).where(_is_original(original)))
        return _message(found.one())

    async def message(self, message: TicketMessageId) -> TicketMessage | None:
        query = select(ticket_messages).where(ticket_messages.c.id == message)
        row = (await self._connection.execute(query)).one_or_none()
        return _message(row) if row else None

    async def messages(self, ticket: TicketId) -> Sequence[TicketMessage]:
        query = select(ticket_messages).where(ticket_messages.c.ticket_id == ticket).order_by(ticket_messages.c.id)
        return [_message(row) for row in await self._connection.execute(query)]

    async def set_copy(self, message: TicketMessageId, copy: MessageRef) -> None:
        await self._connection.execute(
            update(ticket_messages)
            .where(ticket_messages.c.id == message)
            .values(
                copy_messenger=copy.address.messenger,
                copy_chat=copy.address.chat,
                copy_thread=copy.address.thread,
                copy_message=copy.message_id,
            )
        )

    async def find_by_ref(self, ref: MessageRef) -> TicketMessage | None:
        copied = (
            (ticket_messages.c.copy_messenger == ref.address.messenger)
            & (ticket_messages.c.copy_chat == ref.address.chat)
            & (ticket_messages.c.copy_message == ref.message_id)
        )
        query = select(ticket_messages).where(or_(_is_original(ref), copied))
        row = (await self._connection.execute(query.order_by(ticket_messages.c.id).limit(1))).one_or_none()
        return _message(row) if row else None

    async def asked_since(self, asker: PersonId, since: datetime) -> int:
        query = (
            select(func.count())
            .select_from(ticket_messages.join(tickets, tickets.c.id == ticket_messages.c.ticket_id))
            .where(
                tickets.c.asker_id == asker,
                ticket_messages.c.direction == Direction.TO_DESK,
                ticket_messages.c.at > since,
            )
        )
        return int((await self._connection.execute(query)).scalar_one())

    async def _set(self, ticket: TicketId, **values: Any) -> None:
        await self._connection.execute(update(tickets).where(tickets.c.id == ticket).values(values))

    async def _one(self, query: Select[Any]) -> Ticket | None:
        row = (await self._connection.execute(query)).one_or_none()
        return _ticket(row) if row else None


def _is_original(ref: MessageRef) -> Any:
    return (
        (ticket_messages.c.messenger == ref.address.messenger)
        & (ticket_messages.c.chat == ref.address.chat)
        & (ticket_messages.c.message == ref.message_id)
    )


def _ticket(row: Row[Any]) -> Ticket:
    return Ticket(
        id=TicketId(row.id),
        asker_id=PersonId(row.asker_id),
        campaign_id=None if row.campaign_id is None else CampaignId(row.campaign_id),
        state=TicketState(row.state),
        thread=row.thread,
        opened_at=row.opened_at,
        updated_at=row.updated_at,
        assignee_id=None if row.assignee_id is None else PersonId(row.assignee_id),
    )


def _message(row: Row[Any]) -> TicketMessage:
    copy = None
    if row.copy_message is not None:
        copy = MessageRef(Address(row.copy_messenger, row.copy_chat, row.copy_thread), row.copy_message)
    return TicketMessage(
        id=TicketMessageId(row.id),
        ticket_id=TicketId(row.ticket_id),
        direction=Direction(row.direction),
        author_id=PersonId(row.author_id),
        original=MessageRef(Address(row.messenger, row.chat, row.thread), row.message),
        text=row.text,
        has_media=bool(row.has_media),
        at=row.at,
        copy=copy,
        reply_to=None if row.reply_to is None else TicketMessageId(row.reply_to),
    )
