"""Who may do what. Judged by the memberships in force, in services, before anything is done.

ASK             anyone
SEE_OWN_DUTIES  members of a commission, candidates
MARK_DONE       members of the commission that owes the duty, by position where it names positions; the candidate
WATCH           secretary and chairman of the commission that organises the campaign
ANNOUNCE        the chairman of the commission that organises the campaign, alone
INVITE          administrator: to anything; chairman and secretary of a ТИК: its members and its УИКs', candidates of
                its campaigns, operators, but a secretary gives nobody the chair of the own commission (whoever holds
                it may ANNOUNCE); chairman of an УИК: its members
ANSWER_TICKETS  operators; whoever writes in the operators' own chat
LOAD_PLAN       administrator; secretary and chairman of the commission that organises the campaign
SEE_STATE       administrator
"""

from dataclasses import dataclass
from typing import Literal, overload

from services.access.model import Action
from services.campaigns.model import Campaign, Commission
from services.duties.model import Duty
from services.ids import CommissionId
from services.people.model import Actor, Address, Grant


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


Target = Duty | Campaign | InvitationTarget | DeskTarget


@overload
def allows(actor: Actor, action: Literal[Action.ASK, Action.SEE_OWN_DUTIES, Action.SEE_STATE]) -> bool: ...
@overload
def allows(actor: Actor, action: Literal[Action.MARK_DONE], target: Duty) -> bool: ...
@overload
def allows(
    actor: Actor, action: Literal[Action.WATCH, Action.ANNOUNCE, Action.LOAD_PLAN], target: Campaign
) -> bool: ...
@overload
def allows(actor: Actor, action: Literal[Action.INVITE], target: InvitationTarget) -> bool: ...
@overload
def allows(actor: Actor, action: Literal[Action.ANSWER_TICKETS], target: DeskTarget | None = None) -> bool: ...
def allows(actor: Actor, action: Action, target: Target | None = None) -> bool:
    """Whether the person may do it, by the table above. TypeError when the target is not of the action's kind."""
    raise NotImplementedError


@overload
def require(actor: Actor, action: Literal[Action.ASK, Action.SEE_OWN_DUTIES, Action.SEE_STATE]) -> None: ...
@overload
def require(actor: Actor, action: Literal[Action.MARK_DONE], target: Duty) -> None: ...
@overload
def require(
    actor: Actor, action: Literal[Action.WATCH, Action.ANNOUNCE, Action.LOAD_PLAN], target: Campaign
) -> None: ...
@overload
def require(actor: Actor, action: Literal[Action.INVITE], target: InvitationTarget) -> None: ...
@overload
def require(actor: Actor, action: Literal[Action.ANSWER_TICKETS], target: DeskTarget | None = None) -> None: ...
def require(actor: Actor, action: Action, target: Target | None = None) -> None:
    """Raise NotAllowed unless `allows`."""
    raise NotImplementedError
