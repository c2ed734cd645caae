"""Messages a second without limits: every row durable, beside loops that keep nothing."""

from __future__ import annotations

import asyncio
import statistics
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from benchmarks.delivery.databases import Databases
from benchmarks.delivery.rivals import RIVALS, run_rival
from benchmarks.delivery.sending import START, TOKEN, Job, RunningClock, Spent, send_all
from benchmarks.delivery.telegrams import PROCESSES, Telegram, serve_sandbox, serve_stub
from benchmarks.delivery.world import MEMBERS_OF_A_PRECINCT, WORDS, add_digests, announce, found
from storage.database import open_database

LIMIT = next(iter(RIVALS))
WINDOWS = (5, 30, 100)


@dataclass(frozen=True, slots=True)
class Contender:
    """`run` sends to `people` through the server at the URL."""

    name: str
    run: Callable[[str], Spent]
    people: int


def in_process(main: Callable[..., None], *arguments: Any) -> Spent:
    """What a process of its own tells of its work."""
    ours, theirs = PROCESSES.Pipe(duplex=False)
    process = PROCESSES.Process(target=main, args=(*arguments, theirs))
    process.start()
    theirs.close()
    try:
        spent: Spent = ours.recv()
    finally:
        process.join()
    return spent


@contextmanager
def serving(kind: str, people: int, *, limited: bool = False) -> Iterator[Telegram]:
    """A fresh Bot API server: the sandbox, or the stub."""
    telegram = (
        Telegram(serve_sandbox, people=people, token=TOKEN, limited=limited)
        if kind == "sandbox"
        else Telegram(serve_stub)
    )
    telegram.start()
    try:
        yield telegram
    finally:
        telegram.stop()


async def fill(url: str, people: int, *, digests: bool) -> None:
    """So many people of so many precincts as УИК have twelve members; a digest each, or one announcement to all."""
    async with await open_database(url) as database:
        campaign = await found(database, people, START, precincts=max(1, people // MEMBERS_OF_A_PRECINCT))
        if digests:
            await add_digests(database, campaign, range(1, people), START.date())
        else:
            await announce(database, campaign.id, START)


def _ours(databases: Databases, filled: str, window: int) -> Callable[[str], Spent]:
    def run(telegram: str) -> Spent:
        url = databases.copy(filled)
        try:
            return in_process(send_all, Job(url, telegram, RunningClock(START), window, warm=True))
        finally:
            databases.drop(url)

    return run


def contenders(databases: Databases, people: int, windows: tuple[int, ...]) -> list[Contender]:
    """The bot's own path on each engine, and the rivals; aiogram-broadcaster sends one by one, to fewer."""
    found_here = []
    for name in RIVALS:
        number = people // 4 if name.startswith("aiogram-broadcaster") else people

        def rival(telegram: str, name: str = name, number: int = number) -> Spent:
            return in_process(run_rival, name, telegram, number, WORDS)

        found_here.append(Contender(name, rival, number))
    for engine in databases.engines:
        for what, digests in (("announcement", False), ("digests", True)):
            filled = databases.new(engine)
            number = people if not digests else people // 2
            asyncio.run(fill(filled, number, digests=digests))
            for window in windows:
                if digests and window == 30:
                    continue
                name = f"{what}, {engine}, window {window}"
                found_here.append(Contender(name, _ours(databases, filled, window), number))
    return found_here


def run(databases: Databases, *, people: int, repeats: int, servers: tuple[str, ...], windows: tuple[int, ...]) -> None:
    """Every contender in turn, so many times over, so that what else the machine does befalls them alike: a speed is
    held against the loop's of the same turn."""
    racing = contenders(databases, people, windows)
    for server in servers:
        speeds: dict[str, list[float]] = {c.name: [] for c in racing}
        costs: dict[str, list[float]] = {c.name: [] for c in racing}
        for turn in range(1, repeats + 1):
            print(f"{server}, turn {turn} of {repeats}", file=sys.stderr, flush=True)
            for contender in racing:
                with serving(server, people) as telegram:
                    spent = contender.run(telegram.url)
                speeds[contender.name].append(contender.people / spent.wall)
                costs[contender.name].append(spent.processor / contender.people * 1000)
        print(f"\n== against the {server}, {people} people, medians of {repeats}")
        print(f"{'':40} {'messages/s':>10} {'of the loop':>11} {'ms of processor/message':>24}")
        for name in speeds:
            ratio = statistics.median(ours / loop for ours, loop in zip(speeds[name], speeds[LIMIT], strict=True))
            speed, cost = statistics.median(speeds[name]), statistics.median(costs[name])
            print(f"{name:40} {speed:10.0f} {ratio:11.2f} {cost:24.2f}", flush=True)
