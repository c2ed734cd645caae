"""Chats that are somewhere else now: what is meant for them follows, and so does what is known of them."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.people.model import Address
from storage.outbox_rows import PENDING
from storage.portable import upsert
from storage.tables import moved_chats, outbox, people

MOVES_FOLLOWED = 10
"""A chat moves once in its life; more would be two that name each other."""


async def follow(connection: AsyncConnection, old: Address, new: Address, now: datetime) -> None:
    """`old` is `new` from now on: pending rows go there, and the person who is there is found there."""
    values = {"messenger": old.messenger, "chat": old.chat, "moved_to": new.chat, "at": now}
    await connection.execute(upsert(connection, moved_chats, values))
    await connection.execute(
        update(outbox)
        .where(PENDING, outbox.c.messenger == old.messenger, outbox.c.chat == old.chat)
        .values(messenger=new.messenger, chat=new.chat, thread=new.thread)
    )
    settled = people.alias()
    await connection.execute(
        update(people)
        .where(
            people.c.messenger == old.messenger,
            people.c.chat == old.chat,
            ~select(settled.c.id).where(settled.c.messenger == new.messenger, settled.c.chat == new.chat).exists(),
        )
        .values(messenger=new.messenger, chat=new.chat)
    )


async def where_now(connection: AsyncConnection, address: Address) -> Address:
    """The chat after all its moves; the same where it never moved."""
    for _ in range(MOVES_FOLLOWED):
        query = select(moved_chats.c.moved_to).where(
            moved_chats.c.messenger == address.messenger, moved_chats.c.chat == address.chat
        )
        to = (await connection.execute(query)).scalar_one_or_none()
        if to is None:
            break
        address = Address(address.messenger, to)
    return address
