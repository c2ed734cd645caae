"""What kind of activity a row of the plan is."""

import re
from collections.abc import Sequence

from plan.model import COMMISSION_ROLES, Item, Performer, Plan, Role
from services.duties.model import Nature

_BAN = re.compile(r"запре[тщ]|не допуска[ею]тся")
_RIGHT = re.compile(r"(реализаци\w+|осуществлени\w+)\s+прав\w*|прав[оа]\b|(само)?выдвижени\w+")
_PERIOD = re.compile(
    r"(\w+\s+){0,2}период\b"  # «Агитационный период», «Избирательный период»
    r"|(проведени\w+\s+)?(\w+\s+)?(голосовани|агитаци)\w+"  # «Досрочное голосование», «Предвыборная агитация …»
    r"|при[её]м\w?\b|сбор\s+подписей|хранени\w+|ведени\w+"
)


def nature_of(item: Item, performers: Sequence[Performer], parent: Item | None = None) -> Nature:
    """The nature of a row for those who perform it in the bot; CONTROL when none of them does.

    `parent` is the row that a sub-row belongs to: what kind of activity it is stands there.
    """
    if not any(performer.role in COMMISSION_ROLES or performer.role is Role.CANDIDATE for performer in performers):
        return Nature.CONTROL
    return activity_nature(item, performers, parent)


def activity_nature(item: Item, performers: Sequence[Performer], parent: Item | None = None) -> Nature:
    """The nature of the activity itself, whoever performs it: by its first words, which name the act.

    Where voters perform beside a commission, they act and the commission makes it possible: nothing that the
    commission could be late with.
    """
    words = f"{parent.activity} {item.activity}" if parent else item.activity
    beginning = words.strip(" -–—\t\n«").casefold()
    if _BAN.match(beginning):
        return Nature.BAN
    if _RIGHT.match(beginning):
        return Nature.RIGHT
    if _PERIOD.match(beginning) or any(performer.role is Role.VOTER for performer in performers):
        return Nature.PERIOD
    return Nature.OBLIGATION


def parent_of(plan: Plan, item: Item) -> Item | None:
    """The row that a sub-row («50-2») belongs to («50»); None for a row of its own."""
    stem, dash, _ = item.number.rpartition("-")
    return plan.item(stem) if dash else None
