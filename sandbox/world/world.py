"""The server's memory and the laws of its world: who is where, what was said, which bot hears of it."""

from dataclasses import replace
from itertools import count
from typing import Any

from sandbox.clock import Clock, unix
from sandbox.entities.span import slice_utf16
from sandbox.errors import bad_request, forbidden
from sandbox.files import Files
from sandbox.jsontypes import Json
from sandbox.limits import Limits, RateLimiter
from sandbox.updates import UpdateFeed
from sandbox.world.bots import Bot
from sandbox.world.changes import Changes
from sandbox.world.members import member_json
from sandbox.world.model import Chat, ChatType, Member, Message, Status, Topic, User
from sandbox.world.render import render
from sandbox.world.wirelog import WireLog

FIRST_UPDATE = 500_000_001
FIRST_USER = 1_000_001
FIRST_GROUP = -1_000_001
FIRST_SUPERGROUP = -1_001_000_000_001
GENERAL_TOPIC = 1
TOPIC_COLORS = (0x6FB9F0, 0xFFD67E, 0xCB86DB, 0x8EEE98, 0xFF93B2, 0xFB6F5F)


class World:
    """State shared by the Bot API and the people."""

    def __init__(
        self, clock: Clock, limits: Limits, limits_clock: Clock | None = None, first_update: int = FIRST_UPDATE
    ) -> None:
        self.clock = clock
        self._first_update = first_update
        self._limits_clock = limits_clock or clock
        self.limits = limits
        self.files = Files()
        self.changes = Changes()
        self.wire = WireLog(clock)
        self.said = 0
        """Messages that bots have put into chats, those that are gone among them."""
        self.users: dict[int, User] = {}
        self.bots: dict[str, Bot] = {}
        self.bots_by_id: dict[int, Bot] = {}
        self.chats: dict[str, Chat] = {}
        self.groups: dict[int, Chat] = {}
        self.inline_messages: dict[str, Message] = {}
        self.polls: dict[str, Message] = {}
        # Message numbers of dialogs and small groups run in one row; supergroups count their own.
        self._shared_ids = count(1)
        self._ids = count(7_000_000_001)

    def now(self) -> int:
        """Unix time, in whole seconds."""
        return unix(self.clock)

    def seconds(self) -> float:
        """Unix time with its fraction, for lifetimes."""
        return self.clock.now().timestamp()

    def new_id(self) -> str:
        """A number that nothing else in this world has: queries, albums, polls."""
        return str(next(self._ids))

    # People and bots

    def add_bot(self, token: str, name: str, username: str) -> Bot:
        """A bot with that token; its number is the token's."""
        user = User(int(token.partition(":")[0]), name, username=username, language_code=None, is_bot=True)
        bot = Bot(
            token,
            user,
            UpdateFeed(self._first_update, self.changes.announce, self.wire.update),
            RateLimiter(self._limits_clock, self.limits),
            self.seconds(),
        )
        self.bots[token] = bot
        self.bots_by_id[bot.id] = bot
        self.users[bot.id] = user
        self.changes.tell(lambda: {"type": "people"})
        return bot

    def add_user(self, user: User) -> User:
        """A new person; their number must be free."""
        if user.id in self.users:
            raise ValueError(f"user {user.id} exists already")
        self.users[user.id] = user
        self.changes.tell(lambda: {"type": "people"})
        return user

    def free_user_id(self) -> int:
        """The next number for a person."""
        return max((n for n in self.users if n not in self.bots_by_id), default=FIRST_USER - 1) + 1

    def user_json(self, number: int) -> Json | None:
        """A known user as JSON, for mentions."""
        user = self.users.get(number)
        return user.json() if user else None

    # Chats

    def dialog(self, bot: Bot, user: User) -> Chat:
        """The dialog of a person with a bot; begun when first asked for."""
        key = f"{user.id}-{bot.id}"
        chat = self.chats.get(key)
        if chat is None:
            chat = Chat(key, user.id, ChatType.PRIVATE, user=user, bot_id=bot.id)
            self.chats[key] = chat
        return chat

    def add_group(
        self,
        title: str,
        type_: ChatType,
        *,
        forum: bool = False,
        username: str | None = None,
        chat_id: int | None = None,
    ) -> Chat:
        """An empty group, supergroup or channel."""
        if chat_id is None:
            small = type_ is ChatType.GROUP
            taken = [n for n in self.groups if (n > FIRST_SUPERGROUP) == small]
            chat_id = min([*taken, (FIRST_GROUP if small else FIRST_SUPERGROUP) + 1]) - 1
        if chat_id in self.groups or chat_id >= 0:
            raise ValueError(f"chat {chat_id} exists already or is no group's number")
        chat = Chat(str(chat_id), chat_id, type_, title=title, username=username, is_forum=forum)
        if forum:
            chat.general = Topic(GENERAL_TOPIC, "General", TOPIC_COLORS[0])
        self.chats[chat.key] = chat
        self.groups[chat_id] = chat
        self.changes.tell(lambda: {"type": "people"})
        return chat

    def find_chat(self, bot: Bot, chat_id: int | str) -> Chat:
        """The chat that a bot means. Errors: 400 «chat not found», or where a group has moved to."""
        if isinstance(chat_id, str):
            wanted = chat_id.removeprefix("@").lower()
            for chat in self.groups.values():
                if chat.username and chat.username.lower() == wanted:
                    return chat
            raise bad_request("chat not found" if chat_id else "chat_id is empty")
        if chat_id > 0:
            user = self.users.get(chat_id)
            if user is None or chat_id == bot.id:
                raise bad_request("chat not found")
            if user.is_bot:
                raise forbidden("bots can't send messages to bots")
            return self.dialog(bot, user)
        group = self.groups.get(chat_id)
        if group is None or bot.id not in group.members:
            raise bad_request("chat not found")
        if group.migrated_to is not None:
            raise bad_request("group chat was upgraded to a supergroup chat", {"migrate_to_chat_id": group.migrated_to})
        return group

    def check_presence(self, bot: Bot, chat: Chat) -> None:
        """Refuse with 403 where the bot may not speak to this person or is not in this chat."""
        if chat.user is not None:
            if chat.user.deactivated:
                raise forbidden("user is deactivated")
            if chat.blocked:
                raise forbidden("bot was blocked by the user")
            if not chat.started:
                raise forbidden("bot can't initiate conversation with a user")
            return
        if chat.deleted:
            raise forbidden(f"the {chat.type.value} chat was deleted")
        member = chat.members[bot.id]
        if member.status is Status.KICKED:
            raise forbidden(f"bot was kicked from the {chat.type.value} chat")
        if not member.present:
            raise forbidden(f"bot is not a member of the {chat.type.value} chat")

    def check_right(self, bot: Bot, chat: Chat, right: str, refusal: str) -> None:
        """Refuse with 400 unless the bot is an administrator with that right."""
        member = chat.members.get(bot.id)
        if member is None or member.status is not Status.ADMINISTRATOR or right not in member.rights:
            raise bad_request(refusal)

    # Messages

    def next_message_id(self, chat: Chat) -> int:
        """The number of the chat's next message."""
        if chat.type in {ChatType.SUPERGROUP, ChatType.CHANNEL}:
            return chat.last_id + 1
        return next(self._shared_ids)

    def post(self, chat: Chat, sender: User, kind: str, content: Json, **fields: Any) -> Message:
        """Put a new message into a chat and tell whoever is concerned: the page, and the other bots."""
        message = Message(chat, self.next_message_id(chat), self.now(), sender, content, kind, **fields)
        chat.messages[message.id] = message
        chat.order.append(message.id)
        chat.last_id = message.id
        self.said += sender.is_bot and kind != "service"
        if chat.typing:
            chat.typing = {k: v for k, v in chat.typing.items() if k[0] != sender.id}
        self.deliver(message, "channel_post" if chat.type is ChatType.CHANNEL else "message")
        self._tell("message", message)
        return message

    def service(self, chat: Chat, sender: User, content: Json, **fields: Any) -> Message:
        """A message that tells of an event."""
        return self.post(chat, sender, "service", content, **fields)

    def edited(self, message: Message, *, silently: bool = False) -> None:
        """Announce that a message has changed; `silently` leaves its edit date alone (buttons only)."""
        if not silently:
            message.edit_date = self.now()
            kind = "edited_channel_post" if message.chat.type is ChatType.CHANNEL else "edited_message"
            self.deliver(message, kind)
        self._tell("edit", message)

    def delete(self, message: Message) -> None:
        """Take a message away; bots are not told, as Telegram does not tell them."""
        message.deleted = True
        if message.id in message.chat.pinned:
            message.chat.pinned.remove(message.id)
        self._tell("delete", message)

    def refresh(self, message: Message) -> None:
        """Show a message anew on the page: a reaction, a pin."""
        self._tell("edit", message)

    def _tell(self, kind: str, message: Message) -> None:
        self.changes.tell(lambda: {"type": kind, "chat": message.chat.key, "id": message.id})

    # Topics

    def open_topic(
        self, chat: Chat, by: User, name: str, color: int = TOPIC_COLORS[0], emoji: str | None = None
    ) -> Topic:
        """A new topic of a forum; the message that tells of it gives the topic its number."""
        opened: Json = {"name": name, "icon_color": color}
        if emoji:
            opened["icon_custom_emoji_id"] = emoji
        number = self.next_message_id(chat)
        topic = chat.topics[number] = Topic(number, name, color, emoji)
        self.service(chat, by, {"forum_topic_created": opened}, thread_id=number)
        return topic

    def delete_topic(self, chat: Chat, topic: Topic) -> None:
        """Take a topic away with all its messages; bots are not told."""
        del chat.topics[topic.id]
        for message in list(chat.alive()):
            if message.thread_id == topic.id:
                self.delete(message)
        self.changes.tell(lambda: {"type": "people"})

    # What bots hear

    def hearers(self, chat: Chat, author: User | None) -> list[Bot]:
        """The bots in a chat, other than the author."""
        if chat.bot_id is not None:
            bot = self.bots_by_id[chat.bot_id]
            return [] if chat.blocked or bot.user is author else [bot]
        present = (m for m in chat.members.values() if m.user.is_bot and m.present)
        return [self.bots_by_id[m.user.id] for m in present if m.user is not author]

    def deliver(self, message: Message, kind: str) -> None:
        """Send a message as an update of `kind` to the bots that may read it."""
        payload: Json | None = None
        for bot in self.hearers(message.chat, message.sender):
            if not self.may_read(bot, message):
                continue
            payload = payload if payload is not None else render(message)
            bot.feed.push(kind, payload)

    def may_read(self, bot: Bot, message: Message) -> bool:
        """Privacy mode: https://core.telegram.org/bots/features#privacy-mode

        Bots never see what other bots say.
        """
        chat = message.chat
        if message.from_bot and not message.is_service:
            return False
        if chat.is_private or not bot.privacy or message.is_service:
            return True
        if chat.members[bot.id].status is Status.ADMINISTRATOR:
            return True
        if message.reply_to is not None and message.reply_to.sender is bot.user:
            return True
        if message.via_bot is bot.user:
            return True
        name = (bot.user.username or "").lower()
        for entity in message.content.get("entities", ()):
            word = slice_utf16(message.text, entity["offset"], entity["length"]).lower()
            if entity["type"] == "bot_command" and ("@" not in word or word.endswith(f"@{name}")):
                return True
            if entity["type"] == "mention" and word == f"@{name}":
                return True
        return False

    # Membership

    def set_member(self, chat: Chat, member: Member, by: User) -> None:
        """Change somebody's standing; bots hear my_chat_member of themselves, chat_member of others."""
        old = chat.members.get(member.user.id) or Member(member.user, Status.LEFT)
        before, after = member_json(old), member_json(member)
        chat.members[member.user.id] = member
        if before == after:
            return
        event = {
            "chat": chat.json(),
            "from": by.json(),
            "date": self.now(),
            "old_chat_member": before,
            "new_chat_member": after,
        }
        self._tell_membership(chat, member.user, event)
        self.changes.tell(lambda: {"type": "people"})

    def _tell_membership(self, chat: Chat, user: User, event: Json) -> None:
        bot = self.bots_by_id.get(user.id)
        if bot is not None:
            bot.feed.push("my_chat_member", event)
        for other in self.hearers(chat, user):
            if chat.members[other.id].status is Status.ADMINISTRATOR:
                other.feed.push("chat_member", event)

    def set_blocked(self, chat: Chat, *, blocked: bool) -> None:
        """A person blocks or unblocks a bot, which hears of it as my_chat_member."""
        if chat.user is None or chat.bot_id is None:
            raise ValueError("only a dialog can be blocked")
        if chat.blocked is blocked:
            return
        chat.blocked = blocked
        bot = self.bots_by_id[chat.bot_id]
        states = (Status.MEMBER, Status.KICKED) if blocked else (Status.KICKED, Status.MEMBER)
        old, new = (member_json(Member(bot.user, s)) for s in states)
        event = {
            "chat": chat.json(),
            "from": chat.user.json(),
            "date": self.now(),
            "old_chat_member": old,
            "new_chat_member": new,
        }
        bot.feed.push("my_chat_member", event)
        self.changes.tell(lambda: {"type": "people"})

    def upgrade(self, chat: Chat, by: User) -> Chat:
        """Turn a group into a supergroup: a new number, and both chats say where the talk went."""
        new = self.add_group(chat.title or "", ChatType.SUPERGROUP)
        new.title_en = chat.title_en
        new.members = {number: replace(member) for number, member in chat.members.items()}
        self.service(chat, by, {"migrate_to_chat_id": new.id})
        chat.migrated_to = new.id
        self.service(new, by, {"migrate_from_chat_id": chat.id})
        return new
