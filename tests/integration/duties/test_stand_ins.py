"""A position that a row names and nobody in the commission holds: who is reminded then, and who may mark it."""

from datetime import date, time

import pytest

from plan.model import Performer, Position, Role
from services.delivery.compose import DigestLetter
from services.duties.list_duties import own_duties
from services.duties.mark_done import mark_done, undo_done
from services.errors import NotAllowed
from services.ids import PersonId
from services.people.model import Grant
from tests.integration.duties.stage import Sending, Stage, by, item, numbers, seat

CHAIRMAN, DEPUTY, SECRETARY, MEMBER = Position.CHAIRMAN, Position.DEPUTY, Position.SECRETARY, Position.MEMBER
ADMINISTRATOR = Position.SYSTEM_ADMINISTRATOR
TECHNICAL = (Performer(Role.UIK, frozenset({ADMINISTRATOR})),)
END = date(2023, 2, 19)


def day(number: int) -> date:
    return date(2023, 2, number)


async def people(stage: Stage, *positions: Position) -> dict[Position, PersonId]:
    start = stage.at(day(1), 12)
    uik = stage.uiks[0]
    return {position: await stage.join(position.name, seat(uik, position), now=start) for position in positions}


def told(stage: Stage, sent: list[Sending]) -> dict[str, list[int]]:
    """On which days of February each was told of row 19."""
    found: dict[str, list[int]] = {}
    for sending in sent:
        if isinstance(sending.letter, DigestLetter):
            digest = sending.digest.digest
            if "19" in numbers((*digest.due, *digest.overdue)):
                found.setdefault(sending.name, []).append(sending.at.astimezone(stage.zone).day)
    return found


@pytest.mark.parametrize(
    ("named", "held", "reached"),
    [
        ({ADMINISTRATOR}, (ADMINISTRATOR, CHAIRMAN, SECRETARY, MEMBER), {ADMINISTRATOR}),
        ({ADMINISTRATOR}, (CHAIRMAN, DEPUTY, SECRETARY, MEMBER), {CHAIRMAN, SECRETARY}),
        ({ADMINISTRATOR}, (SECRETARY, MEMBER), {SECRETARY}),
        ({ADMINISTRATOR}, (DEPUTY, MEMBER), {DEPUTY, MEMBER}),
        ({CHAIRMAN}, (DEPUTY, SECRETARY, MEMBER), {SECRETARY}),
        ({CHAIRMAN, SECRETARY}, (SECRETARY, MEMBER), {SECRETARY}),
        ({CHAIRMAN, SECRETARY}, (MEMBER,), {MEMBER}),
    ],
)
async def test_what_is_nobodys_falls_to_the_heads_or_to_everybody(
    stage: Stage, named: set[Position], held: tuple[Position, ...], reached: set[Position]
) -> None:
    start = stage.at(day(1), 12)
    joined = await people(stage, *held)
    await stage.plan(item("19", (Performer(Role.UIK, frozenset(named)),), by(END, time(18))), now=start)
    sent = await stage.run(start, stage.at(END, 17))
    assert told(stage, sent) == {position.name: [12, 16, 18, 19] for position in reached}
    hours = [sending for sending in sent if not isinstance(sending.letter, DigestLetter)]
    assert {sending.name for sending in hours} == {position.name for position in reached}
    vacant = named.isdisjoint(held)
    assert all(line.vacant is vacant for sending in hours for line in sending.hour.lines)
    duty, now = await stage.duty("19", stage.uiks[0].id), stage.at(END, 17)
    for position, person in joined.items():
        actor = await stage.actor(person, now)
        mine = await own_duties(stage.database.units, stage.library, actor, now)
        assert [line.vacant for line in mine.lines] == ([vacant] if position in reached else [])
        if position not in reached:
            with pytest.raises(NotAllowed):
                await mark_done(stage.database.units, actor, duty.id, now)
            continue
        await mark_done(stage.database.units, actor, duty.id, now)
        await undo_done(stage.database.units, actor, duty.id, now)


async def test_each_commission_is_judged_by_its_own_members(stage: Stage) -> None:
    start = stage.at(day(1), 12)
    await people(stage, ADMINISTRATOR, CHAIRMAN)
    await stage.join("sister", seat(stage.uiks[1], CHAIRMAN), now=start)
    await stage.plan(item("19", TECHNICAL, by(END)), now=start)
    assert set(told(stage, await stage.run(start, stage.at(day(12))))) == {"SYSTEM_ADMINISTRATOR", "sister"}


async def test_reminders_follow_who_takes_and_leaves_the_position(stage: Stage) -> None:
    start = stage.at(day(1), 12)
    await people(stage, CHAIRMAN, SECRETARY, MEMBER)
    await stage.plan(item("19", TECHNICAL, by(END)), now=start)
    assert told(stage, await stage.run(start, stage.at(day(12), 12))) == {"CHAIRMAN": [12], "SECRETARY": [12]}
    taken = stage.at(day(13))
    newcomer = await stage.join("newcomer", seat(stage.uiks[0], ADMINISTRATOR), now=taken)
    assert told(stage, await stage.run(taken, stage.at(day(16), 12))) == {"newcomer": [16]}
    left = stage.at(day(17))
    await stage.leave(newcomer, left)
    assert told(stage, await stage.run(left, stage.at(day(20), 12))) == {
        "CHAIRMAN": [17, 18, 19, 20],  # at once: the newcomer's message of the 16th was not theirs
        "SECRETARY": [17, 18, 19, 20],
    }


async def test_the_last_one_in_the_chair_leaves_and_everybody_is_called(stage: Stage) -> None:
    start = stage.at(day(1), 12)
    joined = await people(stage, CHAIRMAN, MEMBER)
    await stage.plan(item("19", TECHNICAL, by(END)), now=start)
    await stage.leave(joined[CHAIRMAN], stage.at(day(2)))
    assert set(told(stage, await stage.run(stage.at(day(2)), stage.at(day(12))))) == {"MEMBER"}


async def test_what_ends_today_is_said_at_once_though_todays_message_was_sent(stage: Stage) -> None:
    start = stage.at(day(1), 12)
    joined = await people(stage, ADMINISTRATOR, CHAIRMAN, SECRETARY)
    await stage.plan(item("19", TECHNICAL, by(END)), item("18", Role.UIK, by(END)), now=start)
    await stage.run(start, stage.at(END, 12))
    left = stage.at(END, 13)
    await stage.leave(joined[ADMINISTRATOR], left)
    sent = await stage.run(left, stage.at(END, 23))
    assert [(sending.name, sending.at, numbers(sending.digest.digest.due)) for sending in sent] == [
        ("CHAIRMAN", left, ["19", "18"]),
        ("SECRETARY", left, ["19", "18"]),
    ]
    assert not any(sending.digest.late for sending in sent)
    assert not await stage.run(left, stage.at(END, 23))


async def test_another_seat_taken_on_the_last_day_is_told_too(stage: Stage) -> None:
    start = stage.at(day(1), 12)
    anna = await stage.join("Анна", seat(stage.tik, MEMBER), now=start)
    await stage.plan(item("6", Role.TIK, by(END)), item("18", Role.UIK, by(END)), now=start)
    await stage.run(start, stage.at(END, 12))
    await stage.join_again(anna, seat(stage.uiks[0], MEMBER), now=stage.at(END, 14))
    sent = await stage.run(stage.at(END, 14), stage.at(END, 21))
    assert [numbers(sending.digest.digest.due) for sending in sent] == [["6", "18"]]


async def test_who_stood_in_takes_the_mark_back_after_the_position_is_taken(stage: Stage) -> None:
    start = stage.at(day(1), 12)
    joined = await people(stage, SECRETARY, MEMBER)
    await stage.plan(item("19", TECHNICAL, by(END)), now=start)
    duty = await stage.duty("19", stage.uiks[0].id)
    await mark_done(stage.database.units, await stage.actor(joined[SECRETARY], start), duty.id, start)
    newcomer: Grant = seat(stage.uiks[0], ADMINISTRATOR)
    await stage.join("newcomer", newcomer, now=start)
    assert (await undo_done(stage.database.units, await stage.actor(joined[SECRETARY], start), duty.id, start)).changed
    with pytest.raises(NotAllowed):
        await mark_done(stage.database.units, await stage.actor(joined[SECRETARY], start), duty.id, start)
