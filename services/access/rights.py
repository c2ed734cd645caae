"""Who may do what. Judged by the memberships in force, in services, before anything is done.

ASK             anyone
SEE_OWN_DUTIES  members of a commission, candidates
MARK_DONE       members of the commission that owes the duty, by position where it names positions (whoever stands in
                for one that nobody holds: `services.duties.assigned`); the candidate
WATCH           secretary and chairman of the commission that organises the campaign
ANNOUNCE        the chairman of the commission that organises the campaign, alone
INVITE          administrator: to anything; chairman and secretary of a ТИК: its members and its УИКs', candidates of
                its campaigns, operators, but a secretary gives nobody the chair of the own commission (whoever holds
                it may ANNOUNCE); chairman of an УИК: its members
ANSWER_TICKETS  operators; whoever writes in the operators' own chat
LOAD_PLAN       administrator; secretary and chairman of the commission that organises the campaign
DECIDE_DATE     secretary and chairman of the commission that organises the campaign: what its document means is the
                commission's own business, not the administrator's
TEACH           operators; whoever writes in the operators' own chat; secretary and chairman of the commission that
                organises the campaign; administrator
SEE_STATE       administrator
"""

from dataclasses import dataclass
from typing import Literal, assert_never, overload

from plan.model import Position
from services.access.model import Action
from services.campaigns.model import Campaign, Commission, CommissionKind
from services.duties.assigned import AssignedDuty, is_called
from services.errors import NotAllowed
from services.ids import CommissionId
from services.people.model import Actor, Address, Grant, MembershipRole


@dataclass(frozen=True, slots=True)
class InvitationTarget:
    """A grant with what the right to give it is judged by: the commission or campaign it names, and which of the
    inviter's own commissions stand above precincts."""

    grant: Grant
    commission: Commission | None = None
    campaign: Campaign | None = None
    upper: frozenset[CommissionId] = frozenset()


@dataclass(frozen=True, slots=True)
class DeskTarget:
    """Where an answer to a ticket was written, and where the operators' chat is."""

    written_in: Address
    desk: Address

    @property
    def is_at_desk(self) -> bool:
        """In that chat, whatever its topic: being a member of it is the proof."""
        return (self.written_in.messenger, self.written_in.chat) == (self.desk.messenger, self.desk.chat)


Target = AssignedDuty | Campaign | InvitationTarget | DeskTarget


@overload
def allows(actor: Actor, action: Literal[Action.ASK, Action.SEE_OWN_DUTIES, Action.SEE_STATE]) -> bool: ...
@overload
def allows(actor: Actor, action: Literal[Action.MARK_DONE], target: AssignedDuty) -> bool: ...
@overload
def allows(
    actor: Actor, action: Literal[Action.WATCH, Action.ANNOUNCE, Action.LOAD_PLAN, Action.DECIDE_DATE], target: Campaign
) -> bool: ...
@overload
def allows(actor: Actor, action: Literal[Action.INVITE], target: InvitationTarget) -> bool: ...
@overload
def allows(actor: Actor, action: Literal[Action.ANSWER_TICKETS], target: DeskTarget | None = None) -> bool: ...
@overload
def allows(actor: Actor, action: Literal[Action.TEACH], target: Campaign | DeskTarget) -> bool: ...
def allows(actor: Actor, action: Action, target: Target | None = None) -> bool:
    """Whether the person may do it, by the table above. TypeError when the target is not of the action's kind."""
    return judge(actor, action, target)


@overload
def require(actor: Actor, action: Literal[Action.ASK, Action.SEE_OWN_DUTIES, Action.SEE_STATE]) -> None: ...
@overload
def require(actor: Actor, action: Literal[Action.MARK_DONE], target: AssignedDuty) -> None: ...
@overload
def require(
    actor: Actor, action: Literal[Action.WATCH, Action.ANNOUNCE, Action.LOAD_PLAN, Action.DECIDE_DATE], target: Campaign
) -> None: ...
@overload
def require(actor: Actor, action: Literal[Action.INVITE], target: InvitationTarget) -> None: ...
@overload
def require(actor: Actor, action: Literal[Action.ANSWER_TICKETS], target: DeskTarget | None = None) -> None: ...
@overload
def require(actor: Actor, action: Literal[Action.TEACH], target: Campaign | DeskTarget) -> None: ...
def require(actor: Actor, action: Action, target: Target | None = None) -> None:
    """Raise NotAllowed unless `allows`."""
    if not judge(actor, action, target):
        raise NotAllowed(action)


def judge(actor: Actor, action: Action, target: Target | None) -> bool:
    """`allows` for an action and a target that come as values (a table of both)."""
    match action, target:
        case Action.ASK, None:
            return True
        case Action.SEE_OWN_DUTIES, None:
            return any(m.grant.role in _OWING for m in actor.memberships)
        case Action.SEE_STATE, None:
            return _is_administrator(actor)
        case Action.MARK_DONE, AssignedDuty():
            return _owes(actor, target)
        case ((Action.WATCH | Action.DECIDE_DATE), Campaign()):
            return _heads(actor, target.commission_id, _HEADS)
        case Action.ANNOUNCE, Campaign():
            return _heads(actor, target.commission_id, _CHAIR)
        case Action.LOAD_PLAN, Campaign():
            return _is_administrator(actor) or _heads(actor, target.commission_id, _HEADS)
        case Action.INVITE, InvitationTarget():
            return _may_invite(actor, target)
        case Action.ANSWER_TICKETS, DeskTarget() | None:
            return bool(actor.grants(MembershipRole.OPERATOR)) or (target is not None and target.is_at_desk)
        case Action.TEACH, Campaign():
            heads = _heads(actor, target.commission_id, _HEADS)
            return heads or _is_administrator(actor) or bool(actor.grants(MembershipRole.OPERATOR))
        case Action.TEACH, DeskTarget():
            return target.is_at_desk
    raise TypeError(f"{action!r} is not judged by {type(target).__name__}")


_OWING = frozenset({MembershipRole.COMMISSION, MembershipRole.CANDIDATE})
_CHAIR = frozenset({Position.CHAIRMAN})
_HEADS = frozenset({Position.CHAIRMAN, Position.SECRETARY})


def _is_administrator(actor: Actor) -> bool:
    return bool(actor.grants(MembershipRole.ADMINISTRATOR))


def _heads(actor: Actor, commission: CommissionId | None, positions: frozenset[Position]) -> bool:
    return any(
        grant.commission_id == commission and grant.position in positions
        for grant in actor.grants(MembershipRole.COMMISSION)
        if grant.commission_id is not None
    )


def _owes(actor: Actor, assigned: AssignedDuty) -> bool:
    key = assigned.duty.key
    if key.candidate_id is not None:
        return key.candidate_id == actor.person.id and any(
            grant.campaign_id == key.campaign_id for grant in actor.grants(MembershipRole.CANDIDATE)
        )
    return any(
        grant.commission_id == key.commission_id and is_called(grant.position, assigned.positions)
        for grant in actor.grants(MembershipRole.COMMISSION)
    )


def _may_invite(actor: Actor, target: InvitationTarget) -> bool:
    if _is_administrator(actor):
        return True
    match target.grant.role:
        case MembershipRole.ADMINISTRATOR:
            return False
        case MembershipRole.OPERATOR:
            return any(_heads(actor, commission, _HEADS) for commission in target.upper)
        case MembershipRole.CANDIDATE:
            return target.campaign is not None and _heads(actor, target.campaign.commission_id, _HEADS)
        case MembershipRole.COMMISSION:
            return target.commission is not None and _may_invite_into(actor, target.commission, target.grant.position)
        case other:
            assert_never(other)


def _may_invite_into(actor: Actor, commission: Commission, position: Position | None) -> bool:
    if commission.kind is CommissionKind.PRECINCT:
        return _heads(actor, commission.id, _CHAIR) or _heads(actor, commission.parent_id, _HEADS)
    return _heads(actor, commission.id, _CHAIR if position is Position.CHAIRMAN else _HEADS)
