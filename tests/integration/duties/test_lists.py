"""«Мои сроки», the next ones, and the plan's rows for people without a role."""

from datetime import date, time

import pytest

from plan.model import Occurrence, OccurrenceKind, Position, Role
from services.duties.list_duties import DutyList, list_duties, next_duties, own_duties, plan_rows
from services.duties.mark_done import mark_done
from services.errors import NotFound
from services.ids import CampaignId, PersonId
from tests.integration.duties.stage import Stage, by, item, numbers, seat, window

TODAY = date(2023, 2, 15)


def day(number: int, month: int = 2) -> date:
    return date(2023, month, number)


@pytest.fixture
async def secretary(stage: Stage) -> PersonId:
    now = stage.at(day(1))
    person = await stage.join("Анна", seat(stage.tik, Position.SECRETARY), now=now)
    await stage.plan(
        item("1", Role.TIK, by(day(10))),  # overdue
        item("2", Role.TIK, by(day(15), time(8))),  # ended an hour ago
        item("3", Role.TIK, by(day(15))),
        item("4", Role.TIK, window(day(1), day(28))),  # runs
        item("5", Role.TIK, window(day(15), day(20))),
        item("6", Role.TIK, by(day(17), time(0))),  # its last day is the 16th
        item("7", Role.TIK, window(day(5), None)),
        item("8", Role.TIK, Occurrence(OccurrenceKind.OPEN, needs=("candidate_registered",))),
        item("9", Role.TIK),
        item("10", Role.TIK, by(day(9)), activity="Реализация права"),
        item("11", Role.MEDIA, by(day(15))),
        item("12", Role.MEDIA, by(day(20))),
        item("13", Role.CANDIDATE, by(day(15))),
        now=now,
    )
    return person


def parts(found: DutyList) -> dict[str, list[str]]:
    lists = {
        "lines": numbers(found.lines),
        "running": numbers(found.running),
        "overdue": numbers(found.overdue),
        "undated": numbers(found.undated),
        "control": [line.dated.item.number for line in found.control],
    }
    return {name: rows for name, rows in lists.items() if rows}


async def test_a_day(stage: Stage, secretary: PersonId) -> None:
    now = stage.at(TODAY)
    actor = await stage.actor(secretary, now)
    found = await list_duties(stage.database.units, stage.library, actor, TODAY, TODAY, now)
    assert parts(found) == {
        "lines": ["3", "5"],
        "running": ["4", "7"],
        "overdue": ["2", "1"],
        "control": ["11"],
    }


async def test_a_week_goes_by_the_last_day_to_act(stage: Stage, secretary: PersonId) -> None:
    now = stage.at(TODAY)
    actor = await stage.actor(secretary, now)
    found = await list_duties(stage.database.units, stage.library, actor, day(16), day(16), now)
    assert parts(found)["lines"] == ["6"]
    found = await list_duties(stage.database.units, stage.library, actor, day(17), day(22), now)
    assert parts(found)["lines"] == ["5"]
    assert parts(found)["control"] == ["12"]


async def test_everything_of_ones_own(stage: Stage, secretary: PersonId) -> None:
    now = stage.at(TODAY)
    actor = await stage.actor(secretary, now)
    await mark_done(stage.database.units, actor, (await stage.duty("1")).id, now)
    found = await own_duties(stage.database.units, stage.library, actor, now)
    assert parts(found) == {
        "lines": ["4", "7", "10", "1", "3", "5", "6"],
        "overdue": ["2"],
        "undated": ["8", "9"],
        "control": ["11", "12"],
    }
    assert [line.done is not None for line in found.lines] == [False, False, False, True, False, False, False]
    assert found.lines[3].commission == stage.tik


async def test_what_comes_next(stage: Stage, secretary: PersonId) -> None:
    now = stage.at(TODAY)
    actor = await stage.actor(secretary, now)
    found = await next_duties(stage.database.units, stage.library, actor, now, limit=3)
    assert parts(found) == {"lines": ["3", "6", "5"], "overdue": ["2", "1"]}


async def test_who_has_no_role_owes_nothing_and_sees_the_plan(stage: Stage, secretary: PersonId) -> None:
    now = stage.at(TODAY)
    guest = await stage.actor(await stage.join("Гость", now=now), now)
    found = await own_duties(stage.database.units, stage.library, guest, now)
    assert found.is_empty
    assert not found.campaigns
    rows = await plan_rows(stage.database.units, stage.library, stage.campaign.id, TODAY, TODAY, now)
    assert [line.dated.item.number for line in rows.lines] == ["2", "3", "5", "11", "13"]
    assert [line.dated.item.number for line in rows.running] == ["4", "7"]
    with pytest.raises(NotFound):
        await plan_rows(stage.database.units, stage.library, CampaignId(99), TODAY, TODAY, now)


async def test_what_has_no_end_runs_until_the_vote_or_the_plans_end(stage: Stage) -> None:
    """The voting day of the stage's plan is 12 March; what begins after it runs for 30 days at the least."""
    now = stage.at(day(1))
    person = await stage.join("Анна", seat(stage.tik, Position.SECRETARY), now=now)
    await stage.plan(
        item("1", Role.TIK, window(day(5), None)),
        item("2", Role.TIK, window(day(20, 3), None)),
        item("3", Role.TIK, by(day(30, 3))),
        now=now,
    )

    async def running(on: date) -> list[str]:
        now = stage.at(on)
        actor = await stage.actor(person, now)
        found = await list_duties(stage.database.units, stage.library, actor, on, on, now)
        rows = await plan_rows(stage.database.units, stage.library, stage.campaign.id, on, on, now)
        assert [line.dated.item.number for line in rows.running] == parts(found).get("running", [])
        return parts(found).get("running", [])

    assert await running(day(12, 3)) == ["1"]
    assert await running(day(13, 3)) == []
    assert await running(day(19, 4)) == ["2"]
    assert await running(day(20, 4)) == []
    assert await running(date(2026, 5, 10)) == []
