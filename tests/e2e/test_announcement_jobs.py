"""An announcement at its hour, on pause, and over a kill -9: what the chairman writes, presses and reads."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.demo.stage import Stage
from bot.seeds import PlanSeed
from plan.model import Position
from sandbox import Message, Person, Sandbox, SandboxServer, Trouble
from services.campaigns.activate_campaign import activate_campaign
from services.campaigns.add_precincts import add_precincts
from services.campaigns.library import PlanLibrary
from services.campaigns.seed_campaign import seed_campaign
from services.people.accept_invitation import accept_invitation
from services.people.invite import invite
from services.people.model import Address, Grant, MembershipRole
from services.people.recognise import recognise
from storage.database import open_database
from tests.e2e.acting import ask, changed, invited_by, labels, press, press_to, pressed_raw, settled, tap, wait_until
from tests.e2e.due_today import MAYBE_REPEATED, PLAN, zone
from tests.e2e.processes import started

pytestmark = pytest.mark.asyncio(loop_scope="module")

FIRST_DAY = date(2023, 2, 1)  # a Wednesday

PROVOKED = {"refusals": ["Internal Server Error"]}

UIK = ("Председатель УИК № 1034", "Секретарь УИК № 1034", "Член УИК № 1034")


async def question(stage: Stage, words: str) -> Message:
    """An announcement to the precincts, up to the question when it is to be sent."""
    chair = stage.player("Председатель ТИК")
    await tap(stage, chair, "Объявление")
    asked = await ask(stage, chair, words)
    await press_to(stage, chair, asked, next(label for label in labels(asked) if label.startswith("Все УИК")))
    return await chair.next_message(lambda m: "Отправить сейчас" in labels(m))


def got(stage: Stage, words: str) -> list[int]:
    return [sum(words in m.text for m in stage.player(seat).from_bot()) for seat in UIK]


async def test_tomorrow_at_nine(stage: Stage) -> None:
    chair = stage.player("Председатель ТИК")
    asked = await question(stage, "Утренний сбор")
    await press(stage, chair, asked, "Завтра в 9:00")
    scheduled = await changed(chair, asked, lambda m: "назначено" in m.text)
    assert scheduled.text == (
        "Объявление назначено: чт, 2 февраля, 09:00 (по времени комиссии).\n"
        "Его получат те, кто будет среди получателей к этому часу.\n"
        "«Утренний сбор»"
    )
    assert labels(scheduled) == ["Отправить сейчас", "Другое время…", "Отменить объявление"]
    zoya = await invited_by(stage, stage.player("Председатель УИК № 1034"), "Зоя", "УИК № 1034", "Член комиссии")
    await wait_until(stage, "2023-02-02 08:59")
    assert got(stage, "Утренний сбор") == [0, 0, 0]
    await wait_until(stage, "2023-02-02 09:00")
    await zoya.wait_for(lambda m: "Утренний сбор" in m.text)
    await settled(stage)
    assert got(stage, "Утренний сбор") == [1, 1, 1]
    done = await changed(chair, asked, lambda m: "Объявление отправлено" in m.text)
    assert "Доставлено: 4 из 4" in done.text
    assert labels(done) == []


async def test_an_hour_in_words_said_back_moved_and_taken_back(stage: Stage) -> None:
    chair = stage.player("Председатель ТИК")
    asked = await question(stage, "Отчёты")
    prompt = await press_to(stage, chair, asked, "Другое время…")
    assert "в пятницу в 10" in prompt.text
    assert "Не удалось понять время" in (await ask(stage, chair, "когда-нибудь")).text
    past = await ask(stage, chair, "вчера в 10")
    assert past.text == ("Это время уже прошло: ср, 1 февраля, 10:00. Выберите, пожалуйста, другое или напишите его.")
    late = await ask(stage, chair, "в пятницу в 23:00")
    assert "Это тихие часы" in late.text
    said = await ask(stage, chair, "в пятницу в 10")
    assert said.text.startswith("Будет отправлено: пт, 3 февраля, 10:00, по времени комиссии.")
    await press(stage, chair, said, "Да, назначить")
    await changed(chair, said, lambda m: "назначено: пт, 3 февраля, 10:00" in m.text)
    assert (await ask(stage, chair, "Что сегодня?")).text, "what is written next is a question again"

    data = (late.markup or {})["inline_keyboard"][0][0]["callback_data"]
    await pressed_raw(stage, chair, data)  # an older button is as good: it is moved
    await changed(chair, chair.from_bot()[-1], lambda m: "пт, 3 февраля, 23:00" in m.text)
    await press(stage, chair, said, "Отменить объявление")
    dropped = await changed(chair, said, lambda m: "Ничего не отправлено" in m.text)
    assert labels(dropped) == []
    await wait_until(stage, "2023-02-04 10:00")
    assert got(stage, "Отчёты") == [0, 0, 0]
    assert await pressed_raw(stage, chair, data) == "Объявление уже отменено."


async def test_on_pause_nothing_goes_out(stage: Stage) -> None:
    chair = stage.player("Председатель ТИК")
    asked = await question(stage, "С остановкой")
    faults = stage.sandbox.faults
    for seat in UIK:
        faults.network(Trouble.HTML, method="sendMessage", chat_id=stage.player(seat).id, times=None)
    await press(stage, chair, asked, "Отправить сейчас")
    going = await changed(chair, asked, lambda m: "Пауза" in labels(m))
    await press(stage, chair, going, "Пауза")
    paused = await changed(chair, asked, lambda m: "Отправка на паузе" in m.text)
    assert labels(paused) == ["Продолжить", "Отменить объявление"]
    assert await press(stage, chair, paused, "Продолжить") == ""
    await changed(chair, asked, lambda m: "Пауза" in labels(m))
    assert "уже отправляется" not in await press(stage, chair, going, "Пауза")
    await changed(chair, asked, lambda m: "Отправка на паузе" in m.text)
    await settled(stage)  # what was on its way when it was paused comes back refused
    faults.clear()
    await wait_until(stage, "2023-02-04 12:00")
    assert got(stage, "С остановкой") == [0, 0, 0]
    number = (asked.markup or {})["inline_keyboard"][0][0]["callback_data"].partition(":")[2]
    assert await pressed_raw(stage, chair, f"announce-again:{number}") == "Объявление на паузе."
    await press(stage, chair, asked, "Продолжить")
    for _ in range(3):
        await settled(stage)
    assert got(stage, "С остановкой") == [1, 1, 1]
    await changed(chair, asked, lambda m: "Объявление отправлено" in m.text)

    listed = await ask(stage, chair, "/announcements")
    assert labels(listed) == ["✓ «С остановкой»", "✕ «Отчёты»", "✓ «Утренний сбор»"]
    opened = await press_to(stage, chair, listed, "✓ «С остановкой»")
    assert "Доставлено: 4 из 4" in opened.text


MEMBERS = 14
FIRST = 4


async def test_killed_in_the_middle(tmp_path: Path) -> None:
    """Nobody has it twice; those in doubt are named; the progress message goes on under the next process, and the
    chairman decides about the doubtful ones."""
    sandbox = Sandbox()
    chair = sandbox.add_user("Галина")
    members = [sandbox.add_user(f"Член{n:02}") for n in range(MEMBERS)]
    for person in (chair, *members):
        person.start()
    sandbox.bot.feed.drop_pending()
    plan = PLAN.format(voting_day=datetime.now(zone()).date() + timedelta(days=60), zone=zone().key)
    (tmp_path / "plan.yaml").write_text(plan, encoding="utf-8")
    database = f"sqlite+aiosqlite:///{tmp_path / 'srok.db'}"
    await _seated(chair, members, plan, database)

    async with SandboxServer(sandbox) as server:
        settings = {
            "BOT_TOKEN": sandbox.token,
            "BOT_API_URL": server.base_url,
            "DATABASE_URL": database,
            "PLANS": "plan.yaml",
        }
        async with started("run", cwd=tmp_path, settings=settings) as first:
            chair.send("/announce")
            await chair.wait_for(lambda m: m.text.startswith("Новое объявление"), seconds=60)
            chair.send("Сбор в восемь")
            aim = await chair.wait_for(lambda m: f"Все УИК ({MEMBERS})" in labels(m), seconds=60)
            await chair.press(aim, f"Все УИК ({MEMBERS})").answer()
            asked = await chair.wait_for(lambda m: "Отправить сейчас" in labels(m), seconds=60)
            # After the first ones nobody learns whether it has arrived: two did, and the rest did not.
            heard = sandbox.faults.network(Trouble.SILENCE_AFTER, method="sendMessage", times=2, skip=FIRST)
            unheard = sandbox.faults.network(Trouble.SILENCE, method="sendMessage", times=None, skip=FIRST)
            await chair.press(asked, "Отправить сейчас").answer()
            await sandbox.changes.until(
                lambda: (heard.struck == 2 and unheard.struck > 0) or None, 60, lambda: first.transcript
            )
            first.kill()
            assert await first.ends() == -9
        assert sum(_times(member) for member in members) == FIRST + 2
        sandbox.faults.clear()

        async with started("run", cwd=tmp_path, settings=settings) as second:
            done = await chair.wait_for(lambda m: m.id == asked.id and "Объявление отправлено" in m.text, seconds=60)
            doubtful = [m for m in members if _times(m) == 0 or m.name in done.text]
            sure = MEMBERS - len(doubtful)
            assert f"Доставлено: {sure} из {MEMBERS}" in done.text
            assert f"Неизвестно, связь прервалась: {len(doubtful)}" in done.text, done.text
            assert 3 <= len(doubtful) <= 10, "the rows that were on their way: the claim window"
            assert all(_times(member) <= 1 for member in members), "no repeats"
            await chair.press(done, "Отправить ещё раз тем, о ком неизвестно").answer()
            await chair.wait_for(
                lambda m: m.id == asked.id and f"Доставлено: {MEMBERS} из {MEMBERS}" in m.text, seconds=60
            )
            second.terminate()
            assert await second.ends() == 0
    assert all(_times(member) >= 1 for member in members)
    for member in doubtful:
        again = [m.text for m in member.from_bot() if "Сбор в восемь" in m.text][-1]
        assert MAYBE_REPEATED in again


def _times(member: Person) -> int:
    return sum("Сбор в восемь" in m.text for m in member.from_bot())


async def _seated(chair: Person, members: Sequence[Person], plan: str, database_url: str) -> None:
    now, library = datetime.now(UTC) - timedelta(hours=1), PlanLibrary()
    async with await open_database(database_url) as database:
        units = database.units
        seed = PlanSeed("plan", plan)
        campaign = await seed_campaign(units, seed.slug, seed.document, now)
        (precinct,) = await add_precincts(units, library, None, campaign.commission_id, [1034], now)
        await activate_campaign(units, library, campaign.id, now)
        head = Grant(MembershipRole.COMMISSION, campaign.commission_id, position=Position.CHAIRMAN)
        member = Grant(MembershipRole.COMMISSION, precinct.id, position=Position.MEMBER)
        for person, grant in ((chair, head), *((m, member) for m in members)):
            actor = await recognise(units, Address("telegram", str(person.id)), person.name, "ru", now)
            invited = await invite(units, None, grant, person.name, now)
            await accept_invitation(units, library, actor, invited.token, now)
