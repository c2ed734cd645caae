"""Whether what was found in a plan is what a question asks for: surely, perhaps, or not at all."""

from __future__ import annotations

import enum
from collections.abc import Sequence

from questions.belief import Kind
from questions.query import Query
from questions.search import Hit

SURE = 0.6
"""Belief from which the best row is answered with; below it, it is offered among three."""

CLEAR = 2.0
"""How many times likelier than the second row the best must be to be answered with."""

IN_SCOPE = 0.45
"""Belief in all rows together from which a question is taken to be about the plan at all."""

COVERED = 0.85
"""Share of a question from which it is accounted for."""

ALIKER = 0.1
"""How much nearer one thing must be to the question than another to be told from it by that alone."""

_WORD_FOR_WORD = 0.85
_FAR_ALIKER = 0.25
"""How near a phrasing of what is no row must be to the question to win whatever is believed; and how much nearer than
the best row when it is of no plan at all and a time is asked for."""

_RIVALS = 0.1
_RIVALS_ALONE = 0.8
_RIVALS_ALIKE = 0.45
_RIVALS_AHEAD = 0.15
"""Belief in all rows, and in them and what the plan lacks, from which rows are offered though the plan seems to lack
what is asked for; how near the best of them must be, and how much nearer what is lacking may be."""

_SHARED = 4
"""So many rows that have a word alone make it too vague for one answer."""


class Verdict(enum.Enum):
    """SURE: answer with the best row; UNSURE: offer it among others; OUTSIDE: nothing of the plan is meant."""

    SURE = "sure"
    UNSURE = "unsure"
    OUTSIDE = "outside"


def weigh(read: Query, rows: Sequence[Hit], hits: Sequence[Hit]) -> Verdict:
    """What to think of the `rows` among all `hits`, the likeliest first."""
    if not rows or _said_word_for_word(read, rows[0], hits):
        return Verdict.OUTSIDE
    believed = sum(hit.belief for hit in rows)
    if believed < IN_SCOPE:
        return Verdict.UNSURE if _rivals_lacking(rows, believed, hits) else Verdict.OUTSIDE
    lacked = _lacked(hits)
    rivalled = (
        lacked is not None and lacked.alike > rows[0].alike - ALIKER and lacked.covered > rows[0].covered - ALIKER
    )
    clear = len(rows) < 2 or rows[0].belief >= CLEAR * rows[1].belief
    sure = rows[0].belief >= SURE and clear and not rivalled and not _is_vague(read, rows)
    return Verdict.SURE if sure else Verdict.UNSURE


def _lacked(hits: Sequence[Hit]) -> Hit | None:
    return next((hit for hit in hits if hit.kind is Kind.ABSENT), None)


def _said_word_for_word(read: Query, best: Hit, hits: Sequence[Hit]) -> bool:
    """Whether a phrasing of something that is no row is nearly the question itself, and the best row is not."""
    for hit in hits:
        if hit.alike < _WORD_FOR_WORD:
            continue
        match hit.kind:
            case Kind.ABSENT:
                if hit.alike >= best.alike + ALIKER:
                    return True
            case Kind.HANDOFF | Kind.REFUSE:
                rule = read.rule and not read.timely  # «сколько подписей надо»: no calendar holds it
                if hit.alike >= best.alike + (0.0 if rule else _FAR_ALIKER):
                    return True
    return False


def _rivals_lacking(rows: Sequence[Hit], believed: float, hits: Sequence[Hit]) -> bool:
    """Whether only something that the plan lacks is likelier than its rows, and these are not unlikely either."""
    lacked = _lacked(hits)
    if lacked is None or lacked.alike > rows[0].alike + _RIVALS_AHEAD:
        return False
    of_elections = believed + lacked.belief
    return believed >= _RIVALS and of_elections >= _RIVALS_ALONE and rows[0].alike >= _RIVALS_ALIKE


def _is_vague(read: Query, rows: Sequence[Hit]) -> bool:
    """Whether one word is all that is said, and many rows have it: «агитация»."""
    alone = len(read.searched) == 1 and not read.timely
    return alone and sum(hit.covered >= COVERED for hit in rows) >= _SHARED
