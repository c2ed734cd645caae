"""Wordings with a label each (tests/data/terms/*.txt), and what their labels come to in two campaigns.

A label says the dates in terms of the campaign: `..V-41` is until forty-one days before the voting day, `P..V-46` from
the publication, `F..V@20:00` until 20:00. The whole grammar stands in tests/data/terms/README.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from plan.counting import add_months
from plan.model import Facts, Occurrence
from plan.wordlist import words

TERMS = Path(__file__).parents[2] / "data" / "terms"

_EARLIER = words(
    "candidate_registered list_certified registration_decided documents_received documents_submitted "
    "nomination_notified nomination_decided notice_published proposals_ended member_left commission_formed "
    "commission_meeting appeal_received complaint_received several_days_decided fund_account_opened lots_drawn "
    "ballots_approved ballots_made ballots_received precincts_formed consent_submitted nomination_documents_submitted "
    "list_registered application_submitted notification_received representation_received request_received "
    "public_event court_decision_effective court_decision_received registration_ended registration_cancelled "
    "registration_refused withdrawal_submitted proxies_applied early_voting_started proposals_received "
    "precinct_work_started distribution_started"
)
_LATER = words(
    "protocol_signed protocol_copies_issued protocols_received totals_established results_determined "
    "results_published report_submitted ballots_handed_over repeat_voting next_election_called"
)
_WITH_AN_HOUR = frozenset(
    words("appeal_received complaint_received request_received protocol_signed distribution_started")
) | {"notification_received"}


def _campaign(voting_day: date, first: date, decided: date, published: date) -> Facts:
    """Facts in which every event has a day of its own, so that one taken for another shows."""
    events: dict[str, date | datetime] = {"decided": decided, "published": published}
    for place, key in enumerate(_EARLIER):
        events[key] = voting_day + timedelta(place - 45)
    for place, key in enumerate(_LATER):
        events[key] = voting_day + timedelta(1 + 2 * place)
    for key in _WITH_AN_HOUR:
        day = events[key]
        events[key] = datetime.combine(day, time(3, 15) if key in _LATER else time(14, 30))
    return Facts(voting_day, first, events)


CAMPAIGNS = {
    "1": _campaign(date(2025, 9, 14), date(2025, 9, 14), date(2025, 6, 20), date(2025, 6, 25)),
    "3": _campaign(date(2024, 9, 8), date(2024, 9, 6), date(2024, 6, 14), date(2024, 6, 18)),
}
"""An election of one day and one of three days."""

End = tuple[date, time] | None


@dataclass(frozen=True, slots=True)
class Labelled:
    """A wording in one of the campaigns: `accepted` are lists of stretches, `none` is True where no date will do."""

    wording: str
    campaign: str
    accepted: tuple[tuple[tuple[End, End], ...], ...]
    none: bool


def read_labelled(name: str) -> Iterator[Labelled]:
    """The wordings of a file in each campaign that their labels speak of."""
    for line in (TERMS / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        label, wording = line.split(" | ", 1)
        for campaign, said in _campaigns_of(label):
            alternatives = [one.strip() for one in said.split(" / ")]
            facts = CAMPAIGNS[campaign]
            accepted = tuple(
                tuple(_stretch(one.strip(), facts) for one in alternative.split(" ; "))
                for alternative in alternatives
                if alternative != "none"
            )
            yield Labelled(wording.replace("\\n", "\n"), campaign, accepted, "none" in alternatives)


def _campaigns_of(label: str) -> list[tuple[str, str]]:
    if not re.match(r"[13]: ", label):
        return [(campaign, label) for campaign in CAMPAIGNS]
    return [(part.strip()[0], part.strip()[3:]) for part in label.split(" && ")]


def _stretch(said: str, facts: Facts) -> tuple[End, End]:
    start, dots, end = said.partition("..")
    return opening(*_moment(start, facts)), closing(*_moment(end if dots else start, facts))


_BASE = re.compile(r"(\d{4}-\d\d-\d\d|[A-Z]|[a-z_]+)([+-]\d+)?([mh])?([+-]\d+)?")


def _moment(said: str, facts: Facts) -> tuple[date | None, time | None]:
    said, _, hour = said.strip().partition("@")
    if not said:
        return None, None
    found = _BASE.fullmatch(said)
    assert found is not None and facts.voting_day is not None and facts.first_voting_day is not None, said
    name, offset, unit, more = found.groups()
    if name == "G":  # agitation's end
        several = facts.first_voting_day < facts.voting_day
        return (facts.first_voting_day if several else facts.voting_day - timedelta(1)), time(0)
    base = _named(name, facts)
    if unit == "h":
        assert isinstance(base, datetime), said
        base += timedelta(hours=int(offset))
        return base.date(), base.time()
    day = base.date() if isinstance(base, datetime) else base
    if unit == "m":
        moved = add_months(day, int(offset))
        assert moved is not None, said
        day = moved
    elif offset:
        day += timedelta(int(offset))
    return day + timedelta(int(more or 0)), time.fromisoformat(hour) if hour else None


def _named(name: str, facts: Facts) -> date | datetime:
    days = {"V": facts.voting_day, "F": facts.first_voting_day}
    events = {"D": "decided", "P": "published"}
    if name[0].isdigit():
        return date.fromisoformat(name)
    day = days.get(name)
    return day if day is not None else facts.events[events.get(name, name)]


def opening(day: date | None, hour: time | None) -> End:
    return None if day is None else (day, hour or time(0))


def closing(day: date | None, hour: time | None) -> End:
    """The last moment: no hour is the day's own end, and 00:00 is the end of the day before."""
    if day is None:
        return None
    return (day - timedelta(days=1), time.max) if hour == time(0) else (day, hour or time.max)


def stretches(found: tuple[Occurrence, ...]) -> list[tuple[End, End]]:
    """What a wording came to, as labels are compared with it."""
    return [(opening(one.start, one.start_time), closing(one.end, one.end_time)) for one in found]


def are(wanted: tuple[tuple[End, End], ...], found: list[tuple[End, End]]) -> bool:
    """Each stretch that a label names is there and nothing else; a start said without an hour may have one."""
    left = list(found)
    for start, end in wanted:
        match = next((one for one in left if one[1] == end and _starts(start, end, one[0])), None)
        if match is None:
            return False
        left.remove(match)
    return not left


def _starts(wanted: End, end: End, found: End) -> bool:
    if wanted is None or found is None:
        return wanted == found
    whole_day = wanted[1] == time(0) or (end is not None and end[0] == wanted[0])
    return found[0] == wanted[0] if whole_day else found == wanted


def days_of(all_stretches: list[tuple[End, End]]) -> set[date]:
    return {end[0] for stretch in all_stretches for end in stretch if end is not None}
