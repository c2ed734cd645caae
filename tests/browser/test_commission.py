"""The territorial commission on the page: a decision and an announcement, control and a mark, a member's own terms."""

from __future__ import annotations

from datetime import date

import pytest

from tests.browser.conftest import Open

pytestmark = pytest.mark.asyncio(loop_scope="package")

FIRST_DAY = date(2022, 12, 20)


async def test_the_chairman_decides_which_date_is_right(open_page: Open) -> None:
    demo = await open_page()
    await demo.choose("Мария Громова")
    await demo.tap("Контроль")
    await demo.press("Расхождения в плане (1)", "Контроль: 20 декабря")
    await demo.sees("в документе 24.12.2023, по закону 24.12.2022")
    await demo.press("п. 67", "в документе 24.12.2023")
    await demo.press("Верна по закону: 24.12.2022")
    await demo.press("Описка в документе", "П. 67: сб, 24 декабря 2022.")
    await demo.told("Решение записано.")
    await demo.sees("Решено: верна дата по закону", "Председатель Мария Громова", button="Отменить решение")
    await demo.write("/decisions")
    await demo.sees("ни одна дата не ждёт решения")


async def test_the_chairman_announces_and_the_precincts_read(open_page: Open) -> None:
    demo = await open_page()
    await demo.choose("Мария Громова")
    await demo.tap("Объявление")
    await demo.sees("объявлени")
    await demo.write("Сбор председателей — завтра в 15:00")
    await demo.press("Все УИК (3)")
    await demo.sees("Объявление комиссии", "Сбор председателей — завтра в 15:00")
    await demo.press("Отправить сейчас", "Получат 3 человека")
    for name in ("Нина Соколова", "Татьяна Орлова", "Виктор Зайцев"):
        await demo.choose(name)
        await demo.sees("Объявление комиссии", "Сбор председателей — завтра в 15:00")
    await demo.choose("Мария Громова")
    await demo.sees("Доставлено: 3 из 3")


async def test_the_secretary_watches_over_others_and_marks_a_duty_done(open_page: Open) -> None:
    demo = await open_page()
    await demo.choose("Ольга Лебедева")
    await demo.tap("Контроль")
    await demo.sees("Контроль: ", "п. 67", "Финансовое управление КМО")
    await demo.tap("Мои сроки")
    await demo.press("п. 47", "Мои сроки")
    await demo.press("✓ Исполнено", "п. 47")
    await demo.sees("п. 47", "✅ Исполнено", button="↶ Снять отметку")


async def test_a_member_sees_the_commissions_terms(open_page: Open) -> None:
    demo = await open_page()
    await demo.choose("Андрей Ершов")
    await demo.tap("Мои сроки")
    await demo.sees("Мои сроки", "вт, 10 января")
    await demo.press("п. 16", "Мои сроки")
    await demo.sees("Решение о возложении полномочий окружных избирательных комиссий на ТИК")
    await demo.write("/control")
    await demo.sees("председатель")
