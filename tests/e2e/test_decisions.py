"""Which date is right: the chairman opens the item where document and law differ and decides; others see what came."""

from __future__ import annotations

from datetime import date

import pytest

from bot.demo.stage import Stage
from sandbox import Message, Person
from tests.e2e.acting import ask, changed, labels, press, press_to, pressed_elsewhere, pressed_raw, settled, tap

pytestmark = pytest.mark.asyncio(loop_scope="module")

FIRST_DAY = date(2022, 12, 20)

PROVOKED = {"quoted": ["<b>финансовым</b>"]}
"""A reason with signs that would be mark-up is shown as it was written; a button of a decision that was never made is
pressed under the very card that comes of it."""

PRINTED = "Верна дата документа: 24.12.2023"
LAW = "Верна по закону: 24.12.2022"
CHOICES = [PRINTED, LAW, "Другая дата…"]
REASONS = ["Описка в документе", "Так решила комиссия", "Решение суда", "Не решать"]


async def card_of(stage: Stage, person: Person, item: str = "67") -> Message:
    """The item's card, asked for by its number."""
    answer = await ask(stage, person, f"пункт {item}")
    return await press_to(stage, person, answer, f"П. {item} подробно")


async def decided(stage: Stage, person: Person, question: Message, reason: str = REASONS[0]) -> Message:
    """The card in the question's place, once a ready reason has been pressed."""
    assert await press(stage, person, question, reason) == "Решение записано."
    return await changed(person, question, lambda m: "Решено:" in m.text)


async def withdrawn(stage: Stage, person: Person) -> None:
    """Whatever was decided on item 67 is taken back."""
    card = await card_of(stage, person)
    question = await press_to(stage, person, card, "Отменить решение")
    assert await press(stage, person, question, "Да, отменить") == "Решение отменено."
    await changed(person, question, lambda m: PRINTED in labels(m))


async def test_the_chairman_decides_in_three_presses(stage: Stage) -> None:
    maria = stage.player("Председатель ТИК")
    control = await tap(stage, maria, "Контроль")
    found = await press_to(stage, maria, control, "Расхождения в плане (1)")
    assert "п. 67: в документе 24.12.2023, по закону 24.12.2022" in found.text

    card = await press_to(stage, maria, found, "п. 67")
    assert "В документе напечатано 24.12.2023" in card.text
    assert labels(card)[:3] == CHOICES
    question = await press_to(stage, maria, card, LAW)
    assert question.text.startswith("П. 67: сб, 24 декабря 2022.")
    assert labels(question) == REASONS
    card = await decided(stage, maria, question)
    assert "Решено: верна дата по закону, 24.12.2022. Председатель Мария Громова, вт, 20 декабря, 08:" in card.text
    assert "Причина: описка в документе." in card.text
    assert "⚠️" not in card.text
    assert labels(card)[0] == "Отменить решение"

    listed = await ask(stage, maria, "/decisions")
    assert "ни одна дата не ждёт решения" in listed.text
    assert "п. 67. Решено: верна дата по закону" in listed.text
    assert "Расхождения в плане (1)" not in labels(await tap(stage, maria, "Контроль"))
    await withdrawn(stage, maria)


@pytest.mark.parametrize("seat", ["Член ТИК", "Председатель УИК № 1034", "Кандидат от партии", "Избиратель"])
async def test_others_see_the_difference_and_who_decides(stage: Stage, seat: str) -> None:
    maria, other = stage.player("Председатель ТИК"), stage.player(seat)
    theirs = await card_of(stage, other)
    assert "В документе напечатано 24.12.2023, а по тексту срока выходит 24.12.2022" in theirs.text
    assert "Какая дата верна, решает председатель или секретарь комиссии." in theirs.text
    assert not set(CHOICES) & set(labels(theirs))

    card = await card_of(stage, maria)
    for label in CHOICES[:2]:
        assert await pressed_elsewhere(stage, other, card, label) == "У вас нет права на это действие."
    said = await pressed_elsewhere(stage, other, card, "Другая дата…")
    assert said == "Какая дата верна, решает председатель или секретарь комиссии."
    question = await press_to(stage, maria, card, LAW)
    assert await pressed_elsewhere(stage, other, question, REASONS[0]) == "У вас нет права на это действие."
    for data in ("undecide:1:67:1e:1671500000", "undecide-go:1:67:1e:1671500000", "decide-go:00000000"):
        assert await pressed_raw(stage, other, data)
    refused = await ask(stage, other, "/decisions")
    assert "председатель и секретарь" in refused.text
    refused = await ask(stage, other, "/plan")
    assert "председатель и секретарь" in refused.text
    await press(stage, maria, question, "Не решать")
    assert PRINTED in labels(await card_of(stage, maria))


async def test_two_decide_and_the_second_is_told_who_was_first(stage: Stage) -> None:
    maria, olga = stage.player("Председатель ТИК"), stage.player("Секретарь ТИК")
    hers = await press_to(stage, olga, await card_of(stage, olga), PRINTED)
    assert "По формулировке закона выходит 24.12.2022." in hers.text, "a slip is not accepted by a slip"
    old_card = await card_of(stage, maria)
    await decided(stage, maria, await press_to(stage, maria, old_card, LAW))

    said = await press(stage, olga, hers, REASONS[1])
    assert said.startswith("Об этом уже решено: председатель Мария Громова, 20.12.2022 08:")
    card = await olga.next_message()
    assert "Решено: верна дата по закону" in card.text

    for old in CHOICES[:2]:  # buttons that were there before the decision
        assert (await press(stage, maria, old_card, old)).startswith("Об этом уже решено")
        assert "Отменить решение" in labels(await maria.next_message())

    question = await press_to(stage, olga, card, "Отменить решение")
    again = await press_to(stage, maria, await card_of(stage, maria), "Отменить решение")
    assert await press(stage, olga, question, "Да, отменить") == "Решение отменено."
    assert await press(stage, maria, again, "Да, отменить") == "Это решение уже отменено: Ольга Лебедева."
    await changed(maria, again, lambda m: PRINTED in labels(m))


async def test_another_date_and_a_reason_in_words(stage: Stage) -> None:
    olga = stage.player("Секретарь ТИК")
    asked = await press_to(stage, olga, await card_of(stage, olga), "Другая дата…")
    assert "Напишите верную дату" in asked.text
    for unclear in ("не знаю", "31 февраля", "20 или 21 января", "скоро"):
        assert "Не получилось понять дату" in (await ask(stage, olga, unclear)).text
    assert "слишком далека" in (await ask(stage, olga, "1 марта 2033")).text
    assert (await ask(stage, olga, "26 декабря")).text == "Понял так: пн, 26 декабря 2022. Верно?"
    back = await ask(stage, olga, "не позднее 27.12.22 до 18:00")
    assert back.text == "Понял так: вт, 27 декабря 2022, до 18:00. Верно?"

    question = await press_to(stage, olga, back, "Да, эта дата")
    for empty in ("…", "?"):
        assert "Без причины решить нельзя" in (await ask(stage, olga, empty)).text
    first = await ask(stage, olga, "Деньги придут позже")
    assert "Причина: «Деньги придут позже». Записать решение?" in first.text
    second = await ask(stage, olga, "Так согласовано с <b>финансовым</b> управлением & главой")
    said = await press(stage, olga, first, "Записать решение")
    assert said.startswith("После этого вы написали другое"), "a button records the words above it, or nothing"
    assert await press(stage, olga, second, "Записать решение") == "Решение записано."
    card = await changed(olga, second, lambda m: "Решено:" in m.text)
    assert "Срок: вт, 27 декабря, до 18:00" in card.text
    assert "Решено: другая дата, 27.12.2022, до 18:00. Секретарь Ольга Лебедева" in card.text
    assert "Причина: так согласовано с <b>финансовым</b> управлением & главой." in card.text
    assert (await press(stage, olga, second, "Отменить решение")) == ""
    await press(stage, olga, await olga.next_message(), "Не решать")
    assert question.text.startswith("П. 67: вт, 27 декабря 2022, до 18:00.")
    await withdrawn(stage, olga)


async def test_what_is_asked_meanwhile_is_not_recorded(stage: Stage) -> None:
    """Keys, commands and /cancel end the dialogue: what is written after them is a question."""
    maria = stage.player("Председатель ТИК")
    await press_to(stage, maria, await card_of(stage, maria), PRINTED)
    assert "Сегодня" in (await tap(stage, maria, "Сегодня")).text
    assert "Понял так" in (await ask(stage, maria, "что на этой неделе")).text
    await press_to(stage, maria, await card_of(stage, maria), PRINTED)
    assert "Записать решение?" in (await ask(stage, maria, "что на этой неделе")).text
    assert "Закончили" in (await ask(stage, maria, "/cancel")).text
    assert "Понял так" in (await ask(stage, maria, "что на этой неделе")).text
    assert PRINTED in labels(await card_of(stage, maria))


async def test_buttons_of_no_decision(stage: Stage) -> None:
    maria = stage.player("Председатель ТИК")
    for data in (
        "decide:1:67:1e:c20221225",  # the count gives another date
        "decide:1:999:1e:c20221224",
        "decide:x:67:1e:c20221224",
        "decide:1:67:zz:c20221224",
        "decide:1:67:1e:q20221224",
        "decide:1:67:1e:c20221399",
        "decide-why:1:67:1e:c20221224:whatever",
        "decide-day:1:67:9999e",
        "undecide-go:1:67:1e:99999999999999",
        "undecide-go:1:67:1e:1",
        "plan-file:1:exe",
        "plan-file:x:yaml",
    ):
        assert await pressed_raw(stage, maria, data), data
    assert PRINTED in labels(await card_of(stage, maria))


@pytest.mark.parametrize("form", ["Документ Word", "Таблица Excel", "Календарь для телефона", "Файл плана (.yaml)"])
async def test_the_plan_as_a_file(stage: Stage, form: str) -> None:
    maria = stage.player("Председатель ТИК")
    asked = await ask(stage, maria, "/plan")
    file = await press_to(stage, maria, asked, form)
    assert file.kind == "document"


async def test_the_watching_secretary_is_told_once(stage: Stage) -> None:
    """Item 67 is the financial department's: of those in the bot the secretary alone was told of it."""
    maria, olga = stage.player("Председатель ТИК"), stage.player("Секретарь ТИК")
    await stage.controls.advance(stage.clock.now().replace(hour=9, minute=0, day=21))
    digest = await olga.wait_for(lambda m: "Ваши сроки на ср, 21 декабря" in m.text)
    assert "1 дата плана ждёт вашего решения" in digest.text
    assert "Расхождения в плане (1)" in labels(digest)

    before = {person.id: len(person.from_bot()) for person in stage.players}
    question = await press_to(stage, maria, await card_of(stage, maria), PRINTED)
    assert labels(question) == REASONS[1:], "a slip of the document is no reason for its date"
    await decided(stage, maria, question, REASONS[1])
    await settled(stage)
    told = await olga.wait_for(lambda m: m.text.startswith("Срок изменился: п. 67"))
    assert "Теперь: не позднее вс, 24 декабря 2023" in told.text
    assert "Председатель Мария Громова" in told.text
    others = [person for person in stage.players if person.id not in (maria.id, olga.id)]
    assert not [person for person in others if len(person.from_bot()) > before[person.id]]
    assert len(olga.from_bot()) == before[olga.id] + 1
