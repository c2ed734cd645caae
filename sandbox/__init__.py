"""Telegram on one's own machine: a strict, stateful Bot API server and a chat page.

A tool of its own that imports nothing of the project. See sandbox/README.md.
"""

from sandbox.clock import Clock, SystemClock
from sandbox.control import DEFAULT_TOKEN, Sandbox
from sandbox.controls import ControlRefused, Controls, ControlState, Deadline, Queued, Stage, Stoppable, Upcoming
from sandbox.faults import Fault, Faults, Trouble
from sandbox.limits import NO_LIMITS, Limits
from sandbox.people.acts import CannotAct
from sandbox.people.handles import Conversation, Group, Person, Pressed
from sandbox.serve import PortsTaken, SandboxServer
from sandbox.world.model import Chat, ChatType, Message, Status, Topic, User

__all__ = [
    "DEFAULT_TOKEN",
    "NO_LIMITS",
    "CannotAct",
    "Chat",
    "ChatType",
    "Clock",
    "ControlRefused",
    "ControlState",
    "Controls",
    "Conversation",
    "Deadline",
    "Fault",
    "Faults",
    "Group",
    "Limits",
    "Message",
    "Person",
    "PortsTaken",
    "Pressed",
    "Queued",
    "Sandbox",
    "SandboxServer",
    "Stage",
    "Status",
    "Stoppable",
    "SystemClock",
    "Topic",
    "Trouble",
    "Upcoming",
    "User",
]
