"""Every message of a demo accounted for: what the outbox says was sent, beside what is in the chats."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from services.delivery.model import DeliveryState
from storage.outbox_rows import PENDING
from storage.tables import outbox

if TYPE_CHECKING:
    from bot.app import Application
    from bot.demo.stage import Stage


@dataclass(frozen=True, slots=True)
class Sums:
    """What a stage's outbox and its chats hold."""

    states: Mapping[str, int]
    """Rows of the outbox by state."""
    kinds: Mapping[str, int]
    """Sent rows by kind."""
    astray: int
    """Sent rows whose message is not in the chat it was meant for, or is another row's as well."""
    out_of_order: int
    """Pairs of messages to people, one after another, of which the later was due the earlier."""
    left_due: int
    """Rows that are due by now and have not been sent."""
    said: int
    """Messages of the bot in all chats."""

    @property
    def sent(self) -> int:
        """Rows that were sent."""
        return self.states.get(DeliveryState.SENT.value, 0)


async def waiting_rows(application: Application) -> int:
    """How many messages wait in the outbox to be sent, today or later."""
    async with application.database.engine.connect() as connection:
        rows = select(func.count()).select_from(outbox).where(PENDING, outbox.c.not_before.is_not(None))
        return (await connection.execute(rows)).scalar_one()


async def sums_of(stage: Stage) -> Sums:
    """Read the whole outbox, and every chat."""
    async with stage.application.database.engine.connect() as connection:
        rows = (
            await connection.execute(
                select(outbox.c.state, outbox.c.kind, outbox.c.chat, outbox.c.message_id, outbox.c.due_at)
            )
        ).all()
    chats = {str(chat.id): chat for chat in stage.sandbox.world.chats.values()}
    sent = [row for row in rows if row.state == DeliveryState.SENT]
    found = Counter(
        (row.chat, int(row.message_id))
        for row in sent
        if row.chat in chats and (message := chats[row.chat].messages.get(int(row.message_id))) and message.from_bot
    )
    # The dialogs' messages are numbered in one row, whoever they are to.
    dialogs = sorted((int(row.message_id), row.due_at) for row in sent if not row.chat.startswith("-"))
    waiting = (DeliveryState.PENDING, DeliveryState.SENDING)
    return Sums(
        states=Counter(str(row.state) for row in rows),
        kinds=Counter(str(row.kind) for row in sent),
        astray=len(sent) - len(found),
        out_of_order=sum(later < earlier for (_, earlier), (_, later) in pairwise(dialogs)),
        left_due=sum(row.state in waiting and row.due_at <= stage.clock.now() for row in rows),
        said=sum(
            message.from_bot and not message.is_service
            for chat in stage.sandbox.world.chats.values()
            for message in chat.messages.values()
        ),
    )
