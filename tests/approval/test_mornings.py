"""Who receives what and when over the whole by-election of 2023, as a person reads it.

`mornings_kmo_11_2023.approved.txt` was compared with the plan by eye; when a change of it is meant, run
`python -m tests.approval.test_mornings` and review the difference. The story: six people are there from the first day,
and every obligation is marked done an hour before its end, except three that nobody marks: 47 (ТИК), 18 (УИК) and
26 (the candidate). «Права», «запреты» and «периоды» are nobody's to mark. Things to know when reading it:

- 19 is the system administrators', whom neither commission has: the chairman and the secretary stand in, in the ТИК
  the secretary alone.
- УИК № 1035 has nobody in the bot: the secretary of the ТИК is told of everything that it has to do.
- 39 has two ends; 50-2 and 50-3 end with 51, at 00:00 of 10 March, so their last day is the 9th.
- 100 ends at 06:00 of 13 March: the message of the 12th is the last that can say so.
- 3 is the regional commission's, which the bot does not have here: the secretary of the ТИК watches it as well.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from plan.model import Position
from services.access.model import Action
from services.access.rights import allows
from services.delivery.compose import DigestLetter, HourReminderLetter
from services.duties.assigned import assign
from services.duties.lines import DutyLine, PlanLine
from services.duties.mark_done import mark_done
from services.duties.model import Duty, Nature
from storage.database import Database, open_database
from tests.integration.duties.stage import Sending, Stage, build_stage, seat

ROOT = Path(__file__).parents[2]
PLAN = ROOT / "data" / "plans" / "2023-03-12-kmo-11.yaml"
APPROVED = Path(__file__).with_name("mornings_kmo_11_2023.approved.txt")

FIRST, LAST = date(2022, 12, 13), date(2023, 5, 12)
NOBODY_MARKS = {"18", "26", "47"}
DAYS = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")


async def test_everybody_receives_what_was_approved(database: Database) -> None:
    assert await report(database) == APPROVED.read_text(encoding="utf-8")


async def report(database: Database) -> str:
    stage = await build_stage(database)
    start = stage.at(FIRST, 7)
    tik, uik = stage.tik, stage.uiks[0]
    people = {
        "Председатель УИК № 1034": seat(uik, Position.CHAIRMAN),
        "Секретарь УИК № 1034": seat(uik, Position.SECRETARY),
        "Член УИК № 1034": seat(uik, Position.MEMBER),
        "Член ТИК": seat(tik, Position.MEMBER),
        "Секретарь ТИК": seat(tik, Position.SECRETARY),
        "Кандидат": stage.candidacy(),
    }
    ids = [await stage.join(name, grant, now=start) for name, grant in people.items()]
    await stage.plan(now=start, document=PLAN.read_text(encoding="utf-8"))
    sent: list[Sending] = []
    now = start
    for at, duty in await _to_be_marked(stage):
        sent += await stage.run(now, at)
        now = at
        actors = [await stage.actor(person, now) for person in ids]
        async with database.units(reading=True) as unit:
            (assigned,) = await assign(unit, [duty], now)
        owing = [actor for actor in actors if allows(actor, Action.MARK_DONE, assigned)]
        if owing:
            await mark_done(database.units, owing[0], duty.id, now)
    sent += await stage.run(now, stage.at(LAST))
    return "\n".join(line for name in people for line in _received(stage, name, sent))


async def _to_be_marked(stage: Stage) -> list[tuple[datetime, Duty]]:
    async with stage.database.units(reading=True) as unit:
        duties = await unit.duties.of_campaign(stage.campaign.id)
    found = [
        (duty.term.due_at - timedelta(hours=1), duty)
        for duty in duties
        if duty.term.due_at is not None
        and duty.nature is Nature.OBLIGATION
        and duty.key.item not in NOBODY_MARKS
        and duty.key.commission_id != stage.uiks[1].id
    ]
    return sorted(found, key=lambda pair: pair[0])


def _received(stage: Stage, name: str, sent: Sequence[Sending]) -> Iterator[str]:
    own = [sending for sending in sent if sending.name == name]
    digests = sum(isinstance(sending.letter, DigestLetter) for sending in own)
    yield f"══ {name}: утренних сообщений {digests}, напоминаний за два часа {len(own) - digests}"
    for sending in own:
        at = sending.at.astimezone(stage.zone)
        yield f"{DAYS[at.weekday()]} {at:%d.%m.%Y %H:%M}"
        match sending.letter:
            case DigestLetter(digest=digest):
                yield from (_line(_left(line), line) for line in digest.due)
                yield from (_line(_tonight(line), line) for line in digest.tonight)
                yield from (_line(_opening(line), line) for line in digest.openings)
                if digest.overdue:
                    yield f"    просрочено: п. {', '.join(line.dated.item.number for line in digest.overdue)}"
                if digest.lapsed:
                    yield f"    срок прошёл: п. {', '.join(line.dated.item.number for line in digest.lapsed)}"
                if digest.control:
                    yield from (_line(f"контроль, {_left(line)}", line) for line in digest.control.due)
                    yield from (_line(f"контроль, {_opening(line)}", line) for line in digest.control.openings)
                    yield from (_line(_unreached(line), line) for line in digest.control.unreached)
            case HourReminderLetter(lines=lines, left=left):
                yield from (_line(f"через {left.seconds // 3600} ч", line) for line in lines)
    yield ""


def _line(what: str, line: DutyLine | PlanLine) -> str:
    activity = " ".join((f"{line.parent.activity}: " if line.parent else "").split() + line.dated.item.activity.split())
    vacant = " [должность не занята]" if isinstance(line, DutyLine) and line.vacant else ""
    return f"    {what}: п. {line.dated.item.number} {activity[:70].strip()}{vacant}"


def _left(line: DutyLine | PlanLine) -> str:
    words = {0: "сегодня", 1: "завтра"}.get(line.days_left or 0, f"через {line.days_left} дн.")
    return f"{words}{_until(line)}"


def _until(line: DutyLine | PlanLine) -> str:
    if line.occurrence is None or line.occurrence.end is None:
        return ""
    hour = f" {line.occurrence.end_time:%H:%M}" if line.occurrence.end_time else ""
    return f", до {line.occurrence.end:%d.%m}{hour}"


def _unreached(line: PlanLine) -> str:
    assert line.unreached is not None
    commissions = ", ".join(commission.name for commission in line.unreached.commissions)
    return f"некому напомнить ({commissions}), {_left(line) if line.days_left is not None else _opening(line)}"


def _tonight(line: DutyLine) -> str:
    return f"до утра, {_left(line)}"


def _opening(line: DutyLine | PlanLine) -> str:
    hour = f" с {line.occurrence.start_time:%H:%M}" if line.occurrence and line.occurrence.start_time else ""
    day = {0: "сегодня", 1: "завтра"}.get(line.opens_in or 0, str(line.opens_in))
    return f"начинается {day}{hour}{_until(line)}"


async def _write() -> None:
    with TemporaryDirectory() as folder:
        async with await open_database(f"sqlite+aiosqlite:///{folder}/srok.db") as database:
            APPROVED.write_text(await report(database), encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(_write())
