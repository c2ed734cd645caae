"""An edit that would change nothing is not made: not by the progress message, and not by the only process there is."""

import asyncio
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from aiogram.exceptions import TelegramNetworkError, TelegramRetryAfter
from aiogram.methods import EditMessageText

from messengers.telegram import shown
from messengers.telegram.board import TelegramBoard
from messengers.telegram.screens import Edited, TelegramScreens
from messengers.telegram.shown import LastShown
from services.announcements.model import Announcement, AnnouncementState, Audience, AudienceRole, Content, Report
from services.announcements.ports import Shown
from services.delivery.model import DeliveryState
from services.hotline.model import MessageRef
from services.ids import AnnouncementId, CampaignId, PersonId
from services.people.model import Address
from tests.unit.telegram.fakes import FakeSession, fake_bot, no_pacing
from views.announcement_reports import report as view_of
from views.screen import Button, Press, Screen
from views.translator import load_translators

CHAT = Address("telegram", "7")
OK = ((Button("Да", Press("yes")),),)
NOW = datetime(2023, 1, 25, 6, 0, tzinfo=UTC)


def progress(sent: int, state: AnnouncementState = AnnouncementState.SENDING) -> Report:
    announcement = Announcement(
        AnnouncementId(1),
        CampaignId(1),
        PersonId(1),
        Audience(AudienceRole.ALL),
        Content("Сбор"),
        state,
        100,
        NOW,
        started_at=NOW,
    )
    counts = dict.fromkeys(DeliveryState, 0) | {DeliveryState.SENT: sent, DeliveryState.PENDING: 100 - sent}
    return Report(announcement, ZoneInfo("Asia/Novokuznetsk"), counts)


class Chat:
    """A chat with one message in it, the handlers' way to edit it and the board."""

    def __init__(self, *, alone: bool = True) -> None:
        bot, self.session = fake_bot()
        self.last = LastShown(alone=alone)
        self.screens = TelegramScreens(bot, last=self.last)
        self.translators = load_translators()
        self.board = TelegramBoard(TelegramScreens(bot, last=self.last), no_pacing, self.translators)
        self.id = ""

    async def begin(self, screen: Screen) -> None:
        self.id = await self.screens.show(CHAT, screen)

    async def show(self, report: Report) -> Shown:
        return await self.board.show(MessageRef(CHAT, self.id), report, "ru")

    def view(self, report: Report) -> Screen:
        return view_of(report, self.translators.of("ru"))

    @property
    def edits(self) -> int:
        return len(self.session.of(EditMessageText))


async def test_progress_that_stands_still_is_not_shown_again() -> None:
    chat = Chat(alone=False)
    await chat.begin(chat.view(progress(0)))
    assert [await chat.show(progress(sent)) for sent in (0, 0, 30, 30, 31)] == [Shown.DONE] * 5
    assert chat.edits == 2


async def test_nor_what_a_press_has_just_made_of_the_message() -> None:
    chat = Chat(alone=False)
    await chat.begin(chat.view(progress(10)))
    paused = progress(10, AnnouncementState.PAUSED)
    await chat.screens.replace(CHAT, chat.id, chat.view(paused))
    assert await chat.show(paused) is Shown.DONE
    assert chat.edits == 1


async def test_an_edit_that_failed_is_made_again() -> None:
    chat = Chat()
    await chat.begin(chat.view(progress(0)))
    method = EditMessageText(text="x")
    chat.session.failures["editMessageText"] = [
        TelegramNetworkError(method=method, message="no connection"),
        TelegramRetryAfter(method=method, message="retry after 5", retry_after=5),
    ]
    assert [await chat.show(progress(30)) for _ in range(3)] == [Shown.LATER, Shown.LATER, Shown.DONE]
    assert chat.edits == 3


async def test_among_several_processes_a_press_is_answered_whatever_this_one_remembers() -> None:
    chat = Chat(alone=False)
    await chat.begin(Screen("Первая", buttons=OK))
    assert await chat.screens.replace(CHAT, chat.id, Screen("Первая", buttons=OK)) is Edited.CHANGED
    assert chat.edits == 1


async def test_the_only_process_there_is_knows_what_its_messages_show() -> None:
    chat = Chat()
    first, second = Screen("Первая", buttons=OK), Screen("Первая")
    await chat.begin(first)
    assert await chat.screens.replace(CHAT, chat.id, first) is Edited.UNCHANGED
    assert await chat.screens.replace(CHAT, chat.id, second) is Edited.CHANGED, "the buttons count"
    assert await chat.screens.replace(CHAT, chat.id, first) is Edited.CHANGED
    chat.last.clear()
    assert await chat.screens.replace(CHAT, chat.id, first) is Edited.CHANGED, "another process may have edited it"
    assert chat.edits == 3


async def test_of_two_that_edit_at_once_the_second_sees_what_the_first_came_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    chat = Chat()
    await chat.begin(Screen("Первая"))
    usual, going = FakeSession.make_request, asyncio.Event()

    async def slow(*given: object, **named: object) -> object:
        await going.wait()
        return await usual(*given, **named)  # type: ignore[arg-type]  # passed on as it came

    monkeypatch.setattr(FakeSession, "make_request", slow)
    edits = [asyncio.ensure_future(chat.screens.replace(CHAT, chat.id, Screen("Вторая"))) for _ in range(2)]
    await asyncio.sleep(0)
    going.set()
    assert await asyncio.gather(*edits) == [Edited.CHANGED, Edited.UNCHANGED]
    assert chat.edits == 1


def test_no_more_is_remembered_than_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shown, "REMEMBERED", 3)
    last = LastShown()
    for number in range(5):
        last.note(CHAT, str(number), Screen("x"))
    assert [last.is_shown(CHAT, str(number), Screen("x")) for number in range(5)] == [False, False, True, True, True]
