"""«Контроль»: what nobody in the bot carries out, and commissions of which nobody can be reminded."""

from datetime import date, time
from pathlib import Path

from plan.model import Performer, Position, Role
from services.campaigns.model import CommissionKind
from services.delivery.compose import DigestLetter
from services.duties.lines import PlanLine
from services.duties.list_duties import list_duties, watched_list
from services.duties.mark_done import mark_done
from services.duties.owed_rows import watched_rows
from services.ids import PersonId
from services.people.model import UnreachableReason
from storage.database import Database
from tests.integration.duties.stage import KUZBASS, Sending, Stage, build_stage, by, item, seat, window

END = date(2023, 2, 19)
PLAN = Path(__file__).parents[3] / "data" / "plans" / "2023-03-12-kmo-11.yaml"


def day(number: int) -> date:
    return date(2023, 2, number)


def unreached(line: PlanLine) -> tuple[str, list[str], int]:
    assert line.unreached is not None
    return (
        line.dated.item.number,
        [commission.name for commission in line.unreached.commissions],
        line.unreached.number,
    )


def told(stage: Stage, sent: list[Sending]) -> dict[int, list[tuple[str, list[str], int]]]:
    """On each day of February: the rows, the first commissions, how many there are."""
    found: dict[int, list[tuple[str, list[str], int]]] = {}
    for sending in sent:
        if (
            isinstance(sending.letter, DigestLetter)
            and (control := sending.digest.digest.control)
            and control.unreached
        ):
            found[sending.at.astimezone(stage.zone).day] = [unreached(line) for line in control.unreached]
    return found


async def secretary(stage: Stage, position: Position = Position.SECRETARY) -> PersonId:
    return await stage.join("Анна", seat(stage.tik, position), now=stage.at(day(1), 12))


async def test_the_secretary_hears_of_a_precinct_with_nobody_3_1_and_0_days_before(stage: Stage) -> None:
    start = stage.at(day(1), 12)
    await secretary(stage)
    await stage.join("Борис", seat(stage.uiks[0], Position.MEMBER), now=start)
    await stage.plan(
        item("18", Role.UIK, by(END)),
        item("60", Role.UIK, window(day(16), END), activity="Запрет"),
        item("97", Role.UIK, window(day(24), None, start_time=time(20))),
        now=start,
    )
    sent = [sending for sending in await stage.run(start, stage.at(day(28))) if sending.name == "Анна"]
    lonely = ["УИК № 1035"]
    assert told(stage, sent) == {
        15: [("60", lonely, 1)],  # a ban is announced when it begins, its end is nothing to be ready for
        16: [("18", lonely, 1), ("60", lonely, 1)],
        18: [("18", lonely, 1)],
        19: [("18", lonely, 1)],
        24: [("97", lonely, 1)],
    }
    assert len(sent) == 5  # and never an empty message


async def test_many_precincts_are_counted(database: Database) -> None:
    stage = await build_stage(database, uiks=range(20, 0, -1))
    start = stage.at(day(1), 12)
    await secretary(stage)
    for uik in stage.uiks[:4]:  # 20 … 17
        await stage.join("Член", seat(uik, Position.MEMBER), now=start)
    await stage.plan(
        item("18", Role.UIK, by(END)), item("84", (Performer(Role.TIK), Performer(Role.UIK)), by(END)), now=start
    )
    sent = [sending for sending in await stage.run(start, stage.at(day(16))) if sending.name == "Анна"]
    first = ["УИК № 1", "УИК № 2", "УИК № 3"]
    assert told(stage, sent) == {16: [("18", first, 16), ("84", first, 16)]}


async def test_only_what_is_not_done_of_whom_nobody_can_be_reached(stage: Stage) -> None:
    start = stage.at(day(1), 12)
    await secretary(stage)
    gone = await stage.join("Борис", seat(stage.uiks[0], Position.MEMBER), now=start)
    away = await stage.join("Вера", seat(stage.uiks[1], Position.MEMBER), now=start)
    await stage.plan(item("18", Role.UIK, by(END)), item("20", Role.UIK, by(END)), now=start)
    done = await stage.duty("18", stage.uiks[0].id)
    await mark_done(stage.database.units, await stage.actor(gone, start), done.id, start)
    await stage.leave(gone, stage.at(day(2)))
    async with stage.database.units() as unit:
        await unit.people.set_unreachable(away, UnreachableReason.BLOCKED, start)
        await unit.commit()
    sent = await stage.run(stage.at(day(2)), stage.at(day(16)))
    assert told(stage, sent) == {16: [("18", ["УИК № 1035"], 1), ("20", ["УИК № 1034", "УИК № 1035"], 2)]}
    async with stage.database.units() as unit:
        await unit.people.set_unreachable(away, None, start)
        await unit.commit()
    await stage.join("Галина", seat(stage.uiks[0], Position.MEMBER), now=stage.at(day(17)))
    assert not told(stage, await stage.run(stage.at(day(17)), stage.at(END)))


async def test_the_list_of_control_holds_them_too(stage: Stage) -> None:
    start = stage.at(day(1), 12)
    actor = await stage.actor(await secretary(stage), start)
    chairman = await stage.actor(await stage.join("Борис", seat(stage.tik, Position.CHAIRMAN), now=start), start)
    member = await stage.actor(await stage.join("Вера", seat(stage.uiks[0], Position.MEMBER), now=start), start)
    await stage.plan(
        item("18", Role.UIK, by(END)), item("17", Role.UIK, by(day(10))), item("3", Role.REGIONAL, by(END)), now=start
    )
    units, now = stage.database.units, stage.at(day(15))
    for who in (actor, chairman):
        watched = await watched_list(units, stage.library, who, day(15), day(28), now)
        assert [unreached(line) for line in watched.unreached] == [("18", ["УИК № 1035"], 1)]
        assert [line.dated.item.number for line in watched.control] == ["3"]
    own = await list_duties(units, stage.library, actor, None, None, now)
    assert [unreached(line) for line in own.unreached] == [("18", ["УИК № 1035"], 1)]  # 17 has passed
    for other in (chairman, member):  # the chairman's own lists are kept free of it while there is a secretary
        assert not (await list_duties(units, stage.library, other, None, None, now)).unreached
    assert not (await watched_list(units, stage.library, member, day(15), day(28), now)).unreached


async def test_without_a_secretary_the_chairman_watches_and_nobody_else(stage: Stage) -> None:
    start = stage.at(day(1), 12)
    await secretary(stage, Position.CHAIRMAN)
    await stage.join("Борис", seat(stage.tik, Position.MEMBER), now=start)
    await stage.plan(item("18", Role.UIK, by(END)), item("45", Role.MEDIA, by(END)), now=start)
    sent = await stage.run(start, stage.at(day(12), 12))
    assert [sending.name for sending in sent] == ["Анна"]
    newcomer = await stage.join("Вера", seat(stage.tik, Position.SECRETARY), now=stage.at(day(13)))
    sent = await stage.run(stage.at(day(13)), stage.at(day(16), 12))
    assert [sending.name for sending in sent] == ["Вера"]
    await stage.leave(newcomer, stage.at(day(17)))
    assert {sending.name for sending in await stage.run(stage.at(day(17)), stage.at(END))} == {"Анна"}


async def test_a_commission_role_that_nobody_carries_is_watched(stage: Stage) -> None:
    start = stage.at(day(1), 12)
    await secretary(stage)
    rows = [
        item("3", Role.REGIONAL, by(END)),
        item("100", (Performer(Role.REGIONAL), Performer(Role.TIK)), by(END)),
        item("28", Role.CANDIDATE, by(END)),
        item("45", Role.MEDIA, by(END)),
        item("18", Role.UIK, by(END)),
    ]
    await stage.plan(*rows, now=start)
    (sent,) = await stage.run(start, stage.at(day(12)))
    control = sent.digest.digest.control
    assert control is not None
    assert [line.dated.item.number for line in control.due] == ["3", "45"]  # the precincts are there, and have nobody
    assert [line.dated.item.number for line in sent.digest.digest.due] == ["100"]


async def test_without_any_precinct_the_rows_of_precincts_are_watched(database: Database) -> None:
    stage = await build_stage(database, uiks=())
    start = stage.at(day(1), 12)
    await secretary(stage)
    await stage.plan(item("18", Role.UIK, by(END)), now=start)
    (sent,) = await stage.run(start, stage.at(day(12)))
    assert sent.digest.digest.control is not None
    assert [line.dated.item.number for line in sent.digest.digest.control.due] == ["18"]


async def test_the_regions_commission_in_the_bot_owes_its_rows_and_is_told_of_when_it_has_nobody(
    database: Database,
) -> None:
    stage = await build_stage(database)
    start = stage.at(day(1), 12)
    async with database.units() as unit:
        regional = await unit.commissions.add(CommissionKind.REGIONAL, "Комиссия области", KUZBASS, None, None)
        stage.tik = await unit.commissions.add(CommissionKind.TERRITORIAL, "ТИК", KUZBASS, None, regional.id)
        stage.campaign = await unit.campaigns.add("two", "Выборы", stage.tik.id, KUZBASS)
        await unit.commit()
    await secretary(stage)
    await stage.plan(item("3", Role.REGIONAL, by(END)), now=start)
    assert told(stage, await stage.run(start, stage.at(day(17)))) == {16: [("3", ["Комиссия области"], 1)]}
    await stage.join("Вера", seat(regional, Position.CHAIRMAN), now=stage.at(day(17)))
    sent = await stage.run(stage.at(day(17)), stage.at(day(18), 12))
    assert {sending.name for sending in sent} == {"Вера"}


async def test_outsiders_rows_of_the_by_election_are_as_many_as_ever(stage: Stage) -> None:
    await stage.plan(now=stage.at(date(2022, 12, 13)), document=PLAN.read_text(encoding="utf-8"))
    async with stage.database.units(reading=True) as unit:
        campaign_plan = await stage.library.of(unit, stage.campaign)
    numbers = {row.dated.item.number for row in watched_rows(campaign_plan)}
    assert len(numbers) == 32
    assert "3" not in numbers
