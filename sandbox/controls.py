"""What a host program may put on the page's right-hand panel: a clock to move and a queue to watch.

Words in `…_en` fields are shown to those who read the page in English; where they are "", the others are.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol, runtime_checkable


@dataclass(frozen=True, slots=True)
class Upcoming:
    """Something that will happen at `at` (aware) by the host's calendar."""

    at: datetime
    title: str
    title_en: str = ""


@dataclass(frozen=True, slots=True)
class Queued:
    """A message that waits to be sent at `at` (aware) to `to`, in the host's words."""

    at: datetime
    to: str
    text: str
    to_en: str = ""
    text_en: str = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """A part of the host's calendar, from one local date to another, both included."""

    title: str
    first: date
    last: date
    title_en: str = ""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A dot on the strip: something ends at `at` (aware). `number` is what the host's calendar calls it by."""

    at: datetime
    title: str
    number: str = ""
    title_en: str = ""


@dataclass(frozen=True, slots=True)
class ControlState:
    """The panel's data. All moments are aware; `zone` is the IANA name in which the page shows them.

    `first` and `last` bound the slider; `next_events` and `queue` are in order of time, and `queue_length` is how many
    wait where `queue` is only the beginning of it. `highlights` are moments worth jumping to, those that have passed
    among them, in order of time. `stages` and `deadlines` make the strip on which the whole calendar is seen at once.
    """

    now: datetime
    first: datetime
    last: datetime
    zone: str
    next_events: Sequence[Upcoming] = field(default=())
    queue: Sequence[Queued] = field(default=())
    title: str = ""
    highlights: Sequence[Upcoming] = field(default=())
    stages: Sequence[Stage] = field(default=())
    deadlines: Sequence[Deadline] = field(default=())
    queue_length: int | None = None


class ControlRefused(Exception):
    """The host will not move its clock there; the message is a sentence for the person."""


class Controls(Protocol):
    """Hooks of a host that sets them as `Sandbox.controls`."""

    async def state(self) -> ControlState:
        """The present state of clock and queue."""
        ...

    async def advance(self, to: datetime) -> None:
        """Move the clock forward to `to` (aware) and return when all that is due by then has been done.

        Errors: ControlRefused. The page never asks to move backwards: the server refuses that itself.
        """
        ...


@runtime_checkable
class Stoppable(Protocol):
    """Controls whose `advance` can be ended on its way."""

    def stop(self) -> None:
        """Let the moves under way, and those that wait for them, end where the clock has come to. What is due there
        may be sent after they have returned, in its order all the same."""
        ...


def ask_to_stop(controls: object) -> bool:
    """Stop a host's clock on its way; whether it is one that can be."""
    if isinstance(controls, Stoppable):
        controls.stop()
        return True
    return False
