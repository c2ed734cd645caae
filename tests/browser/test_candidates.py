"""Candidates and a voter on the page: until when, the reminder of the last day, the hotline and its operators."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Open

pytestmark = pytest.mark.asyncio(loop_scope="package")

FIRST_DAY = date(2023, 1, 29)

QUESTION = "Куда жаловаться, если на участке нарушают тайну голосования?"


async def test_a_candidate_asks_until_when_and_is_reminded_on_the_last_day(open_page: Open) -> None:
    demo = await open_page()
    await demo.choose("Илья Морозов")
    await demo.write("До какого числа сдать документы на регистрацию?")
    await demo.sees("Понял так: п. 28.", "Пн, 30 января, до 18:00")
    await demo.press("П. 28 подробно")
    await demo.sees("Представление в соответствующую избирательную комиссию", button="✓ Исполнено")
    await demo.until("2023-01-30T09:00")
    await demo.sees("Доброе утро! Ваши сроки на пн, 30 января", "Сегодня последний день", "п. 28, до 18:00")
    await demo.until("2023-01-30T16:00")
    await demo.sees("Сегодня до 18:00", "осталось 2 часа")


async def test_a_partys_candidate_marks_it_before_the_second_reminder(open_page: Open) -> None:
    demo = await open_page()
    await demo.until("2023-01-30T09:00")
    await demo.choose("Елена Кравцова")
    await demo.press("✓ п. 28", "Ваши сроки на пн, 30 января")
    await demo.told("Отмечено: исполнено. Спасибо!")
    await demo.sees("Ваши сроки на пн, 30 января", "✅ п. 28", button="↶ п. 28")
    await demo.write("что у меня на этой неделе?")
    await demo.sees("Понял так: 30 января – 5 февраля")


async def test_a_voters_question_goes_to_an_operator_and_back(open_page: Open) -> None:
    demo = await open_page()
    await demo.choose("Анна Белова")
    await demo.write(QUESTION)
    await demo.sees("передал ваш вопрос человеку на горячую линию")

    await demo.choose("Горячая линия")
    await demo.write_as("Дмитрий Котов")
    topic = demo.topic("Анна Белова")
    await topic.click()
    await expect(topic).to_have_attribute("aria-selected", "true")
    await demo.sees(QUESTION)
    await demo.press("В работе")
    await demo.told("Вопрос № 1: в работе")
    await demo.write("Пишите в ТИК: ул. Притомская, 5")

    await demo.choose("Анна Белова")
    await demo.sees("Ответ на ваш вопрос № 1:", "ул. Притомская, 5", button="Спасибо, вопрос решён")
    await demo.press("Написать оператору")
    await demo.write("А по почте можно?")
    await demo.sees("Добавил к вашему вопросу № 1.")
    await demo.tap("Закончить")
    await expect(demo.keys.get_by_role("button", name="Эта неделя", exact=True)).to_be_visible()

    await demo.choose("Горячая линия")
    await demo.topic("Анна Белова").click()
    await demo.sees("А по почте можно?")
    await demo.choose("Анна Белова")
    await demo.press("Спасибо, вопрос решён")
    await demo.told("Спасибо! Вопрос № 1 закрыт.")
