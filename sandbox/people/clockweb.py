"""The clock of the right-hand panel over HTTP: shown, moved, stopped, played."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from aiohttp import web

from sandbox.control import Sandbox
from sandbox.controls import ControlRefused, Controls, ControlState, Upcoming
from sandbox.jsontypes import Json
from sandbox.people.jumping import Jumper, local_time
from sandbox.people.playing import Player

MORNING = time(9)
"""The hour of «next morning», in the controls' zone."""
SPEEDS: Final = (1, 10, 60, 360, 1440)
"""Minutes of the calendar a second of the wall that the page may ask for: a minute to a day."""
AT_THE_END: Final = "the calendar is at its end: to begin anew, start the host again"
_SHOWN_EVENTS = 12
_SHOWN_QUEUE = 50
_SHOWN_DEADLINES = 200


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
        self._jumper = Jumper(sandbox)

    @property
    def present(self) -> bool:
        """Whether there is a clock to show."""
        return self._sandbox.controls is not None

    async def show(self, request: web.Request) -> web.StreamResponse:
        """GET: the state of the clock, the strip and the queue."""
        return await self._answer(self._controls())

    async def move(self, request: web.Request) -> web.StreamResponse:
        """POST {"step": "hour"|"morning"|"event"} or {"to": "2023-01-25T09:00"} in the controls' zone. A playing clock
        stops first. The answer comes when it is there, or has been stopped on its way (`stopped` is true then);
        `reached` is what happens at that moment."""
        controls = self._controls()
        body: Json = await request.json()
        await self.player.stop()
        state = await controls.state()
        target = destination(state, body)
        if target < state.now:
            raise MoveRefused("backwards", "the clock moves forward only: what has been sent cannot be unsent")
        try:
            await self._jumper.jump(controls, state, target)
        except ControlRefused as error:
            raise MoveRefused("refused", str(error)) from error
        stopped = self._sandbox.world.clock.now() < target
        return await self._answer(controls, stopped=stopped, reached=[] if stopped else events_at(state, target))

    async def stop(self, request: web.Request) -> web.StreamResponse:
        """POST: end the jump under way where the clock has come to; a playing clock stops too. What is due by then is
        still sent. `stopped` says whether there was anything to stop."""
        controls = self._controls()
        was_playing = self.player.speed > 0
        await self.player.stop()
        return await self._answer(controls, stopped=await self._jumper.stop(controls) or was_playing)

    async def close(self) -> None:
        """Stop playing, and end the moves under way."""
        await self.player.stop()
        if self.present:
            await self._jumper.stop(self._controls())
        await self._jumper.wait()

    async def play(self, request: web.Request) -> web.StreamResponse:
        """POST {"minutes_per_second": one of SPEEDS} plays at that speed, 0 stops. A jump under way ends first."""
        controls = self._controls()
        speed = (await request.json()).get("minutes_per_second")
        if isinstance(speed, bool) or speed not in (0, *SPEEDS):
            raise MoveRefused("bad_speed", f"a speed is 0 (stop) or one of {', '.join(map(str, SPEEDS))}")
        if speed:
            await self._jumper.stop(controls)
            state = await controls.state()
            if state.now >= state.last:
                raise MoveRefused("beyond", AT_THE_END)
            await self.player.play(controls, speed)
        else:
            await self.player.stop()
        return await self._answer(controls)

    async def _answer(self, controls: Controls, **more: bool | list[Json]) -> web.StreamResponse:
        playing = {"minutes_per_second": self.player.speed} if self.player.speed else None
        state = state_json(await controls.state())
        now = {"playing": playing, "sent": self._sandbox.world.said, **self._jumper.state()}
        return web.json_response({**state, **now, **more})

    def _controls(self) -> Controls:
        if self._sandbox.controls is None:
            raise web.HTTPNotFound(text="this sandbox has no clock to move")
        return self._sandbox.controls


def destination(state: ControlState, body: Json) -> datetime:
    """The moment that a request means; a step ends with the calendar at the latest. Errors: MoveRefused."""
    target = _asked(state, body)
    if target > state.last and (state.now >= state.last or "step" not in body):
        raise MoveRefused("beyond", AT_THE_END if state.now >= state.last else "the calendar ends before that")
    return min(target, state.last)


def _asked(state: ControlState, body: Json) -> datetime:
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


def events_at(state: ControlState, moment: datetime) -> list[Json]:
    """What the calendar has at a moment, the deadlines and openings first."""
    found = {one.title: one for one in (*state.next_events, *state.highlights) if one.at == moment}
    return _upcoming(state.zone, list(found.values()))


def _upcoming(zone: str, moments: Sequence[Upcoming]) -> list[Json]:
    return [{"at": local_time(zone, one.at), "title": one.title, **_english(title=one.title_en)} for one in moments]


def state_json(state: ControlState) -> Json:
    """The panel's data; local times without an offset, for showing as they are."""

    def local(moment: datetime) -> str:
        return local_time(state.zone, moment)

    def upcoming(moments: Sequence[Upcoming]) -> list[Json]:
        return _upcoming(state.zone, moments)

    return {
        "now": local(state.now),
        "first": local(state.first),
        "last": local(state.last),
        "zone": state.zone,
        "title": state.title,
        "over": state.now >= state.last,
        "next_events": upcoming(state.next_events[:_SHOWN_EVENTS]),
        "highlights": upcoming([one for one in state.highlights if one.at > state.now]),
        "queue": [
            {"at": local(q.at), "to": q.to, "text": q.text, **_english(to=q.to_en, text=q.text_en)}
            for q in state.queue[:_SHOWN_QUEUE]
        ],
        "queue_length": len(state.queue) if state.queue_length is None else state.queue_length,
        "strip": {
            "stages": [
                {
                    "title": stage.title,
                    "from": stage.first.isoformat(),
                    "to": stage.last.isoformat(),
                    **_english(title=stage.title_en),
                }
                for stage in state.stages
            ],
            "deadlines": [
                {"at": local(dot.at), "title": dot.title, "number": dot.number, **_english(title=dot.title_en)}
                for dot in sorted(state.deadlines, key=lambda dot: dot.at)[:_SHOWN_DEADLINES]
            ],
            "highlights": upcoming(state.highlights),
        },
    }


def _english(**words: str) -> Json:
    """The words that there are in English, under the names with «_en»."""
    return {f"{name}_en": said for name, said in words.items() if said}
