"""What people read, whole: real days of the real plan, approved once by a reader and compared ever after.

The approved texts stand in `approved/`. When a change is meant, run
`APPROVE=1 .venv/bin/pytest tests/unit/handlers/test_transcripts.py` and read the difference before committing it.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from plan.model import Position
from services.people.model import Grant, MembershipRole
from storage.database import Database
from tests.unit.handlers.stage import DESK, Stage, Visitor, at, open_stage, transcript

APPROVED = Path(__file__).with_name("approved")


class Script:
    """Collects what is said on both sides."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.lines: list[str] = []

    def heading(self, text: str) -> None:
        self.lines.append(f"\n######## {text}")

    async def says(self, who: Visitor, text: str, place: int | None = None) -> None:
        self.lines.append(f"\n---- {who.name}: {text}\n{await who.says(text, place)}")

    async def presses(self, who: Visitor, label: str, chat: int | None = None) -> None:
        self.lines.append(f"\n---- {who.name} нажимает [{label}]\n{await who.presses(label, chat)}")

    async def delivers(self) -> None:
        before = len(self.stage.session.messages)
        await self.stage.deliver()
        self.lines.append(f"\n---- рассылка\n{transcript(self.stage.session.messages[before:])}")

    def matches(self, name: str) -> None:
        text = re.sub(r"start=[\w-]{32}", "start=…", "\n".join(self.lines).strip() + "\n")
        path = APPROVED / f"{name}.txt"
        if os.environ.get("APPROVE"):
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")


async def test_a_voter_asks(database: Database) -> None:
    stage = await open_stage(database)
    script = Script(stage)
    voter = stage.person(20, "Анна Белова")
    await script.says(voter, "/start")
    stage.clock.moment = at(2023, 1, 25, 10)
    for text in (
        "/help",
        "Сегодня",
        "Эта неделя",
        "Ближайшее",
        "/mine",
        "/find",
        "Когда сдавать подписи?",
        "пункт 39",
        "п. 67",
        "Кто составляет списки избирателей?",
        "Что на этой неделе должна сделать УИК?",
        "что 25-27 января",
    ):
        await script.says(voter, text)
    await script.presses(voter, "п. 14")
    await script.presses(voter, "Помогло")
    script.matches("voter")


async def test_a_member_of_a_precinct_commission_is_reminded(database: Database) -> None:
    stage = await open_stage(database)
    script = Script(stage)
    chairman = await stage.member(12, "Нина Соколова", Position.CHAIRMAN)
    script.lines.append(transcript(stage.session.messages))
    await script.says(chairman, "Мои сроки")
    await script.presses(chairman, "Дальше")
    await script.says(chairman, "Сегодня")
    for moment in (at(2023, 2, 12, 9), at(2023, 2, 19, 9), at(2023, 3, 9, 9), at(2023, 3, 10, 9)):
        stage.clock.moment = moment
        script.heading(f"{moment:%d.%m.%Y}")
        await script.delivers()
    await script.presses(chairman, "✓ п. 11")
    await script.presses(chairman, "↶ п. 11")
    await script.says(chairman, "что просрочено?")
    stage.clock.moment = at(2023, 3, 12, 12)
    script.heading("12.03.2023, полдень")
    await script.delivers()
    script.matches("precinct")


async def test_a_candidates_last_day(database: Database) -> None:
    stage = await open_stage(database)
    script = Script(stage)
    candidate = await stage.candidate(14, "Илья Морозов")
    script.lines.append(transcript(stage.session.messages))
    stage.clock.moment = at(2023, 1, 30, 9)
    await script.delivers()
    await script.says(candidate, "до скольки сегодня сдать документы на регистрацию")
    await script.presses(candidate, "П. 28")
    stage.clock.moment = at(2023, 1, 30, 16)
    await script.delivers()
    await script.presses(candidate, "✓ п. 28")
    await script.says(candidate, "п. 28")
    await script.presses(candidate, "П. 28")
    script.matches("candidate")


async def test_the_secretary_watches(database: Database) -> None:
    stage = await open_stage(database)
    script = Script(stage)
    secretary = await stage.member(11, "Ольга Лебедева", Position.SECRETARY, of_tik=True)
    await script.says(secretary, "/start")
    stage.clock.moment = at(2023, 1, 27, 9)
    await script.delivers()
    await script.says(secretary, "Контроль")
    script.matches("secretary")


async def test_the_hotline(database: Database) -> None:
    stage = await open_stage(database, forum=True)
    script = Script(stage)
    operator = await stage.seat(15, "Дмитрий Котов", Grant(MembershipRole.OPERATOR))
    voter = stage.person(20, "Анна Белова")
    await script.says(voter, "Горячая линия")
    await script.says(voter, "Почему меня нет в списке избирателей?")
    await script.delivers()
    await script.presses(operator, "В работе", DESK)
    thread = stage.session.last(DESK).thread
    reply = await operator.says("Позвоните в УИК № 1034", DESK, message_thread_id=thread, is_topic_message=True)
    script.lines.append(f"\n---- оператор отвечает в теме {reply}")
    await script.delivers()
    await script.says(voter, "Закончить")
    await script.presses(voter, "Написать оператору")
    await script.says(voter, "Спасибо, а во сколько?")
    await script.delivers()
    await script.presses(operator, "Решено", DESK)
    await script.delivers()
    await script.presses(voter, "Нет, не решён")
    await script.delivers()
    await script.says(voter, "/cancel")
    await script.says(voter, "как проголосовать на дому?")
    await script.presses(voter, "Спросить человека")
    await script.says(voter, "Где мой участок?")
    script.matches("hotline")


async def test_an_announcement_and_an_invitation(database: Database) -> None:
    stage = await open_stage(database)
    script = Script(stage)
    chairman = await stage.member(10, "Мария Громова", Position.CHAIRMAN, of_tik=True)
    await stage.member(12, "Нина Соколова", Position.CHAIRMAN)
    await script.says(stage.person(20, "Анна Белова"), "/announce")
    await script.says(chairman, "Объявление")
    await script.says(chairman, "Завтра <сбор> в 10:00")
    await script.presses(chairman, "Все сразу")
    await script.presses(chairman, "Отправить сейчас")
    await script.delivers()
    await script.presses(chairman, "Обновить")
    await script.says(chairman, "Пригласить")
    await script.presses(chairman, "УИК № 1034")
    await script.presses(chairman, "Секретарь")
    script.matches("chairman")
