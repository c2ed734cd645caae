"""The «Исполнено» button: for those who owe the duty, once, on record."""

from datetime import date

import pytest

from plan.model import Performer, Position, Role
from services.duties.list_duties import own_duties
from services.duties.mark_done import mark_done, undo_done
from services.duties.model import DutyState
from services.errors import AlreadyDone, NotAllowed, NotFound
from services.ids import DutyId, PersonId
from tests.integration.duties.stage import Stage, by, item, seat, window

HEADS = (Performer(Role.UIK, frozenset({Position.CHAIRMAN, Position.SECRETARY})),)
DAY = date(2023, 2, 19)


@pytest.fixture
async def people(stage: Stage) -> dict[str, PersonId]:
    now = stage.at(date(2023, 2, 1))
    uik, sister = stage.uiks
    grants = {
        "chairman": seat(uik, Position.CHAIRMAN),
        "secretary": seat(uik, Position.SECRETARY),
        "member": seat(uik, Position.MEMBER),
        "sister": seat(sister, Position.CHAIRMAN),
        "tik": seat(stage.tik, Position.CHAIRMAN),
        "candidate": stage.candidacy(),
        "rival": stage.candidacy(),
    }
    joined = {name: await stage.join(name, grant, now=now) for name, grant in grants.items()}
    await stage.plan(
        item("10", HEADS, by(DAY)),
        item("95", Role.UIK, window(DAY, DAY), activity="Проведение голосования"),
        item("28", Role.CANDIDATE, by(DAY)),
        now=now,
    )
    return joined


@pytest.mark.parametrize(
    ("name", "allowed"),
    [("chairman", True), ("secretary", True), ("member", False), ("sister", False), ("tik", False), ("rival", False)],
)
async def test_only_who_owes_it_marks_it(stage: Stage, people: dict[str, PersonId], name: str, allowed: bool) -> None:
    now = stage.at(DAY)
    duty = await stage.duty("10", stage.uiks[0].id)
    actor = await stage.actor(people[name], now)
    if not allowed:
        with pytest.raises(NotAllowed):
            await mark_done(stage.database.units, actor, duty.id, now)
        assert (await stage.duty("10", stage.uiks[0].id)).state is DutyState.OPEN
        return
    result = await mark_done(stage.database.units, actor, duty.id, now)
    assert (result.duty.state, result.duty.done_by, result.duty.done_at) == (DutyState.DONE, people[name], now)
    async with stage.database.units(reading=True) as unit:
        entry = (await unit.audit.latest(1))[0]
    assert (entry.act, entry.subject, entry.actor_id, entry.details["item"]) == (
        "duty.done",
        f"duty:{duty.id}",
        people[name],
        "10",
    )


async def test_a_candidate_marks_their_own_and_no_rivals(stage: Stage, people: dict[str, PersonId]) -> None:
    now = stage.at(DAY)
    actor = await stage.actor(people["candidate"], now)
    async with stage.database.units(reading=True) as unit:
        duties = {d.key.candidate_id: d for d in await unit.duties.of_campaign(stage.campaign.id) if d.key.item == "28"}
    await mark_done(stage.database.units, actor, duties[people["candidate"]].id, now)
    with pytest.raises(NotAllowed):
        await mark_done(stage.database.units, actor, duties[people["rival"]].id, now)


async def test_marked_twice_it_says_who_was_first(stage: Stage, people: dict[str, PersonId]) -> None:
    now, later = stage.at(DAY), stage.at(DAY, 12)
    duty = await stage.duty("10", stage.uiks[0].id)
    await mark_done(stage.database.units, await stage.actor(people["chairman"], now), duty.id, now)
    with pytest.raises(AlreadyDone) as refused:
        await mark_done(stage.database.units, await stage.actor(people["secretary"], later), duty.id, later)
    assert (refused.value.by, refused.value.at) == ("chairman", now)
    mine = await own_duties(stage.database.units, stage.library, await stage.actor(people["secretary"], later), later)
    marks = {line.duty.key.item: line.done for line in mine.lines}
    assert (mark := marks["10"]) is not None
    assert mark.by is not None
    assert (mark.by.name, mark.at) == ("chairman", now)


async def test_taking_back(stage: Stage, people: dict[str, PersonId]) -> None:
    now = stage.at(DAY)
    duty = await stage.duty("10", stage.uiks[0].id)
    chairman, secretary, member = [await stage.actor(people[name], now) for name in ("chairman", "secretary", "member")]
    units = stage.database.units
    assert not (await undo_done(units, chairman, duty.id, now)).changed
    await mark_done(units, secretary, duty.id, now)
    with pytest.raises(NotAllowed):
        await undo_done(units, member, duty.id, now)
    result = await undo_done(units, chairman, duty.id, now)
    assert (result.changed, result.duty.state, result.duty.done_by) == (True, DutyState.OPEN, None)


async def test_whoever_left_takes_nothing_back(stage: Stage, people: dict[str, PersonId]) -> None:
    now = stage.at(DAY)
    duty = await stage.duty("10", stage.uiks[0].id)
    await mark_done(stage.database.units, await stage.actor(people["secretary"], now), duty.id, now)
    await stage.leave(people["secretary"], now)
    with pytest.raises(NotAllowed):
        await undo_done(stage.database.units, await stage.actor(people["secretary"], now), duty.id, now)
    assert (await stage.duty("10", stage.uiks[0].id)).state is DutyState.DONE


async def test_nobody_carries_out_a_period_and_what_is_not_there_is_not_found(
    stage: Stage, people: dict[str, PersonId]
) -> None:
    now = stage.at(DAY)
    actor = await stage.actor(people["chairman"], now)
    with pytest.raises(NotAllowed):
        await mark_done(stage.database.units, actor, (await stage.duty("95", stage.uiks[0].id)).id, now)
    with pytest.raises(NotFound):
        await mark_done(stage.database.units, actor, DutyId(9999), now)
    withdrawn = await stage.duty("10", stage.uiks[0].id)
    await stage.plan(item("28", Role.CANDIDATE, by(DAY)), now=now)
    with pytest.raises(NotFound):
        await mark_done(stage.database.units, actor, withdrawn.id, now)
