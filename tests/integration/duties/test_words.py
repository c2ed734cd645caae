"""How it is said: a position that nobody holds, precincts without anybody, what passed while the bot was down."""

from datetime import date, time

from plan.model import Performer, Position, Role
from services.duties.list_duties import watched_list
from storage.database import Database
from tests.integration.duties.stage import build_stage, by, item, seat
from views.duty_list import duty_list
from views.letters import letter
from views.translator import load_translators

START, END = date(2023, 2, 12), date(2023, 2, 19)
RIGHT = "Реализация права"


async def test_what_the_secretary_reads(database: Database) -> None:
    stage = await build_stage(database, uiks=range(1, 16))
    start, t = stage.at(START, 12), load_translators().of("ru")
    secretary = await stage.join("Анна", seat(stage.tik, Position.SECRETARY), now=start)
    await stage.plan(
        item("18", Role.UIK, by(END)),
        item("19", (Performer(Role.TIK, frozenset({Position.SYSTEM_ADMINISTRATOR})),), by(END)),
        item("39", Role.TIK, by(date(2023, 2, 15), time(18)), activity=RIGHT),
        now=start,
    )
    await stage.run(start, stage.at(date(2023, 2, 15), 12))
    (sent,) = await stage.run(stage.at(date(2023, 2, 15), 20), stage.at(date(2023, 2, 16), 12))
    said = str(letter(sent.letter, t).text)
    precincts = "(УИК № 1, УИК № 2, УИК № 3 и ещё 12 УИК)"
    for words in (
        "<b>п. 19</b>: Направление сведений 19 <i>(должность не занята: системный администратор)</i>",
        f"<b>Некому напомнить: в боте нет никого из этих комиссий</b>\n• <b>п. 18</b>, осталось 3 дня: "
        f"Направление сведений 18 <i>{precincts}</i>",
        "<b>Срок прошёл, а бот не смог напомнить вовремя</b>\n🔹 <b>п. 39</b>, до ср, 15 февраля, 18:00: Право 39",
    ):
        assert words in said
    actor, now = await stage.actor(secretary, start), stage.at(date(2023, 2, 16))
    watched = await watched_list(database.units, stage.library, actor, now.date(), END, now)
    listed = str(duty_list("control", watched, now.date(), t).text)
    assert "<b>Некому напомнить: вс, 19 февраля, через 3 дня</b>" in listed
    assert precincts in listed
