"""What the use cases about people need of a store."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from services.ids import CampaignId, CommissionId, InvitationId, MembershipId, PersonId
from services.people.model import Address, Grant, Invitation, Membership, Person, UnreachableReason


class People(Protocol):
    async def add(self, name: str, language: str, address: Address, now: datetime) -> Person:
        """Somebody met for the first time; who is known at this address already is returned as they are."""
        ...

    async def get(self, person: PersonId) -> Person | None: ...
    async def get_many(self, people: Collection[PersonId]) -> Sequence[Person]:
        """By id, in the order of ids."""
        ...

    async def by_address(self, messenger: str, chat: str) -> Person | None: ...
    async def rename(self, person: PersonId, name: str) -> None: ...
    async def set_language(self, person: PersonId, language: str) -> None: ...
    async def set_unreachable(self, person: PersonId, reason: UnreachableReason | None, now: datetime) -> None: ...


class Memberships(Protocol):
    async def add(self, person: PersonId, grant: Grant, now: datetime) -> Membership:
        """Give it; one that is already in force is returned as it is, not doubled."""
        ...

    async def get(self, membership: MembershipId) -> Membership | None: ...

    async def of_person(self, person: PersonId, now: datetime) -> Sequence[Membership]:
        """The ones in force at `now`."""
        ...

    async def of_people(self, people: Collection[PersonId], now: datetime) -> Sequence[Membership]:
        """The ones of any of these in force at `now`."""
        ...

    async def end(self, membership: Membership, now: datetime) -> None: ...

    async def of_commissions(self, commissions: Collection[CommissionId], now: datetime) -> Sequence[Membership]: ...
    async def candidates(self, campaign: CampaignId, now: datetime) -> Sequence[Membership]: ...
    async def operators(self, now: datetime) -> Sequence[Membership]: ...


class Invitations(Protocol):
    async def add(
        self,
        token_hash: str,
        grant: Grant,
        name: str,
        created_by: PersonId | None,
        now: datetime,
        expires_at: datetime,
    ) -> Invitation: ...
    async def names_of(self, people: Collection[PersonId]) -> Mapping[PersonId, str]:
        """How inviters called the people who came by an invitation with a name; the latest one each."""
        ...

    async def by_token_hash(self, token_hash: str) -> Invitation | None: ...
    async def spend(self, invitation: InvitationId, person: PersonId, now: datetime) -> bool:
        """Mark it used; False when somebody else was faster (one UPDATE … WHERE used_at IS NULL)."""
        ...
