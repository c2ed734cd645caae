"""What the demo says itself, in Russian and in English, for the page: its words are in locales/, as all others are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Final

from bot.demo.cast import Part, english_name
from services.delivery.model import DeliveryKind
from views.translator import Translators, mark

Moment = tuple[date, time, str]
"""A day and an hour, local to the campaign, and the msgid of what there is to see."""

MORNING: Final = time(9)
VOTING_BEGINS: Final = mark("first day of voting")
VOTING_OVER: Final = mark("the morning after the vote")
LAST_DATE: Final = mark("last date of the plan")

HIGHLIGHTS: Final[Sequence[Moment]] = (
    (date(2023, 1, 30), MORNING, mark("last day to bring the documents for registration")),
    (date(2023, 3, 4), MORNING, mark("last day to withdraw a candidature")),
    (date(2023, 3, 9), MORNING, mark("the eve of voting, canvassing ends")),
    (date(2023, 3, 10), MORNING, VOTING_BEGINS),
    (date(2023, 3, 12), time(18), mark("two hours to the end of voting")),
    (date(2023, 3, 13), MORNING, VOTING_OVER),
    (date(2023, 5, 11), MORNING, LAST_DATE),
)
"""Moments of the demo's plan worth a look, local to its campaign."""

_SECTIONS: Final = (
    mark("Calling of the election"),
    mark("Formation of precincts"),
    mark("Voters' lists"),
    mark("Election commissions"),
    mark("Nomination and registration of candidates"),
    mark("Status of a candidate"),
    mark("Informing of voters and canvassing"),
    mark("Financing of the election"),
    mark("Polling premises"),
    mark("Voting, establishment and publication of the results"),
)
"""The headings of the demo's plan: what they are in Russian is in the plan."""

_ROLES: Final = (
    mark("Chairman of the territorial commission"),
    mark("Secretary of the territorial commission"),
    mark("Member of the territorial commission"),
    mark("Chairman of precinct commission No. {number}"),
    mark("Secretary of precinct commission No. {number}"),
    mark("Member of precinct commission No. {number}"),
    mark("Candidate, self-nominated"),
    mark("Candidate of a party"),
    mark("A voter"),
    mark("Operator of the hotline"),
)

OPERATORS: Final = mark("the operators")

_GROUPS: Final = (mark("Hotline"), mark("Precinct commission No. {number}: the working chat"))

_KINDS: Final[Mapping[DeliveryKind, str]] = {
    DeliveryKind.DIGEST: mark("the morning's message"),
    DeliveryKind.HOUR_REMINDER: mark("reminder two hours ahead"),
    DeliveryKind.TICKET_TO_DESK: mark("question to the hotline"),
    DeliveryKind.TICKET_TO_ASKER: mark("answer of the hotline"),
    DeliveryKind.ANNOUNCEMENT: mark("an announcement"),
    DeliveryKind.NOTICE: mark("a message"),
}


@dataclass(frozen=True, slots=True)
class Said:
    """Words in both languages; `en` is "" where there are none in English."""

    ru: str
    en: str


class DemoWords:
    """The demo's words, and those of its plan and cast that have English ones."""

    def __init__(self, translators: Translators, parts: Sequence[Part]) -> None:
        self._ru, self._en = translators.of("ru"), translators.of("en")
        self._sections = self._by_russian(_SECTIONS)
        self._names = {f"{part.first_name} {part.last_name}": english_name(part) for part in parts}

    def say(self, message: str, **values: object) -> Said:
        """A msgid in both languages."""
        return Said(self._ru.plain(message, **values), self._en.plain(message, **values))

    def kind(self, kind: DeliveryKind) -> Said:
        """What sort of message waits in the queue."""
        return self.say(_KINDS[kind])

    def section(self, heading: str) -> Said:
        """A heading of the plan."""
        return Said(heading, self._sections.get(heading.casefold(), ""))

    def person(self, name: str) -> Said:
        """Somebody's name."""
        return Said(name, self._names.get(name, ""))

    def role(self, part: Part) -> Said:
        """The line under somebody's name."""
        known = self._by_russian(_ROLES, number=part.precinct)
        return Said(part.subtitle, known.get(part.subtitle.casefold(), ""))

    def group(self, title: str, precinct: int) -> Said:
        """A group of the demo."""
        return Said(title, self._by_russian(_GROUPS, number=precinct).get(title.casefold(), ""))

    def _by_russian(self, messages: Sequence[str], **values: object) -> Mapping[str, str]:
        said = (self.say(message, **values) for message in messages)
        return {one.ru.casefold(): one.en for one in said}
