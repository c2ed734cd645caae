"""The campaign's clock on the page: jumps, the strip, days that play, the way back that there is not; the log."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

import pytest
from babel.dates import format_date
from playwright.async_api import expect

from tests.browser.conftest import Open
from tests.browser.page import Demo

pytestmark = pytest.mark.asyncio(loop_scope="package")

FIRST_DAY = date(2023, 1, 9)

BACKWARDS = "Назад часы не идут"
CONFLICT = 409
"""What the server answers to a clock that is to go back, or beyond the calendar."""


def morning(days: int, demo: Demo) -> datetime:
    """Nine o'clock so many days from now."""
    return (demo.now() + timedelta(days=days)).replace(hour=9, minute=0, second=0, microsecond=0)


async def test_a_jump_sends_what_fell_due_meanwhile(open_page: Open) -> None:
    demo = await open_page()
    await demo.choose("Ольга Лебедева")
    target = morning(9, demo)
    await demo.jump(f"{target:%Y-%m-%dT%H:%M}")
    await expect(demo.panel.get_by_text("09:00", exact=True)).to_be_visible()
    assert demo.now() >= target
    days = {line for text in await demo.messages.all_inner_texts() for line in re.findall("Ваши сроки на (.*)", text)}
    assert len(days) >= 3, "each day's own message has come"


async def test_a_day_is_chosen_on_the_strip_and_gone_to(open_page: Open) -> None:
    demo = await open_page()
    strip = demo.panel.get_by_role("slider", name=demo.words.strip)
    target = morning(1, demo)
    await strip.press("ArrowRight")
    await expect(demo.panel.get_by_role("button", name=re.compile("^Перейти: "))).to_be_visible()
    await strip.press("Enter")
    await demo.stands()
    await expect(demo.panel.get_by_text("09:00", exact=True)).to_be_visible()
    assert demo.now() >= target


async def test_an_interesting_day_is_one_click_away(open_page: Open) -> None:
    demo = await open_page()
    day = demo.panel.get_by_role("button").filter(has_text="последний день сдать документы на регистрацию")
    await day.click()
    await demo.stands()
    await expect(day).to_have_count(0)
    await demo.choose("Илья Морозов")
    await demo.sees("Доброе утро! Ваши сроки на пн, 30 января")


async def test_the_clock_does_not_go_back(open_page: Open) -> None:
    demo = await open_page()
    before = demo.now()
    strip = demo.panel.get_by_role("slider", name=demo.words.strip)
    await strip.press("Home")
    await expect(demo.panel.get_by_text(BACKWARDS).first).to_be_visible()
    await strip.press("Enter")
    await expect(demo.panel.get_by_role("button", name=re.compile("^Перейти: "))).to_be_hidden()
    await strip.press("Escape")
    await expect(demo.panel.get_by_text(BACKWARDS)).to_be_hidden()

    demo.provoked.add(CONFLICT)
    await demo.page.evaluate("document.querySelectorAll('input').forEach(node => { node.min = '' })")
    yesterday = demo.now() - timedelta(days=1)
    await demo.jump(f"{yesterday:%Y-%m-%dT%H:%M}")
    await expect(demo.panel.get_by_text(BACKWARDS).first).to_be_visible()
    assert demo.now() >= before


async def test_days_play_and_a_second_tab_follows(open_page: Open) -> None:
    demo = await open_page()
    other = await open_page(beside=demo)
    start = demo.now()
    await demo.play()
    await expect(other.panel.get_by_role("button", name=other.words.pause, exact=True)).to_be_visible()
    await expect(
        other.panel.get_by_text(format_date(start + timedelta(days=2), "d MMMM y", locale="ru"))
    ).to_be_visible()
    await demo.reload()
    await demo.pause()
    await expect(other.panel.get_by_role("button", name=other.words.play, exact=True)).to_be_visible()
    assert demo.now() - start >= timedelta(days=2)
    await expect(demo.panel.get_by_text(demo.hour(), exact=True)).to_be_visible()


async def test_the_log_shows_what_the_bot_and_telegram_say(open_page: Open) -> None:
    demo = await open_page()
    await demo.choose("Анна Белова")
    await demo.panel.get_by_role("button", name=demo.words.log).click()
    drawer = demo.page.get_by_role("dialog", name=demo.words.log)
    await demo.write("/next")
    line = drawer.get_by_role("listitem").filter(has_text="sendMessage").filter(has_text="Ближайшие сроки")
    await line.first.get_by_text("sendMessage").first.click()
    await expect(line.first.get_by_text('"chat_id"')).to_be_visible()
    assert demo.stage.sandbox.token not in await drawer.inner_text()
    await demo.page.keyboard.press("Escape")
