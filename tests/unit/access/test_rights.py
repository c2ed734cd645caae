"""Every role × every action: who may do what, and nobody else."""

import itertools
from collections.abc import Collection
from datetime import UTC, datetime

import pytest

from plan.model import OccurrenceKind, Position, Role
from services.access.model import Action
from services.access.rights import DeskTarget, InvitationTarget, Target, allows, judge, require
from services.campaigns.model import Campaign, CampaignState, Commission, CommissionKind
from services.duties.assigned import AssignedDuty, answering
from services.duties.model import Duty, DutyKey, DutyState, DutyTerm, Nature
from services.errors import NotAllowed
from services.ids import CampaignId, CommissionId, DutyId, MembershipId, PersonId, PlanVersionId
from services.people.model import Actor, Address, Grant, Membership, MembershipRole, Person

NOW = datetime(2023, 1, 25, 6, 0, tzinfo=UTC)
ZONE = "Asia/Novokuznetsk"

TIK = Commission(CommissionId(1), CommissionKind.TERRITORIAL, "ТИК", None, None, ZONE)
UIK = Commission(CommissionId(2), CommissionKind.PRECINCT, "УИК № 1", 1, TIK.id, ZONE)
SISTER_UIK = Commission(CommissionId(3), CommissionKind.PRECINCT, "УИК № 2", 2, TIK.id, ZONE)
OTHER_TIK = Commission(CommissionId(4), CommissionKind.TERRITORIAL, "Другая ТИК", None, None, ZONE)
OTHER_UIK = Commission(CommissionId(5), CommissionKind.PRECINCT, "УИК № 3", 3, OTHER_TIK.id, ZONE)
UPPER = frozenset({TIK.id, OTHER_TIK.id})

CAMPAIGN = Campaign(CampaignId(1), "one", "Выборы", TIK.id, ZONE, CampaignState.ACTIVE, PlanVersionId(1))
OTHER_CAMPAIGN = Campaign(CampaignId(2), "two", "Выборы", OTHER_TIK.id, ZONE, CampaignState.ACTIVE, PlanVersionId(2))


def member_of(commission: Commission, position: Position) -> Grant:
    return Grant(MembershipRole.COMMISSION, commission.id, position=position)


def candidate_of(campaign: Campaign) -> Grant:
    return Grant(MembershipRole.CANDIDATE, campaign_id=campaign.id)


GRANTS: dict[str, Grant | None] = {
    "guest": None,
    "candidate": candidate_of(CAMPAIGN),
    "other candidate": candidate_of(OTHER_CAMPAIGN),
    "УИК member": member_of(UIK, Position.MEMBER),
    "УИК secretary": member_of(UIK, Position.SECRETARY),
    "УИК chairman": member_of(UIK, Position.CHAIRMAN),
    "sister УИК chairman": member_of(SISTER_UIK, Position.CHAIRMAN),
    "ТИК member": member_of(TIK, Position.MEMBER),
    "ТИК deputy": member_of(TIK, Position.DEPUTY),
    "ТИК system administrator": member_of(TIK, Position.SYSTEM_ADMINISTRATOR),
    "ТИК secretary": member_of(TIK, Position.SECRETARY),
    "ТИК chairman": member_of(TIK, Position.CHAIRMAN),
    "other ТИК secretary": member_of(OTHER_TIK, Position.SECRETARY),
    "other ТИК chairman": member_of(OTHER_TIK, Position.CHAIRMAN),
    "operator": Grant(MembershipRole.OPERATOR),
    "administrator": Grant(MembershipRole.ADMINISTRATOR),
}
IDS = {name: PersonId(number) for number, name in enumerate(GRANTS, start=1)}


def actor(name: str) -> Actor:
    person = Person(IDS[name], name, "ru", Address("telegram", str(IDS[name])), NOW)
    grant = GRANTS[name]
    return Actor(person, (Membership(MembershipId(1), person.id, grant, NOW),) if grant else ())


def duty(owner: Commission | str, *positions: Position, campaign: Campaign = CAMPAIGN) -> Duty:
    commission = owner.id if isinstance(owner, Commission) else None
    candidate = IDS[owner] if isinstance(owner, str) else None
    return Duty(
        id=DutyId(1),
        key=DutyKey(campaign.id, "28", 0, commission, candidate),
        plan_version_id=PlanVersionId(1),
        role=Role.TIK,
        positions=frozenset(positions),
        nature=Nature.OBLIGATION,
        term=DutyTerm(OccurrenceKind.DEADLINE),
        state=DutyState.OPEN,
    )


def owed(
    owner: Commission | str,
    *positions: Position,
    held: Collection[Position] = tuple(Position),
    campaign: Campaign = CAMPAIGN,
) -> AssignedDuty:
    """A duty in a commission where these positions are held: all of them, unless a row says otherwise."""
    known = duty(owner, *positions, campaign=campaign)
    return AssignedDuty(known, answering(known.positions, held))


def inviting(grant: Grant, commission: Commission | None = None, campaign: Campaign | None = None) -> InvitationTarget:
    return InvitationTarget(grant, commission, campaign, UPPER)


DESK = Address("telegram", "-100")

EVERYBODY = set(GRANTS)
OF_THREE = frozenset({Position.CHAIRMAN, Position.SECRETARY, Position.MEMBER})
OF_UIK = {"УИК member", "УИК secretary", "УИК chairman"}
OF_TIK = {"ТИК member", "ТИК deputy", "ТИК system administrator", "ТИК secretary", "ТИК chairman"}
HEADS = {"ТИК secretary", "ТИК chairman"}
OTHER_HEADS = {"other ТИК secretary", "other ТИК chairman"}
MEMBERS = EVERYBODY - {"guest", "operator", "administrator"}

TABLE: dict[str, tuple[Action, Target | None, set[str]]] = {
    "ask": (Action.ASK, None, EVERYBODY),
    "see own duties": (Action.SEE_OWN_DUTIES, None, MEMBERS),
    "see the state": (Action.SEE_STATE, None, {"administrator"}),
    "mark a duty of the ТИК": (Action.MARK_DONE, owed(TIK), OF_TIK),
    "mark a duty of the ТИК's chairman and secretary": (
        Action.MARK_DONE,
        owed(TIK, Position.CHAIRMAN, Position.SECRETARY),
        HEADS,
    ),
    "mark a duty of the ТИК's system administrator": (
        Action.MARK_DONE,
        owed(TIK, Position.SYSTEM_ADMINISTRATOR),
        {"ТИК system administrator"},
    ),
    "mark a duty of the УИК": (Action.MARK_DONE, owed(UIK), OF_UIK),
    "mark a duty of the УИК's chairman": (Action.MARK_DONE, owed(UIK, Position.CHAIRMAN), {"УИК chairman"}),
    "mark what is a system administrator's in an УИК without one": (
        Action.MARK_DONE,
        owed(UIK, Position.SYSTEM_ADMINISTRATOR, held=OF_THREE),
        {"УИК chairman", "УИК secretary"},
    ),
    "mark what is the chairman's in an УИК without one": (
        Action.MARK_DONE,
        owed(UIK, Position.CHAIRMAN, held={Position.SECRETARY, Position.MEMBER}),
        {"УИК secretary"},
    ),
    "mark what is the chairman's in an УИК of members": (
        Action.MARK_DONE,
        owed(UIK, Position.CHAIRMAN, held={Position.MEMBER}),
        OF_UIK,
    ),
    "mark a duty of the candidate": (Action.MARK_DONE, owed("candidate"), {"candidate"}),
    "mark a duty that a former candidate had": (Action.MARK_DONE, owed("guest"), set()),
    "mark a duty of another campaign's time": (
        Action.MARK_DONE,
        owed("candidate", campaign=OTHER_CAMPAIGN),
        set(),
    ),
    "watch": (Action.WATCH, CAMPAIGN, HEADS),
    "watch the other": (Action.WATCH, OTHER_CAMPAIGN, OTHER_HEADS),
    "announce": (Action.ANNOUNCE, CAMPAIGN, {"ТИК chairman"}),
    "announce in the other": (Action.ANNOUNCE, OTHER_CAMPAIGN, {"other ТИК chairman"}),
    "load a plan": (Action.LOAD_PLAN, CAMPAIGN, HEADS | {"administrator"}),
    "decide on a date": (Action.DECIDE_DATE, CAMPAIGN, HEADS),
    "decide on a date of another campaign": (Action.DECIDE_DATE, OTHER_CAMPAIGN, OTHER_HEADS),
    "teach a question": (Action.TEACH, CAMPAIGN, HEADS | {"operator", "administrator"}),
    "teach a question of the other": (Action.TEACH, OTHER_CAMPAIGN, OTHER_HEADS | {"operator", "administrator"}),
    "teach in the operators' chat": (Action.TEACH, DeskTarget(Address("telegram", "-100", "7"), DESK), EVERYBODY),
    "teach in another chat": (Action.TEACH, DeskTarget(Address("telegram", "-200", "7"), DESK), set()),
    "load a plan of the other": (Action.LOAD_PLAN, OTHER_CAMPAIGN, OTHER_HEADS | {"administrator"}),
    "invite a member of the ТИК": (
        Action.INVITE,
        inviting(member_of(TIK, Position.MEMBER), TIK),
        HEADS | {"administrator"},
    ),
    "invite a secretary of the ТИК": (
        Action.INVITE,
        inviting(member_of(TIK, Position.SECRETARY), TIK),
        HEADS | {"administrator"},
    ),
    "invite a chairman of the ТИК": (
        Action.INVITE,
        inviting(member_of(TIK, Position.CHAIRMAN), TIK),
        {"ТИК chairman", "administrator"},
    ),
    "invite a member of the УИК": (
        Action.INVITE,
        inviting(member_of(UIK, Position.MEMBER), UIK),
        HEADS | {"УИК chairman", "administrator"},
    ),
    "invite a chairman of the УИК": (
        Action.INVITE,
        inviting(member_of(UIK, Position.CHAIRMAN), UIK),
        HEADS | {"УИК chairman", "administrator"},
    ),
    "invite a member of the other ТИК": (
        Action.INVITE,
        inviting(member_of(OTHER_TIK, Position.MEMBER), OTHER_TIK),
        OTHER_HEADS | {"administrator"},
    ),
    "invite a member of the other ТИК's УИК": (
        Action.INVITE,
        inviting(member_of(OTHER_UIK, Position.MEMBER), OTHER_UIK),
        OTHER_HEADS | {"administrator"},
    ),
    "invite a candidate": (
        Action.INVITE,
        inviting(candidate_of(CAMPAIGN), campaign=CAMPAIGN),
        HEADS | {"administrator"},
    ),
    "invite a candidate of the other": (
        Action.INVITE,
        inviting(candidate_of(OTHER_CAMPAIGN), campaign=OTHER_CAMPAIGN),
        OTHER_HEADS | {"administrator"},
    ),
    "invite an operator": (
        Action.INVITE,
        inviting(Grant(MembershipRole.OPERATOR)),
        HEADS | OTHER_HEADS | {"administrator"},
    ),
    "invite an administrator": (Action.INVITE, inviting(Grant(MembershipRole.ADMINISTRATOR)), {"administrator"}),
    "answer a ticket": (Action.ANSWER_TICKETS, None, {"operator"}),
    "answer a ticket in the operators' chat": (
        Action.ANSWER_TICKETS,
        DeskTarget(Address("telegram", "-100", "7"), DESK),
        EVERYBODY,
    ),
    "answer a ticket in another chat": (
        Action.ANSWER_TICKETS,
        DeskTarget(Address("telegram", "-200", "7"), DESK),
        {"operator"},
    ),
    "answer a ticket in another messenger's chat": (
        Action.ANSWER_TICKETS,
        DeskTarget(Address("max", "-100"), DESK),
        {"operator"},
    ),
}


@pytest.mark.parametrize(("role", "act"), list(itertools.product(GRANTS, TABLE)))
def test_who_may_do_what(role: str, act: str) -> None:
    action, target, allowed = TABLE[act]
    assert judge(actor(role), action, target) is (role in allowed)


def test_every_action_is_in_the_table() -> None:
    assert {action for action, _, _ in TABLE.values()} == set(Action)


def test_a_refusal_is_raised() -> None:
    require(actor("ТИК chairman"), Action.ANNOUNCE, CAMPAIGN)
    with pytest.raises(NotAllowed):
        require(actor("ТИК secretary"), Action.ANNOUNCE, CAMPAIGN)
    assert allows(actor("guest"), Action.ASK)


def test_a_wrong_target_is_a_mistake_of_the_program_not_a_refusal() -> None:
    for action, target in [(Action.ANNOUNCE, None), (Action.MARK_DONE, CAMPAIGN), (Action.ASK, CAMPAIGN)]:
        with pytest.raises(TypeError):
            judge(actor("ТИК chairman"), action, target)


def test_rights_of_several_memberships_add_up() -> None:
    person = actor("ТИК chairman").person
    both = Actor(
        person,
        (
            Membership(MembershipId(1), person.id, member_of(UIK, Position.MEMBER), NOW),
            Membership(MembershipId(2), person.id, Grant(MembershipRole.OPERATOR), NOW),
        ),
    )
    assert allows(both, Action.MARK_DONE, owed(UIK))
    assert allows(both, Action.ANSWER_TICKETS)
    assert not allows(both, Action.ANNOUNCE, CAMPAIGN)


def test_only_the_inviters_own_commission_makes_operators() -> None:
    """An УИК's chairman heads no commission above precincts, whatever is listed."""
    target = InvitationTarget(Grant(MembershipRole.OPERATOR), upper=frozenset())
    assert not allows(actor("ТИК chairman"), Action.INVITE, target)
