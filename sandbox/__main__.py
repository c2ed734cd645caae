"""`python -m sandbox`: a Telegram of one's own for any bot."""

import argparse
import asyncio
import sys
import time

from sandbox.control import Sandbox
from sandbox.limits import NO_LIMITS, Limits
from sandbox.serve import PortsTaken, SandboxServer
from sandbox.server import TOKEN
from sandbox.world.model import Member, Status, User

DEFAULT_PORT = 8081
PEOPLE = (("Анна", "Anna"), ("Борис", "Boris"), ("Вера", "Vera"))
GROUPS = (
    ("Группа", "Group", False, Status.MEMBER),
    ("Группа с темами", "Group with topics", True, Status.ADMINISTRATOR),
)


def main(argv: list[str] | None = None) -> int:
    """Run until Ctrl-C; 0 at a normal end, 2 when it could not start."""
    parser = argparse.ArgumentParser(
        prog="python -m sandbox",
        description="A local Bot API server and a chat page, for any bot. Listens on 127.0.0.1 only.",
    )
    parser.add_argument("--port", type=int, default=DEFAULT_PORT, help="the next free one is taken if it is not free")
    parser.add_argument("--token", help="accept this token only; by default any well-formed one brings its bot")
    parser.add_argument("--no-limits", action="store_true", help="switch the rate limits off")
    options = parser.parse_args(argv)
    if options.token is not None and not TOKEN.match(options.token):
        parser.error("--token: a token is a number, a colon and a secret, as 123456:ABC")
    if not 0 <= options.port <= 65535:
        parser.error("--port: a port is a number from 0 to 65535")
    limits = NO_LIMITS if options.no_limits else Limits()
    sandbox = Sandbox(
        # Later than in any run before: a bot that has kept its offset would not hear of smaller numbers.
        first_update=int(time.time()),
        token=options.token,
        any_token=options.token is None,
        limits=limits,
        bot_name="Bot",
        bot_username="sandbox_bot",
    )
    _people_it(sandbox)
    try:
        asyncio.run(_serve(sandbox, options.port))
    except PortsTaken as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except KeyboardInterrupt:
        pass
    return 0


def _people_it(sandbox: Sandbox) -> None:
    """Three people; a group where every bot is a plain member, in privacy mode (it hears commands, mentions and
    replies), and one with topics where it is an administrator and hears all."""
    people = [
        sandbox.world.add_user(User(number, name, name_en=name_en))
        for number, (name, name_en) in enumerate(PEOPLE, start=1_000_001)
    ]
    for title, title_en, forum, status in GROUPS:
        group = sandbox.add_group(title, title_en=title_en, forum=forum, bot=None)
        for place, user in enumerate(people):
            group.chat.members[user.id] = Member(user, Status.CREATOR if place == 0 else Status.MEMBER)
        sandbox.welcome_bots(group, status)


async def _serve(sandbox: Sandbox, port: int) -> None:
    async with SandboxServer(sandbox, port=port) as server:
        if port and server.port != port:
            sys.stdout.write(f"Port {port} is taken, using {server.port}.\n")
        sys.stdout.write(f"Bot API and page: {server.base_url}  (Ctrl-C stops)\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


if __name__ == "__main__":
    sys.exit(main())
