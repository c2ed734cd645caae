"""What a reader of one way of speaking hands back, and the words that stand before a number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

from plan.term.cursor import Cursor
from plan.term.tree import Bound, Limit


@dataclass(frozen=True, slots=True)
class Read:
    """A bound as read, with the hours said inside it; a range of dates is two bounds."""

    bounds: tuple[Bound, ...]
    opens: time | None = None
    closes: time | None = None


class Words:
    """What «не позднее», «не ранее», «не менее», «не более» and «чем» before a number said."""

    def __init__(self, c: Cursor) -> None:
        self.limit = Limit.BARE
        self.measure = ""  # "менее" | "более"
        if c.sees("в срок") and c.peek(2).norm in ("не", "до", "по"):
            c.pos += 2
        if c.take("не"):
            if c.take("позднее", "позже"):
                self.limit = Limit.NOT_LATER
            elif c.take("ранее", "раньше"):
                self.limit = Limit.NOT_EARLIER
            elif c.take("менее"):
                self.measure = "менее"
            elif c.take("более"):
                self.measure = "более"
            else:
                c.pos -= 1
        start = c.pos
        c.take(",")
        self.than = c.take("чем") or c.take("как")
        if not self.than:
            c.pos = start
        self.any = self.limit is not Limit.BARE or bool(self.measure)

    def before_limit(self, with_za: bool) -> Limit | None:
        """The limit of «за N дней до»; «не менее чем за» leaves as much time as «не позднее чем за»."""
        if self.measure and not with_za:
            return None
        return {"": self.limit, "менее": Limit.NOT_LATER, "более": Limit.NOT_EARLIER}[self.measure]
