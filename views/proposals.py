"""A proposed date as a button carries it, in a few bytes, and read back from there."""

from __future__ import annotations

from datetime import date, time

from plan.deciding import End
from plan.model import Choice
from services.campaigns.decide_date import Proposal
from services.ids import CampaignId

_CODES = {Choice.PRINTED: "p", Choice.COMPUTED: "c", Choice.OTHER: "o"}
_PART_DIGITS = 3


def proposal_arguments(proposal: Proposal) -> tuple[str, str, str, str]:
    """A proposal as a button carries it."""
    hour = "" if proposal.hour is None else f"T{proposal.hour:%H%M}"
    accept = f"{_CODES[proposal.choice]}{proposal.day:%Y%m%d}{hour}"
    return str(proposal.campaign_id), proposal.item, end_code(proposal.end), accept


def proposal_of(campaign: str, item: str, end: str, accept: str) -> Proposal | None:
    """The proposal behind a button's arguments; None for what this bot has not written."""
    known = {code: choice for choice, code in _CODES.items()}
    found = end_of(end)
    if found is None or not campaign.isdecimal() or accept[:1] not in known:
        return None
    day, _, hour = accept[1:].partition("T")
    try:
        accepted, at = date.fromisoformat(day), time.fromisoformat(hour) if hour else None
    except ValueError:
        return None
    return Proposal(CampaignId(int(campaign)), item, found, known[accept[0]], accepted, at)


def end_code(end: End) -> str:
    """«1e»: the last day of the first part."""
    return f"{end[0]}{end[1][0]}"


def end_of(code: str) -> End | None:
    part, side = code[:-1], {"s": "start", "e": "end"}.get(code[-1:])
    return (int(part), side) if part.isdecimal() and len(part) <= _PART_DIGITS and side is not None else None
