"""From a plan to duties: whose they are, over versions of the plan and commissions that come later."""

from datetime import date

from plan.model import Performer, Position, Role
from services.campaigns.model import CommissionKind
from services.duties.expand_duties import expand_duties
from storage.database import Database
from tests.integration.duties.stage import KUZBASS, Stage, build_stage, by, item, seat

END = date(2023, 2, 19)


async def owners(stage: Stage) -> dict[str, list[str]]:
    """Who owes each row: commissions by kind and number, candidates by name."""
    found: dict[str, list[str]] = {}
    async with stage.database.units(reading=True) as unit:
        for duty in await unit.duties.of_campaign(stage.campaign.id):
            if duty.key.commission_id is not None:
                commission = await unit.commissions.get(duty.key.commission_id)
                assert commission is not None
                name = commission.name
            else:
                assert duty.key.candidate_id is not None
                person = await unit.people.get(duty.key.candidate_id)
                assert person is not None
                name = person.name
            found.setdefault(duty.key.item, []).append(name)
    return found


async def test_rows_become_duties_of_those_who_perform_them(stage: Stage) -> None:
    now = stage.at(date(2023, 2, 1))
    await stage.join("Борис", stage.candidacy(), now=now)
    both = (Performer(Role.TIK), Performer(Role.OIK), Performer(Role.UIK))
    beside = (Performer(Role.AUTHORITY), Performer(Role.TIK, assists=True))
    rows = [
        item("3", Role.REGIONAL, by(END)),
        item("4", Role.HEAD, by(END)),
        item("6", Role.TIK, by(END)),
        item("18", Role.UIK, by(END)),
        item("28", Role.CANDIDATE, by(END)),
        item("29", Role.OIK, by(END)),
        item("54", ()),
        item("62", beside, by(END)),
        item("84", both, by(END), by(END)),
        item("86", Role.TIK),
    ]
    await stage.plan(*rows, now=now)
    uiks = ["УИК № 1034", "УИК № 1035"]
    expected = {
        "6": ["ТИК округа"],
        "18": uiks,
        "28": ["Борис"],
        "29": ["ТИК округа"],
        "62": ["ТИК округа"],
        "84": ["ТИК округа", "ТИК округа", uiks[0], uiks[0], uiks[1], uiks[1]],
        "86": ["ТИК округа"],
    }
    assert await owners(stage) == expected
    async with stage.database.units(reading=True) as unit:
        plan = await stage.library.of(unit, stage.campaign)
    assert await expand_duties(stage.database.units, plan, now) == sum(map(len, expected.values()))
    assert await owners(stage) == expected


async def test_a_position_narrows_only_where_the_whole_body_is_not_named(stage: Stage) -> None:
    chairman = Performer(Role.UIK, frozenset({Position.CHAIRMAN}))
    secretary = Performer(Role.UIK, frozenset({Position.SECRETARY}))
    rows = [item("1", (chairman, secretary), by(END)), item("2", (chairman, Performer(Role.UIK)), by(END))]
    await stage.plan(*rows, now=stage.at(date(2023, 2, 1)))
    uik = stage.uiks[0].id
    assert (await stage.duty("1", uik)).positions == {Position.CHAIRMAN, Position.SECRETARY}
    assert (await stage.duty("2", uik)).positions == frozenset()


async def test_the_regions_commission_owes_its_rows_where_the_bot_has_it(database: Database) -> None:
    stage = await build_stage(database)
    now = stage.at(date(2023, 2, 1))
    async with database.units() as unit:
        add = unit.commissions.add
        regional = await add(CommissionKind.REGIONAL, "Комиссия области", KUZBASS, None, None)
        below = await add(CommissionKind.TERRITORIAL, "ТИК под областью", KUZBASS, None, regional.id)
        await add(CommissionKind.PRECINCT, "УИК № 7", KUZBASS, 7, below.id)
        stage.campaign = await unit.campaigns.add("two", "Выборы", below.id, KUZBASS)
        await unit.commit()
    await stage.join("Вера", seat(regional, Position.MEMBER), now=now)
    await stage.plan(item("3", Role.REGIONAL, by(END)), item("18", Role.UIK, by(END)), now=now)
    assert await owners(stage) == {"3": ["Комиссия области"], "18": ["УИК № 7"]}
    assert {sending.name for sending in await stage.run(now, stage.at(END))} == {"Вера"}


async def test_a_region_that_organises_has_the_precincts_below_its_tiks(database: Database) -> None:
    stage = await build_stage(database)
    async with database.units() as unit:
        add = unit.commissions.add
        regional = await add(CommissionKind.REGIONAL, "Комиссия области", KUZBASS, None, None)
        below = await add(CommissionKind.TERRITORIAL, "ТИК под областью", KUZBASS, None, regional.id)
        await add(CommissionKind.PRECINCT, "УИК № 7", KUZBASS, 7, below.id)
        stage.campaign = await unit.campaigns.add("two", "Выборы", regional.id, KUZBASS)
        await unit.commit()
    both = (Performer(Role.REGIONAL), Performer(Role.TIK))
    await stage.plan(item("100", both, by(END)), item("18", Role.UIK, by(END)), now=stage.at(date(2023, 2, 1)))
    assert await owners(stage) == {"100": ["Комиссия области"], "18": ["УИК № 7"]}


async def test_a_precinct_that_comes_later_has_duties_from_its_first_member_on(stage: Stage) -> None:
    now = stage.at(date(2023, 2, 1))
    await stage.plan(item("18", Role.UIK, by(END)), now=now)
    async with stage.database.units() as unit:
        late = await unit.commissions.add(CommissionKind.PRECINCT, "УИК № 1036", KUZBASS, 1036, stage.tik.id)
        await unit.commit()
    await stage.join("Галина", seat(late, Position.MEMBER), now=now)
    assert (await owners(stage))["18"] == ["УИК № 1034", "УИК № 1035", "УИК № 1036"]
    assert [sending.name for sending in await stage.run(now, stage.at(END, 8))] == ["Галина"] * 3


async def test_somebody_elses_commission_brings_nothing(stage: Stage) -> None:
    now = stage.at(date(2023, 2, 1))
    await stage.plan(item("6", Role.TIK, by(END)), item("18", Role.UIK, by(END)), now=now)
    async with stage.database.units() as unit:
        other = await unit.commissions.add(CommissionKind.TERRITORIAL, "ТИК соседей", KUZBASS, None, None)
        await unit.commit()
    await stage.join("Дарья", seat(other, Position.CHAIRMAN), now=now)
    assert not await stage.run(now, stage.at(END, 20))
