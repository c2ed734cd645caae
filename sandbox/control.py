"""The sandbox in Python: the world, its bots, people and groups, faults and limits."""

from collections.abc import Callable, Iterable
from itertools import islice

from sandbox.clock import Clock, SystemClock
from sandbox.controls import Controls
from sandbox.dispatch import Dispatcher, Journaled
from sandbox.faults import Faults
from sandbox.jsontypes import Json
from sandbox.limits import Limits
from sandbox.methods.callbacks import QUERY_SECONDS
from sandbox.people.handles import PATIENCE, Group, Person
from sandbox.server import TOKEN
from sandbox.world.bots import Bot
from sandbox.world.changes import Changes
from sandbox.world.members import ADMIN_RIGHTS
from sandbox.world.model import Chat, ChatType, Member, Status, User
from sandbox.world.world import FIRST_UPDATE, World

DEFAULT_TOKEN = "7000000001:sandbox-token"
"""The token of the bot that is there from the start, unless another is given."""


_LATEST = 10
"""Presses that are looked at: nobody has more fingers."""


class Sandbox:
    """A Telegram of one's own. Everything here is synchronous and belongs to one event loop.

    `limits_clock` is what the rate limits go by where `clock` may come to stand. Updates are numbered from
    `first_update`: a bot that outlives a sandbox asks for numbers after those that it has had.
    `token=None` together with `any_token=True` starts without a bot: each well-formed token brings its own.
    `ready=False` keeps the page's curtain down until `open_page`; the Bot API serves meanwhile.
    """

    def __init__(
        self,
        *,
        clock: Clock | None = None,
        limits: Limits | None = None,
        limits_clock: Clock | None = None,
        first_update: int = FIRST_UPDATE,
        token: str | None = DEFAULT_TOKEN,
        any_token: bool = False,
        bot_name: str = "Срок",
        bot_username: str = "srok_bot",
        ready: bool = True,
    ) -> None:
        self.world = World(clock or SystemClock(), limits or Limits(), limits_clock, first_update)
        self.faults = Faults()
        self.dispatcher = Dispatcher(self.world)
        self.dispatcher.webhooks.is_cut_off = self.faults.is_cut_off
        self._controls: Controls | None = None
        self._is_ready = ready
        self._any_token = any_token
        self._homes: list[tuple[Chat, Status]] = []
        if token is not None:
            if not TOKEN.match(token):
                raise ValueError("a token is a number, a colon and a secret")
            self.world.add_bot(token, bot_name, bot_username)

    @property
    def changes(self) -> Changes:
        """News of the world, to wait for."""
        return self.world.changes

    @property
    def controls(self) -> Controls | None:
        """The host's clock and queue; setting them puts the panel on the page, an open one too."""
        return self._controls

    @controls.setter
    def controls(self, controls: Controls | None) -> None:
        self._controls = controls
        self.changes.tell(lambda: {"type": "people"})

    @property
    def is_ready(self) -> bool:
        """Whether the page shows the people; before, it asks for patience."""
        return self._is_ready

    def open_page(self) -> None:
        """Everything is in its place: pages that wait show it by themselves."""
        self._is_ready = True
        self.changes.tell(lambda: {"type": "reload"})

    @property
    def bot(self) -> Bot:
        """The first bot."""
        return next(iter(self.world.bots.values()))

    @property
    def token(self) -> str:
        """The first bot's token."""
        return self.bot.token

    @property
    def waits_for_bot(self) -> bool:
        """Whether the first bot has not taken yet what it was given, or not answered a press that it still may."""
        presses = islice(reversed(self.bot.callbacks.values()), _LATEST)
        oldest = self.world.seconds() - QUERY_SECONDS
        return self.bot.feed.pending > 0 or any(p.answer is None and p.created >= oldest for p in presses)

    @property
    def calls(self) -> list[Journaled]:
        """The bots' calls so far, oldest first (the newest ten thousand)."""
        return list(self.dispatcher.journal)

    @property
    def updates(self) -> list[Json]:
        """The updates that the first bot was given, as raw JSON, oldest first."""
        return list(self.bot.feed.log)

    async def wait_for_call(
        self, method: str, wanted: Callable[[Journaled], object] | None = None, *, seconds: float = PATIENCE
    ) -> Journaled:
        """The newest call of `method` that is `wanted`, successful or not; waits until there is one."""

        def look() -> Journaled | None:
            calls = (c for c in reversed(self.dispatcher.journal) if c.method == method)
            return next((c for c in calls if wanted is None or wanted(c)), None)

        return await self.changes.until(look, seconds, lambda: f"{method} was not called as wanted")

    def find_bot(self, token: str) -> Bot | None:
        """The bot of a token; an unknown well-formed one is welcomed if any token is."""
        bot = self.world.bots.get(token)
        if bot is None and self._any_token and TOKEN.match(token):
            number = token.partition(":")[0]
            if int(number) not in self.world.users:
                bot = self.world.add_bot(token, f"Bot {number}", f"sandbox{number}_bot")
                for chat, status in self._homes:
                    self._take_in(chat, bot, status)
        return bot

    def welcome_bots(self, group: Group, status: Status = Status.MEMBER) -> None:
        """Somebody of the group puts every bot into it, those that are there and those that come, with this standing;
        they are told as Telegram tells them (my_chat_member)."""
        self._homes.append((group.chat, status))
        for bot in self.world.bots_by_id.values():
            self._take_in(group.chat, bot, status)

    def _take_in(self, chat: Chat, bot: Bot, status: Status) -> None:
        by = next(member.user for member in chat.members.values() if not member.user.is_bot)
        rights = frozenset(ADMIN_RIGHTS) if status is Status.ADMINISTRATOR else frozenset()
        self.world.set_member(chat, Member(bot.user, status, rights), by)
        self.world.service(chat, by, {"new_chat_members": [bot.user.json()]})

    def revoke_token(self, token: str) -> None:
        """Make a token worthless, as BotFather's /revoke does: calls with it get 401."""
        del self.world.bots[token]

    def add_user(
        self,
        first_name: str,
        last_name: str | None = None,
        *,
        role: str = "",
        role_en: str = "",
        name_en: str = "",
        username: str | None = None,
        user_id: int | None = None,
        language: str = "ru",
        phone: str = "",
    ) -> Person:
        """A new person. `role` is a subtitle for the page; `role_en` and `name_en` are for the page in English. Needs a
        bot to talk to."""
        number = user_id if user_id is not None else self.world.free_user_id()
        user = User(
            number,
            first_name,
            last_name,
            username,
            language,
            role=role,
            role_en=role_en,
            name_en=name_en,
            phone=phone,
        )
        return Person(self, self.world.add_user(user), self.bot)

    def person(self, user_id: int) -> Person:
        """Somebody who is there already."""
        return Person(self, self.world.users[user_id], self.bot)

    def add_group(
        self,
        title: str,
        *,
        title_en: str = "",
        forum: bool = False,
        members: Iterable[Person] = (),
        type: ChatType = ChatType.SUPERGROUP,
        bot: Status | None = Status.ADMINISTRATOR,
        bot_rights: Iterable[str] = ADMIN_RIGHTS,
        username: str | None = None,
        chat_id: int | None = None,
    ) -> Group:
        """A group; the first member owns it, and the bot is in it with the standing `bot` (None: it is not).

        Nobody is told of a group that was there before: no updates come of it.
        """
        chat = self.world.add_group(title, type, forum=forum, username=username, chat_id=chat_id)
        chat.title_en = title_en
        for number, person in enumerate(members):
            status = Status.CREATOR if number == 0 else Status.MEMBER
            chat.members[person.id] = Member(person.user, status)
        if bot is not None:
            rights = frozenset(bot_rights) if bot is Status.ADMINISTRATOR else frozenset()
            chat.members[self.bot.id] = Member(self.bot.user, bot, rights)
        return Group(self, chat)

    def clock_moved(self) -> None:
        """Say that the clock was moved by hand, so that waiting webhook retries look at it again."""
        self.dispatcher.webhooks.clock_moved()
