"""A ТИК adds its precincts and invites their people from the chat."""

from __future__ import annotations

from datetime import date

import pytest

from bot.demo.stage import Stage
from tests.e2e.acting import ask, invited_by, tap

pytestmark = pytest.mark.asyncio(loop_scope="module")

FIRST_DAY = date(2023, 2, 1)


async def test_a_secretary_adds_a_precinct_and_its_chairman_has_its_deadlines(stage: Stage) -> None:
    olga = stage.player("Секретарь ТИК")
    menu = await tap(stage, olga, "Пригласить")
    olga.press(menu, "＋ Добавить УИК")
    asked = await olga.next_message()
    assert asked.text.startswith("Напишите номера УИК")
    assert (await ask(stage, olga, "тысяча тридцать пять")).text.startswith("Нужны только номера")
    assert (await ask(stage, olga, "1035, 1036")).text.startswith("Готово: УИК № 1035, УИК № 1036.")
    chairman = await invited_by(stage, olga, "Пётр", "УИК № 1035", "Председатель")
    assert "председатель УИК № 1035" in chairman.from_bot()[-1].text
    assert "п. 18" in (await tap(stage, chairman, "Мои сроки")).text


async def test_the_chairman_of_a_precinct_adds_none(stage: Stage) -> None:
    menu = await tap(stage, stage.player("Председатель УИК № 1034"), "Пригласить")
    assert "Добавить" not in str(menu.markup)
