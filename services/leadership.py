"""One of several instances sends and polls: the leader. The others answer, and wait to follow."""

import asyncio
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from services.delivery.ports import OutboxQueue


class Term(Protocol):
    """The time for which this instance leads."""

    @property
    def queue(self) -> OutboxQueue:
        """The outbox, for a dispatcher of this term. Once the term is lost it claims nothing any more, and keeps what
        came of the calls that were under way until it can be written."""
        ...

    @property
    def lost(self) -> asyncio.Event:
        """Set when the term has ended without this instance's doing: another one may lead already."""
        ...


class Leadership(Protocol):
    """Who leads, among the instances that share a database."""

    def term(self) -> AbstractAsyncContextManager[Term]:
        """Enter to wait until this instance leads, however long it takes and whatever becomes of the database
        meanwhile; cancelling ends the wait. Leave to let another one lead."""
        ...
