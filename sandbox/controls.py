"""What a host program may put on the page's right-hand panel: a clock to move and a queue to watch."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Upcoming:
    """Something that will happen at `at` (aware) by the host's calendar."""

    at: datetime
    title: str


@dataclass(frozen=True, slots=True)
class Queued:
    """A message that waits to be sent at `at` (aware) to `to`, in the host's words."""

    at: datetime
    to: str
    text: str


@dataclass(frozen=True, slots=True)
class Stage:
    """A part of the host's calendar, from one local date to another, both included."""

    title: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Deadline:
    """A dot on the strip: something ends at `at` (aware). `number` is what the host's calendar calls it by."""

    at: datetime
    title: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class ControlState:
    """The panel's data. All moments are aware; `zone` is the IANA name in which the page shows them.

    `first` and `last` bound the slider; `next_events` and `queue` are in order of time. `highlights` are moments worth
    jumping to, still to come; the first of them is what a newcomer is told to press. `stages` and `deadlines` make the
    strip on which the whole calendar is seen at once.
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
