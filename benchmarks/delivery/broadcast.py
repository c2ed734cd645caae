"""One announcement to a hundred thousand: the first message, memory, and who waits for an answer or a reminder."""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing.connection import Connection

import structlog

from benchmarks.delivery.databases import Databases
from benchmarks.delivery.measure import resident, shares
from benchmarks.delivery.sending import FIRST_CHAT, START, TOKEN, RunningClock, make_bot
from benchmarks.delivery.telegrams import PROCESSES, Telegram, serve_sandbox
from benchmarks.delivery.world import MEMBERS_OF_A_PRECINCT, WORDS, add_corrections, announce, found
from bot.app import Application
from bot.settings import Settings
from services.campaigns.activate_campaign import activate_campaign
from services.campaigns.library import PlanLibrary
from services.ids import CampaignId
from storage.database import open_database

ANNOUNCED = WORDS[:20]
AFTER_START = timedelta(seconds=5)
"""The first reminder; by then the bot runs."""
APART = timedelta(seconds=0.5)
"""Between two reminders that fall due."""


@dataclass(frozen=True, slots=True)
class Begun:
    """`at`: when the chairman pressed (Unix time); `seconds`: until the press was through."""

    at: float
    seconds: float


def run(databases: Databases, *, people: int, quiet: float, seconds: float) -> None:
    """The whole bot against the sandbox with its limits: `quiet` seconds of answers and reminders alone, then so many
    `seconds` of them beside the announcement."""
    for engine in databases.engines:
        url = databases.new(engine)
        reminders = int((quiet + seconds) / APART.total_seconds())
        campaign = asyncio.run(_fill(url, people, reminders))
        telegram = Telegram(serve_sandbox, people=people, token=TOKEN, limited=True, asking=True)
        telegram.start()
        ours, theirs = PROCESSES.Pipe()
        clock = RunningClock(START)
        bot = PROCESSES.Process(target=_bot, args=(url, telegram.url, clock, campaign, theirs))
        bot.start()
        try:
            _wait(telegram, quiet)
            ours.send("announce")
            begun: Begun = ours.recv()
            _wait(telegram, seconds)
            ours.send("stop")
            grown: float = ours.recv()
        finally:
            bot.join(60)
            bot.kill()
            telegram.stop()
        _report(engine, people, reminders, telegram, clock, begun, grown)
        databases.drop(url)


def _wait(telegram: Telegram, seconds: float) -> None:
    """While that much time passes, counted from the first answer: the bot is at work then."""
    telegram.wait_for_answers(1)
    time.sleep(seconds)


async def _fill(url: str, people: int, reminders: int) -> CampaignId:
    """All the members' reminders of the campaign are planned; what falls due now is a correction for some."""
    async with await open_database(url) as database:
        precincts = max(1, people // MEMBERS_OF_A_PRECINCT)
        campaign = await found(database, people, START, precincts=precincts, days_left=30)
        await activate_campaign(database.units, PlanLibrary(), campaign.id, START)
        await add_corrections(database, campaign, range(1, reminders + 1), START + AFTER_START, APART)
    return campaign.id


def _report(
    engine: str, people: int, reminders: int, telegram: Telegram, clock: RunningClock, begun: Begun, grown: float
) -> None:
    announced = [receipt for receipt in telegram.receipts if ANNOUNCED in receipt.text]
    span = announced[-1].at - announced[0].at
    print(
        f"{engine}: {people:,} recipients, the press took {begun.seconds * 1000:.0f} ms, the first message came after "
        f"{announced[0].at - begun.at:.2f} s, {(len(announced) - 1) / span:.1f} announcements/s beside the rest, "
        f"memory +{grown:.0f} MiB, 429: {sum(refusal.code == 429 for refusal in telegram.refusals)}"
    )
    late: dict[bool, list[float]] = {False: [], True: []}
    for receipt in telegram.receipts:
        place = receipt.chat - FIRST_CHAT - 1
        if ANNOUNCED in receipt.text or place >= reminders:
            continue
        due = clock.wall + (AFTER_START + APART * place).total_seconds()
        if due > telegram.answers[0].at:  # not before the bot had started
            late[due > begun.at].append(receipt.at - due)
    answers = {
        during: [one.seconds for one in telegram.answers[1:] if (one.at > begun.at) is during] for during in late
    }
    for during, when in ((False, "before"), (True, "beside the announcement")):
        print(f"    answers {when}: {shares(answers[during])}")
        print(f"    reminders {when}, late by {shares(late[during])}", flush=True)


def _bot(url: str, telegram: str, clock: RunningClock, campaign: CampaignId, asked: Connection) -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    logging.disable(logging.ERROR)
    asyncio.run(_serve(url, telegram, clock, campaign, asked))


async def _serve(url: str, telegram: str, clock: RunningClock, campaign: CampaignId, asked: Connection) -> None:
    loop = asyncio.get_running_loop()
    settings = Settings.load(_env_file=None, database_url=url, bot_api_url=telegram, plans=())
    async with make_bot(telegram).context(auto_close=True) as bot, await open_database(url) as database:
        application = Application(settings, clock, database, bot)
        running = asyncio.create_task(application.run())
        before = 0.0
        most = 0.0
        while True:
            word = await loop.run_in_executor(None, asked.recv)
            if word == "stop":
                break
            before = resident()
            at, began = time.time(), time.perf_counter()
            await announce(database, campaign, clock.now(), whole=False)
            asked.send(Begun(at, time.perf_counter() - began))
        most = resident()
        await application.stop()
        await running
        asked.send(most - before)
