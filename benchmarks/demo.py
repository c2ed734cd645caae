"""The demo at its largest: `python -m benchmarks.demo [--people 200] [--days 149] [--messages 10000]`.

The whole campaign is played on the page's clock at a day a second, over HTTP, with a tab open that hears of everything;
then what the outbox calls sent is compared with what is in the chats. Afterwards a chat of ten thousand messages: how
long its first page takes, one in the middle, one at its beginning, and how much memory it holds.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import time
from collections import Counter
from datetime import timedelta

import aiohttp

from benchmarks.delivery.measure import resident, shares
from bot.demo.stage import FIRST_DAY, LAST_DAY, Stage, open_stage
from bot.demo.sums import Sums, sums_of
from bot.logs import configure_logs
from sandbox import NO_LIMITS, Sandbox, SandboxServer

DAY_A_SECOND = 1440
PAGE = 50
OPENED = 200
"""So often each page of the long chat is asked for."""


async def play(people: int, days: int) -> None:
    """The campaign, or the first days of it."""
    began = time.perf_counter()
    async with open_stage(0, people=people) as stage:
        print(f"{people} people seated through invitations in {time.perf_counter() - began:.1f} s")
        before, refused_before = await sums_of(stage), refused(stage)
        began, worked = time.perf_counter(), time.process_time()
        heard = await _played(stage, days)
        # Stopped in the middle of a morning: what is due by then is still sent.
        await stage.controls.advance(stage.clock.now() + timedelta(seconds=1))
        wall, worked = time.perf_counter() - began, time.process_time() - worked
        after = await sums_of(stage)
        until = f"{stage.clock.now():%d.%m.%Y %H:%M}"
        print(f"{days} days played in {wall:.0f} s ({worked:.0f} s of processor time), until {until}")
        tell(before, after)
        print(f"calls refused by the sandbox: {refused(stage) - refused_before}")
        print(f"an open tab heard of: {', '.join(f'{kind} {count:,}' for kind, count in heard.most_common())}")
        print(f"memory of bot, sandbox and page together: {resident():.0f} MiB")


async def _played(stage: Stage, days: int) -> Counter[str]:
    """Press play at a day a second, and stop when the day has come or the calendar ends; what a tab heard meanwhile."""
    heard: Counter[str] = Counter()
    last = stage.clock.now() + timedelta(days=days)
    endless = aiohttp.ClientTimeout(total=None)
    async with aiohttp.ClientSession(timeout=endless) as session, session.get(f"{stage.url}/sandbox/events") as tab:
        play_at = f"{stage.url}/sandbox/clock/play"
        async with session.post(play_at, json={"minutes_per_second": DAY_A_SECOND}) as answer:
            answer.raise_for_status()
        async for line in tab.content:
            if not line.startswith(b"data: "):
                continue
            event = json.loads(line[6:])
            heard[event["type"]] += 1
            if event["type"] == "clock" and event["playing"] is None:
                break
            if event["type"] == "clock" and stage.clock.now() >= last:
                async with session.post(play_at, json={"minutes_per_second": 0}) as answer:
                    answer.raise_for_status()
    return heard


def tell(before: Sums, after: Sums) -> None:
    """The sums, and whether they agree."""
    kinds = ", ".join(f"{kind} {count:,}" for kind, count in sorted(after.kinds.items()))
    print(f"rows of the outbox: {', '.join(f'{state} {count:,}' for state, count in sorted(after.states.items()))}")
    print(f"sent rows {after.sent - before.sent:,} ({kinds}); new messages in the chats {after.said - before.said:,}")
    print(f"astray {after.astray}, out of order {after.out_of_order}, left due {after.left_due}")


def refused(stage: Stage) -> int:
    """Calls of the bot that the sandbox refused."""
    return sum(call.error is not None for call in stage.sandbox.calls)


async def long_chat(messages: int) -> None:
    """A chat of so many messages, opened over and over."""
    sandbox = Sandbox(limits=NO_LIMITS)
    anna = sandbox.add_user("Анна")
    anna.start()
    before = resident()
    for number in range(messages):
        words = f"сообщение {number}: «Сегодня последний день: п. 28. Представление документов для регистрации»"
        sandbox.world.post(anna.chat, sandbox.bot.user, "text", {"text": words})
    print(f"{messages:,} messages in one chat hold {resident() - before:.1f} MiB")
    places = {
        "first page": "",
        "in the middle": f"&before={anna.chat.order[messages // 2]}",
        "at its beginning": f"&before={anna.chat.order[PAGE]}",
    }
    async with SandboxServer(sandbox) as server, aiohttp.ClientSession() as session:
        address = f"{server.base_url}/sandbox/chats/{anna.chat.key}/as/{anna.id}?limit={PAGE}"
        for place, before_it in places.items():
            seconds, size = [], 0
            for _ in range(OPENED):
                began = time.perf_counter()
                async with session.get(address + before_it) as answer:
                    size = len(await answer.read())
                seconds.append(time.perf_counter() - began)
            print(f"{place}: {shares(seconds)}, {size / 1024:.0f} KiB")


def main() -> None:
    whole = (LAST_DAY - FIRST_DAY).days
    parser = argparse.ArgumentParser(prog="python -m benchmarks.demo", description="The demo at its largest.")
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--days", type=int, default=whole + 1, help=f"all {whole} days and the last unless given")
    parser.add_argument("--messages", type=int, default=10_000, help="in one chat")
    options = parser.parse_args()
    configure_logs("ERROR", "console")
    print(f"load {os.getloadavg()[0]:.1f}")
    asyncio.run(play(options.people, options.days))
    asyncio.run(long_chat(options.messages))
    print(f"load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
