"""Misfortunes switched on from the page: what people see of them, and that nothing is lost when they are over."""

from __future__ import annotations

import asyncio
from datetime import date
from types import SimpleNamespace

import pytest
from playwright.async_api import expect

from bot.demo.sums import sums_of
from messengers.telegram import talk
from tests.browser.conftest import Open

pytestmark = pytest.mark.asyncio(loop_scope="package")

FIRST_DAY = date(2023, 3, 7)

OFFLINE = "Telegram недоступен"
FLOOD = "Слишком много запросов (429)"
BROKEN = "Ошибка сервера (500)"
SILENT = "Нет ответа (таймаут)"
FORBIDDEN = "Бот заблокирован (403)"
LOST = "Чат не найден (400)"

MAYBE_REPEATED = "Возможно, вы уже получали это сообщение."
HELP = "Что я умею"
REST = 20
"""Seconds that a 429 asks to wait; a bot that is to answer does, but no story does."""


def morning(day: str) -> str:
    return f"Доброе утро! Ваши сроки на {day}"


async def test_an_answer_comes_once_when_it_is_over(open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    over = asyncio.Event()
    monkeypatch.setattr(talk, "asyncio", SimpleNamespace(sleep=lambda seconds: over.wait()))
    demo = await open_page()
    befallen = {"Анна Белова": FLOOD, "Павел Тихонов": BROKEN, "Андрей Ершов": SILENT}
    for name, kind in befallen.items():
        await demo.befall(kind, name, seconds=REST if kind == FLOOD else None)
    for name, kind in befallen.items():
        await expect(demo.page.get_by_role("status").filter(has_text="Включены неполадки")).to_contain_text(kind)
        await demo.choose(name)
        await demo.write("/help")
        await demo.sees("/help")
    await demo.struck(len(befallen))
    for name in befallen:
        await demo.choose(name)
        await demo.sees_not(HELP)
    await demo.all_is_well()
    over.set()
    for name in befallen:
        await demo.choose(name)
        await demo.sees(HELP)
        await demo.write("/cancel")
        await expect(demo.messages.filter(has_text=HELP)).to_have_count(1)


async def test_a_morning_comes_once_when_it_is_over(open_page: Open) -> None:
    demo = await open_page()
    befallen = {
        "Нина Соколова": FLOOD,
        "Татьяна Орлова": BROKEN,
        "Виктор Зайцев": SILENT,
        "Илья Морозов": FORBIDDEN,
        "Елена Кравцова": LOST,
    }
    words = morning("ср, 8 марта")
    await demo.until("2023-03-08T08:50")
    for name, kind in befallen.items():
        await demo.befall(kind, name)
    await demo.step(demo.words.hour)
    await demo.choose("Мария Громова")
    await demo.sees(words)
    for name in befallen:
        await demo.choose(name)
        await demo.sees_not(words)
    await demo.all_is_well()
    for name in ("Илья Морозов", "Елена Кравцова"):  # of whom the bot was told that they are gone
        await demo.choose(name)
        await demo.write("/start")
        await demo.sees("Здравствуйте")
    await demo.step(demo.words.hour)
    for name, kind in befallen.items():
        await demo.choose(name)
        letter = await demo.sees(words)
        await expect(demo.messages.filter(has_text=words)).to_have_count(1)
        assert (MAYBE_REPEATED in await letter.inner_text()) == (kind == SILENT)
    sums = await sums_of(demo.stage)
    assert (sums.astray, sums.left_due) == (0, 0)


async def test_telegram_goes_away_and_comes_back(open_page: Open) -> None:
    demo = await open_page()
    words = morning("чт, 9 марта")
    await demo.until("2023-03-09T08:50")
    await demo.choose("Мария Громова")
    await demo.befall(OFFLINE)
    await demo.step(demo.words.hour)
    await demo.write("/help")
    await demo.sees("/help")
    await demo.sees_not(HELP)
    await demo.sees_not(words)
    await demo.all_is_well()
    await demo.sees(HELP)
    await demo.step(demo.words.hour)
    await demo.sees(words)
    for said in (words, HELP):
        await expect(demo.messages.filter(has_text=said)).to_have_count(1)
    sums = await sums_of(demo.stage)
    assert (sums.astray, sums.left_due) == (0, 0)


async def test_a_blocked_bot_is_silent_until_it_is_let_in_again(open_page: Open) -> None:
    demo = await open_page()
    await demo.until("2023-03-10T08:50")
    await demo.choose("Ольга Лебедева")
    await demo.block()
    await expect(demo.row("Ольга Лебедева")).to_contain_text("бот заблокирован")
    await demo.step(demo.words.hour)
    await demo.sees_not(morning("пт, 10 марта"))
    await expect(demo.field).to_be_hidden()
    await demo.block(blocked=False)
    await expect(demo.row("Ольга Лебедева")).not_to_contain_text("бот заблокирован")
    await demo.write("/start")
    await demo.sees("Здравствуйте")
    await demo.step(demo.words.next_morning)
    await demo.sees(morning("сб, 11 марта"))
