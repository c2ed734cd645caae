"""The handlers on a real database and a Bot API in memory: people write and press, and read what comes back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from aiogram import Bot, Dispatcher
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.types import Update

from handlers import build_router
from messengers.telegram.middlewares import install
from messengers.telegram.screens import TelegramScreens
from messengers.telegram.sender import TelegramSender
from plan.model import Position
from services.campaigns.activate_campaign import activate_campaign
from services.campaigns.library import PlanLibrary
from services.campaigns.model import Campaign, Commission, CommissionKind
from services.campaigns.seed_campaign import seed_campaign
from services.delivery.model import Outcome
from services.people.invite import invite
from services.people.model import Address, Grant, MembershipRole
from storage.database import Database
from tests.unit.telegram.fakes import FakeSession, FixedClock, Shown, fake_bot, no_pacing
from views.screen import plain
from views.translator import load_translators

PLAN = Path(__file__).parents[3] / "data" / "plans" / "2023-03-12-kmo-11.yaml"
DOCUMENT = PLAN.read_text(encoding="utf-8")
ZONE = ZoneInfo("Asia/Novokuznetsk")
DESK = -1001
FIRST_MORNING = datetime(2022, 12, 20, 1, 30, tzinfo=UTC)  # 08:30 in Новокузнецк


@dataclass
class Stage:
    """Everything a test needs: turn the clock, let people write, look at what was shown."""

    database: Database
    bot: Bot
    session: FakeSession
    dispatcher: Dispatcher
    clock: FixedClock
    library: PlanLibrary
    campaign: Campaign
    uik: Commission
    sender: TelegramSender
    updates: int = 0

    def person(self, chat: int, name: str = "Анна") -> Visitor:
        return Visitor(self, chat, name)

    async def seat(self, chat: int, name: str, grant: Grant) -> Visitor:
        """Invite somebody and let them open the link."""
        invited = await invite(self.database.units, None, grant, name, self.clock.now())
        visitor = self.person(chat, name)
        await visitor.says(f"/start {invited.token}")
        return visitor

    async def member(self, chat: int, name: str, position: Position, *, of_tik: bool = False) -> Visitor:
        commission = self.campaign.commission_id if of_tik else self.uik.id
        return await self.seat(chat, name, Grant(MembershipRole.COMMISSION, commission, position=position))

    async def candidate(self, chat: int, name: str) -> Visitor:
        return await self.seat(chat, name, Grant(MembershipRole.CANDIDATE, campaign_id=self.campaign.id))

    async def feed(self, **event: Any) -> None:
        self.updates += 1
        update = Update.model_validate({"update_id": self.updates, **event}, context={"bot": self.bot})
        await self.dispatcher.feed_update(self.bot, update)

    async def deliver(self) -> list[tuple[str, Outcome]]:
        """Send what is due in the outbox, as the dispatcher would."""
        done: list[tuple[str, Outcome]] = []
        while batch := await self.database.queue.claim(self.clock.now(), 5, timedelta(minutes=1)):
            outcomes = [(row, await self.sender.send(row)) for row in batch]
            await self.database.queue.record(outcomes, self.clock.now())
            done += [(row.kind.value, outcome) for row, outcome in outcomes]
        return done


class Visitor:
    """Somebody with a chat of their own."""

    def __init__(self, stage: Stage, chat: int, name: str) -> None:
        self.stage, self.chat, self.name = stage, chat, name
        self.messages = 0
        self.written: dict[int | None, dict[str, Any]] = {}

    @property
    def user(self) -> dict[str, Any]:
        return {"id": self.chat, "is_bot": False, "first_name": self.name, "language_code": "ru"}

    def message(self, place: int | None = None, **content: Any) -> dict[str, Any]:
        self.messages += 1
        chat = place or self.chat
        kind: dict[str, Any] = {"type": "private"} if chat > 0 else {"type": "supergroup", "title": "Чат"}
        written = {
            "message_id": self.messages if chat > 0 else 5000 + self.messages,
            "date": int(self.stage.clock.now().timestamp()),
            "chat": {"id": chat, **kind},
            "from": self.user,
            **content,
        }
        self.written[self.messages] = written
        return written

    async def says(self, text: str, place: int | None = None, **more: Any) -> str:
        """Write a text; what came back in that chat (only what is new)."""
        before = len(self.stage.session.messages)
        entities = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}] if text[0] == "/" else None
        content: dict[str, Any] = {"text": text, **({"entities": entities} if entities else {}), **more}
        await self.stage.feed(message=self.message(place, **content))
        return transcript(self.stage.session.messages[before:])

    async def sends(self, place: int | None = None, **content: Any) -> str:
        before = len(self.stage.session.messages)
        await self.stage.feed(message=self.message(place, **content))
        return transcript(self.stage.session.messages[before:])

    async def presses(self, label: str, chat: int | None = None) -> str:
        """Press the newest button whose label begins so; what came back, new or edited."""
        place = chat or self.chat
        for shown in reversed(self.stage.session.messages):
            if shown.chat != place:
                continue
            for row in shown.buttons:
                for text, data in row:
                    if text.startswith(label):
                        return await self.presses_data(data, shown)
        raise AssertionError(f"no button «{label}» in {place}")

    async def presses_data(self, data: str, shown: Shown, **query: Any) -> str:
        session = self.stage.session
        before, alerts = len(session.messages), len(session.alerts)
        was = (shown.text, [list(row) for row in shown.buttons])
        message = {
            "message_id": shown.id,
            "date": int(self.stage.clock.now().timestamp()),
            "chat": {"id": shown.chat, "type": "private" if shown.chat > 0 else "supergroup", "title": "Чат"},
            "from": {"id": 4242, "is_bot": True, "first_name": "Срок"},
            **as_message(shown),
        }
        if shown.reply_to in self.written:
            message["reply_to_message"] = self.written[shown.reply_to]
        self.stage.updates += 1
        await self.stage.feed(
            callback_query={
                "id": str(self.stage.updates),
                "from": self.user,
                "chat_instance": "1",
                "data": data,
                "message": message,
                **query,
            }
        )
        said = [f"!! {alert}" for alert in session.alerts[alerts:]]
        if was != (shown.text, [list(row) for row in shown.buttons]):
            said.append("~~ " + transcript([shown]))
        said.append(transcript(session.messages[before:]))
        return "\n".join(part for part in said if part)


def as_message(shown: Shown) -> dict[str, Any]:
    """The message as Telegram gives it back: plain text and entities (bold only, which is all that lines use)."""
    text, entities, offset = "", [], 0
    rest = shown.text
    while "<b>" in rest:
        before, _, rest = rest.partition("<b>")
        bold, _, rest = rest.partition("</b>")
        text += plain(before)
        offset = len(text.encode("utf-16-le")) // 2
        text += plain(bold)
        length = len(plain(bold).encode("utf-16-le")) // 2
        entities.append({"type": "bold", "offset": offset, "length": length})
    text += plain(rest)
    keyboard = [[{"text": label, "callback_data": data} for label, data in row] for row in shown.buttons]
    markup = {"reply_markup": {"inline_keyboard": keyboard}} if keyboard else {}
    return {"text": text, "entities": entities, **markup}


def at(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    """A moment by the clock of Новокузнецк."""
    return datetime(year, month, day, hour, minute, tzinfo=ZONE).astimezone(UTC)


def transcript(messages: list[Shown]) -> str:
    """Messages as a person sees them, markup included, buttons in brackets, large keys in braces."""
    parts = []
    for shown in messages:
        head = f"→ {shown.chat}" + (f"#{shown.thread}" if shown.thread else "")
        head += f" ({shown.what})" if shown.what != "text" else ""
        head += f" ↩{shown.reply_to}" if shown.reply_to else ""
        lines = [head, shown.text]
        lines += ["  ".join(f"[{label}]" for label, _ in row) for row in shown.buttons]
        lines += ["  ".join(f"{{{key}}}" for key in row) for row in shown.keys]
        parts.append("\n".join(line for line in lines if line))
    return "\n\n".join(parts)


_translators = cache(load_translators)


async def open_stage(database: Database, *, desk: bool = True, forum: bool = False) -> Stage:
    """The plan of the by-election, active, with one precinct and nobody in it yet; it is 20.12.2022, 08:30."""
    clock = FixedClock(FIRST_MORNING)
    bot, session = fake_bot()
    session.forum = forum
    library = PlanLibrary()
    translators = _translators()
    campaign = await seed_campaign(database.units, PLAN.stem, DOCUMENT, clock.now())
    async with database.units() as unit:
        uik = await unit.commissions.add(
            CommissionKind.PRECINCT, "УИК № 1034", campaign.zone, 1034, campaign.commission_id
        )
        await unit.commit()
    await activate_campaign(database.units, library, campaign.id, clock.now())
    place = Address("telegram", str(DESK)) if desk else None
    dispatcher = Dispatcher(storage=MemoryStorage())
    dispatcher.include_router(build_router())
    install(dispatcher, TelegramScreens(bot))
    dispatcher.workflow_data.update(
        units=database.units, library=library, clock=clock, turn=no_pacing, desk=place, translators=translators
    )
    sender = TelegramSender(bot, database.units, library, clock, translators, place, no_pacing)
    return Stage(database, bot, session, dispatcher, clock, library, campaign, uik, sender)
