"""How much is believed of what a question may be about: each row of a plan, and what lies outside it, weighed by the
same evidence against one another.

One model says it all, a choice among candidates (a conditional logit): the belief in a candidate is the exponent of its
weighed evidence over the sum of all. `python -m benchmarks.questions_fit` fits the weights and says on what.
"""

from __future__ import annotations

import enum
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


class Kind(enum.Enum):
    """What a thing found is: a row of the plan, all that is due, or something to hand off or to refuse. ABSENT is an
    activity of the law that this plan has no row for: handed off."""

    ITEM = "item"
    RANGE = "range"
    HANDOFF = "handoff"
    REFUSE = "refuse"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class OfRow:
    """What speaks for a row, each from 0 to 1. `phrase`: how near the nearest phrasing of its activity is; `about`: how
    much of the question the row's own words account for; `both`: how much these and the phrasings' words do; `like`:
    how alike the question and the row's activity are. `performs`: a role named in the question performs it; `sole`: no
    phrasing is known for it."""

    phrase: float
    about: float
    both: float
    like: float
    performs: bool
    sole: bool

    def vector(self) -> tuple[float, ...]:
        """`both` and `like` with all that is made of them: what has no phrasings is weighed by its own words."""
        return (
            self.phrase,
            self.about,
            self.both,
            float(self.performs),
            float(self.sole),
            self.sole * self.like,
            self.phrase * self.both,
            math.sqrt(self.like),
        )


@dataclass(frozen=True, slots=True)
class OfWording:
    """What a question's wording says of where it belongs.

    `lead`: for each side how much better than a plan's rows it explains the words (`questions.scope`); `foreign`: the
    share of names that no row knows; `timely`: it asks when, who, how long; `rule`: it asks for a permission, an
    amount, a reason; `field`: it has a word of elections.
    """

    lead: Mapping[Kind, float]
    foreign: float
    timely: bool
    rule: bool
    field: bool


_ROW = (3.33, 2.53, 4.75, 0.58, 2.15, 3.47, 4.51, 3.70)
_OUTSIDE = {
    Kind.HANDOFF: (1.23, 5.60, 5.09, 1.04, -2.07, -1.71, 1.71, 1.69),
    Kind.REFUSE: (5.33, 3.32, 5.99, 1.00, 0.72, 0.03, -0.13, -0.47),
    Kind.ABSENT: (3.67, 4.01, 4.52, 0.00, -0.42, -1.00, 0.34, 0.68),
}
"""Weights of `OfRow.vector` and of `outside_vector`, made by benchmarks/questions_fit.py."""

_LEAD_MOST = 5.0


def outside_vector(kind: Kind, phrase: float, told: float, wording: OfWording) -> tuple[float, ...]:
    """What speaks for the nearest thing outside the plan: its nearest phrasing, how much of the question its phrasings
    account for, and the question's wording."""
    lead = max(-_LEAD_MOST, min(_LEAD_MOST, wording.lead.get(kind, 0.0)))
    return (
        1.0,
        phrase,
        told,
        lead,
        wording.foreign,
        float(wording.timely),
        float(wording.rule),
        float(wording.field),
    )


def weight(kind: Kind, vector: Sequence[float]) -> float:
    """The weighed evidence of one candidate: only differences between candidates of one question mean something."""
    weights = _ROW if kind is Kind.ITEM else _OUTSIDE[kind]
    return sum(share * value for share, value in zip(weights, vector, strict=True))


def beliefs(weights: Sequence[float]) -> list[float]:
    """The belief in each candidate; they add up to 1."""
    most = max(weights, default=0.0)
    powers = [math.exp(each - most) for each in weights]
    total = sum(powers) or 1.0
    return [power / total for power in powers]
