"""The clock of the right-hand panel over HTTP: shown, moved, played."""

import asyncio
import logging
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from aiohttp import web

from sandbox.control import Sandbox
from sandbox.controls import ControlRefused, Controls, ControlState
from sandbox.jsontypes import Json
from sandbox.people.playing import Player

MORNING = time(9)
"""The hour of «next morning», in the controls' zone."""
SPEEDS: Final = (1, 10, 60, 360, 1440)
"""Minutes of the calendar a second of the wall that the page may ask for: a minute to a day."""
_SHOWN_EVENTS = 12
_SHOWN_QUEUE = 50
_SHOWN_DEADLINES = 200

log = logging.getLogger(__name__)


class MoveRefused(Exception):
    """The clock stays where it is; `code` names the reason for the page."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code


class ClockRoutes:
    """Shows, moves and plays the host's clock; without controls there is no panel."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self.player = Player(sandbox.world.clock, sandbox.changes)
        self._moves: set[asyncio.Future[None]] = set()

    @property
    def present(self) -> bool:
        """Whether there is a clock to show."""
        return self._sandbox.controls is not None

    async def show(self, request: web.Request) -> web.StreamResponse:
        """GET: the state of the clock, the strip and the queue."""
        return await self._answer(self._controls())

    async def move(self, request: web.Request) -> web.StreamResponse:
        """POST {"step": "hour"|"morning"|"event"} or {"to": "2023-01-25T09:00"} in the controls' zone. A playing clock
        stops first."""
        controls = self._controls()
        body: Json = await request.json()
        await self.player.stop()
        state = await controls.state()
        target = destination(state, body)
        if target < state.now:
            raise MoveRefused("backwards", "the clock moves forward only: what has been sent cannot be unsent")
        if target > state.last:
            raise MoveRefused("beyond", "the calendar ends before that")
        try:
            await self._advance(controls, target)
        except ControlRefused as error:
            raise MoveRefused("refused", str(error)) from error
        return await self._answer(controls)

    async def _advance(self, controls: Controls, target: datetime) -> None:
        """Also when the page is closed meanwhile: what has begun is brought to its end."""
        move = asyncio.ensure_future(self._move(controls, target))
        self._moves.add(move)
        move.add_done_callback(self._ended)
        await asyncio.shield(move)

    async def _move(self, controls: Controls, target: datetime) -> None:
        await controls.advance(target)
        self._sandbox.clock_moved()
        state = await controls.state()
        shown = _local(state, state.now)
        self._sandbox.changes.tell(lambda: {"type": "clock", "now": shown, "playing": None})

    def _ended(self, move: "asyncio.Future[None]") -> None:
        self._moves.discard(move)
        if not move.cancelled() and (error := move.exception()) is not None and not isinstance(error, ControlRefused):
            log.error("the clock could not be moved", exc_info=error)

    async def close(self) -> None:
        """Stop playing, and let the moves under way end."""
        await self.player.stop()
        if self._moves:
            await asyncio.wait(self._moves)

    async def play(self, request: web.Request) -> web.StreamResponse:
        """POST {"minutes_per_second": one of SPEEDS} plays at that speed, 0 stops."""
        controls = self._controls()
        speed = (await request.json()).get("minutes_per_second")
        if isinstance(speed, bool) or speed not in (0, *SPEEDS):
            raise MoveRefused("bad_speed", f"a speed is 0 (stop) or one of {', '.join(map(str, SPEEDS))}")
        if speed:
            state = await controls.state()
            if state.now >= state.last:
                raise MoveRefused("beyond", "the calendar is at its end")
            await self.player.play(controls, speed)
        else:
            await self.player.stop()
        return await self._answer(controls)

    async def _answer(self, controls: Controls) -> web.StreamResponse:
        playing = {"minutes_per_second": self.player.speed} if self.player.speed else None
        state = state_json(await controls.state())
        return web.json_response({**state, "playing": playing, "sent": self._sandbox.world.said})

    def _controls(self) -> Controls:
        if self._sandbox.controls is None:
            raise web.HTTPNotFound(text="this sandbox has no clock to move")
        return self._sandbox.controls


def destination(state: ControlState, body: Json) -> datetime:
    """The moment that a request means. Errors: MoveRefused."""
    zone = ZoneInfo(state.zone)
    local = state.now.astimezone(zone)
    match body:
        case {"step": "hour"}:
            return state.now + timedelta(hours=1)
        case {"step": "morning"}:
            morning = datetime.combine(local.date(), MORNING, zone)
            return morning if morning > local else datetime.combine(local.date() + timedelta(days=1), MORNING, zone)
        case {"step": "event"}:
            upcoming = next((e for e in state.next_events if e.at > state.now), None)
            if upcoming is None:
                raise MoveRefused("no_event", "nothing more is to come")
            return upcoming.at
        case {"to": str(text)}:
            try:
                moment = datetime.fromisoformat(text)
            except ValueError:
                raise MoveRefused("bad_date", f"not a date: {text}") from None
            return moment if moment.tzinfo else moment.replace(tzinfo=zone)
    raise MoveRefused("bad_date", "a step or a date is needed")


def _local(state: ControlState, moment: datetime) -> str:
    return moment.astimezone(ZoneInfo(state.zone)).replace(tzinfo=None).isoformat(timespec="minutes")


def state_json(state: ControlState) -> Json:
    """The panel's data; local times without an offset, for showing as they are."""

    def local(moment: datetime) -> str:
        return _local(state, moment)

    return {
        "now": local(state.now),
        "first": local(state.first),
        "last": local(state.last),
        "zone": state.zone,
        "title": state.title,
        "next_events": [{"at": local(e.at), "title": e.title} for e in state.next_events[:_SHOWN_EVENTS]],
        "highlights": [{"at": local(e.at), "title": e.title} for e in state.highlights],
        "queue": [{"at": local(q.at), "to": q.to, "text": q.text} for q in state.queue[:_SHOWN_QUEUE]],
        "queue_length": len(state.queue),
        "strip": {
            "stages": [
                {"title": stage.title, "from": stage.first.isoformat(), "to": stage.last.isoformat()}
                for stage in state.stages
            ],
            "deadlines": [
                {"at": local(dot.at), "title": dot.title, "number": dot.number}
                for dot in sorted(state.deadlines, key=lambda dot: dot.at)[:_SHOWN_DEADLINES]
            ],
        },
    }
