"""kill -9, again and again: a sender is killed at random moments over thousands of rows, and what has arrived is held
against what the outbox says.

Every member of a campaign is to have one digest and one announcement. A digest may come twice when the first one was in
doubt, and then says so; it may not be missing. An announcement may be missing only where the outbox says `unknown`,
and may never come twice.
"""

from __future__ import annotations

import asyncio
import enum
import signal
import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from random import Random

import asyncpg

from benchmarks.delivery.databases import path_of
from benchmarks.delivery.sending import START, TOKEN, Job, RunningClock, send_all
from benchmarks.delivery.telegrams import PROCESSES, Receipt, Telegram, serve_sandbox
from benchmarks.delivery.world import add_digests, announce, found
from storage.database import open_database
from storage.postgres import LEADER

DIGEST = "Ваши сроки"
POSSIBLY = "Возможно, вы уже получали это сообщение"

SPEED = 30.0
"""The senders' clock runs so fast: backoffs of seconds, after a server that was killed, take no time."""

PATIENCE = 300.0
"""Wall seconds for the sender that is left alone at the end."""


class When(enum.Enum):
    """What a sender is at when it is killed."""

    STARTING = "starting"
    WORKING = "at work"
    STATEMENT = "at a statement or commit"
    DRAINING = "draining"
    TELEGRAM = "the Bot API server instead"


@dataclass(frozen=True, slots=True)
class Moment:
    """`messages`: so many more have arrived; then `seconds` (wall); or before the `statement`th statement."""

    when: When
    messages: int = 0
    seconds: float = 0.0
    statement: int = 0


def moments(random: Random, messages_a_life: int, *, telegram: bool) -> Iterator[Moment]:
    """Without end. A life sees about so many messages arrive."""
    kinds = [When.STARTING, When.WORKING, When.WORKING, When.WORKING, When.STATEMENT, When.DRAINING]
    if telegram:
        kinds += [When.TELEGRAM, When.TELEGRAM]
    while True:
        when = random.choice(kinds)
        messages = random.randint(1, max(2, 2 * messages_a_life))
        match when:
            case When.STARTING:
                yield Moment(when, seconds=random.uniform(0.0, 0.4))
            case When.STATEMENT:
                yield Moment(when, statement=random.randint(1, 30 + messages))
            case When.WORKING | When.TELEGRAM:
                yield Moment(when, messages, seconds=random.uniform(0.0, 0.02))
            case When.DRAINING:
                yield Moment(when, messages, seconds=random.uniform(0.0, 0.03))


@dataclass(frozen=True, slots=True)
class Trial:
    database: str
    rows: int = 5_000
    kills: int = 60
    window: int = 5
    seed: int = 1
    telegram_dies: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of it; all numbers are of rows or messages. `in_doubt`: in `sending` at the kills, and calls that a
    killed server left without an answer; `lost`: never arrived, and the outbox does not say `unknown`; `given_up`:
    digests that never arrived, and it does."""

    rows: int
    kills: Counter[When]
    in_doubt: int
    arrived: int
    lost: int
    repeats: int
    unmarked: int
    repeated_announcements: int
    unknown_announcements: int
    unknown_digests: int
    given_up: int
    wrong_states: int

    @property
    def faults(self) -> list[str]:
        """What must never be, in words; empty when all is well."""
        said = []
        if self.lost:
            said.append(f"{self.lost} messages were lost")
        if self.given_up and not self.kills[When.TELEGRAM]:
            said.append(f"{self.given_up} reminders were given up")
        if self.unmarked:
            said.append(f"{self.unmarked} repeats do not say that they may be repeats")
        if self.repeats > self.in_doubt:
            said.append(f"{self.repeats} repeats, and only {self.in_doubt} rows were in doubt")
        if self.repeated_announcements:
            said.append(f"{self.repeated_announcements} announcements came twice")
        if self.wrong_states:
            said.append(f"{self.wrong_states} rows say something else than what has happened")
        return said


class CrashTrial:
    """One run: `CrashTrial(trial).run()`. The database must be empty."""

    def __init__(self, trial: Trial) -> None:
        self._trial = trial
        self._random = Random(trial.seed)
        self._clock = RunningClock(START, speed=SPEED)
        self._people = trial.rows // 2 + 1  # the chairman has an announcement alone
        self._telegram = Telegram(serve_sandbox, people=self._people, token=TOKEN)
        self._kills: Counter[When] = Counter()
        self._in_doubt = 0

    def run(self) -> Verdict:
        asyncio.run(self._fill())
        self._telegram.start()
        try:
            self._kill_on_and_on()
            self._finish()
        finally:
            self._telegram.stop()
        return self._judge()

    async def _fill(self) -> None:
        async with await open_database(self._trial.database) as database:
            campaign = await found(database, self._people, START)
            await add_digests(database, campaign, range(1, self._people), START.date())
            await announce(database, campaign.id, START)

    def _kill_on_and_on(self) -> None:
        """Until there have been as many kills as were asked for, or everything has arrived."""
        messages_a_life = self._trial.rows // (self._trial.kills + 1)
        for moment in moments(self._random, messages_a_life, telegram=self._trial.telegram_dies):
            if self._kills.total() >= self._trial.kills:
                return
            if self._live(moment):
                return

    def _live(self, moment: Moment) -> bool:
        """One sender's life; whether it came to the end of the outbox."""
        sender = self._sender(dies_at=moment.statement or None)
        arrived = len(self._telegram.receipts)
        if not self._telegram.wait_for(arrived + moment.messages, unless=lambda: not sender.is_alive()):
            return self._is_over(sender)
        if moment.when is When.DRAINING:
            assert sender.pid is not None
            sender.terminate()
        if moment.when is When.STATEMENT:
            sender.join(PATIENCE)
        else:
            sender.join(moment.seconds)
        if moment.when is When.TELEGRAM:
            self._kill_telegram()
            # What had not come to an end when the server died is in doubt, whatever the sender makes of it.
            self._note(moment.when, self._trial.window)
            sender.terminate()
            sender.join(PATIENCE)
            return self._is_over(sender)
        if sender.is_alive():
            sender.kill()
            sender.join()
        if sender.exitcode == -signal.SIGKILL:
            self._note(moment.when, count_sending(self._trial.database))
            return False
        return self._is_over(sender)

    def _kill_telegram(self) -> None:
        self._telegram.kill()
        self._telegram.start()

    def _is_over(self, sender: BaseProcess) -> bool:
        """Of a sender that ends by itself: True where it was through, False where it was killed or asked to end."""
        sender.join(PATIENCE)
        if sender.exitcode == -signal.SIGKILL:
            self._note(When.STATEMENT, count_sending(self._trial.database))
            return False
        if sender.exitcode != 0:
            raise RuntimeError(f"a sender ended with {sender.exitcode}")
        return not count_open(self._trial.database)

    def _note(self, when: When, in_doubt: int) -> None:
        self._kills[when] += 1
        self._in_doubt += in_doubt

    def _finish(self) -> None:
        sender = self._sender()
        sender.join(PATIENCE)
        if sender.exitcode != 0:
            sender.kill()
            raise RuntimeError(f"the last sender did not come to an end ({sender.exitcode})")

    def _sender(self, dies_at: int | None = None) -> BaseProcess:
        job = Job(self._trial.database, self._telegram.url, self._clock, self._trial.window, dies_at=dies_at)
        sender = PROCESSES.Process(target=send_all, args=(job,))
        sender.start()
        return sender

    def _judge(self) -> Verdict:
        digests: dict[int, list[Receipt]] = {}
        announcements: Counter[int] = Counter()
        for receipt in self._telegram.receipts:
            if DIGEST in receipt.text:
                digests.setdefault(receipt.chat, []).append(receipt)
            else:
                announcements[receipt.chat] += 1
        lost = wrong = given_up = 0
        unknown: Counter[str] = Counter()
        states = all_states(self._trial.database)
        for _key, kind, chat, state in states:
            came = len(digests.get(int(chat), ())) if kind == "digest" else announcements[int(chat)]
            unknown[kind] += state == "unknown"
            if state not in ("sent", "unknown"):
                wrong += 1
            if came == 0:
                lost += state != "unknown"
                given_up += state == "unknown" and kind == "digest"
        expected = 2 * self._people - 1
        lost += expected - len(states)
        after_first = [receipt for received in digests.values() for receipt in received[1:]]
        return Verdict(
            rows=expected,
            kills=self._kills,
            in_doubt=self._in_doubt,
            arrived=len(self._telegram.receipts),
            lost=lost,
            repeats=len(after_first),
            unmarked=sum(POSSIBLY not in receipt.text for receipt in after_first),
            repeated_announcements=sum(number - 1 for number in announcements.values()),
            unknown_announcements=unknown["announcement"],
            unknown_digests=unknown["digest"],
            given_up=given_up,
            wrong_states=wrong,
        )


_STATES = "SELECT dedup_key, kind, chat, state FROM outbox ORDER BY id"
_SENDING = "SELECT count(*) FROM outbox WHERE state = 'sending'"
_OPEN = "SELECT count(*) FROM outbox WHERE state IN ('pending', 'sending')"

Row = tuple[str, str, str, str]


def all_states(url: str) -> list[Row]:
    """Key, kind, chat and state of every row, as they are stored."""
    return [(row[0], row[1], row[2], row[3]) for row in _ask(url, _STATES)]


def count_sending(url: str) -> int:
    """Rows on their way, as a process that was just killed has left them."""
    return int(_ask(url, _SENDING)[0][0])


def count_open(url: str) -> int:
    """Rows still to be sent."""
    return int(_ask(url, _OPEN)[0][0])


def _ask(url: str, query: str) -> list[tuple[str, ...]]:
    if url.startswith("sqlite"):
        connection = sqlite3.connect(path_of(url))
        try:
            return list(connection.execute(query))
        finally:
            connection.close()
    return asyncio.run(_ask_server(url, query))


async def _ask_server(url: str, query: str) -> list[tuple[str, ...]]:
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    try:
        # A server finishes what a killed process has asked for. The lock on leading goes when its claims are through.
        await connection.execute(f"SELECT pg_advisory_lock({LEADER})")
        return [tuple(row) for row in await connection.fetch(query)]
    finally:
        await connection.close()
