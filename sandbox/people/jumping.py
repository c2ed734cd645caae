"""A jump of the host's clock: how far it has come, for the page, and how it is stopped on its way."""

import asyncio
import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from sandbox.control import Sandbox
from sandbox.controls import ControlRefused, Controls, ControlState, Stoppable, ask_to_stop
from sandbox.jsontypes import Json

TELL_EVERY: Final = 0.2
"""Wall seconds between two pieces of news of a jump."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Jump:
    """A move of the clock under way. `said` is how many messages there had been when it began."""

    start: datetime
    target: datetime
    zone: str
    said: int
    can_stop: bool


class Jumper:
    """Moves a host's clock, brings every move to its end, and tells the open pages how far it has come."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._under_way: dict[asyncio.Task[None], Jump] = {}

    def state(self) -> Json:
        """`can_stop` and `progress` of the jump under way: false and None where there is none."""
        jump = next(iter(self._under_way.values()), None)
        if jump is None:
            return {"can_stop": False, "progress": None}
        now = min(self._sandbox.world.clock.now(), jump.target)
        whole = (jump.target - jump.start).total_seconds()
        progress: Json = {
            "from": local_time(jump.zone, jump.start),
            "to": local_time(jump.zone, jump.target),
            "now": local_time(jump.zone, now),
            "share": round((now - jump.start).total_seconds() / whole, 3) if whole > 0 else 1.0,
            "sent": self._sandbox.world.said - jump.said,
        }
        return {"can_stop": jump.can_stop, "progress": progress}

    async def jump(self, controls: Controls, state: ControlState, target: datetime) -> None:
        """Move the clock to `target`, or as far as it comes before `stop`. Goes on when the page is closed meanwhile.

        Errors: ControlRefused.
        """
        said, can_stop = self._sandbox.world.said, isinstance(controls, Stoppable)
        jump = Jump(state.now, target, state.zone, said, can_stop)
        task = asyncio.ensure_future(self._move(controls, jump))
        self._under_way[task] = jump
        task.add_done_callback(self._ended)
        await asyncio.shield(task)

    async def stop(self, controls: Controls) -> bool:
        """End the jumps under way where the clock has come to; whether there were any that could be stopped."""
        if not self._under_way or not ask_to_stop(controls):
            return False
        await self.wait()
        return True

    async def wait(self) -> None:
        """Return when nothing is on its way any more."""
        if self._under_way:
            await asyncio.wait(self._under_way)

    async def _move(self, controls: Controls, jump: Jump) -> None:
        telling = asyncio.ensure_future(self._tell_on_the_way(jump.zone))
        try:
            await controls.advance(jump.target)
        finally:
            telling.cancel()
            await asyncio.wait([telling])
        self._sandbox.clock_moved()

    async def _tell_on_the_way(self, zone: str) -> None:
        while True:
            await asyncio.sleep(TELL_EVERY)
            self.tell(zone)

    def tell(self, zone: str) -> None:
        """News of the hour, and of the jump under way."""
        shown = local_time(zone, self._sandbox.world.clock.now())
        event = {"type": "clock", "now": shown, "playing": None, **self.state()}
        self._sandbox.changes.tell(lambda: event)

    def _ended(self, task: "asyncio.Task[None]") -> None:
        jump = self._under_way.pop(task)
        self.tell(jump.zone)
        if not task.cancelled() and (error := task.exception()) is not None and not isinstance(error, ControlRefused):
            log.error("the clock could not be moved", exc_info=error)


def local_time(zone: str, moment: datetime) -> str:
    """A moment in a zone, to the minute and without an offset, for showing as it is."""
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None).isoformat(timespec="minutes")
