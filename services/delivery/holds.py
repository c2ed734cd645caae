"""Lanes that wait because the messenger wants it, kept where whoever sends next finds them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from services.delivery.model import Lane


@dataclass(frozen=True, slots=True)
class LaneHold:
    """Nothing of this lane, or of one behind it, goes out from `since` until `until` (UTC). `in_a_row`: how many holds
    there have been, this one included, without anything going through."""

    lane: Lane
    since: datetime
    until: datetime
    in_a_row: int


class HoldBook(Protocol):
    """The holds that the messenger asked for outlive a restart, and are known to whoever leads next."""

    async def read(self) -> Sequence[LaneHold]:
        """The last hold of each lane, over or not."""
        ...

    async def write(self, holds: Sequence[LaneHold]) -> None:
        """Durably, in the place of these lanes' earlier ones."""
        ...
