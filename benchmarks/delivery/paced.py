"""With the limits on: how much of the 30 messages a second is used, and how often the server says 429."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack
from typing import Any

from benchmarks.delivery.databases import Databases
from benchmarks.delivery.sending import START, Job, RunningClock, Spent, send_all
from benchmarks.delivery.telegrams import Telegram, serve_stub
from benchmarks.delivery.throughput import fill, in_process, serving
from scheduler.pace import PaceLimits


def run(databases: Databases, *, people: int, latencies: tuple[float, ...]) -> None:
    """An announcement against the sandbox with its limits, then against servers that take their time to answer."""
    print(f"an announcement to {people} people, 28 messages a second allowed by the bot's pace, 30 by the server")
    for engine in databases.engines:
        filled = databases.new(engine)
        asyncio.run(fill(filled, people, digests=False))
        with ExitStack() as stack:
            telegram = stack.enter_context(serving("sandbox", people, limited=True))
            spent = _send(databases.copy(filled), telegram)
            refused = sum(refusal.code == 429 for refusal in telegram.refusals)
        print(f"{engine:12} sandbox: {_speed(people, spent)}, 429: {refused}", flush=True)
    filled = databases.new(databases.engines[0])
    asyncio.run(fill(filled, people, digests=False))
    for latency in latencies:
        for window in (5, 10):
            telegram = Telegram(serve_stub, latency=latency)
            telegram.start()
            try:
                spent = _send(databases.copy(filled), telegram, window=window)
            finally:
                telegram.stop()
            answers = f"a server that answers after {latency * 1000:.0f} ms, window {window}"
            print(f"{databases.engines[0]:12} {answers}: {_speed(people, spent)}", flush=True)


def _send(url: str, telegram: Telegram, **options: Any) -> Spent:
    return in_process(send_all, Job(url, telegram.url, RunningClock(START), limits=PaceLimits(), **options))


def _speed(people: int, spent: Spent) -> str:
    return f"{people / spent.wall:.2f} messages/s, {spent.processor / people * 1000:.2f} ms of processor/message"
