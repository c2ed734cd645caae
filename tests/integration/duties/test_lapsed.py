"""What ended while the bot was down and can never be overdue: said once, in the next morning's message."""

from datetime import date, time

import pytest

from plan.model import Position, Role
from services.delivery.compose import DigestLetter
from services.duties.mark_done import mark_done
from tests.integration.duties.stage import Sending, Stage, by, item, numbers, seat, window

RIGHT = "Реализация права кандидата снять кандидатуру"
END = date(2023, 2, 19)


def day(number: int) -> date:
    return date(2023, 2, number)


def said(stage: Stage, sent: list[Sending]) -> list[tuple[str, list[str], list[str]]]:
    """When; what has lapsed; what else."""
    found = []
    for sending in sent:
        if isinstance(sending.letter, DigestLetter):
            digest = sending.digest.digest
            rest = (*digest.due, *digest.tonight, *digest.openings, *digest.overdue)
            found.append((f"{sending.at.astimezone(stage.zone):%d %H:%M}", numbers(digest.lapsed), numbers(rest)))
    return found


@pytest.mark.parametrize("hour", [18, 6, 0])
async def test_a_right_whose_last_hours_fell_into_downtime_is_said_to_have_passed_once(stage: Stage, hour: int) -> None:
    start = stage.at(day(12), 12)
    await stage.join("Борис", stage.candidacy(), now=start)
    await stage.plan(
        item("39", Role.CANDIDATE, by(END, time(hour)), activity=RIGHT),
        item("28", Role.CANDIDATE, by(day(28))),
        item("60", Role.CANDIDATE, window(day(1), END, time(18)), activity="Запрет"),
        now=start,
    )
    down = stage.at(END, 15) if hour == 18 else stage.at(day(18), 12)
    await stage.run(start, down)
    back = stage.at(END, 20) if hour == 18 else stage.at(END, 7)
    sent = await stage.run(back, stage.at(day(28)))
    first = "20 09:00" if hour == 18 else "19 09:00"
    assert [entry for entry in said(stage, sent) if entry[1]] == [(first, ["39"], [])]
    lapsed = next(sending for sending in sent if sending.digest.digest.lapsed)
    assert not lapsed.digest.late
    assert all(isinstance(sending.letter, DigestLetter) for sending in sent)


async def test_nothing_is_said_of_it_when_the_reminder_was_sent_or_it_was_done(stage: Stage) -> None:
    start = stage.at(day(12), 12)
    anna = await stage.join("Анна", stage.candidacy(), now=start)
    await stage.join("Борис", stage.candidacy(), now=start)
    await stage.plan(item("39", Role.CANDIDATE, by(END, time(18)), activity=RIGHT), now=start)
    sent = await stage.run(start, stage.at(day(28)))
    assert [entry for entry in said(stage, sent) if entry[1]] == []
    again = stage.at(date(2023, 3, 1))
    await stage.plan(item("40", Role.CANDIDATE, by(date(2023, 3, 4), time(18)), activity=RIGHT), now=again)
    down = stage.at(date(2023, 3, 4), 12)
    await stage.run(again, down)
    async with stage.database.units(reading=True) as unit:
        duties = await unit.duties.of_campaign(stage.campaign.id)
    hers = next(duty for duty in duties if duty.key.candidate_id == anna)
    await mark_done(stage.database.units, await stage.actor(anna, down), hers.id, down)
    sent = await stage.run(stage.at(date(2023, 3, 4), 20), stage.at(date(2023, 3, 10)))
    assert [(sending.name, numbers(sending.digest.digest.lapsed)) for sending in sent] == [("Борис", ["40"])]


async def test_an_obligation_is_overdue_instead(stage: Stage) -> None:
    start = stage.at(day(12), 12)
    await stage.join("Анна", seat(stage.tik, Position.MEMBER), now=start)
    await stage.plan(item("28", Role.TIK, by(END, time(18))), now=start)
    await stage.run(start, stage.at(END, 12))
    sent = await stage.run(stage.at(END, 20), stage.at(day(20), 12))
    assert said(stage, sent) == [("20 09:00", [], ["28"])]


async def test_a_right_without_an_hour_whose_last_mornings_were_missed(stage: Stage) -> None:
    start = stage.at(day(1), 12)
    await stage.join("Борис", stage.candidacy(), now=start)
    await stage.plan(
        item("39", Role.CANDIDATE, by(END), activity=RIGHT),
        item("14", Role.CANDIDATE, window(day(5), day(18)), activity="Приём предложений"),
        item("28", Role.CANDIDATE, by(day(28))),
        now=start,
    )
    await stage.run(start, stage.at(day(16), 12))
    sent = await stage.run(stage.at(day(21), 12), stage.at(day(28)))
    assert said(stage, sent)[0] == ("21 12:00", ["14", "39"], ["28"])
    assert sent[0].digest.late
    assert not any(lapsed for _, lapsed, _ in said(stage, sent)[1:])


async def test_who_comes_afterwards_is_told_nothing_of_it(stage: Stage) -> None:
    await stage.plan(item("39", Role.CANDIDATE, by(END, time(18)), activity=RIGHT), now=stage.at(day(1)))
    await stage.join("Борис", stage.candidacy(), now=stage.at(END, 19))
    assert not await stage.run(stage.at(END, 19), stage.at(day(28)))
