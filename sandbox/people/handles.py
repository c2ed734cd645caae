"""People and groups as tests and demos hold them: `anna.send("…")`, `await anna.next_message()`."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from sandbox.jsontypes import Json
from sandbox.keyboards import button_texts, find_button
from sandbox.people import acts
from sandbox.people.acts import CannotAct
from sandbox.world.bots import Bot, CallbackQuery, InlineQuery
from sandbox.world.members import ADMIN_RIGHTS
from sandbox.world.model import Chat, Member, Message, Status, Topic, User

if TYPE_CHECKING:
    from sandbox.control import Sandbox

PATIENCE = 10.0
"""Seconds of wall time to wait for something before the test fails."""

Wanted = Callable[[Message], object]


class Conversation:
    """One chat as somebody reads it. A cursor remembers what has been read: see `next_message`."""

    def __init__(self, sandbox: "Sandbox", chat: Chat, name: str) -> None:
        self.sandbox = sandbox
        self.chat = chat
        self.name = name
        self._read = 0

    def messages(self, topic: int | None = None) -> list[Message]:
        """All messages that are not deleted, oldest first; of one topic if given."""
        return [m for m in self.chat.alive() if topic is None or m.thread_id == topic]

    def from_bot(self, topic: int | None = None) -> list[Message]:
        """The messages that bots have sent here (events excepted)."""
        return [m for m in self.messages(topic) if m.from_bot and not m.is_service]

    def last(self) -> Message | None:
        """The newest message."""
        return self.chat.last()

    async def next_message(
        self, wanted: Wanted | None = None, *, topic: int | None = None, seconds: float = PATIENCE
    ) -> Message:
        """The first bot's message after the cursor that is `wanted`; the cursor moves onto it.

        The cursor also moves onto whatever the person sends, so that an answer is what came after the question.
        Errors: TimeoutError with the transcript, after `seconds` of wall time.
        """

        def look() -> Message | None:
            for message in self._after_cursor():
                if message.from_bot and not message.is_service and not message.deleted:
                    if topic is not None and message.thread_id != topic:
                        continue
                    if wanted is None or wanted(message):
                        return message
            return None

        found = await self.sandbox.changes.until(look, seconds, self._complaint)
        self._read = found.id
        return found

    def _after_cursor(self) -> list[Message]:
        messages = self.chat.messages
        fresh: list[Message] = []
        for number in reversed(self.chat.order):
            if number <= self._read:
                break
            fresh.append(messages[number])
        return fresh[::-1]

    async def wait_for(self, wanted: Wanted, *, seconds: float = PATIENCE) -> Message:
        """The first message, old or new, that is or becomes `wanted` (an edit counts)."""
        return await self.sandbox.changes.until(
            lambda: next((m for m in self.chat.alive() if wanted(m)), None), seconds, self._complaint
        )

    def skip(self) -> None:
        """Move the cursor to the end: what is there has been read."""
        self._read = self.chat.last_id

    def read_to(self, message: Message) -> Message:
        """Move the cursor onto a message."""
        self._read = max(self._read, message.id)
        return message

    def transcript(self) -> str:
        """The chat in plain text, for a failing test to show."""
        return "\n".join(transcript_line(m) for m in self.chat.alive())

    def _complaint(self) -> str:
        return f"nothing of the kind came to {self.name}; the chat so far:\n{self.transcript() or '(empty)'}"


class Person(Conversation):
    """A person and their dialog with the bot. Without `chat` they act in that dialog."""

    def __init__(self, sandbox: "Sandbox", user: User, bot: Bot) -> None:
        super().__init__(sandbox, sandbox.world.dialog(bot, user), user.name)
        self.user = user
        self.bot = bot
        self._inline: InlineQuery | None = None

    @property
    def id(self) -> int:
        """Their Telegram number."""
        return self.user.id

    def with_bot(self, bot: Bot) -> "Person":
        """The same person in their dialog with another bot."""
        return Person(self.sandbox, self.user, bot)

    def start(self, payload: str = "") -> Message:
        """Press «Start», or open t.me/bot?start=payload; unblocks the bot as Telegram does."""
        return self.read_to(acts.start(self.sandbox.world, self.user, self.chat, payload))

    def send(
        self,
        text: str,
        *,
        chat: "Group | None" = None,
        topic: int | None = None,
        reply_to: Message | None = None,
        parse_mode: str | None = None,
    ) -> Message:
        """Write a text, as typed; a `parse_mode` formats it."""
        where = chat or self
        world = self.sandbox.world
        sent = acts.say(world, self.user, where.chat, text, parse_mode=parse_mode, topic=topic, reply_to=reply_to)
        return where.read_to(sent)

    def send_photo(self, body: bytes, caption: str = "", **where: Any) -> Message:
        """Send a picture (PNG, JPEG, …)."""
        return self._send_file("photo", "photo.jpg", body, caption, **where)

    def send_document(self, body: bytes, name: str, caption: str = "", **where: Any) -> Message:
        """Send a file."""
        return self._send_file("document", name, body, caption, **where)

    def send_media(self, kind: str, body: bytes, name: str = "file", caption: str = "", **where: Any) -> Message:
        """Send a voice, video, audio, video_note, animation or sticker."""
        return self._send_file(kind, name, body, caption, **where)

    def _send_file(
        self,
        kind: str,
        name: str,
        body: bytes,
        caption: str,
        *,
        chat: "Group | None" = None,
        topic: int | None = None,
        reply_to: Message | None = None,
    ) -> Message:
        where, world = chat or self, self.sandbox.world
        file = world.files.add(kind, name, body)
        sent = acts.send_file(world, self.user, where.chat, file, caption=caption, topic=topic, reply_to=reply_to)
        return where.read_to(sent)

    def send_album(self, pictures: Sequence[bytes], caption: str = "", *, chat: "Group | None" = None) -> list[Message]:
        """Send several pictures at once."""
        where, world = chat or self, self.sandbox.world
        files = [world.files.add("photo", f"photo{n}.jpg", body) for n, body in enumerate(pictures)]
        sent = acts.send_album(world, self.user, where.chat, files, caption=caption)
        where.read_to(sent[-1])
        return sent

    def send_contact(self) -> Message:
        """Send one's own contact."""
        content = acts.contact_content(self.user)
        return self.read_to(acts.put(self.sandbox.world, self.user, self.chat, "contact", content))

    def send_location(self, latitude: float, longitude: float) -> Message:
        """Send a place."""
        content = {"location": {"latitude": latitude, "longitude": longitude}}
        return self.read_to(acts.put(self.sandbox.world, self.user, self.chat, "location", content))

    def forward(self, message: Message, *, chat: "Group | None" = None) -> Message:
        """Forward somebody's message to the bot (or to a group)."""
        from_user = {
            "type": "user",
            "date": message.date,
            "sender_user": message.sender.json() if message.sender else {},
        }
        where = chat or self
        sent = acts.put(
            self.sandbox.world,
            self.user,
            where.chat,
            message.kind,
            dict(message.content),
            forward_origin=message.forward_origin or from_user,
        )
        return where.read_to(sent)

    def edit(self, message: Message, text: str) -> Message:
        """Change one's own message."""
        acts.edit(self.sandbox.world, self.user, message, text)
        return message

    def delete(self, message: Message) -> None:
        """Delete a message."""
        acts.delete(self.sandbox.world, self.user, message)

    def react(self, message: Message, emoji: str | None) -> None:
        """Put a reaction, or take it back with None."""
        acts.react(self.sandbox.world, self.user, message, emoji)

    def press(self, message: Message, button: str) -> "Pressed":
        """Press an inline button by its text or its callback data."""
        found = find_button(message.markup, button)
        if found is None:
            raise CannotAct(
                "no_button", f"no button «{button}» under the message; there are {button_texts(message.markup)}"
            )
        query = acts.press(self.sandbox.world, self.user, message, found)
        self._read = max(self._read, message.chat.last_id) if message.chat is self.chat else self._read
        return Pressed(self.sandbox, query)

    def tap(self, text: str) -> Message:
        """Press a button of the reply keyboard; a contact button sends the contact."""
        for row in (self.chat.keyboards.get(self.user.id) or {}).get("keyboard", []):
            for button in row:
                if button["text"] == text:
                    return self.send_contact() if button.get("request_contact") else self.send(text)
        raise CannotAct("no_button", f"no button «{text}» on the keyboard; there are {self.keyboard}")

    @property
    def keyboard(self) -> list[list[str]]:
        """The texts of the reply keyboard that is shown now."""
        return button_texts(self.chat.keyboards.get(self.user.id))

    def block(self) -> None:
        """Block the bot."""
        self.sandbox.world.set_blocked(self.chat, blocked=True)

    def unblock(self) -> None:
        """Unblock the bot."""
        self.sandbox.world.set_blocked(self.chat, blocked=False)

    def deactivate(self) -> None:
        """Delete the account."""
        self.user.deactivated = True

    def join(self, group: "Group") -> None:
        """Enter a group."""
        acts.join(self.sandbox.world, self.user, group.chat)

    def leave(self, group: "Group") -> None:
        """Leave a group."""
        acts.leave(self.sandbox.world, self.user, group.chat)

    async def inline(
        self, text: str, *, chat: "Group | None" = None, offset: str = "", seconds: float = PATIENCE
    ) -> list[Json]:
        """Type «@bot text» and wait for the results; `choose` sends one, `offered` holds the rest of the answer."""
        where = chat or self
        query = acts.ask_inline(self.sandbox.world, self.user, self.bot, where.chat, text, offset)
        self._inline = query
        answer = await self.sandbox.changes.until(
            lambda: query.answer, seconds, lambda: f"no answer to the inline query «{text}»"
        )
        results: list[Json] = answer["results"]
        return results

    @property
    def offered(self) -> Json:
        """The answer to the last `inline`: results, button, next_offset, cache_time, is_personal."""
        return (self._inline and self._inline.answer) or {}

    def choose(self, result_id: str, *, topic: int | None = None) -> Message:
        """Send one of the results of the last `inline`."""
        if self._inline is None:
            raise CannotAct("no_result", "nothing was asked inline")
        return acts.choose_inline(self.sandbox.world, self._inline, result_id, topic=topic)


class Pressed:
    """A button that has been pressed."""

    def __init__(self, sandbox: "Sandbox", query: CallbackQuery) -> None:
        self._sandbox = sandbox
        self.query = query

    async def answer(self, *, seconds: float = PATIENCE) -> Json:
        """What the bot answered: {} or some of text, show_alert, url."""
        query = self.query
        return await self._sandbox.changes.until(
            lambda: query.answer, seconds, lambda: f"the press of «{query.data}» was not answered"
        )


class Group(Conversation):
    """A group, supergroup (a forum perhaps) or channel."""

    def __init__(self, sandbox: "Sandbox", chat: Chat) -> None:
        super().__init__(sandbox, chat, chat.name)

    @property
    def id(self) -> int:
        """Its number for the Bot API (after an upgrade use the new group's)."""
        return self.chat.id

    @property
    def topics(self) -> list[Topic]:
        """The topics of a forum, in the order they were opened."""
        return list(self.chat.topics.values())

    def topic(self, name: str) -> Topic:
        """The topic of that name, or whose name contains it."""
        for topic in self.chat.topics.values():
            if name in topic.name:
                return topic
        raise KeyError(f"no topic «{name}»; there are {[t.name for t in self.chat.topics.values()]}")

    async def next_topic(self, known: Sequence[Topic] = (), *, seconds: float = PATIENCE) -> Topic:
        """The first topic that is not among the `known`."""
        numbers = {t.id for t in known}
        return await self.sandbox.changes.until(
            lambda: next((t for t in self.topics if t.id not in numbers), None), seconds, self._complaint
        )

    def add(self, who: User, status: Status = Status.MEMBER, rights: Sequence[str] = ADMIN_RIGHTS) -> None:
        """Put somebody into the group with that standing; `rights` matter to administrators."""
        given = frozenset(rights) if status is Status.ADMINISTRATOR else frozenset()
        self.sandbox.world.set_member(self.chat, Member(who, status, given), self._by())

    def kick(self, who: User) -> None:
        """Throw somebody out, a bot too."""
        self.sandbox.world.set_member(self.chat, Member(who, Status.KICKED), self._by())

    def delete_topic(self, topic: Topic) -> None:
        """Delete a topic as an administrator would; bots are not told."""
        self.sandbox.world.delete_topic(self.chat, topic)

    def upgrade(self) -> "Group":
        """Turn the group into a supergroup with another number."""
        return Group(self.sandbox, self.sandbox.world.upgrade(self.chat, self._by()))

    def delete(self) -> None:
        """Delete the group."""
        self.chat.deleted = True

    def _by(self) -> User:
        people = [m.user for m in self.chat.members.values() if not m.user.is_bot]
        return people[0] if people else next(iter(self.chat.members.values())).user


def transcript_line(message: Message) -> str:
    """One message in one line (or more, if its text has them)."""
    who = message.sender.name if message.sender else "—"
    what = message.text or f"[{message.kind}] {', '.join(message.content)}"
    rows = button_texts(message.markup)
    buttons = "".join(f"\n    {' '.join(f'[{text}]' for text in row)}" for row in rows)
    topic = f" #{message.thread_id}" if message.thread_id else ""
    return f"{message.id}{topic} {who}: {what}{buttons}"
