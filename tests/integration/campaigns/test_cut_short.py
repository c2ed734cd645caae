"""A decision on a date, and the process dies before everybody who was told the other one has a correction."""

from datetime import timedelta

import pytest

from plan.model import Choice, Position
from services.campaigns.activate_campaign import activate_campaign
from services.campaigns.decide_date import decide_date
from services.campaigns.library import PlanLibrary
from services.campaigns.seed_campaign import seed_campaign
from services.delivery.model import Delivery, DeliveryKind
from services.duties import follow_new_dates
from storage.unit_of_work import SqlUnitOfWork
from tests.integration.campaigns.test_decide_date import COMPUTED, DOCUMENT, PRINTED, Scene
from tests.integration.campaigns.test_decide_date import scene as scene
from tests.integration.world import NOW

LATER = NOW + timedelta(minutes=5)
TOLD = {"Ольга", "Пётр", "Раиса"}


class Killed(BaseException):
    """As final as kill -9: nothing catches it."""


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(follow_new_dates, "PEOPLE_LOOKED_AT", 1)


async def told_the_old_date(scene: Scene) -> None:
    """This morning's digest has said it to everybody in the ТИК."""
    for name in TOLD - {"Ольга"}:
        await scene.world.member(scene.world.tik, Position.MEMBER, name)
    await activate_campaign(scene.units, scene.library, scene.campaign.id, NOW)
    await scene.send_all(LATER)


async def decide(scene: Scene) -> None:
    """As the chairman's press does."""
    proposal = scene.proposal(Choice.COMPUTED, COMPUTED)
    decided = await decide_date(scene.units, scene.library, scene.chair, proposal, "Описка", LATER)
    await scene.follow(decided, scene.chair, LATER)


async def corrections(scene: Scene) -> list[Delivery]:
    return [row for row in await scene.waiting() if row.kind is DeliveryKind.NOTICE]


@pytest.mark.parametrize("last_breath", range(1, 11))
async def test_killed_at_any_commit_the_next_start_corrects_whoever_was_told(
    scene: Scene, last_breath: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    await told_the_old_date(scene)
    commit, commits = SqlUnitOfWork.commit, 0

    async def dying(unit: SqlUnitOfWork) -> None:
        nonlocal commits
        commits += 1
        if commits >= last_breath:
            raise Killed
        await commit(unit)

    with monkeypatch.context() as patch:
        patch.setattr(SqlUnitOfWork, "commit", dying)
        try:
            await decide(scene)
        except Killed:
            pass
        else:
            assert last_breath > commits, "there are no more commits than these"
    await activate_campaign(scene.units, PlanLibrary(), scene.campaign.id, LATER)
    if last_breath == 1:  # nothing was decided
        assert (await scene.duty()).term.last_day == PRINTED
        assert await corrections(scene) == []
        return
    assert (await scene.duty()).term.last_day == COMPUTED
    assert await scene.corrected() == TOLD, "Мария decided it herself, Виктор has no part in it"
    await scene.send_all(LATER + timedelta(minutes=1))
    for _ in range(2):
        await activate_campaign(scene.units, PlanLibrary(), scene.campaign.id, LATER + timedelta(minutes=2))
    assert await corrections(scene) == [], "once each"
    async with scene.units(reading=True) as unit:
        assert not await unit.campaigns.unfollowed(scene.campaign.id)


async def test_a_later_decision_does_not_hide_the_one_that_was_cut_short(scene: Scene) -> None:
    """The second is followed as it should; the first one's corrections come at the next start, and name the date that
    is in force then."""
    await told_the_old_date(scene)
    first = scene.proposal(Choice.COMPUTED, COMPUTED)
    await decide_date(scene.units, scene.library, scene.chair, first, "Описка", LATER)  # and dies
    second = scene.proposal(Choice.PRINTED, PRINTED.replace(month=2, day=20), item="3")
    await scene.decide(second, scene.secretary, LATER)
    assert await scene.corrected() == set()
    await activate_campaign(scene.units, PlanLibrary(), scene.campaign.id, LATER)
    assert await scene.corrected() == TOLD


async def test_what_was_taken_back_meanwhile_corrects_nobody(scene: Scene) -> None:
    await told_the_old_date(scene)
    proposal = scene.proposal(Choice.COMPUTED, COMPUTED)
    made = await decide_date(scene.units, scene.library, scene.chair, proposal, "Описка", LATER)  # and dies
    await scene.withdraw(made, now=LATER + timedelta(minutes=1))
    for row in await corrections(scene):  # the withdrawal's own: the date is what they were told
        assert row.person_id != scene.chair.person.id
    before = [row.dedup_key for row in await corrections(scene)]
    await activate_campaign(scene.units, PlanLibrary(), scene.campaign.id, LATER + timedelta(minutes=2))
    assert [row.dedup_key for row in await corrections(scene)] == before


CHANGED = DOCUMENT.replace("28.01.2023", "26.01.2023")
"""The commission has printed another date for item 1, and the administrator starts the bot with that document."""


async def start_with(scene: Scene, document: str, minutes: int) -> None:
    """As at every start: the documents of the settings, then what follows of them."""
    await seed_campaign(scene.units, "one-of-them", document, LATER + timedelta(minutes=minutes))
    await activate_campaign(scene.units, PlanLibrary(), scene.campaign.id, LATER + timedelta(minutes=minutes))


async def test_a_changed_document_corrects_whoever_was_told_the_old_date(scene: Scene) -> None:
    await told_the_old_date(scene)
    await start_with(scene, DOCUMENT, 0)
    assert await corrections(scene) == []
    await start_with(scene, CHANGED, 1)
    assert await scene.corrected() == {*TOLD, "Мария"}, "the administrator is none of them"
    assert {row.ids["items"] for row in await corrections(scene)} == {"1"}
    await scene.send_all(LATER + timedelta(minutes=2))
    await start_with(scene, CHANGED, 3)
    assert await corrections(scene) == [], "once each"


async def test_a_changed_document_corrects_by_what_is_in_force_after_decisions_were_kept(scene: Scene) -> None:
    """Item 1 was decided here, and that stands: only item 3, which nobody has been told of, is dated otherwise."""
    await told_the_old_date(scene)
    await decide(scene)
    await scene.send_all(LATER + timedelta(minutes=1))
    await start_with(scene, DOCUMENT.replace("Не позднее 20.02.2023", "Не позднее 17.02.2023"), 2)
    assert await corrections(scene) == []
    assert (await scene.duty()).term.last_day == COMPUTED
    async with scene.units(reading=True) as unit:
        assert not await unit.campaigns.unfollowed(scene.campaign.id)


async def test_killed_before_the_new_document_is_followed_the_next_start_does_it(scene: Scene) -> None:
    await told_the_old_date(scene)
    await seed_campaign(scene.units, "one-of-them", CHANGED, LATER)  # and dies
    await start_with(scene, CHANGED, 1)
    assert await scene.corrected() == {*TOLD, "Мария"}
