"""The demo's page as people use it: found by roles and by the words that people see, never by its CSS.

What the page calls its parts stands here alone, so that a story need not change when the page does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from playwright.async_api import FilePayload, Locator, Page, expect

from bot.demo.stage import Stage
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


TABS: Final = 200
"""The page has fewer places to stop at."""


@dataclass(frozen=True, slots=True)
class Words:
    """What the page's parts are called in one language."""

    people: str = "Люди"
    chat: str = "Чат"
    clock: str = "Часы"
    panel: str = "Часы кампании"
    strip: str = "Ход кампании"
    play: str = "Пуск"
    pause: str = "Пауза"
    speed: str = "1 день/с"
    start: str = "Запустить"
    faults: str = "Неполадки"
    log: str = "Журнал обмена"
    tour: str = "Знакомство"
    close: str = "Закрыть"
    sections: str = "Разделы"
    messages: str = "Сообщения"
    write: str = "Сообщение"
    keyboard: str = "Клавиатура бота"
    to_end: str = "К последним сообщениям"
    fold_keyboard: str = "Показать или убрать клавиатуру бота"
    topics: str = "Темы"
    chat_menu: str = "Действия с чатом"
    write_as: str = "Писать как"
    attach: str = "Прикрепить фото или документ"
    next_morning: str = "Следующее утро"
    hour: str = "+1 час"
    next_event: str = "До следующего события"
    day: str = "День кампании"
    moment: str = "Дата и время"
    go: str = "Перейти"
    new_person: str = "Новый человек"
    add: str = "Добавить"
    open_link: str = "Открыть ссылку-приглашение…"
    blocking: str = "аблокирова"
    """In the menu item that blocks the bot, whichever way it is put."""
    unblock: str = "Разблокировать бота"
    language: str = "English"
    """The button to the other language."""


RUSSIAN: Final = Words()
ENGLISH: Final = Words(
    people="People",
    chat="Chat",
    clock="Clock",
    panel="Clock of the campaign",
    strip="Course of the campaign",
    play="Play",
    pause="Pause",
    speed="1 day/s",
    start="Start",
    faults="Misfortunes",
    log="Exchange log",
    tour="Tour",
    close="Close",
    sections="Sections",
    messages="Messages",
    write="Message",
    keyboard="Keyboard of the bot",
    to_end="To the latest messages",
    fold_keyboard="Show or hide the keyboard of the bot",
    topics="Topics",
    chat_menu="Chat actions",
    write_as="Write as",
    attach="Attach a photo or a document",
    next_morning="Next morning",
    hour="+1 hour",
    next_event="To the next event",
    day="Day of the campaign",
    moment="Date and time",
    go="Go",
    new_person="New person",
    add="Add",
    open_link="Open an invitation link…",
    blocking="lock",
    unblock="Unblock the bot",
    language="Русский",
)


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
        await expect(self.page.get_by_role("navigation").get_by_text("Мария Громова").first).to_be_attached()
        await expect(
            self.page.get_by_role("button", name=self.words.next_morning, include_hidden=True)
        ).to_be_attached()

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
        a_while(self.stage)
        async with self.page.expect_file_chooser() as asked:
            await self.page.get_by_role("button", name=self.words.attach, exact=True).click()
        chooser = await asked.value
        await chooser.set_files(FilePayload(name=name, mimeType=kind, buffer=body))
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

    async def block(self, *, blocked: bool = True) -> None:
        """The person of the open chat blocks the bot, or lets it in again."""
        if blocked:
            await self.menu(self.words.blocking)
            await expect(self.field).to_be_hidden()
        else:
            await self.page.get_by_role("button", name=self.words.unblock, exact=True).click()
            await expect(self.field).to_be_visible()

    async def switch_language(self) -> None:
        """Turn to the other language."""
        await self.page.get_by_role("button", name=self.words.language, exact=True).click()
        self.words = ENGLISH if self.words is RUSSIAN else RUSSIAN
        await expect(self.page.get_by_role("button", name=self.words.next_morning, exact=True)).to_be_attached()

    async def tab_to(self, wanted: Locator) -> None:
        """Press Tab until this has the focus: nothing but the keyboard is used."""
        for _ in range(TABS):
            if await wanted.evaluate("node => node === document.activeElement"):
                return
            await self.page.keyboard.press("Tab")
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
