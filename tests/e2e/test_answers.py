"""What is asked gets an answer: in free words, by a number, by the large keys and by commands; from any seat."""

from __future__ import annotations

from datetime import date

import pytest

from bot.demo.stage import Stage
from tests.e2e.acting import ask, changed, labels, press, press_to, tap

pytestmark = pytest.mark.asyncio(loop_scope="module")

FIRST_DAY = date(2023, 1, 24)

KEYS = ("Сегодня", "Эта неделя", "Ближайшее", "Мои сроки", "Контроль", "Найти", "Помощь")
COMMANDS = dict(zip(KEYS, ("/today", "/week", "/next", "/mine", "/control", "/find", "/help"), strict=True))


@pytest.mark.parametrize("seat", ["Кандидат, самовыдвиженец", "Избиратель", "Член УИК № 1034"])
async def test_until_when_may_a_candidate_withdraw(stage: Stage, seat: str) -> None:
    answer = await ask(stage, stage.player(seat), "до какого числа можно снять кандидатуру")
    assert "Понял так: п. 39" in answer.text
    assert "Не позднее сб, 4 марта — осталось 39 дней" in answer.text
    assert "При наличии вынуждающих к тому обстоятельств: не позднее ср, 8 марта" in answer.text
    assert "Не позднее чем за 5 дней до дня (первого дня) голосования" in answer.text, "the plan's own wording"
    assert "п. 7 ст. 74 ЗКО" in answer.text, "the law"
    assert answer.reply_to is not None
    assert answer.reply_to.text == "до какого числа можно снять кандидатуру"


async def test_the_card_behind_an_answer(stage: Stage) -> None:
    ilya = stage.player("Кандидат, самовыдвиженец")
    answer = await ask(stage, ilya, "пункт 28")
    assert "Пн, 30 января, до 18:00 — осталось 6 дней" in answer.text
    card = await press_to(stage, ilya, answer, "П. 28 подробно")
    assert "Представление в соответствующую избирательную комиссию документов для регистрации" in card.text
    assert "12.03.2023" in card.text, "how the date was counted"
    assert "✓ Исполнено" in labels(card)


async def test_the_week_in_words(stage: Stage) -> None:
    anna = stage.player("Избиратель")
    answer = await ask(stage, anna, "Что на этой неделе?")
    assert "Понял так: 23–29 января" in answer.text
    assert "Идёт сейчас" in answer.text
    assert "пн, 30 января" in answer.text, "nothing ends this week, so what comes next is said"


async def test_what_has_passed_holds_nothing_that_is_still_to_come(stage: Stage) -> None:
    anna = stage.player("Избиратель")
    answer = await ask(stage, anna, "что уже просрочено?")
    assert "п. 13" in answer.text
    assert "через" not in answer.text
    assert "Без даты" not in answer.text


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("seat", ["Секретарь ТИК", "Председатель УИК № 1034", "Кандидат от партии", "Избиратель"])
async def test_a_key_and_its_command_say_the_same(stage: Stage, seat: str, key: str) -> None:
    person = stage.player(seat)
    by_command = await ask(stage, person, COMMANDS[key])
    assert len(by_command.text.splitlines()) > 1 or len(by_command.text) > 30, "more than a bare title"
    if any(key in row for row in person.keyboard):
        by_key = await tap(stage, person, key)
        assert (by_key.text, labels(by_key)) == (by_command.text, labels(by_command))


async def test_everybody_has_the_keys_of_their_seat(stage: Stage) -> None:
    def keys(seat: str) -> set[str]:
        return {key for row in stage.player(seat).keyboard for key in row}

    everybodys = {"Сегодня", "Эта неделя", "Ближайшее", "Найти", "Горячая линия", "Помощь"}
    assert keys("Избиратель") == everybodys
    assert keys("Кандидат от партии") == everybodys | {"Мои сроки"}
    assert keys("Председатель УИК № 1034") == everybodys | {"Мои сроки", "Пригласить"}
    assert keys("Секретарь ТИК") == everybodys | {"Мои сроки", "Пригласить", "Контроль"}
    assert keys("Председатель ТИК") == everybodys | {"Мои сроки", "Пригласить", "Контроль", "Объявление"}


@pytest.mark.parametrize("seat", ["Секретарь ТИК", "Председатель ТИК"])
async def test_the_heads_see_what_others_carry_out(stage: Stage, seat: str) -> None:
    control = await tap(stage, stage.player(seat), "Контроль")
    assert control.text.startswith("Контроль: 24 января – 7 февраля")
    assert "п. 4: Опубликование списков избирательных участков" in control.text
    assert "Глава Кемеровского муниципального округа" in control.text


async def test_control_is_only_the_heads(stage: Stage) -> None:
    nina = stage.player("Председатель УИК № 1034")
    said = await ask(stage, nina, "/control")
    assert "председател" in said.text
    assert "секретар" in said.text


async def test_pages_turn_in_place(stage: Stage) -> None:
    olga = stage.player("Секретарь ТИК")
    first = await tap(stage, olga, "Мои сроки")
    assert "Страница 1 из" in first.text
    await press(stage, olga, first, "Дальше ›")
    second = await changed(olga, first, lambda m: "Страница 2 из" in m.text)
    await press(stage, olga, second, "‹ Назад")
    await changed(olga, first, lambda m: "Страница 1 из" in m.text)


async def test_the_language_can_be_changed_and_back(stage: Stage) -> None:
    elena = stage.player("Кандидат от партии")
    asked = await ask(stage, elena, "/language")
    english = await press_to(stage, elena, asked, "English")
    assert ["Today", "This week"] in elena.keyboard
    listed = await tap(stage, elena, "Today")
    assert "Today: Tue, 24 January" in listed.text
    for message in (english, listed):  # what is left is looked at for words in the wrong language
        elena.delete(message)
    await press_to(stage, elena, asked, "Русский")
    assert ["Сегодня", "Эта неделя"] in elena.keyboard
