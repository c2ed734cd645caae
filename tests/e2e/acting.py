"""What people do in a story, and what they then read: thin words over the sandbox's players.

Each act lets five seconds of the story's clock pass first: people are not faster, and Telegram's limit of one message
a second and chat is kept without anybody waiting.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from bot.demo.stage import Stage
from sandbox import Group, Message, Person, Pressed
from sandbox.keyboards import button_texts, find_button
from sandbox.people import acts

ZONE = ZoneInfo("Asia/Novokuznetsk")
"""Of the seeded plan."""

A_WHILE = timedelta(seconds=5)

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da63fccf"
    "c0f01f000506027f8a3dd9690000000049454e44ae426082"
)
"""The smallest picture: one pixel."""

PDF = b"%PDF-1.4\n%%EOF\n"


def a_while(stage: Stage) -> None:
    """Five seconds pass."""
    stage.clock.jump(stage.clock.now() + A_WHILE)


async def wait_until(stage: Stage, when: str) -> None:
    """The clock goes to «2023-03-04 09:00» of the campaign unless it is later already; what is due is sent."""
    to = datetime.fromisoformat(when).replace(tzinfo=ZONE)
    await stage.controls.advance(max(to, stage.clock.now() + A_WHILE))


async def ask(
    stage: Stage, person: Person, text: str, *, group: Group | None = None, reply_to: Message | None = None
) -> Message:
    """Write a text, to the bot or in a group; the bot's answer there."""
    a_while(stage)
    person.send(text, chat=group, reply_to=reply_to)
    return await (group or person).next_message()


async def tap(stage: Stage, person: Person, key: str) -> Message:
    """Press a large key; the bot's answer."""
    a_while(stage)
    person.tap(key)
    return await person.next_message()


async def press(stage: Stage, person: Person, message: Message, button: str) -> str:
    """Press a button under a message; the words that appear over the chat ("" for none)."""
    a_while(stage)
    answer = await person.press(message, button).answer()
    return str(answer.get("text", ""))


async def press_to(stage: Stage, person: Person, message: Message, button: str) -> Message:
    """Press a button; the new message that comes of it."""
    await press(stage, person, message, button)
    return await person.next_message()


async def changed(person: Person | Group, message: Message, wanted: Callable[[Message], object]) -> Message:
    """The same message, as soon as it has been edited so."""
    return await person.wait_for(lambda m: m.id == message.id and wanted(m))


def labels(message: Message) -> list[str]:
    """The buttons under a message."""
    return [label for row in button_texts(message.markup) for label in row]


async def pressed_elsewhere(stage: Stage, person: Person, message: Message, button: str) -> str:
    """Press a copy of a button that stands under somebody else's message; the words that appear over the chat."""
    found = find_button(message.markup, button)
    assert found is not None, f"no button «{button}»; there are {labels(message)}"
    return await pressed_raw(stage, person, found["callback_data"])


async def pressed_raw(stage: Stage, person: Person, data: str) -> str:
    """A press with this callback data, whatever it is, under the last message of the person's chat."""
    a_while(stage)
    message = person.from_bot()[-1]
    query = acts.press(stage.sandbox.world, person.user, message, {"text": "?", "callback_data": data})
    return str((await Pressed(stage.sandbox, query).answer()).get("text", ""))


async def newcomer(stage: Stage, first_name: str, last_name: str | None = None, start: str = "") -> Person:
    """Somebody who was not there yet opens the bot (with an invitation's token perhaps) and is greeted."""
    person = stage.sandbox.add_user(first_name, last_name)
    person.start(start)
    await person.next_message()
    return person


async def invitation(stage: Stage, inviter: Person, *choices: str) -> str:
    """«Пригласить», pressed through; the token in the link."""
    asked = await tap(stage, inviter, "Пригласить")
    for choice in choices[:-1]:
        was = asked.text
        await press(stage, inviter, asked, choice)
        await changed(inviter, asked, partial(_differs, was))
    await press(stage, inviter, asked, choices[-1])
    letter = await inviter.next_message(lambda m: "?start=" in m.text)
    return letter.text.partition("?start=")[2].split()[0]


def _differs(was: str, message: Message) -> bool:
    return message.text != was


async def invited_by(stage: Stage, inviter: Person, name: str, *choices: str) -> Person:
    """Somebody new who opens an invitation made through «Пригласить»."""
    return await newcomer(stage, name, start=await invitation(stage, inviter, *choices))


async def settled(stage: Stage) -> None:
    """Everything that is due has been sent."""
    await stage.controls.advance(stage.clock.now() + A_WHILE)


def local_time(message: Message) -> str:
    """When the message was sent, by the campaign's clock: «09:00»."""
    return f"{datetime.fromtimestamp(message.date, ZONE):%H:%M}"
