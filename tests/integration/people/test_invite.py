"""Invitations: who may give what, and what is kept of them."""

import hashlib
import re
from datetime import timedelta

import pytest

from plan.model import Position
from services.campaigns.model import CampaignState
from services.errors import NotAllowed, NotFound
from services.ids import CampaignId, CommissionId
from services.people.invite import invite
from services.people.list_invitable import Invitable, invitable
from services.people.list_members import members
from services.people.model import Grant, MembershipRole
from tests.integration.world import NOW, World, of


async def test_only_a_hash_of_the_token_is_kept(world: World) -> None:
    invited = await invite(world.units, None, of(world.uik, Position.MEMBER), " Иванова И. И. ", NOW)
    assert re.fullmatch(r"[A-Za-z0-9_-]{32}", invited.token)
    assert invited.token not in repr(invited)
    assert invited.invitation.name == "Иванова И. И."
    assert invited.invitation.expires_at == NOW + timedelta(days=7)
    async with world.units(reading=True) as unit:
        assert await unit.invitations.by_token_hash(invited.token) is None
        digest = hashlib.sha256(invited.token.encode()).hexdigest()
        assert await unit.invitations.by_token_hash(digest) == invited.invitation


async def test_tokens_differ(world: World) -> None:
    tokens = {(await invite(world.units, None, world.candidacy(), "", NOW)).token for _ in range(20)}
    assert len(tokens) == 20


async def test_an_invitation_is_in_the_audit_log(world: World) -> None:
    chairman = await world.member(world.tik, Position.CHAIRMAN)
    invited = await invite(world.units, chairman, of(world.uik, Position.SECRETARY), "", NOW, timedelta(hours=1))
    async with world.units(reading=True) as unit:
        entry = (await unit.audit.latest(1))[0]
    assert (entry.at, entry.actor_id, entry.act) == (NOW, chairman.person.id, "invitation.created")
    assert entry.subject == f"invitation:{invited.invitation.id}"
    assert entry.details == {"role": "commission", "position": "секретарь", "commission": world.uik.id}
    assert invited.invitation.expires_at == NOW + timedelta(hours=1)


async def test_a_refused_invitation_leaves_nothing(world: World) -> None:
    for actor in (
        await world.guest(),
        await world.member(world.uik, Position.SECRETARY),
        await world.member(world.sister_uik, Position.CHAIRMAN),
        await world.member(world.other_tik, Position.CHAIRMAN),
    ):
        with pytest.raises(NotAllowed):
            await invite(world.units, actor, of(world.uik, Position.MEMBER), "", NOW)
    assert await world.audit() == []


async def test_an_operator_is_invited_by_the_heads_of_a_tik_not_of_a_precinct(world: World) -> None:
    operator = Grant(MembershipRole.OPERATOR)
    await invite(world.units, await world.member(world.tik, Position.SECRETARY), operator, "", NOW)
    with pytest.raises(NotAllowed):
        await invite(world.units, await world.member(world.uik, Position.CHAIRMAN), operator, "", NOW)


@pytest.mark.parametrize(
    "grant",
    [
        Grant(MembershipRole.COMMISSION, CommissionId(99), position=Position.MEMBER),
        Grant(MembershipRole.CANDIDATE, campaign_id=CampaignId(99)),
    ],
)
async def test_what_does_not_exist_cannot_be_given(grant: Grant, world: World) -> None:
    with pytest.raises(NotFound):
        await invite(world.units, await world.administrator(), grant, "", NOW)


@pytest.mark.parametrize(
    "grant",
    [
        Grant(MembershipRole.COMMISSION, CommissionId(1)),
        Grant(MembershipRole.COMMISSION, position=Position.MEMBER),
        Grant(MembershipRole.CANDIDATE),
        Grant(MembershipRole.OPERATOR, CommissionId(1)),
        Grant(MembershipRole.ADMINISTRATOR, campaign_id=CampaignId(1)),
        Grant(MembershipRole.CANDIDATE, CommissionId(1), CampaignId(1)),
    ],
)
async def test_half_a_grant_is_a_mistake_of_the_program(grant: Grant, world: World) -> None:
    with pytest.raises(ValueError, match="grant"):
        await invite(world.units, None, grant, "", NOW)


def names(found: tuple[Invitable, ...]) -> list[str]:
    return [
        choice.commission.name if choice.commission else choice.campaign.slug if choice.campaign else choice.role.value
        for choice in found
    ]


async def test_the_choices_are_what_invite_allows(world: World) -> None:
    """Offered is exactly what is allowed, for everybody and every grant."""
    people = [
        await world.guest(),
        await world.administrator(),
        await world.person(world.candidacy()),
        *[
            await world.member(commission, position)
            for commission in (world.tik, world.uik, world.other_tik)
            for position in Position
        ],
    ]
    commissions = (world.tik, world.uik, world.sister_uik, world.other_tik)
    grants = [
        *[of(commission, position) for commission in commissions for position in Position],
        world.candidacy(),
        Grant(MembershipRole.OPERATOR),
        Grant(MembershipRole.ADMINISTRATOR),
    ]
    for actor in people:
        offered = {
            choice.grant(position)
            for choice in await invitable(world.units, actor, NOW)
            for position in choice.positions or (None,)
        }
        for grant in grants:
            if grant in offered:
                await invite(world.units, actor, grant, "", NOW)
            else:
                with pytest.raises(NotAllowed):
                    await invite(world.units, actor, grant, "", NOW)


async def test_the_own_commission_comes_first_and_precincts_by_number(world: World) -> None:
    chairman = await world.member(world.tik, Position.CHAIRMAN)
    assert names(await invitable(world.units, chairman, NOW)) == [
        "ТИК округа",
        "УИК № 1034",
        "УИК № 1035",
        "one",
        "operator",
    ]
    precinct = await world.member(world.sister_uik, Position.CHAIRMAN)
    assert names(await invitable(world.units, precinct, NOW)) == ["УИК № 1035"]
    assert await invitable(world.units, await world.guest(), NOW) == ()


async def test_a_secretary_is_not_offered_the_chair(world: World) -> None:
    secretary = await world.member(world.tik, Position.SECRETARY)
    own, *precincts = await invitable(world.units, secretary, NOW)
    assert Position.CHAIRMAN not in own.positions
    assert Position.CHAIRMAN in precincts[0].positions


async def test_nobody_is_invited_to_stand_in_a_closed_campaign(world: World) -> None:
    chairman = await world.member(world.tik, Position.CHAIRMAN)
    async with world.units() as unit:
        await unit.campaigns.set_state(world.campaign.id, CampaignState.CLOSED)
        await unit.commit()
    assert "one" not in names(await invitable(world.units, chairman, NOW))


async def test_members_are_listed_by_position_and_name_for_those_who_invite_there(world: World) -> None:
    await world.member(world.uik, Position.MEMBER, "Яна")
    await world.member(world.uik, Position.MEMBER, "борис")
    await world.member(world.uik, Position.SECRETARY, "Вера")
    chairman = await world.member(world.uik, Position.CHAIRMAN, "Глеб")
    await world.member(world.sister_uik, Position.MEMBER, "Дина")
    listed = await members(world.units, chairman, world.uik.id, NOW)
    assert [member.name for member in listed] == ["Глеб", "Вера", "борис", "Яна"]
    above = await world.member(world.tik, Position.SECRETARY)
    assert await members(world.units, above, world.uik.id, NOW) == listed
    with pytest.raises(NotAllowed):
        await members(world.units, await world.member(world.sister_uik, Position.CHAIRMAN), world.uik.id, NOW)
    with pytest.raises(NotFound):
        await members(world.units, above, CommissionId(99), NOW)


async def test_a_member_is_called_as_the_inviter_wrote(world: World) -> None:
    chairman = await world.member(world.uik, Position.CHAIRMAN, "Глеб")
    invited = await invite(world.units, chairman, of(world.uik, Position.MEMBER), "Орлова О. О.", NOW)
    async with world.units() as unit:
        await unit.invitations.spend(invited.invitation.id, chairman.person.id, NOW)
        await unit.commit()
    assert [member.name for member in await members(world.units, chairman, world.uik.id, NOW)] == ["Орлова О. О."]
