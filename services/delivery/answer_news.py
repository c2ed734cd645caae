"""Several instances answer, and one messenger counts: each tells the others of its answers."""

from collections.abc import Callable
from typing import Protocol

from services.people.model import Address


class AnswerNews(Protocol):
    """A loss costs some messages too fast, which the messenger refuses for a moment: nothing is kept and nothing waits
    for it."""

    def tell(self, address: Address) -> None:
        """An answer to this chat goes out from here now. Never waits, never raises."""
        ...

    async def run(self, heard: Callable[[Address], None]) -> None:
        """Pass on what is told, and call `heard` for each answer of another instance; for ever, whatever becomes of the
        connection meanwhile."""
        ...
