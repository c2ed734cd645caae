"""Telegram in trouble: nothing is lost, and what may have come twice says so."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import date, timedelta

import pytest
import pytest_asyncio
from sqlalchemy import text

from bot.demo.stage import Stage
from sandbox import Person, Trouble
from sandbox.faults import Fault, Faults
from tests.e2e.acting import ask, changed, labels, press, press_to, settled, tap, wait_until

pytestmark = pytest.mark.asyncio(loop_scope="module")

FIRST_DAY = date(2023, 3, 7)

MAYBE_REPEATED = "Возможно, вы уже получали это сообщение."

IMPATIENT = 0.5
"""Seconds that the bot waits for an answer in these stories instead of a minute: silence is silence."""

Befall = Callable[[Faults, int], Fault]


@pytest_asyncio.fixture(scope="module", loop_scope="module", autouse=True)
async def _impatient(stage: Stage) -> AsyncIterator[None]:
    session = stage.application.bot.session
    patience, session.timeout = session.timeout, IMPATIENT
    yield
    session.timeout = patience


def network(trouble: Trouble) -> Befall:
    return lambda faults, chat: faults.network(trouble, method="sendMessage", chat_id=chat)


REFUSED: dict[str, Befall] = {
    "429": lambda faults, chat: faults.flood(30, method="sendMessage", chat_id=chat),
    "500": lambda faults, chat: faults.error(500, "Internal Server Error", method="sendMessage", chat_id=chat),
    "a gateway's page": lambda faults, chat: faults.html(502, method="sendMessage", chat_id=chat),
}
"""Telegram has said no: it is sent again, and nobody need be told."""

IN_DOUBT: dict[str, tuple[Befall, int]] = {
    "half an answer": (network(Trouble.HALF), 2),
    "silence": (network(Trouble.SILENCE), 1),
    "silence after the message": (network(Trouble.SILENCE_AFTER), 2),
    "cut off": (network(Trouble.RESET), 1),
    "cut off after the message": (network(Trouble.RESET_AFTER), 2),
}
"""Nobody knows whether it arrived; and how often it did in truth, once it has been sent again."""


async def test_a_morning_on_which_everything_goes_wrong(stage: Stage) -> None:
    await wait_until(stage, "2023-03-07 12:00")
    befall = {**REFUSED, **{name: fault for name, (fault, _) in IN_DOUBT.items()}}
    people = dict(zip(befall, _owing(stage), strict=False))
    faults = [befall[name](stage.sandbox.faults, person.id) for name, person in people.items()]
    await wait_until(stage, "2023-03-08 12:00")
    assert [fault.struck for fault in faults] == [1] * len(people)
    for name, person in people.items():
        mornings = [m.text for m in person.from_bot() if m.text.startswith("Доброе утро! Ваши сроки на ср, 8 марта")]
        marked = [MAYBE_REPEATED in text for text in mornings]
        if name in REFUSED:
            assert marked == [False], name
            assert not [text for text in mornings if "опоздало" in text], "some seconds are not late"
        else:
            assert marked == ([False, True] if IN_DOUBT[name][1] == 2 else [True]), name


@pytest.mark.parametrize("name", IN_DOUBT)
async def test_an_answer_comes_for_all_that(stage: Stage, name: str) -> None:
    befall, arrivals = IN_DOUBT[name]
    voter = stage.player("Избиратель")
    befall(stage.sandbox.faults, voter.id)
    before = len(voter.from_bot())
    answer = await ask(stage, voter, "/help")
    assert answer.text.startswith("Что я умею")
    while len(voter.from_bot()) < before + arrivals:
        await voter.next_message()


async def test_an_answer_put_off_by_a_second(stage: Stage) -> None:
    voter = stage.player("Избиратель")
    stage.sandbox.faults.flood(1, method="sendMessage", chat_id=voter.id)
    assert (await ask(stage, voter, "/help")).text.startswith("Что я умею")


async def test_an_announcement_in_doubt_is_held_for_the_chairman(stage: Stage) -> None:
    chair, viktor = stage.player("Председатель ТИК"), stage.player("Член УИК № 1034")
    await tap(stage, chair, "Объявление")
    asked = await ask(stage, chair, "Явка обязательна")
    await press_to(stage, chair, asked, "Все УИК (3)")
    question = await chair.next_message(lambda m: "Отправить сейчас" in labels(m))
    stage.sandbox.faults.network(Trouble.RESET_AFTER, method="sendMessage", chat_id=viktor.id)
    await press(stage, chair, question, "Отправить сейчас")
    again = "Отправить ещё раз тем, о ком неизвестно"
    await settled(stage)
    report = await changed(chair, question, lambda m: again in labels(m))
    assert "Доставлено: 2 из 3" in report.text
    assert "Неизвестно, связь прервалась: 1" in report.text
    await press(stage, chair, report, again)
    await viktor.wait_for(lambda m: "Явка обязательна" in m.text and MAYBE_REPEATED in m.text)


@pytest.mark.parametrize("trouble", [Trouble.HALF, Trouble.RESET, Trouble.RESET_AFTER])
async def test_what_was_written_while_a_long_poll_broke_is_answered_once(stage: Stage, trouble: Trouble) -> None:
    voter = stage.player("Избиратель")
    stage.sandbox.faults.network(trouble, method="getUpdates")
    before = len(voter.from_bot())
    await ask(stage, voter, "/help")
    await ask(stage, voter, "/cancel")
    assert len(voter.from_bot()) == before + 2


def _owing(stage: Stage) -> list[Person]:
    return [
        *(stage.player(f"{position} УИК № 1034") for position in ("Председатель", "Секретарь", "Член")),
        *(stage.player(f"{position} ТИК") for position in ("Председатель", "Секретарь", "Член")),
        stage.player("Кандидат, самовыдвиженец"),
        stage.player("Кандидат от партии"),
    ]


async def test_a_press_proves_that_a_doubtful_announcement_arrived(stage: Stage) -> None:
    """The connection was cut after the message: nobody knew, until the person answered that very message."""
    chair, nina = stage.player("Председатель ТИК"), stage.player("Председатель УИК № 1034")
    fault = stage.sandbox.faults.network(Trouble.RESET_AFTER, method="sendMessage", chat_id=nina.id)
    await announce(stage, chair, "Сбор в 15:00")
    await settled(stage)
    assert fault.struck == 1
    assert await doubtful(stage) == 1
    arrived = await nina.wait_for(lambda m: "Сбор в 15:00" in m.text)
    await ask(stage, nina, "/help", reply_to=arrived)
    assert await doubtful(stage) == 0


async def test_an_answer_to_something_else_proves_nothing(stage: Stage) -> None:
    chair, nina = stage.player("Председатель ТИК"), stage.player("Председатель УИК № 1034")
    other = await ask(stage, nina, "/week")
    stage.clock.jump(stage.clock.now() + timedelta(hours=1))
    stage.sandbox.faults.network(Trouble.RESET, method="sendMessage", chat_id=nina.id)
    await announce(stage, chair, "Сбор в 17:00")
    await settled(stage)
    assert await doubtful(stage) == 1
    await ask(stage, nina, "/help", reply_to=other)
    assert await doubtful(stage) == 1


async def test_whoever_unblocks_the_bot_catches_up_in_one_message(stage: Stage) -> None:
    """Blocked without a word, and the first that was refused is part of what is made up for."""
    viktor = stage.player("Секретарь УИК № 1034")
    viktor.block()
    await wait_until(stage, "2023-03-10 12:00")
    before = len(viktor.from_bot())
    viktor.start()
    await viktor.next_message(lambda m: m.text.startswith("Здравствуйте"))
    await settled(stage)
    await settled(stage)
    caught_up = [m.text for m in viktor.from_bot()[before:] if "сроки" in m.text.partition("\n")[0].lower()]
    assert len(caught_up) == 1, repr([m.text[:150] for m in viktor.from_bot()[before:]])


async def announce(stage: Stage, chair: Person, words: str) -> None:
    await tap(stage, chair, "Объявление")
    asked = await ask(stage, chair, words)
    await press_to(stage, chair, asked, "Все УИК (3)")
    question = await chair.next_message(lambda m: "Отправить сейчас" in labels(m))
    await press(stage, chair, question, "Отправить сейчас")


async def doubtful(stage: Stage) -> int:
    """Rows of the outbox of which nobody knows whether they arrived."""
    async with stage.application.database.engine.connect() as connection:
        found = await connection.execute(text("SELECT count(*) FROM outbox WHERE state = 'unknown'"))
        return int(found.scalar_one())
