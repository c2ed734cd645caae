"""What kind of activity a row of the plan is."""

from collections.abc import Sequence

from plan.model import Item, Performer
from services.duties.model import Nature


def nature_of(item: Item, performers: Sequence[Performer], parent: Item | None = None) -> Nature:
    """The nature of a row for those who perform it in the bot; CONTROL when none of them does.

    `parent` is the row that a sub-row belongs to: what kind of activity it is stands there.
    """
    raise NotImplementedError
