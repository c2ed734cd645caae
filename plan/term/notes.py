"""Words behind a bound that say who or what it is for: «… до дня голосования – ТИК», «… (передача в УИК)».

Kept as a condition, never dropped. Anything that could itself count, turn the meaning or move the day
(«не», «рабочие», «повторное», another zone's time, a number) makes it no note, and the part is not understood.
"""

from __future__ import annotations

from plan.term.anchors import spelled
from plan.term.cursor import Cursor
from plan.term.draft import Draft
from plan.term.numerals import CARDINALS, MONTHS, ORDINALS, UNITS
from plan.term.starts import starts_clause, starts_condition
from plan.term.tokens import Kind
from plan.wordlist import words

_UNSAFE_WORDS = frozenset(
    words(
        "не ни до после кроме если при ранее позднее позже раньше через каждый каждую каждое или либо а но с со "
        "как около менее более минимум максимум чем среда среду среды средам"
    )
)
_UNSAFE_STEMS = words(
    "рабоч выходн исключен московск будн праздничн предшествующ следующ накануне правил обычн примерн ориентировочн "
    "предположительн возможн желательн рекоменд отменен "
    "перенесен отложен приостановлен утратил недействит снят вместо взамен перерыв "
    "понедельник вторник четверг пятниц суббот воскресень"
)
_UNSAFE_BEHIND = words(
    "повторн досрочн отмен перенес перенос измен продл иной иные иное иных ином другой другие другое других врем "
    "еж последн утрат зачеркн приостан дистанцион уточн отлож планир предварительн "
    "сокра може могут вчера сегодня завтра"
)
_LONGEST = 20


def is_unsafe(word: str) -> bool:
    """True for a word that could count, turn a bound's meaning or move its day."""
    counts = word in UNITS or word in CARDINALS or word in ORDINALS or word in MONTHS
    return counts or word in _UNSAFE_WORDS or word.startswith(_UNSAFE_STEMS)


def note(c: Cursor, draft: Draft) -> bool:
    """Take a bracket, what follows a dash, or «, по представлению …», when it holds nothing but safe words."""
    start = c.pos
    bracket = c.take("(")
    if not draft.bounds or not (bracket or _lone_dash(c) or _on_whose_word(c)):
        c.pos = start
        return False
    first = c.pos
    while c.here.kind is Kind.WORD and c.pos - first < _LONGEST and not (c.here.broken and c.pos > first):
        word = c.here.norm
        # «(в помещениях для голосования)» is a place; any other voting might be another day of it.
        another_vote = word.startswith(("голосован", "перв")) and c.peek(-1).norm != "для"
        if is_unsafe(word) or another_vote or word.startswith(_UNSAFE_BEHIND) or starts_clause(c):
            break
        if starts_condition(c):
            break
        c.pos += 1
        if c.here.norm == "," and c.peek(1).kind is Kind.WORD and not c.peek(1).broken and c.peek(1).norm not in "ано":
            c.pos += 1
    said = spelled(c.tokens[first : c.pos])
    ended = c.take(")") if bracket else c.ended or c.here.norm in (";", ",", ".") or c.here.broken
    if not said or not ended:
        c.pos = start
        return False
    draft.conditions.append(said)
    return True


def _on_whose_word(c: Cursor) -> bool:
    """«…, по представлению ТИК», «… по согласованию с УИК»: the cursor stays before «по»."""
    start = c.pos
    c.take(",")
    if c.here.norm == "по" and c.at_stem("представлени", "согласовани", "решени", "предложени", "поручени", ahead=1):
        return True
    c.pos = start
    return False


def _lone_dash(c: Cursor) -> bool:
    if c.here.norm == "-" and not c.here.glued and not c.peek(1).glued and not c.peek(1).broken:
        c.pos += 1
        return True
    return False
