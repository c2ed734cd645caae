"""People and what they are in a commission or a campaign."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime

from plan.model import Position
from services.ids import CampaignId, CommissionId, InvitationId, MembershipId, PersonId

NAME_LENGTH = 256
"""Characters of a name that are kept; Telegram's first and last name have 128 together at most."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a messenger reaches somebody: a private chat, a group, a topic of a group. Ids are the messenger's own."""

    messenger: str  # "telegram"
    chat: str
    thread: str | None = None


class UnreachableReason(enum.StrEnum):
    BLOCKED = "blocked"
    DEACTIVATED = "deactivated"
    NO_CHAT = "no_chat"  # never opened, or gone


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody the bot has met. `address` is their private chat; `language` is "ru" or "en"."""

    id: PersonId
    name: str
    language: str
    address: Address
    created_at: datetime
    unreachable: UnreachableReason | None = None


class MembershipRole(enum.StrEnum):
    ADMINISTRATOR = "administrator"  # runs the bot
    OPERATOR = "operator"  # answers the hotline
    COMMISSION = "commission"  # a member of a commission, with a position
    CANDIDATE = "candidate"  # a candidate of a campaign, or who acts for one


@dataclass(frozen=True, slots=True)
class Grant:
    """What an invitation or a membership gives: COMMISSION has a commission and a position, CANDIDATE a campaign."""

    role: MembershipRole
    commission_id: CommissionId | None = None
    campaign_id: CampaignId | None = None
    position: Position | None = None


@dataclass(frozen=True, slots=True)
class Membership:
    id: MembershipId
    person_id: PersonId
    grant: Grant
    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Invitation:
    """A single-use deep link. Only a hash of its token is kept."""

    id: InvitationId
    grant: Grant
    name: str  # whom it is meant for, as the inviter wrote it; may be ""
    created_by: PersonId | None  # None: the command line
    created_at: datetime
    expires_at: datetime
    used_by: PersonId | None = None
    used_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """A person with the memberships that are in force now: what rights are judged by."""

    person: Person
    memberships: tuple[Membership, ...] = ()

    def grants(self, role: MembershipRole) -> tuple[Grant, ...]:
        return tuple(m.grant for m in self.memberships if m.grant.role is role)
