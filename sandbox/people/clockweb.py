"""The clock of the right-hand panel over HTTP."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from aiohttp import web

from sandbox.control import Sandbox
from sandbox.controls import ControlRefused, Controls, ControlState
from sandbox.jsontypes import Json

MORNING = time(9)
"""The hour of «next morning», in the controls' zone."""
_SHOWN_EVENTS = 12
_SHOWN_QUEUE = 50


class MoveRefused(Exception):
    """The clock stays where it is; `code` names the reason for the page."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code


class ClockRoutes:
    """Shows and moves the host's clock; without controls there is no panel."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    @property
    def present(self) -> bool:
        """Whether there is a clock to show."""
        return self._sandbox.controls is not None

    async def show(self, request: web.Request) -> web.StreamResponse:
        """GET: the state of the clock and the queue."""
        controls = self._controls()
        return web.json_response(state_json(await controls.state()))

    async def move(self, request: web.Request) -> web.StreamResponse:
        """POST {"step": "hour"|"morning"|"event"} or {"to": "2023-01-25T09:00"} in the controls' zone."""
        controls = self._controls()
        body: Json = await request.json()
        state = await controls.state()
        target = destination(state, body)
        if target < state.now:
            raise MoveRefused("backwards", "the clock moves forward only: what has been sent cannot be unsent")
        if target > state.last:
            raise MoveRefused("beyond", "the calendar ends before that")
        try:
            await controls.advance(target)
        except ControlRefused as error:
            raise MoveRefused("refused", str(error)) from error
        self._sandbox.clock_moved()
        self._sandbox.changes.tell(lambda: {"type": "clock"})
        return web.json_response(state_json(await controls.state()))

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


def state_json(state: ControlState) -> Json:
    """The panel's data; local times without an offset, for showing as they are."""
    zone = ZoneInfo(state.zone)

    def local(moment: datetime) -> str:
        return moment.astimezone(zone).replace(tzinfo=None).isoformat(timespec="minutes")

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
    }
