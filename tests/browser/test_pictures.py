"""What the page looks like, kept as build artefacts: the telling moments on three screens, light or dark."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date

import pytest

from tests.browser.conftest import PICTURES, Open
from tests.browser.page import DESKTOP, PHONE, TABLET, Demo
from tests.browser.words import RUSSIAN

pytestmark = pytest.mark.asyncio(loop_scope="package")

FIRST_DAY = date(2023, 1, 28)

SCREENS = (PHONE, TABLET, DESKTOP)
THEMES = ("light", "dark")

LAST_MORNING = "2023-01-30T09:00"


async def answered(demo: Demo) -> None:
    await demo.choose("Илья Морозов")
    await demo.write("До какого числа сдать документы на регистрацию?")
    await demo.sees("Понял так: п. 28")


async def reminded(demo: Demo) -> None:
    await demo.until(LAST_MORNING)
    await demo.choose("Елена Кравцова")
    await demo.sees("Доброе утро! Ваши сроки на пн, 30 января")


async def read(demo: Demo) -> None:
    await reminded(demo)
    await demo.page.get_by_role("button", name=demo.words.fold_keyboard, exact=True).click()
    await demo.keys.wait_for(state="hidden")


async def watched(demo: Demo) -> None:
    await demo.choose("Мария Громова")
    await demo.tap("Контроль")
    await demo.sees("Контроль: ")


async def decided(demo: Demo) -> None:
    await demo.choose("Мария Громова")
    await demo.write("пункт 67")
    await demo.press("П. 67 подробно")
    await demo.sees("В документе напечатано 24.12.2023", button="Другая дата…")


async def helped(demo: Demo) -> None:
    await demo.choose("Анна Белова")
    await demo.write("Куда жаловаться, если на участке нарушают тайну голосования?")
    await demo.sees("передал ваш вопрос человеку на горячую линию")
    await demo.choose("Горячая линия")
    await demo.topic("Анна Белова").click()
    await demo.sees("Куда жаловаться")


async def looked(demo: Demo) -> None:
    await demo.choose("Илья Морозов")


async def troubled(demo: Demo) -> None:
    await demo.panel.get_by_role("button", name=demo.words.faults).click()


async def logged(demo: Demo) -> None:
    await demo.choose("Илья Морозов")
    await demo.panel.get_by_role("button", name=demo.words.log).click()


MOMENTS: dict[str, Callable[[Demo], Awaitable[None]]] = {
    "people": looked,
    "answer": answered,
    "reminder": reminded,
    "read": read,
    "control": watched,
    "decision": decided,
    "hotline": helped,
    "clock": looked,
    "faults": troubled,
    "log": logged,
}

SECTIONS = {"people": RUSSIAN.people, "clock": RUSSIAN.clock}
"""Which of its columns a phone shows then; else it is the chat."""


@pytest.mark.parametrize("moment", MOMENTS)
async def test_a_moment_on_every_screen(open_page: Open, moment: str) -> None:
    demo = await open_page()
    await MOMENTS[moment](demo)
    await photograph(demo, moment)


async def test_the_tour_on_every_screen(open_page: Open) -> None:
    demo = await open_page(tour=True)
    await demo.page.get_by_role("dialog").get_by_role("button", name="Дальше", exact=True).wait_for()
    await photograph(demo, "tour")


async def photograph(demo: Demo, moment: str) -> None:
    """A picture of each size, light, and of the two extreme ones dark; on none does anything stick out."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for screen in SCREENS:
        await demo.page.set_viewport_size({"width": screen.width, "height": screen.height})
        if moment in SECTIONS:
            await demo.turn_to(SECTIONS[moment])
        await demo.fits_its_window()
        top = demo.panel.get_by_role("button", name=demo.words.next_morning, exact=True)
        if await top.is_visible():
            await top.scroll_into_view_if_needed()
        for theme in THEMES if screen is not TABLET else THEMES[:1]:
            await demo.page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
            await demo.page.screenshot(
                path=PICTURES / f"{moment}-{screen.width}-{theme}.png", animations="disabled", caret="hide"
            )
