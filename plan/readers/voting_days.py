"""The days of the vote that a document names in several places, and whether they can be the same vote's."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from plan.readers.errors import ContradictoryVotingDays
from plan.readers.printed_days import PrintedDays, find_days
from plan.readers.text import one_line

_CALLED_FOR = re.compile(r"\bплан\w*\b(?P<between>(?:(?!\.\s+[А-ЯЁ\d]).){0,500}?)\bназначенн\w*\s+на\s+", re.IGNORECASE)
"""«план мероприятий … выборов …, назначенных на»: another election's day is named without the plan."""
_OTHER_ELECTION = re.compile(r"несостоявш|недействительн|взамен|повторн", re.IGNORECASE)
_VOTING_DAY = re.compile(
    r"(?<!первый )(?<!последний )\b(?:день|дни|дата|даты)\s+голосования\s*[-–—:]?\s*", re.IGNORECASE
)
_THE_VOTE = re.compile(
    r"(?:(?:проведение\s+)?голосовани[ея](?:\s+избирателей)?(?:\s+(?:на\s+избирательных\s+участках"
    r"|в\s+помещени\w+\s+для\s+голосования))?|день\s+голосования|дни\s+голосования)\s*",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"\bдн(?:ей|я)\s+(?:до|со|после)\b|\bза\s+\d|\bчерез\b|\bпредшеств", re.IGNORECASE)
_NEAR = 3
"""Characters between the words and their date."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A place that names the days of the vote."""

    first: date
    last: date
    where: str  # «в заголовке плана»

    def __str__(self) -> str:
        days = f"{self.last:%d.%m.%Y}"
        return f"{self.where} — {days if self.first == self.last else f'{self.first:%d.%m.%Y} – {days}'}"


def claims_of_heading(before: str) -> list[Claim]:
    """What the decision and the plan's heading say."""
    text = one_line(before)
    ends = [match.end() for match in _CALLED_FOR.finditer(text) if not _OTHER_ELECTION.search(match["between"])]
    ends.extend(match.end() for match in _VOTING_DAY.finditer(text))
    printed = list(find_days(text))
    return [
        Claim(days.first, days.last, f"«…{text[max(0, end - 30) : days.start].strip()}»")
        for end in ends
        for days in printed
        if -1 <= days.start - end <= _NEAR
    ]


def claim_of_rows(rows: Iterable[tuple[str, str, str]]) -> Claim | None:
    """What the rows of the vote itself say together, where they print dates and count none.

    A row is its number, its activity and its term; several days may have a row each.
    """
    days: list[PrintedDays] = []
    numbers: list[str] = []
    for number, activity, term in rows:
        if _THE_VOTE.fullmatch(activity) and not _COUNTED.search(term):
            found = list(find_days(term))
            days.extend(found)
            numbers.extend([number] if found else [])
    if not days:
        return None
    where = "в пункте" if len(numbers) == 1 else "в пунктах"
    return Claim(min(one.first for one in days), max(one.last for one in days), f"{where} {', '.join(numbers)}")


def require_one_vote(name: str, claims: Iterable[Claim]) -> None:
    """Raises ContradictoryVotingDays when two places name days that have none in common."""
    found = list(claims)
    for claim in found[1:]:
        if claim.first > found[0].last or claim.last < found[0].first:
            raise ContradictoryVotingDays(
                f"{name}: дни голосования противоречат друг другу: {found[0]}, {claim}; "
                "ожидался один день голосования или дни подряд; исправьте документ."
            )
