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
    how alike the question and the row's activity are; `outdone`: how much of the question the nearest activity that
    the plan lacks accounts for better. `performs`: a role named in the question performs it; `sole`: no phrasing is
    known for it."""

    phrase: float
    about: float
    both: float
    like: float
    performs: bool
    sole: bool
    outdone: float

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
            self.outdone,
            _same(self.phrase),
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


_ROW = (2.47, 3.02, 4.30, 0.70, 1.24, 3.08, 3.19, 3.94, -1.03, 1.90)
_OUTSIDE = {
    Kind.HANDOFF: (1.89, 2.66, 3.61, 0.57, 0.02, -1.63, 1.40, 1.57, 2.98, 1.82),
    Kind.REFUSE: (4.63, 0.89, 4.10, 0.99, 0.76, 0.21, 0.35, -0.64, 2.95, 2.73),
    Kind.ABSENT: (4.33, 2.53, 3.62, 0.00, -0.96, -1.15, -0.36, 1.08, 1.14, 0.69),
}
"""Weights of `OfRow.vector` and of `outside_vector`, made by benchmarks/questions_fit.py."""

_LEAD_MOST = 5.0
_ALIKE = 0.7


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
        phrase * told,
        _same(phrase),
    )


def _same(phrase: float) -> float:
    """How nearly the question is a phrasing word for word: 0 where it is only like one."""
    return max(0.0, phrase - _ALIKE) / (1.0 - _ALIKE)


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
