"""Given a plan, an hour and a person: what do they receive."""

from datetime import date, time, timedelta

import pytest

from plan.model import Occurrence, OccurrenceKind, Performer, Position, Role
from services.delivery.compose import DigestLetter
from services.duties.mark_done import mark_done, undo_done
from services.duties.plan_reminders import plan_reminders
from storage.database import Database
from tests.integration.duties.stage import Sending, Stage, build_stage, by, item, numbers, seat, window

CHAIRMAN, SECRETARY, MEMBER = Position.CHAIRMAN, Position.SECRETARY, Position.MEMBER


def day(number: int, month: int = 2) -> date:
    return date(2023, month, number)


def said(sending: Sending) -> dict[str, list[str]]:
    """The parts of a digest that are not empty, as numbers of rows."""
    digest = sending.digest.digest
    parts = {"due": digest.due, "tonight": digest.tonight, "opens": digest.openings, "overdue": digest.overdue}
    return {name: numbers(lines) for name, lines in parts.items() if lines}


def days(stage: Stage, sent: list[Sending]) -> list[date]:
    return [sending.at.astimezone(stage.zone).date() for sending in sent]


def wall(stage: Stage, sending: Sending) -> str:
    """When it went out, as a clock in the campaign's zone shows it."""
    return f"{sending.at.astimezone(stage.zone):%d.%m %H:%M}"


async def test_an_end_is_announced_at_nine_7_3_1_and_0_days_before_and_asked_about_afterwards(stage: Stage) -> None:
    start = stage.at(day(1), 12)
    await stage.join("Анна", seat(stage.uiks[0], MEMBER), now=start)
    await stage.plan(item("18", Role.UIK, by(day(19))), now=start)
    sent = await stage.run(start, stage.at(day(1, 5)))
    assert [(wall(stage, sending), said(sending)) for sending in sent] == [
        ("12.02 09:00", {"due": ["18"]}),
        ("16.02 09:00", {"due": ["18"]}),
        ("18.02 09:00", {"due": ["18"]}),
        ("19.02 09:00", {"due": ["18"]}),
        ("20.02 09:00", {"overdue": ["18"]}),
        ("22.02 09:00", {"overdue": ["18"]}),
        ("26.02 09:00", {"overdue": ["18"]}),
    ]
    assert [line.days_left for sending in sent[:4] for line in sending.digest.digest.due] == [7, 3, 1, 0]
    assert not any(sending.digest.late for sending in sent)


async def test_one_message_gathers_a_morning_and_two_roles(stage: Stage) -> None:
    start = stage.at(day(1), 12)
    await stage.join("Анна", seat(stage.tik, MEMBER), stage.candidacy(), now=start)
    await stage.plan(
        item("6", Role.TIK, by(day(19))),
        item("28", Role.CANDIDATE, by(day(15))),
        item("29", Role.OIK, by(day(13))),
        item("14", Role.TIK, window(day(12), day(28)), activity="Приём предложений"),
        now=start,
    )
    sent = await stage.run(start, stage.at(day(12), 23))
    assert [said(sending) for sending in sent if days(stage, [sending]) == [day(12)]] == [
        {"due": ["29", "28", "6"], "opens": ["14"]}
    ]


async def test_rows_reach_those_who_owe_them_and_nobody_else(stage: Stage) -> None:
    start = stage.at(day(1), 12)
    heads = (Performer(Role.UIK, frozenset({CHAIRMAN, SECRETARY})),)
    people = {
        await stage.join(name, *grants, now=start): name
        for name, grants in {
            "chairman": [seat(stage.uiks[0], CHAIRMAN)],
            "secretary": [seat(stage.uiks[0], SECRETARY)],
            "member": [seat(stage.uiks[0], MEMBER)],
            "sister": [seat(stage.uiks[1], CHAIRMAN)],
            "tik": [seat(stage.tik, MEMBER)],
            "tik secretary": [seat(stage.tik, SECRETARY)],
            "candidate": [stage.candidacy()],
            "nobody": [],
        }.items()
    }
    await stage.plan(
        item("10", heads, by(day(10))),
        item("18", Role.UIK, by(day(10))),
        item("29", Role.OIK, by(day(10))),
        item("28", Role.CANDIDATE, by(day(10))),
        item("45", Role.MEDIA, by(day(10))),
        now=start,
    )
    received: dict[str, list[str]] = {}
    control: dict[str, list[str]] = {}
    for sending in await stage.run(start, stage.at(day(10))):
        if days(stage, [sending]) != [day(10)]:
            continue
        assert sending.delivery.person_id is not None
        name = people[sending.delivery.person_id]
        received[name] = said(sending).get("due", [])
        if sending.digest.digest.control:
            control[name] = [line.dated.item.number for line in sending.digest.digest.control.due]
    assert received == {
        "chairman": ["10", "18"],
        "secretary": ["10", "18"],
        "member": ["18"],
        "sister": ["10", "18"],
        "tik": ["29"],
        "tik secretary": ["29"],
        "candidate": ["28"],
    }
    assert control == {"tik secretary": ["45"]}


@pytest.mark.parametrize(
    ("end_time", "part", "reminded"),
    [
        pytest.param(time(18), "due", "19.02 16:00", id="18:00"),
        pytest.param(time(6), "tonight", "19.02 04:00", id="06:00 is in the digest of the day before"),
        pytest.param(time(0), "tonight", "18.02 22:00", id="00:00 goes by the last whole day"),
    ],
)
async def test_an_end_with_an_hour_is_reminded_of_two_hours_before(
    stage: Stage, end_time: time, part: str, reminded: str
) -> None:
    start = stage.at(day(17), 12)
    await stage.join("Анна", seat(stage.tik, MEMBER), now=start)
    await stage.plan(item("28", Role.TIK, by(day(19), end_time)), now=start)
    sent = await stage.run(start, stage.at(day(19), 18))
    hours = [sending for sending in sent if not isinstance(sending.letter, DigestLetter)]
    assert [wall(stage, sending) for sending in hours] == [reminded]
    assert hours[0].hour.left == timedelta(hours=2)
    before = [sending for sending in sent if isinstance(sending.letter, DigestLetter) and sending.at < hours[0].hour.at]
    assert said(before[-1]) == {part: ["28"]}
    assert before[-1].at.astimezone(stage.zone).hour == 9


async def test_ends_at_one_moment_are_one_message(stage: Stage) -> None:
    start = stage.at(day(19), 12)
    anna = await stage.join("Анна", seat(stage.tik, MEMBER), now=start)
    items = [item(number, Role.TIK, by(day(19), time(18))) for number in ("1", "2", "3")]
    await stage.plan(*items, item("4", Role.TIK, by(day(19), time(20))), now=start)
    await mark_done(stage.database.units, await stage.actor(anna, start), (await stage.duty("2")).id, start)
    sent = await stage.run(stage.at(day(19), 16), stage.at(day(19), 21))
    hours = [numbers(sending.hour.lines) for sending in sent if not isinstance(sending.letter, DigestLetter)]
    assert hours == [["1", "3"], ["4"]]


async def test_done_by_one_it_is_silent_for_all(stage: Stage) -> None:
    start = stage.at(day(1), 12)
    anna = await stage.join("Анна", seat(stage.uiks[0], CHAIRMAN), now=start)
    await stage.join("Борис", seat(stage.uiks[0], MEMBER), now=start)
    await stage.join("Вера", seat(stage.uiks[1], MEMBER), now=start)
    await stage.plan(item("18", Role.UIK, by(day(19), time(18))), now=start)
    sent = await stage.run(start, stage.at(day(16), 12))
    assert days(stage, sent) == [day(12)] * 3 + [day(16)] * 3
    duty = await stage.duty("18", stage.uiks[0].id)
    await mark_done(stage.database.units, await stage.actor(anna, start), duty.id, stage.at(day(16), 13))
    left = await stage.run(stage.at(day(16), 13), stage.at(day(1, 4)))
    assert {sending.name for sending in left} == {"Вера"}
    assert len(left) == 6  # on 18 and 19 February, the hour before, and three mornings after


async def test_taken_back_it_is_announced_again(stage: Stage) -> None:
    start = stage.at(day(11), 12)
    anna = await stage.join("Анна", seat(stage.tik, CHAIRMAN), now=start)
    await stage.plan(item("6", Role.TIK, by(day(19))), now=start)
    actor, duty = await stage.actor(anna, start), await stage.duty("6")
    await mark_done(stage.database.units, actor, duty.id, start)
    assert not await stage.run(start, stage.at(day(17)))
    await undo_done(stage.database.units, actor, duty.id, stage.at(day(17), 12))
    sent = await stage.run(stage.at(day(17), 12), stage.at(day(18), 12))
    assert days(stage, sent) == [day(18)]


async def test_who_joins_later_is_told_what_is_ahead_and_what_is_overdue(stage: Stage) -> None:
    await stage.plan(
        item("6", Role.TIK, by(day(19))),
        item("7", Role.TIK, by(day(10, 1))),
        item("8", Role.TIK, by(day(20, 1))),
        now=stage.at(day(1, 1)),
    )
    now = stage.at(day(1), 14)
    await stage.join("Анна", seat(stage.tik, MEMBER), now=now)
    sent = await stage.run(now, stage.at(day(12), 12))
    assert [(days(stage, [sending]), said(sending)) for sending in sent] == [
        ([day(12)], {"due": ["6"], "overdue": ["8", "7"]})
    ]
    assert not sent[0].digest.late


async def test_who_joins_during_a_day_on_which_something_falls_is_told_at_once(stage: Stage) -> None:
    await stage.plan(item("6", Role.TIK, by(day(19))), now=stage.at(day(1)))
    await stage.join("Анна", seat(stage.tik, MEMBER), now=stage.at(day(19), 14))
    await stage.join("Борис", seat(stage.tik, MEMBER), now=stage.at(day(19), 23))
    sent = await stage.run(stage.at(day(19), 14), stage.at(day(20), 8))
    assert [(sending.name, said(sending)) for sending in sent] == [("Анна", {"due": ["6"]})]
    assert not sent[0].digest.late


async def test_missed_mornings_collapse_into_one_message_that_says_it_is_late(stage: Stage) -> None:
    start = stage.at(day(1), 12)
    await stage.join("Анна", seat(stage.tik, MEMBER), now=start)
    await stage.plan(
        item("6", Role.TIK, by(day(19))),  # announced on 12, 16, 18, 19; then asked about
        item("7", Role.TIK, by(day(23))),  # 16, 20, 22, 23
        item("8", Role.TIK, by(day(28))),  # 21, 25, 27, 28
        item("9", Role.TIK, window(day(17), None)),
        now=start,
    )
    assert len(await stage.run(start, stage.at(day(12), 12))) == 1
    back = stage.at(day(21), 12)
    sent = await stage.run(back, stage.at(day(21), 20))
    assert [said(sending) for sending in sent] == [{"due": ["7", "8"], "opens": ["9"], "overdue": ["6"]}]
    letter = sent[0].digest
    assert letter.late and letter.digest.late
    assert [(line.days_left, line.missed) for line in letter.digest.due] == [(2, True), (7, False)]
    assert [(line.opens_in, line.missed) for line in letter.digest.openings] == [(-4, True)]
    assert days(stage, await stage.run(back, stage.at(day(22), 12))) == [day(22)]


async def test_back_at_night_it_waits_for_the_morning(stage: Stage) -> None:
    start = stage.at(day(1), 12)
    await stage.join("Анна", seat(stage.tik, MEMBER), now=start)
    await stage.plan(item("6", Role.TIK, by(day(25))), now=start)  # 18, 22, 24, 25
    for back in (stage.at(day(18), 23), stage.at(day(19), 3)):
        assert not await stage.run(back, back + timedelta(hours=1))
    sent = await stage.run(stage.at(day(19), 5), stage.at(day(19), 12))
    assert [sending.at for sending in sent] == [stage.at(day(19))]
    assert said(sent[0]) == {"due": ["6"]}
    assert sent[0].digest.late


async def test_back_late_in_the_evening_what_ends_tonight_is_said_all_the_same(stage: Stage) -> None:
    start = stage.at(day(1), 12)
    await stage.join("Анна", seat(stage.tik, MEMBER), now=start)
    await stage.plan(item("6", Role.TIK, by(day(18))), now=start)
    back = stage.at(day(18), 22, 30)
    assert [said(sending) for sending in await stage.run(back, back)] == [{"due": ["6"]}]


async def test_half_an_hour_is_not_late_and_two_hours_are(stage: Stage) -> None:
    start = stage.at(day(1), 12)
    await stage.join("Анна", seat(stage.tik, MEMBER), now=start)
    await stage.plan(item("6", Role.TIK, by(day(19))), now=start)
    soon, later = stage.at(day(12), 9, 30), stage.at(day(16), 11)
    assert [sending.digest.late for sending in await stage.run(soon, soon)] == [False]
    assert [sending.digest.late for sending in await stage.run(later, later)] == [True]


async def test_planning_again_adds_nothing(stage: Stage) -> None:
    start = stage.at(day(1), 12)
    await stage.join("Анна", seat(stage.tik, MEMBER), now=start)
    await stage.plan(item("6", Role.TIK, by(day(19), time(18))), now=start)
    for hours in (0, 1, 24 * 11, 24 * 30):
        now = start + timedelta(hours=hours)
        await stage.run(now, now)
        async with stage.database.units(reading=True) as unit:
            campaign_plan = await stage.library.of(unit, stage.campaign)
        assert await plan_reminders(stage.database.units, campaign_plan, now) == 0
        assert not await stage.run(now, now)


async def test_a_changed_plan_moves_what_is_pending_and_repeats_nothing(stage: Stage) -> None:
    start = stage.at(day(1), 12)
    await stage.join("Анна", seat(stage.tik, MEMBER), now=start)
    await stage.plan(item("6", Role.TIK, by(day(19))), item("7", Role.TIK, by(day(25), time(18))), now=start)
    assert days(stage, await stage.run(start, stage.at(day(16), 12))) == [day(12), day(16)]
    await stage.plan(item("6", Role.TIK, by(day(26))), now=stage.at(day(16), 13))  # 7 is gone
    sent = await stage.run(stage.at(day(16), 13), stage.at(day(26), 20))
    assert [(days(stage, [sending]), said(sending)) for sending in sent] == [
        ([day(19)], {"due": ["6"]}),
        ([day(23)], {"due": ["6"]}),
        ([day(25)], {"due": ["6"]}),
        ([day(26)], {"due": ["6"]}),
    ]


async def test_a_plan_changed_while_the_bot_was_down_loses_no_missed_morning(stage: Stage) -> None:
    start = stage.at(day(1), 12)
    await stage.join("Анна", seat(stage.tik, MEMBER), now=start)
    await stage.plan(item("6", Role.TIK, by(day(19))), now=start)
    assert len(await stage.run(start, stage.at(day(12)))) == 1
    back = stage.at(day(17), 12)  # the morning of 16 February was missed
    await stage.plan(item("6", Role.TIK, by(day(19))), item("7", Role.TIK, by(day(10, 3))), now=back)
    sent = await stage.run(back, back)
    assert [said(sending) for sending in sent] == [{"due": ["6"]}]
    assert sent[0].digest.late


async def test_done_survives_a_new_version_and_a_row_that_comes_back(stage: Stage) -> None:
    start = stage.at(day(1), 12)
    anna = await stage.join("Анна", seat(stage.tik, MEMBER), now=start)
    first = item("6", Role.TIK, by(day(19)))
    await stage.plan(first, now=start)
    await mark_done(stage.database.units, await stage.actor(anna, start), (await stage.duty("6")).id, start)
    await stage.plan(item("7", Role.TIK, by(day(20))), now=start)
    async with stage.database.units(reading=True) as unit:
        assert [duty.key.item for duty in await unit.duties.of_campaign(stage.campaign.id)] == ["7"]
    await stage.plan(first, now=start)
    assert (await stage.duty("6")).done_by == anna


async def test_who_has_left_receives_nothing(stage: Stage) -> None:
    start = stage.at(day(1), 12)
    anna = await stage.join("Анна", seat(stage.tik, MEMBER), now=start)
    boris = await stage.join("Борис", stage.candidacy(), now=start)
    await stage.plan(item("6", Role.TIK, by(day(19))), item("28", Role.CANDIDATE, by(day(19))), now=start)
    await stage.leave(anna, stage.at(day(10)))
    await stage.leave(boris, stage.at(day(10)))
    assert not await stage.run(stage.at(day(10)), stage.at(day(28)))
    async with stage.database.units(reading=True) as unit:
        assert {duty.key.item for duty in await unit.duties.of_campaign(stage.campaign.id)} == {"6"}
        assert not await unit.outbox.upcoming(10)


async def test_a_candidate_who_comes_after_the_start_has_duties_and_reminders(stage: Stage) -> None:
    await stage.plan(item("28", Role.CANDIDATE, by(day(19), time(18))), now=stage.at(day(1)))
    await stage.join("Борис", stage.candidacy(), now=stage.at(day(13)))
    sent = await stage.run(stage.at(day(13)), stage.at(day(19), 23))
    assert [type(sending.letter).__name__ for sending in sent] == ["DigestLetter"] * 3 + ["HourReminderLetter"]


async def test_another_position_is_another_set_of_mornings(stage: Stage) -> None:
    start = stage.at(day(1), 12)
    chairmen = (Performer(Role.UIK, frozenset({CHAIRMAN})),)
    anna = await stage.join("Анна", seat(stage.uiks[0], MEMBER), now=start)
    boris = await stage.join("Борис", seat(stage.uiks[0], CHAIRMAN), now=start)
    await stage.plan(item("12", chairmen, by(day(19))), now=start)
    assert {sending.name for sending in await stage.run(start, stage.at(day(12), 12))} == {"Борис"}
    await stage.leave(boris, stage.at(day(13)))
    await stage.leave(anna, stage.at(day(13)))
    await stage.join_again(anna, seat(stage.uiks[0], CHAIRMAN), now=stage.at(day(13)))
    sent = await stage.run(stage.at(day(13)), stage.at(day(19), 12))
    assert [(sending.name, *days(stage, [sending])) for sending in sent] == [
        ("Анна", day(16)),
        ("Анна", day(18)),
        ("Анна", day(19)),
    ]


async def test_bans_rights_and_periods_are_told_and_never_overdue(stage: Stage) -> None:
    start = stage.at(day(1), 12)
    await stage.join("Борис", stage.candidacy(), now=start)
    await stage.plan(
        item("39", Role.CANDIDATE, by(day(19)), activity="Реализация права кандидата снять кандидатуру"),
        item("60", Role.CANDIDATE, window(day(24), day(26), time(20)), activity="Запрет публикации"),
        item("51", Role.CANDIDATE, window(day(5), day(25), time(0)), activity="Предвыборная агитация"),
        now=start,
    )
    sent = await stage.run(start, stage.at(day(30, 3)))
    digests = [sending for sending in sent if isinstance(sending.letter, DigestLetter)]
    assert [(sending.at.astimezone(stage.zone).day, said(sending)) for sending in digests] == [
        (5, {"opens": ["51"]}),
        (12, {"due": ["39"]}),
        (16, {"due": ["39"]}),
        (17, {"due": ["51"]}),
        (18, {"due": ["39"]}),
        (19, {"due": ["39"]}),
        (21, {"due": ["51"]}),
        (23, {"due": ["51"], "opens": ["60"]}),
        (24, {"tonight": ["51"], "opens": ["60"]}),
    ]
    hours = [sending.at.astimezone(stage.zone) for sending in sent if sending not in digests]
    assert [(at.day, at.hour) for at in hours] == [(24, 22)]


async def test_what_waits_for_an_event_is_in_no_digest(stage: Stage) -> None:
    start = stage.at(day(1), 12)
    await stage.join("Анна", seat(stage.tik, MEMBER), now=start)
    waiting = Occurrence(OccurrenceKind.OPEN, needs=("candidate_registered",))
    await stage.plan(item("35", Role.TIK, waiting), item("86", Role.TIK), now=start)
    assert not await stage.run(start, stage.at(day(30, 4)))


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/St_Johns", "Europe/Kaliningrad"])
async def test_nine_is_nine_on_both_sides_of_a_clock_change(database: Database, zone: str) -> None:
    stage = await build_stage(database, zone)
    start = stage.at(day(5, 3), 12)
    await stage.join("Анна", seat(stage.tik, MEMBER), now=start)
    ends = [item(str(number), Role.TIK, by(day(number, 3), time(18))) for number in (13, 27)]
    await stage.plan(*ends, now=start)
    sent = await stage.run(start, stage.at(day(28, 3)))
    wall = [(type(sending.letter).__name__[0], sending.at.astimezone(stage.zone)) for sending in sent]
    assert {(letter, at.hour, at.minute) for letter, at in wall} == {("D", 9, 0), ("H", 16, 0)}
    assert [at.day for letter, at in wall if letter == "D"] == [6, 10, 12, 13, 14, 16, 20, 24, 26, 27, 28]
