"""The demo's page as people use it: found by roles and by the words that people see, never by its CSS.

What the page calls its parts stands here and in `words` alone, so that a story need not change when the page does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from playwright.async_api import FilePayload, Locator, Page, expect

from bot.demo.stage import Stage
from tests.browser.words import ENGLISH, RUSSIAN, Words
from tests.e2e.acting import ZONE, a_while


@dataclass(frozen=True, slots=True)
class Screen:
    """A window's size in pixels. On a `narrow` one the page shows one column at a time."""

    width: int
    height: int

    @property
    def narrow(self) -> bool:
        return self.width < 720


PHONE: Final = Screen(360, 740)
TABLET: Final = Screen(768, 1024)
DESKTOP: Final = Screen(1440, 900)


DAY_OF: Final = re.compile(r"^(День|Day) \d+ (из|of) \d+")
"""Which day of the campaign it is: the clock has come."""

PATIENCE: Final = 20.0
"""Seconds that something may take on a busy machine."""

TABS: Final = 200
"""The page has fewer places to stop at."""


class Demo:
    """One tab with the page. Acts wait until they can be done, `sees` until it is so."""

    def __init__(self, page: Page, stage: Stage, words: Words = RUSSIAN) -> None:
        self.page = page
        self.stage = stage
        self.words = words
        self.complaints: list[str] = []
        self.hosts: list[str] = []
        self.provoked: set[int] = set()
        """Status codes that the story calls forth."""

    # Where things are

    @property
    def people(self) -> Locator:
        """The list of people and groups."""
        return self.page.get_by_role("navigation", name=self.words.people)

    @property
    def messages(self) -> Locator:
        """All messages in sight or to scroll to, lines of days and events among them."""
        return self.page.get_by_label(self.words.messages, exact=True).get_by_role("listitem")

    @property
    def field(self) -> Locator:
        """Where a message is written."""
        return self.page.get_by_label(self.words.write, exact=True)

    @property
    def keys(self) -> Locator:
        """The bot's large keys."""
        return self.page.get_by_role("group", name=self.words.keyboard)

    @property
    def panel(self) -> Locator:
        """The clock's column."""
        return self.page.get_by_role("complementary", name=self.words.panel)

    def row(self, title: str) -> Locator:
        """Somebody in the list, or a group."""
        return self.people.get_by_role("button").filter(has=self.page.get_by_text(title, exact=True))

    def message(self, *texts: str, button: str = "") -> Locator:
        """The newest message with all these words in it, and with this button."""
        found = self.messages
        for text in texts:
            found = found.filter(has_text=text)
        if button:
            found = found.filter(has=self.page.get_by_role("button", name=button, exact=True))
        return found.last

    # Opening

    async def open(self, query: str = "", *, tour: bool = False) -> None:
        """Load the page; the tour of a first visit is skipped unless the story is about it."""
        wishes = [query] if query else []
        if not tour:
            wishes.append("tour=off")
        await self.page.goto(f"{self.stage.url}/?{'&'.join(wishes)}")
        await self.is_ready()

    async def is_ready(self) -> None:
        """Wait until the people and the clock are there."""
        people = self.page.get_by_role("navigation", name=self.words.people, include_hidden=True)
        await expect(people.get_by_text("Мария Громова").first).to_be_attached()
        await expect(self.page.get_by_text(DAY_OF)).to_be_attached()

    async def reload(self) -> None:
        """Press F5."""
        await self.page.reload()
        await self.is_ready()

    async def turn_to(self, section: str) -> None:
        """On a narrow screen: show this column."""
        tab = self.page.get_by_role("navigation", name=self.words.sections).get_by_role("button", name=section)
        if await tab.is_visible():
            await tab.click()

    async def choose(self, title: str) -> None:
        """Open somebody's chat with the bot, or a group."""
        if not await self.people.is_visible():
            await self.turn_to(self.words.people)
        await self.row(title).click()
        await expect(self.page.get_by_role("heading", name=title, exact=True)).to_be_visible()
        await self.is_open()

    async def is_open(self) -> None:
        """Wait until what is seen is the chosen chat, and no more the one before."""
        await expect(self.page.get_by_label(self.words.messages, exact=True)).not_to_have_js_property("inert", True)

    def topic(self, name: str) -> Locator:
        """A topic of the open forum."""
        return self.page.get_by_label(self.words.topics, exact=True).get_by_role("tab").filter(has_text=name)

    # Doing

    async def write_as(self, name: str) -> None:
        """Be this member of the open group."""
        choice = self.page.get_by_label(self.words.write_as)
        option = choice.get_by_role("option").filter(has_text=name)
        await choice.select_option(value=await option.get_attribute("value"))

    async def add_person(self, name: str) -> None:
        """Somebody new comes."""
        if not await self.people.is_visible():
            await self.turn_to(self.words.people)
        await self.people.get_by_role("textbox", name=self.words.new_person).fill(name)
        await self.people.get_by_role("button", name=self.words.add, exact=True).click()
        await expect(self.row(name)).to_be_visible()

    async def menu(self, item: str) -> None:
        """Choose from the open chat's menu."""
        await self.page.get_by_role("button", name=self.words.chat_menu).click()
        await self.page.get_by_role("menu").get_by_text(item).first.click()

    async def open_link(self, link: str) -> None:
        """Open an invitation as the person of the open chat."""
        a_while(self.stage)
        await self.menu(self.words.open_link)
        asked = self.page.get_by_role("dialog")
        await asked.get_by_role("textbox").fill(link)
        await asked.get_by_role("button", name=self.words.go).click()

    async def write(self, text: str) -> None:
        """Send a text."""
        a_while(self.stage)
        await self.field.fill(text)
        await self.field.press("Enter")
        await expect(self.field).to_have_value("")

    async def attach(self, name: str, kind: str, body: bytes, caption: str = "") -> None:
        """Send a file of this MIME type, with words under it."""
        await self.attach_all([FilePayload(name=name, mimeType=kind, buffer=body)], caption)

    async def attach_all(self, files: Sequence[FilePayload], caption: str = "") -> None:
        """Send files at once, an album of them if there are several."""
        a_while(self.stage)
        async with self.page.expect_file_chooser() as asked:
            await self.page.get_by_role("button", name=self.words.attach, exact=True).click()
        chooser = await asked.value
        await chooser.set_files(list(files))
        await self.field.fill(caption)
        await self.field.press("Enter")
        await expect(self.field).to_have_value("")

    async def tap(self, key: str) -> None:
        """Press one of the bot's large keys."""
        a_while(self.stage)
        await self.keys.get_by_role("button", name=key, exact=True).click()

    async def press(self, label: str, *texts: str) -> None:
        """Press a button under the newest message that has it (and these words)."""
        a_while(self.stage)
        message = self.message(*texts, button=label)
        await message.get_by_role("button", name=label, exact=True).click()

    async def act_on(self, message: Locator, item: str) -> None:
        """Choose from the menu of a message."""
        await message.get_by_role("button", name=self.words.message_menu).click()
        await self.page.get_by_role("menu").get_by_role("menuitem", name=item, exact=True).click()

    async def react(self, message: Locator, emoji: str) -> None:
        """Put a reaction under a message, instead of one's own that is there."""
        await self.act_on(message, f"{self.words.reaction} {emoji}")

    async def block(self, *, blocked: bool = True) -> None:
        """The person of the open chat blocks the bot, or lets it in again."""
        if blocked:
            await self.menu(self.words.blocking)
            await expect(self.field).to_be_hidden()
        else:
            await self.page.get_by_role("button", name=self.words.unblock, exact=True).click()
            await expect(self.field).to_be_visible()

    async def befall(self, kind: str, whom: str = "", *, seconds: int | None = None) -> None:
        """Switch a misfortune on, for one person or for everybody; `seconds` is what a 429 asks to wait."""
        await self.panel.get_by_role("button", name=self.words.faults).click()
        drawer = self.page.get_by_role("dialog", name=self.words.faults)
        line = drawer.get_by_role("listitem").filter(has_text=kind)
        if whom:
            await line.get_by_label(self.words.fault_whom).select_option(label=whom)
        if seconds is not None:
            await line.get_by_label(self.words.fault_seconds).fill(str(seconds))
            await line.get_by_label(self.words.fault_seconds).press("Tab")
        switch = line.get_by_role("switch", name=kind)
        await switch.click()
        await expect(switch).to_be_checked()
        await drawer.get_by_role("button", name=self.words.close, exact=True).click()
        await expect(drawer).to_be_hidden()

    async def all_is_well(self) -> None:
        """Switch every misfortune off."""
        await self.page.get_by_role("button", name=self.words.faults_off, exact=True).first.click()
        await expect(self.page.get_by_text(self.words.trouble_on)).to_be_hidden()

    async def struck(self, kinds: int) -> None:
        """Wait until so many of the misfortunes have befallen a call."""
        faults = self.stage.sandbox.faults
        await self.stage.sandbox.changes.until(
            lambda: sum(fault.struck > 0 for fault in faults.active) >= kinds or None,
            PATIENCE,
            lambda: f"some have not struck: {[fault.json() for fault in faults.active]}",
        )

    async def switch_language(self) -> None:
        """Turn to the other language."""
        await self.page.get_by_role("button", name=self.words.language, exact=True).click()
        self.words = ENGLISH if self.words is RUSSIAN else RUSSIAN
        await expect(self.page.get_by_role("button", name=self.words.next_morning, exact=True)).to_be_attached()

    async def tab_to(self, wanted: Locator, *, back: bool = False) -> None:
        """Press Tab (with Shift to go back) until this has the focus: nothing but the keyboard is used."""
        for _ in range(TABS):
            if await wanted.evaluate("node => node === document.activeElement"):
                return
            await self.page.keyboard.press("Shift+Tab" if back else "Tab")
        raise AssertionError(f"{TABS} times Tab do not lead to {wanted}")

    async def step(self, label: str) -> None:
        """Press one of the clock's buttons and wait until the clock stands again."""
        await self.turn_to(self.words.clock)
        await self.panel.get_by_role("button", name=label, exact=True).click()
        await self.stands()

    async def jump(self, local: str) -> None:
        """Move the clock to «2023-01-30T09:00» of the campaign through the field."""
        await self.turn_to(self.words.clock)
        await self.panel.get_by_label(self.words.moment).fill(local)
        await self.panel.get_by_role("button", name=self.words.go, exact=True).click()
        await self.stands()

    async def play(self) -> None:
        """Let a day of the campaign pass each second."""
        await self.turn_to(self.words.clock)
        await self.panel.get_by_role("radio", name=self.words.speed, exact=True).check()
        await self.panel.get_by_role("button", name=self.words.play, exact=True).click()

    async def pause(self) -> None:
        """Stop playing."""
        await self.panel.get_by_role("button", name=self.words.pause, exact=True).click()
        await expect(self.panel.get_by_role("button", name=self.words.play, exact=True)).to_be_visible()

    async def until(self, local: str) -> None:
        """`jump` unless it is later already: the stories of a module share its clock. The chat stays in sight."""
        if self.now() < datetime.fromisoformat(local):
            await self.jump(local)
            await self.turn_to(self.words.chat)

    async def stands(self) -> None:
        """Wait until the clock does not move."""
        await expect(self.panel).not_to_have_attribute("aria-busy", "true")

    # Seeing

    async def sees(self, *texts: str, button: str = "") -> Locator:
        """Wait for such a message in the open chat, and scroll to it."""
        found = self.message(*texts, button=button)
        await expect(found).to_be_visible()
        return found

    async def sees_not(self, *texts: str) -> None:
        """Wait until no such message is in the open chat."""
        await expect(self.message(*texts)).to_have_count(0)

    async def told(self, text: str) -> None:
        """Wait for words that appear over the chat (a toast or an alert)."""
        await expect(self.page.get_by_text(text).first).to_be_visible()

    async def toasted(self, text: str) -> None:
        """Wait for words that appear over the chat and go by themselves; a press sends them away sooner."""
        shown = self.page.get_by_role("status").get_by_text(text).last
        await expect(shown).to_be_visible()
        await shown.click()

    async def alerted(self, text: str) -> None:
        """Wait for a window with these words, which has to be closed."""
        window = self.page.get_by_role("dialog").filter(has_text=text)
        await expect(window).to_be_visible()
        await window.get_by_role("button", name=self.words.understood, exact=True).click()
        await expect(window).to_be_hidden()

    async def fits_its_window(self) -> None:
        """Nothing sticks out: columns scroll, the document does not."""
        root = "document.documentElement"
        sizes = await self.page.evaluate(f"[{root}.scrollWidth, {root}.scrollHeight, innerWidth, innerHeight]")
        assert sizes[0] <= sizes[2], sizes
        assert sizes[1] <= sizes[3], sizes

    def now(self) -> datetime:
        """The campaign's time, local and without a zone."""
        return self.stage.clock.now().astimezone(ZONE).replace(tzinfo=None)

    def hour(self) -> str:
        """The campaign's hour as the page shows it: «09:00»."""
        return f"{self.now():%H:%M}"
