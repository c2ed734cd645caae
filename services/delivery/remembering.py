"""A reading unit that remembers, and knows beforehand what every one of several letters is going to ask.

It sees one state of the database throughout, so that what one letter has asked of it is true for the next one as well.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from services.delivery.model import Delivery, DeliveryKind
from services.duties.compose_digest import LOOK_BACK_DAYS
from services.duties.model import Duty
from services.duties.reminder_rows import digest_key
from services.ids import CampaignId, CommissionId, PersonId
from services.people.model import Membership, MembershipRole
from services.unit_of_work import UnitOfWork


async def remembering_unit(unit: UnitOfWork, deliveries: Sequence[Delivery], now: datetime) -> UnitOfWork:
    """The unit, remembering, with what each of several letters asks about its person fetched for all at once."""
    remembering = _RememberingUnit(unit)
    people = {delivery.person_id for delivery in deliveries if delivery.person_id is not None}
    if len(people) > 1:
        known = {person.id: person for person in await unit.people.get_many(people)}
        for person in people:
            remembering.people.know(known.get(person), "get", person)
    reminded: dict[CampaignId, set[PersonId]] = defaultdict(set)
    for delivery in deliveries:
        if delivery.person_id is not None and delivery.campaign_id is not None and delivery.announcement_id is None:
            reminded[delivery.campaign_id].add(delivery.person_id)
    for campaign, some in reminded.items():
        if len(some) > 1:
            plans = await unit.duties.planned(campaign, some)
            for person in some:
                of_person = {person: plans[person]} if person in plans else {}
                remembering.duties.know(of_person, "planned", campaign, [person])
    everybody = set().union(*reminded.values())
    if len(everybody) > 1:
        held: dict[PersonId, list[Membership]] = {person: [] for person in everybody}
        for membership in await unit.memberships.of_people(everybody, now):
            held[membership.person_id].append(membership)
        for person in everybody:
            remembering.memberships.know(held[person], "of_person", person, now)
        for campaign in reminded:
            digests = [d for d in deliveries if d.kind is DeliveryKind.DIGEST and d.campaign_id == campaign]
            readers = {d.person_id: held[d.person_id] for d in digests if d.person_id is not None}
            if len(readers) > 1:
                await _for_digests(unit, remembering, campaign, readers, now)
    return cast("UnitOfWork", remembering)


async def _for_digests(
    unit: UnitOfWork,
    remembering: _RememberingUnit,
    campaign_id: CampaignId,
    held: Mapping[PersonId, Sequence[Membership]],
    now: datetime,
) -> None:
    """What is still to be done by the commissions of these people, those commissions, and which of their last mornings
    were told."""
    campaign = await remembering.campaigns.get(campaign_id)
    if campaign is None:
        return
    # A candidate's own duties are asked for one by one: candidates are few.
    sitting = {person: _commissions(memberships) for person, memberships in held.items()}
    together = frozenset().union(*(commissions for commissions in sitting.values() if commissions is not None))
    if together:
        owed: dict[CommissionId | None, list[Duty]] = defaultdict(list)
        for duty in await unit.duties.of(campaign_id, commissions=together, include_done=False):
            owed[duty.key.commission_id].append(duty)
        for commissions in filter(None, sitting.values()):
            theirs = sorted((duty for one in commissions for duty in owed[one]), key=lambda duty: duty.id)
            asked = {"commissions": commissions, "candidate": None, "first": None, "last": None, "include_done": False}
            remembering.duties.know(theirs, "of", campaign_id, **asked)
        for commission in await unit.commissions.get_many(together):
            remembering.commissions.know(commission, "get", commission.id)
    today = campaign.today(now)
    mornings = [today - timedelta(days=back) for back in range(LOOK_BACK_DAYS + 1)]
    await remembering.outbox.look_up({digest_key(campaign_id, person, day) for person in held for day in mornings})


def _commissions(memberships: Sequence[Membership]) -> frozenset[CommissionId] | None:
    """Those that the person is a member of; None of a candidate."""
    grants = [membership.grant for membership in memberships]
    if any(grant.role is MembershipRole.CANDIDATE for grant in grants):
        return None
    return frozenset(
        grant.commission_id
        for grant in grants
        if grant.role is MembershipRole.COMMISSION and grant.commission_id is not None
    )


class _Remembering:
    """A repository of a reading unit, which is asked the same thing once."""

    def __init__(self, repository: object) -> None:
        self._repository = repository
        self._answers: dict[tuple[Any, ...], Any] = {}

    def know(self, answer: object, method: str, *arguments: Any, **named: Any) -> None:
        """`method(*arguments, **named)` would be answered so."""
        self._answers[_question(method, arguments, named)] = answer

    def __getattr__(self, method: str) -> Callable[..., Any]:
        ask = getattr(self._repository, method)

        async def remembering(*arguments: Any, **named: Any) -> Any:
            key = _question(method, arguments, named)
            try:
                return self._answers[key]
            except KeyError:
                answer = self._answers[key] = await ask(*arguments, **named)
                return answer
            except TypeError:  # asked with what cannot be remembered
                return await ask(*arguments, **named)

        setattr(self, method, remembering)  # the next time it is found at once
        return remembering


class _RememberingOutbox(_Remembering):
    """Remembers of each key by itself whether it was sent."""

    def __init__(self, repository: object) -> None:
        super().__init__(repository)
        self._looked_up: set[str] = set()
        self._sent: set[str] = set()

    async def look_up(self, keys: Collection[str]) -> None:
        """Ask for all of these at once."""
        self._sent |= await cast("Any", self._repository).sent_among(keys)
        self._looked_up |= set(keys)

    async def sent_among(self, keys: Collection[str]) -> set[str]:
        asked = set(keys)
        if not asked <= self._looked_up:
            await self.look_up(asked - self._looked_up)
        return asked & self._sent


def _question(method: str, arguments: Sequence[Any], named: Mapping[str, Any]) -> tuple[Any, ...]:
    if not named:
        return method, *map(_hashable, arguments)
    return method, *map(_hashable, arguments), *((name, _hashable(value)) for name, value in sorted(named.items()))


def _hashable(value: Any) -> Any:
    if isinstance(value, (set, frozenset)):
        return frozenset(value)
    return tuple(value) if isinstance(value, list) else value


class _RememberingUnit:
    """The repositories of a reading unit, each remembering."""

    def __init__(self, unit: UnitOfWork) -> None:
        self.people = _Remembering(unit.people)
        self.memberships = _Remembering(unit.memberships)
        self.invitations = _Remembering(unit.invitations)
        self.commissions = _Remembering(unit.commissions)
        self.campaigns = _Remembering(unit.campaigns)
        self.duties = _Remembering(unit.duties)
        self.outbox = _RememberingOutbox(unit.outbox)
        self.tickets = _Remembering(unit.tickets)
        self.announcements = _Remembering(unit.announcements)
        self.audit = _Remembering(unit.audit)
