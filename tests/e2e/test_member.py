"""A member of an УИК: invited, reminded in the morning, marks what is done; colleagues and strangers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from bot.demo.stage import Stage
from sandbox import Message
from tests.e2e.acting import (
    changed,
    invited_by,
    labels,
    local_time,
    press,
    press_to,
    pressed_elsewhere,
    tap,
    wait_until,
)

pytestmark = pytest.mark.asyncio(loop_scope="module")

FIRST_DAY = date(2023, 3, 7)

LAST_DAY = "ср, 8 марта"
"""Item 93, handing the ballot papers over, ends on this day."""

NEXT_DAY = "чт, 9 марта"


async def test_from_the_invitation_to_the_mark(stage: Stage) -> None:
    nina, viktor = stage.player("Председатель УИК № 1034"), stage.player("Член УИК № 1034")
    zoya = await invited_by(stage, nina, "Зоя", "УИК № 1034", "Член комиссии")
    assert "Теперь вы: член УИК № 1034" in zoya.from_bot()[0].text
    assert ["Ближайшее", "Мои сроки"] in zoya.keyboard

    await wait_until(stage, "2023-03-08 09:00")
    morning = of_day(zoya.from_bot(), LAST_DAY)
    assert morning.text.startswith("Доброе утро!")
    assert "Сегодня последний день\n🔹 п. 93" in morning.text
    assert local_time(morning) == "09:00"
    assert "🔹 п. 93" in of_day(viktor.from_bot(), LAST_DAY).text, "a colleague is asked for the same"

    assert await press(stage, zoya, morning, "✓ п. 93") == "Отмечено: исполнено. Спасибо!"
    ticked = await changed(zoya, morning, lambda m: "↶ п. 93" in labels(m))
    assert "✅ п. 93" in ticked.text

    await wait_until(stage, "2023-03-09 09:00")
    assert "п. 93" not in of_day(viktor.from_bot(), NEXT_DAY).text, "done by one is done for the commission"
    old = of_day(viktor.from_bot(), LAST_DAY)
    assert await press(stage, viktor, old, "✓ п. 93") == "Это уже отмечено исполненным: Зоя, 08.03.2023 09:00."
    await changed(viktor, old, lambda m: "✅ п. 93" in m.text)


async def test_a_mark_is_taken_back_on_the_card(stage: Stage) -> None:
    viktor = stage.player("Член УИК № 1034")
    listed = await tap(stage, viktor, "Мои сроки")
    card = await press_to(stage, viktor, listed, "п. 84")
    assert await press(stage, viktor, card, "✓ Исполнено") != ""
    await changed(viktor, card, lambda m: "↶ Снять отметку" in labels(m) and "✅ Исполнено" in m.text)
    assert await press(stage, viktor, card, "↶ Снять отметку") == "Отметка снята."
    await changed(viktor, card, lambda m: "✓ Исполнено" in labels(m))


async def test_who_does_not_owe_it_is_refused(stage: Stage) -> None:
    await wait_until(stage, "2023-03-09 10:00")
    nina = stage.player("Председатель УИК № 1034")
    chairmans = of_day(nina.from_bot(), NEXT_DAY)
    for stranger in ("Кандидат, самовыдвиженец", "Избиратель", "Председатель ТИК", "Член УИК № 1034"):
        said = await pressed_elsewhere(stage, stage.player(stranger), chairmans, "✓ п. 12")
        assert said == "Эту отметку может поставить только тот, кто отвечает за пункт.", stranger
    assert "✓ п. 12" in labels(chairmans)


async def test_a_position_narrows_the_duty(stage: Stage) -> None:
    """Item 10 is the chairman's and the secretary's, item 12 the chairman's alone."""
    await wait_until(stage, "2023-03-09 10:00")
    texts = [
        of_day(stage.player(f"{position} УИК № 1034").from_bot(), NEXT_DAY).text
        for position in ("Председатель", "Секретарь", "Член")
    ]
    assert ["п. 10:" in text for text in texts] == [True, True, False]
    assert ["п. 12:" in text for text in texts] == [True, False, False]


async def test_an_end_with_an_hour_is_recalled_two_hours_before(stage: Stage) -> None:
    await wait_until(stage, "2023-03-12 18:00")
    viktor = stage.player("Член УИК № 1034")
    reminder = viktor.from_bot()[-1]
    assert reminder.text.startswith("Сегодня до 20:00")
    assert "осталось 2 часа" in reminder.text
    assert "✓ п. 11" in labels(reminder)
    assert local_time(reminder) == "18:00"


def of_day(messages: Sequence[Message], day: str) -> Message:
    """The morning message of that day."""
    return next(message for message in messages if message.text.partition("\n")[0].endswith(day))
