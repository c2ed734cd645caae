"""Gathers the facts of `bot.health` from a running bot, writes them down, and calls an administrator where one is
needed: once an incident, and once when it is over."""

from __future__ import annotations

import asyncio
import os
import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog
from aiohttp import web

from bot.app import Application
from bot.health import OVERDUE_COUNTED, STUCK_AFTER, Facts, Problem, problems, read_state, sentence, write_state
from messengers.telegram.screens import TelegramScreens
from messengers.telegram.session import TelegramSession
from messengers.telegram.talk import MESSENGER, Talk
from services.people.model import Address
from views.screen import Screen, escape

log = structlog.get_logger(__name__)

LOOK_EVERY_S = 10.0
CLOCK_EVERY = timedelta(minutes=1)

NEEDS_SOMEBODY = frozenset(
    {Problem.DATABASE, Problem.UPDATES, Problem.OUTBOX, Problem.DESK, Problem.DISK, Problem.CLOCK}
)
"""What an administrator is told in Telegram. Of a token that is refused, or of Telegram itself being away, nothing can
be told there: the log and `python -m bot health` say it."""


class HealthWatch:
    """`run()` beside the application, until it is cancelled."""

    def __init__(self, application: Application, administrators: tuple[int, ...], file: Path) -> None:
        self._application = application
        self._administrators = administrators
        self._file = file
        self._facts: Facts | None = None
        before = read_state(file)
        self._told = set() if before is None else set(before.told)
        self._logged: set[Problem] = set()
        self._clock_asked: datetime | None = None
        self._unwritten: bool | None = None
        self._leads_or_led = False
        application.answer_health = self.answer

    async def run(self) -> None:
        """Look every ten seconds, for ever."""
        while True:
            try:
                await self.look()
            except Exception as error:  # the watch must not take the bot with it, nor stop watching
                log.error("health.not_looked", exc_info=error)
            await asyncio.sleep(LOOK_EVERY_S)

    async def look(self) -> tuple[Problem, ...]:
        """Gather, tell, write down; what is wrong."""
        facts = await self._gather()
        found = problems(facts, facts.at)
        self._log(found, facts)
        self._leads_or_led = self._application.is_leader or self._leads_or_led
        if self._leads_or_led:  # of several instances one tells, also of a database that took the lead from it
            await self._tell(found, facts)
        self._facts = facts = replace(facts, told=tuple(sorted(self._told)))
        self._write(facts)
        return found

    async def answer(self, _request: web.Request) -> web.StreamResponse:
        """GET /health: 200 or 503, and the problems by name; nothing that a stranger may not know."""
        facts = self._facts
        found = (Problem.NOT_RUNNING,) if facts is None else problems(facts, datetime.now(UTC))
        failing = any(problem.is_failure for problem in found)
        body = {
            "ok": not failing,
            "leader": facts is not None and facts.leads_since is not None,
            "problems": [problem.value for problem in found],
        }
        return web.json_response(body, status=503 if failing else 200)

    async def _gather(self) -> Facts:
        application = self._application
        reachable = await application.database.is_reachable()
        outbox = application.outbox
        facts = Facts(
            at=datetime.now(UTC),
            pid=os.getpid(),
            leads_since=application.leads_since,
            database_reachable=reachable,
            disk_free=self._disk_free(),
            overdue=await self._overdue() if reachable and application.is_leader else None,
        )
        if outbox is not None:
            facts = replace(
                facts,
                outbox_failing_since=outbox.failing_since,
                claimed_at=outbox.claimed_at,
                held_lanes=tuple(lane.name.lower() for lane in outbox.held_lanes()),
                held_until=outbox.held_until(),
                desk_trouble=next(iter(outbox.unreachable_desks.values()), ""),
            )
        if application.polling is not None:
            facts = replace(
                facts,
                updates_failing_since=application.polling.failing_since,
                updates_trouble=application.polling.trouble,
            )
        session = application.bot.session
        if isinstance(session, TelegramSession):
            if self._clock_asked is None or facts.at - self._clock_asked >= CLOCK_EVERY or facts.at < self._clock_asked:
                self._clock_asked = facts.at
                await session.look_at_clock(application.bot)
            contact = session.contact
            facts = replace(
                facts,
                telegram_answered_at=contact.answered_at,
                telegram_failing_since=contact.failing_since,
                telegram_trouble=contact.trouble,
                token_refused=contact.token_refused,
                clock_skew_s=contact.clock_skew,
            )
        return facts

    async def _overdue(self) -> int | None:
        now = self._application.clock.now()
        try:
            async with self._application.database.units(reading=True) as unit:
                return await unit.outbox.overdue(now - STUCK_AFTER, now, OVERDUE_COUNTED)
        except Exception as error:
            # The database has gone in between: the next look says so.
            log.warning("health.overdue_unknown", exc_info=error)
            return None

    def _disk_free(self) -> int | None:
        folder = next((place for place in self._file.absolute().parents if place.is_dir()), Path("/"))
        try:
            return shutil.disk_usage(folder).free
        except OSError:
            return None

    def _log(self, found: tuple[Problem, ...], facts: Facts) -> None:
        for problem in found:
            if problem not in self._logged:
                log.error("health.problem", problem=problem.value, said=sentence(problem, facts))
        for problem in self._logged - set(found):
            log.warning("health.problem_over", problem=problem.value)
        self._logged = set(found)

    async def _tell(self, found: tuple[Problem, ...], facts: Facts) -> None:
        """Whoever cannot be told now is told later: a problem counts as told when somebody has been."""
        for problem in found:
            if problem not in NEEDS_SOMEBODY or problem.value in self._told:
                continue
            if await self._say(f"⚠️ Боту нужна помощь. {sentence(problem, facts)}"):
                self._told.add(problem.value)
        unseen = {Problem.DATABASE, Problem.TELEGRAM, Problem.TOKEN} & set(found)  # what hides the state of the rest
        for name in sorted(self._told - {problem.value for problem in found}):
            if not unseen and await self._say(f"✅ Больше не нужна помощь: {_OVER.get(name, name)}."):
                self._told.discard(name)

    async def _say(self, text: str) -> bool:
        """To every administrator; whether somebody got it, or there is nobody to get it."""
        application = self._application
        reached = not self._administrators
        for person in self._administrators:
            screens = TelegramScreens(application.bot, application.pace)
            talk = Talk(screens, application.pace, Address(MESSENGER, str(person)))
            reached = await talk.say(Screen(escape(text))) is not None or reached
        return reached

    def _write(self, facts: Facts) -> None:
        try:
            write_state(self._file, facts)
        except OSError as error:  # a full disk: whoever reads the old state finds it stale, and says so
            if not self._unwritten:
                log.error("health.state_not_written", file=str(self._file), reason=str(error))
            self._unwritten = True
        else:
            if self._unwritten is not False:
                log.info("health.state_written", file=str(self._file))
            self._unwritten = False


_OVER = {
    Problem.DATABASE.value: "база данных снова работает",
    Problem.UPDATES.value: "сообщения людей снова приходят",
    Problem.OUTBOX.value: "задержанные сообщения отправлены",
    Problem.DESK.value: "чат операторов снова доступен",
    Problem.DISK.value: "место на диске есть",
    Problem.CLOCK.value: "часы идут верно",
}
