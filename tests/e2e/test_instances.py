"""Several instances of the bot as processes, on one PostgreSQL database: killed in turn, the database started anew."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from messengers.telegram.webhook import SECRET_HEADER
from sandbox import NO_LIMITS, Person, Sandbox, SandboxServer, Trouble
from sandbox.faults import Fault
from services.delivery.model import DeliveryKind, DeliveryState
from storage.database import open_database
from tests.e2e.balancer import Balancer, balancing, free_port, post
from tests.e2e.due_today import MAYBE_REPEATED, announce, mornings, plan_due_today, seat
from tests.e2e.processes import BotProcess, started
from tests.integration.delivery.rows import rows
from tests.postgres import find_binaries
from tests.restarting import RestartableServer, restartable_postgres

MEMBERS = 24
WINDOW = 10
PATIENCE = 60.0

MOST_LINES = 20
"""In the logs of two instances whose database goes and comes back: a few each, however many calls were under way."""

ELECTED = "leader.elected"
SECRET = "not-for_everybody"
ANNOUNCED = "Сбор в шесть"


@pytest.fixture(scope="module")
def restartable() -> Iterator[RestartableServer]:
    binaries = find_binaries()
    if binaries is None:
        assert os.environ.get("REQUIRE_ALL") != "1", "PostgreSQL is not installed: apt-get install postgresql"
        pytest.skip("PostgreSQL is not installed")
    with restartable_postgres(binaries) as server:
        yield server


@pytest.fixture
def database_of_its_own(restartable: RestartableServer, request: pytest.FixtureRequest) -> str:
    """The URL of a new database on the server that may be restarted."""
    name: str = request.node.name[:60]
    restartable.server.statement(f"CREATE DATABASE {name}")
    return restartable.server.url(name)


class Fleet:
    """Instances that were started together, in the order of their numbers."""

    def __init__(self, sandbox: Sandbox, instances: Sequence[BotProcess]) -> None:
        self.sandbox = sandbox
        self._all = list(instances)
        self.alive = list(instances)

    def number(self, instance: BotProcess) -> int:
        """Its place among all that were started."""
        return next(n for n, one in enumerate(self._all) if one is instance)

    async def leader(self) -> BotProcess:
        """Whoever of the living was the last to be elected; waits until one of them is."""
        async with asyncio.timeout(PATIENCE):
            saying = {asyncio.ensure_future(one.says(ELECTED)): one for one in self.alive}
            try:
                done, _ = await asyncio.wait(saying, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for task in saying:
                    task.cancel()
        return saying[done.pop()]

    async def kill(self, victim: BotProcess) -> BotProcess:
        """kill -9; the next leader. The time until it says so is printed."""
        self.alive.remove(victim)
        victim.kill()
        self.sandbox.faults.clear()
        killed_at = time.perf_counter()
        follower = await self.leader()
        said(f"fail-over after kill -9: {time.perf_counter() - killed_at:.3f} s")
        assert await victim.ends() == -9
        return follower

    def transcript(self) -> str:
        return "\n---\n".join(one.transcript for one in self.alive)


def said(words: str) -> None:
    """For who runs pytest -s."""
    sys.stdout.write(f"\n{words}\n")


@asynccontextmanager
async def fleet(
    number: int, sandbox: Sandbox, settings: dict[str, str], folder: Path, *own: dict[str, str]
) -> AsyncIterator[Fleet]:
    async with AsyncExitStack() as stack:
        instances = []
        for n in range(number):
            given = settings | (own[n] if own else {})
            instances.append(await stack.enter_async_context(started("run", cwd=folder, settings=given)))
        running = Fleet(sandbox, instances)
        for one in instances:
            await one.says("bot.started")
        yield running


def crowd(sandbox: Sandbox, number: int, name: str) -> list[Person]:
    """People who have opened the dialog, so that the bot may write."""
    people = [sandbox.add_user(f"{name}{n}") for n in range(number)]
    for person in people:
        person.start()
    return people


def has_answers(person: Person, number: int) -> bool:
    """Whether so many of their «/help» are answered."""
    return sum(m.text.startswith("Что я умею") for m in person.from_bot()) == number


def is_struck(fault: Fault) -> bool:
    return fault.struck > 0


async def until(sandbox: Sandbox, fleet: Fleet, happened: Callable[[], bool]) -> None:
    await sandbox.changes.until(lambda: happened() or None, PATIENCE, fleet.transcript)


class Stuck:
    """From now on nobody learns whether a message to `heard` has arrived (it has), and none arrives at `unheard`."""

    def __init__(self, sandbox: Sandbox, heard: Sequence[Person], unheard: Sequence[Person]) -> None:
        network = sandbox.faults.network
        self.heard = [network(Trouble.SILENCE_AFTER, method="sendMessage", chat_id=p.id) for p in heard]
        self.unheard = [network(Trouble.SILENCE, method="sendMessage", chat_id=p.id, times=None) for p in unheard]

    async def is_all_in_doubt(self, database_url: str) -> None:
        """Until whatever was answered is written down: nothing else is on its way."""
        stuck = {str(fault.chat_id) for fault in (*self.heard, *self.unheard)}
        async with asyncio.timeout(PATIENCE), await open_database(database_url) as database:
            while True:
                sending = [row for row in (await rows(database)).values() if row.state is DeliveryState.SENDING]
                if {row.address.chat for row in sending} <= stuck and len(sending) >= WINDOW - 1:
                    return

    def is_full(self) -> bool:
        """The leader has calls of both kinds in flight."""
        return all(fault.struck for fault in self.heard) and any(fault.struck for fault in self.unheard)


async def test_polling_instances_are_killed_in_turn(database_of_its_own: str, tmp_path: Path) -> None:
    """They were down at nine; reminders and an announcement are due. Two leaders are killed with calls in flight and a
    question in hand; the third instance finishes. Nothing is lost, what may be a repeat says so, and every question
    has one answer."""
    sandbox = Sandbox()
    members, (chairman, voter) = crowd(sandbox, MEMBERS, "Член"), crowd(sandbox, 2, "Гражданин")
    sandbox.bot.feed.drop_pending()
    plan = plan_due_today()
    (tmp_path / "plan.yaml").write_text(plan, encoding="utf-8")
    await seat(members, plan, database_of_its_own)
    await announce(chairman, ANNOUNCED, database_of_its_own)

    async with SandboxServer(sandbox) as server:
        settings = {
            "BOT_TOKEN": sandbox.token,
            "BOT_API_URL": server.base_url,
            "DATABASE_URL": database_of_its_own,
            "PLANS": "plan.yaml",
        }
        stuck = Stuck(sandbox, members[:2], members[6:])
        async with fleet(3, sandbox, settings, tmp_path) as running:
            leader = await running.leader()
            for n in (1, 2):
                await until(sandbox, running, stuck.is_full)
                silent = sandbox.faults.network(Trouble.SILENCE, chat_id=voter.id, times=None)
                voter.send("/help")  # its answer is on its way when the process dies
                await until(sandbox, running, partial(is_struck, silent))
                await stuck.is_all_in_doubt(database_of_its_own)
                leader = await running.kill(leader)
                if n == 1:
                    stuck = Stuck(sandbox, members[12:14], members[14:])
                await until(sandbox, running, partial(has_answers, voter, n))
            for member in members:
                await member.wait_for(lambda m: m.text.startswith("Ваши сроки"), seconds=PATIENCE)
            morning = await members[2].wait_for(lambda m: m.text.startswith("Ваши сроки"))
            assert morning.markup is not None
            done = members[2].press(morning, morning.markup["inline_keyboard"][0][0]["text"])
            voter.send("/help")
            await done.answer(seconds=PATIENCE)
            await until(sandbox, running, partial(has_answers, voter, 3))
            await drained(database_of_its_own)
            leader.terminate()
            assert await leader.ends() == 0
            assert "Traceback" not in leader.transcript, leader.transcript
    assert has_answers(voter, 3)
    for member in members:
        repeats = [MAYBE_REPEATED in text for text in mornings(member)[1:]]
        assert all(repeats), "who has it twice is told that it may be a repeat"
    assert sum(len(mornings(member)) - 1 for member in members) <= len(stuck.heard) * 2
    await adds_up(members, database_of_its_own, kills=2)


async def test_webhooks_to_three_instances(
    restartable: RestartableServer, database_of_its_own: str, tmp_path: Path
) -> None:
    """Whichever instance an update comes to, it is handled once and in its chat's order: also when it comes to all of
    them at once, when the instance that has it in hand is killed, and when the database is away for a while."""
    sandbox = Sandbox(limits=NO_LIMITS)
    voters = crowd(sandbox, 8, "Гражданин")
    sandbox.bot.feed.drop_pending()
    (tmp_path / "plan.yaml").write_text(plan_due_today(), encoding="utf-8")
    ports = [free_port() for _ in range(3)]
    async with SandboxServer(sandbox) as server, balancing(ports) as balancer:
        settings = {
            "BOT_TOKEN": sandbox.token,
            "BOT_API_URL": server.base_url,
            "DATABASE_URL": database_of_its_own,
            "PLANS": "plan.yaml",
            "WEBHOOK_URL": balancer.url,
            "WEBHOOK_SECRET": SECRET,
        }
        listening = [{"WEBHOOK_LISTEN": f"127.0.0.1:{port}"} for port in ports]
        async with fleet(3, sandbox, settings, tmp_path, *listening) as running:
            await sandbox.wait_for_call("setWebhook", seconds=PATIENCE)
            for voter in voters:
                voter.send("/help")
            for voter in voters:  # the first answers of a process are slow, and the order holds for ten seconds each
                await until(sandbox, running, partial(has_answers, voter, 1))
            for voter in voters:
                for words in ("/cancel", "/help"):
                    voter.send(words)
            for voter in voters:
                await until(sandbox, running, partial(has_answers, voter, 2))
                assert [m.text.startswith("Что я умею") for m in voter.from_bot()] == [True, False, True]
            assert set(balancer.used) == set(ports)

            await refusals(ports[0])
            await the_same_to_all(sandbox, running, voters[0], ports)
            await killed_with_an_update_in_hand(sandbox, running, voters[1], balancer, ports)
            await while_the_database_is_away(sandbox, running, voters[2], balancer, restartable)
            for one in running.alive:
                assert one.process.returncode is None, one.transcript
                one.terminate()
            assert [await one.ends() for one in running.alive] == [0, 0]
    assert has_answers(voters[1], 3), running.transcript()
    assert has_answers(voters[2], 3), running.transcript()


async def test_the_database_is_started_anew_while_two_instances_work(
    restartable: RestartableServer, database_of_its_own: str, tmp_path: Path
) -> None:
    """The leader has calls in flight, and learns what came of them while there is no database: nothing is lost, and
    nobody is written to twice unless it says so. Both say in a line or two what happened, and go on."""
    sandbox = Sandbox()
    members, (voter,) = crowd(sandbox, MEMBERS, "Член"), crowd(sandbox, 1, "Гражданин")
    sandbox.bot.feed.drop_pending()
    plan = plan_due_today()
    (tmp_path / "plan.yaml").write_text(plan, encoding="utf-8")
    await seat(members, plan, database_of_its_own)
    async with SandboxServer(sandbox) as server:
        settings = {
            "BOT_TOKEN": sandbox.token,
            "BOT_API_URL": server.base_url,
            "DATABASE_URL": database_of_its_own,
            "PLANS": "plan.yaml",
        }
        async with fleet(2, sandbox, settings, tmp_path) as running:
            leader = await running.leader()
            await until(sandbox, running, lambda: any(mornings(member) for member in members))
            await asyncio.to_thread(restartable.stop)
            voter.send("/help")
            await leader.says("leader.lost")
            await asyncio.to_thread(restartable.start)
            began = time.perf_counter()
            await until(sandbox, running, lambda: all(mornings(member) for member in members))
            await until(sandbox, running, partial(has_answers, voter, 1))
            said(f"after the database was back, everything was sent in {time.perf_counter() - began:.3f} s")
            await drained(database_of_its_own)
            for one in running.alive:
                assert one.process.returncode is None, one.transcript
                one.terminate()
            assert [await one.ends() for one in running.alive] == [0, 0]
            troubles = [line for one in running.alive for line in one.err if "[error" in line or "[warning" in line]
            said("\n".join(["what the logs say of it:", *troubles]))
            assert len(troubles) <= MOST_LINES
    for member in members:
        assert all(MAYBE_REPEATED in text for text in mornings(member)[1:])
    assert sum(len(mornings(member)) - 1 for member in members) <= WINDOW
    assert has_answers(voter, 1)


async def refusals(port: int) -> None:
    """Only Telegram is listened to, and only updates are taken."""
    right = {SECRET_HEADER: SECRET}
    for headers, body, status in (
        ({}, b'{"update_id": 1}', 401),
        ({SECRET_HEADER: SECRET[:-1]}, b'{"update_id": 1}', 403),
        ({SECRET_HEADER: "секрет"}, b'{"update_id": 1}', 403),
        (right, b'{"update_id": 1', 400),
        (right, b"\xff", 400),
        (right, b"[" * 100_000, 400),
        (right, b'[{"update_id": 1}]', 400),
        (right, b'{"update_id": "1"}', 400),
        (right, b'{"update_id": 9223372036854775808}', 400),
        (right, b'{"update_id": 1, "message": "' + b"x" * 2_000_000 + b'"}', 413),
    ):
        answered, text = await post(port, body, headers)
        assert (answered, len(text) if status < 405 else 0) == (status, 0), body[:40]


async def the_same_to_all(sandbox: Sandbox, fleet: Fleet, voter: Person, ports: Sequence[int]) -> None:
    """Telegram, or a proxy, repeats an update while it is being handled."""
    known = next(update for update in reversed(sandbox.updates) if update["message"]["from"]["id"] == voter.id)
    fresh = {**known, "update_id": known["update_id"] + 1_000_000}
    for update in (known, fresh):
        body, headers = json.dumps(update).encode(), {SECRET_HEADER: SECRET}
        answered = await asyncio.gather(*(post(port, body, headers) for port in ports for _ in range(2)))
        assert [status for status, _ in answered] == [200] * 6
    voter.send("/help")
    await until(sandbox, fleet, partial(has_answers, voter, 4))


async def killed_with_an_update_in_hand(
    sandbox: Sandbox, fleet: Fleet, voter: Person, balancer: Balancer, ports: Sequence[int]
) -> None:
    """Its connection breaks, so the update comes again, to another instance; that one may take it."""
    leader = await fleet.leader()
    balancer.only = ports[fleet.number(leader)]
    silent = sandbox.faults.network(Trouble.SILENCE, chat_id=voter.id, times=None)
    voter.send("/help")
    await until(sandbox, fleet, partial(is_struck, silent))
    balancer.only = None
    await fleet.kill(leader)
    killed_at = time.perf_counter()
    await until(sandbox, fleet, partial(has_answers, voter, 3))
    said(f"an update in a dead instance's hands was answered after {time.perf_counter() - killed_at:.3f} s")


async def while_the_database_is_away(
    sandbox: Sandbox, fleet: Fleet, voter: Person, balancer: Balancer, database: RestartableServer
) -> None:
    """Telegram is told to come again, and does."""
    await asyncio.to_thread(database.stop)
    voter.send("/help")
    await balancer.answered(503)
    await asyncio.to_thread(database.start)
    await until(sandbox, fleet, partial(has_answers, voter, 3))


async def drained(database_url: str) -> None:
    """Until nothing waits to be sent today."""
    async with asyncio.timeout(PATIENCE), await open_database(database_url) as database:
        while True:
            due = await database.queue.next_due()
            if due is None or due > datetime.now(UTC):
                return


async def adds_up(members: Sequence[Person], database_url: str, *, kills: int) -> None:
    """Nobody has the announcement twice, and who does not have it is listed as unknown."""
    async with await open_database(database_url) as database:
        sent = [delivery for delivery in (await rows(database)).values() if delivery.kind is DeliveryKind.ANNOUNCEMENT]
    states = {delivery.address.chat: delivery.state for delivery in sent}
    assert set(states) == {str(member.id) for member in members}
    arrived = {member: sum(ANNOUNCED in m.text for m in member.from_bot()) for member in members}
    for member, times in arrived.items():
        assert times == 1 or (times == 0 and states[str(member.id)] is DeliveryState.UNKNOWN)
        assert states[str(member.id)] in (DeliveryState.SENT, DeliveryState.UNKNOWN)
    assert sum(state is DeliveryState.UNKNOWN for state in states.values()) <= kills * WINDOW
