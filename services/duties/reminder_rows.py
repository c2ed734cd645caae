"""Rows of the outbox that remind: their keys, ids and times."""

from dataclasses import replace
from datetime import date, datetime

from services.campaigns.model import Campaign
from services.delivery.model import DeliveryKind, Lane, NewDelivery
from services.duties.timing import BEFORE_HOUR, morning
from services.ids import CampaignId, DutyId, PersonId
from services.people.model import Address


def digest_prefix(campaign: CampaignId, person: PersonId | None = None) -> str:
    """What the keys of a campaign's (or one person's) digests begin with."""
    return f"digest:{campaign}:" if person is None else f"digest:{campaign}:{person}:"


def hour_prefix(campaign: CampaignId, person: PersonId | None = None) -> str:
    return f"hour:{campaign}:" if person is None else f"hour:{campaign}:{person}:"


def digest_key(campaign: CampaignId, person: PersonId, day: date) -> str:
    """One message per person, campaign and morning, over all time."""
    return f"{digest_prefix(campaign, person)}{day.isoformat()}"


def hour_key(campaign: CampaignId, person: PersonId, at: datetime) -> str:
    """One message per person, campaign and moment (`at`, UTC)."""
    return f"{hour_prefix(campaign, person)}{at:%Y-%m-%dT%H:%M}Z"


def digest_row(
    campaign: Campaign, person: PersonId, address: Address, day: date, *, not_before: datetime | None = None
) -> NewDelivery:
    """The digest of a day, due on its morning, or at `not_before` when that is later.

    It has no expiry: late is better than never, and one that has lost its sense is composed to nothing.
    """
    due = morning(day, campaign.tz)
    return NewDelivery(
        dedup_key=digest_key(campaign.id, person, day),
        kind=DeliveryKind.DIGEST,
        lane=Lane.REMINDER,
        address=address,
        due_at=due if not_before is None else max(due, not_before),
        person_id=person,
        campaign_id=campaign.id,
        ids={"campaign": campaign.id, "day": day.isoformat()},
    )


def digest_again_row(
    campaign: Campaign, person: PersonId, address: Address, day: date, duty: DutyId, now: datetime
) -> NewDelivery:
    """The digest of a day once more, at once: this duty, which ends before the next one, has become the person's after
    it was sent."""
    row = digest_row(campaign, person, address, day, not_before=now)
    return replace(row, dedup_key=f"{row.dedup_key}:{duty}")


def is_said_again(key: str) -> bool:
    """Whether it is the key of a `digest_again_row`: no calendar asks for it, and none takes it back."""
    return key.startswith("digest:") and key.count(":") > digest_prefix(CampaignId(0), PersonId(0)).count(":")


def hour_row(campaign: Campaign, person: PersonId, address: Address, at: datetime, now: datetime) -> NewDelivery:
    """The reminder before an end with an hour (`at`, UTC): one for everything that ends at that moment."""
    return NewDelivery(
        dedup_key=hour_key(campaign.id, person, at),
        kind=DeliveryKind.HOUR_REMINDER,
        lane=Lane.REMINDER,
        address=address,
        due_at=max(at - BEFORE_HOUR, now),
        person_id=person,
        campaign_id=campaign.id,
        ids={"campaign": campaign.id, "at": at.isoformat()},
        expires_at=at,
    )
