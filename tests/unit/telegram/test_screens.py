"""A Screen becomes the calls that Telegram takes: its limits, its albums, its refusals."""

import pytest
from aiogram.exceptions import TelegramBadRequest, TelegramNotFound, TelegramRetryAfter, TelegramServerError
from aiogram.methods import CopyMessage, SendMediaGroup, SendMessage, SendPhoto

from messengers.telegram.markup import BUTTONS, inline_keyboard, pieces
from messengers.telegram.outcomes import PartlyShown
from messengers.telegram.screens import Edited, TelegramScreens
from messengers.telegram.session import UnreadableAnswer
from services.announcements.model import Media
from services.delivery.model import Lane
from services.hotline.model import MessageRef
from services.people.model import Address
from tests.unit.telegram.fakes import FakeSession, fake_bot
from views.screen import Button, File, Keyboard, Press, Screen, plain

CHAT = Address("telegram", "7")
OK = ((Button("Да", Press("yes")),),)


def refusal(text: str) -> TelegramBadRequest:
    return TelegramBadRequest(method=SendMessage(chat_id=7, text="x"), message=f"Bad Request: {text}")


@pytest.fixture
def telegram() -> tuple[TelegramScreens, FakeSession]:
    bot, session = fake_bot()
    return TelegramScreens(bot), session


async def test_a_long_text_goes_in_pieces_and_the_last_one_has_the_buttons(
    telegram: tuple[TelegramScreens, FakeSession],
) -> None:
    screens, session = telegram
    text = "\n".join(f"<b>п. {number}</b>: составление списков избирателей &amp; их уточнение" for number in range(200))
    await screens.show(CHAT, Screen(text, buttons=OK))
    sent = session.messages
    assert len(sent) > 1
    assert all(len(plain(m.text)) <= 4096 for m in sent)
    assert all(m.text.count("<b>") == m.text.count("</b>") for m in sent)
    assert [bool(m.buttons) for m in sent] == [False] * (len(sent) - 1) + [True]
    assert "\n".join(plain(m.text) for m in sent) == plain(text)


def test_a_paragraph_stays_whole_where_that_leaves_no_message_half_empty() -> None:
    paragraphs = [f"{n}. {'слово ' * 150}\n{'и ещё ' * 40}".strip() for n in range(12)]
    cut = pieces("\n\n".join(paragraphs))
    assert [paragraph for piece in cut for paragraph in piece.split("\n\n")] == paragraphs
    assert all(2000 < len(piece) <= 4096 for piece in cut[:-1])


def test_a_line_longer_than_a_message_is_cut_between_words_and_loses_nothing() -> None:
    text = "слово &lt;" * 1000
    cut = pieces(text)
    assert all(len(plain(piece)) <= 4096 for piece in cut)
    assert "".join(plain(piece) for piece in cut).replace(" ", "") == plain(text).replace(" ", "")


def test_no_more_buttons_than_telegram_takes() -> None:
    keyboard = inline_keyboard((tuple(Button(str(n), Press("x", (str(n),))) for n in range(150)),))
    assert keyboard is not None
    assert max(map(len, keyboard.inline_keyboard)) == 8
    assert sum(map(len, keyboard.inline_keyboard)) <= BUTTONS


async def test_a_photo_carries_its_text_and_buttons(telegram: tuple[TelegramScreens, FakeSession]) -> None:
    screens, session = telegram
    await screens.show(CHAT, Screen("подпись", buttons=OK, media=(Media("photo", "P"),)))
    (photo,) = session.of(SendPhoto)
    assert (photo.caption, photo.parse_mode, bool(photo.reply_markup)) == ("подпись", "HTML", True)


async def test_an_album_cannot_have_buttons_so_they_follow(telegram: tuple[TelegramScreens, FakeSession]) -> None:
    screens, session = telegram
    album = (Media("photo", "P"), Media("video", "V"), Media("document", "D"), Media("document", "E"))
    await screens.show(CHAT, Screen("текст", buttons=OK, media=album))
    assert [len(group.media) for group in session.of(SendMediaGroup)] == [2, 2]
    assert session.messages[-1].text == "текст"
    assert session.messages[-1].buttons


async def test_a_caption_that_does_not_fit_is_a_message_before(telegram: tuple[TelegramScreens, FakeSession]) -> None:
    screens, session = telegram
    await screens.show(CHAT, Screen("д" * 1500, media=(Media("photo", "P"),)))
    assert [m.what for m in session.messages] == ["text", "photo"]


async def test_a_file_of_the_bots_own_is_sent(telegram: tuple[TelegramScreens, FakeSession]) -> None:
    screens, session = telegram
    await screens.show(CHAT, Screen("план", files=(File("план.txt", b"1"),)))
    assert [m.what for m in session.messages] == ["document"]


async def test_refused_markup_goes_once_more_as_plain_text(telegram: tuple[TelegramScreens, FakeSession]) -> None:
    screens, session = telegram
    session.failures["sendMessage"] = [refusal("can't parse entities: Can't find end tag")]
    await screens.show(CHAT, Screen("<b>2 &lt; 3"))
    assert session.of(SendMessage)[-1].parse_mode is None
    assert session.messages[-1].text == "2 < 3"


async def test_what_can_no_longer_be_copied_is_sent_as_text(telegram: tuple[TelegramScreens, FakeSession]) -> None:
    screens, session = telegram
    session.failures["copyMessage"] = [refusal("message to copy not found")]
    source = MessageRef(Address("telegram", "9"), "5")
    await screens.show(CHAT, Screen("слова", copy_of=source))
    assert [m.text for m in session.messages] == ["слова"]
    assert len(session.of(CopyMessage)) == 1


@pytest.mark.parametrize(
    "error",
    [
        TelegramNotFound(method=SendMessage(chat_id=7, text="x"), message="Not Found: method not found"),
        TelegramNotFound(method=SendMessage(chat_id=7, text="x"), message="Not Found"),
        TelegramServerError(method=SendMessage(chat_id=7, text="x"), message="Not Implemented"),
        refusal("unknown method copyMessage"),
        UnreadableAnswer(404, ValueError(), "404: Not Found"),
    ],
)
async def test_on_a_server_that_cannot_copy_the_words_are_sent(
    telegram: tuple[TelegramScreens, FakeSession], error: Exception
) -> None:
    screens, session = telegram
    session.failures["copyMessage"] = [error]
    await screens.show(CHAT, Screen("слова", copy_of=MessageRef(CHAT, "5")))
    assert [m.text for m in session.messages] == ["слова"]


async def test_a_reply_survives_the_loss_of_what_it_answers(telegram: tuple[TelegramScreens, FakeSession]) -> None:
    screens, session = telegram
    await screens.show(CHAT, Screen("да", reply_to=MessageRef(CHAT, "5")))
    reply = session.of(SendMessage)[0].reply_parameters
    assert (reply.message_id, reply.allow_sending_without_reply) == (5, True)


@pytest.mark.parametrize(
    ("said", "done"),
    [
        (
            "message is not modified: specified new message content and reply markup are exactly the same",
            Edited.UNCHANGED,
        ),
        ("message to edit not found", Edited.REFUSED),
        ("message can't be edited", Edited.REFUSED),
    ],
)
async def test_editing(telegram: tuple[TelegramScreens, FakeSession], said: str, done: Edited) -> None:
    screens, session = telegram
    session.failures["editMessageText"] = [refusal(said)]
    assert await screens.replace(CHAT, "100", Screen("x", buttons=OK)) is done
    assert len(session.calls) == 1, "its buttons are not taken away because nothing has changed"


async def test_large_keys_stay_on_the_screen(telegram: tuple[TelegramScreens, FakeSession]) -> None:
    screens, session = telegram
    await screens.show(CHAT, Screen("x", keyboard=Keyboard((("Сегодня", "Помощь"),), "Вопрос")))
    keys = session.of(SendMessage)[0].reply_markup
    assert (keys.is_persistent, keys.resize_keyboard, keys.input_field_placeholder) == (True, True, "Вопрос")


@pytest.mark.parametrize(
    ("said", "left_away"),
    [
        ("BUTTON_DATA_INVALID", "reply_markup"),
        ("reply markup is too long", "reply_markup"),
        ("can't parse inline keyboard button: text buttons are unallowed", "reply_markup"),
        ("message to be replied not found", "reply_parameters"),
        ("ENTITY_BOUNDS_INVALID", "parse_mode"),
    ],
)
async def test_what_telegram_refuses_about_a_message_is_left_away_and_the_words_arrive(
    telegram: tuple[TelegramScreens, FakeSession], said: str, left_away: str
) -> None:
    screens, session = telegram
    session.failures["sendMessage"] = [refusal(said)]
    await screens.show(CHAT, Screen("<b>Срок</b>", buttons=OK, reply_to=MessageRef(CHAT, "3")))
    first, second = session.of(SendMessage)
    fields = ("reply_markup", "reply_parameters", "parse_mode")
    assert [name for name in fields if getattr(first, name) != getattr(second, name)] == [left_away]
    assert second.text == ("Срок" if left_away == "parse_mode" else "<b>Срок</b>")


async def test_between_the_messages_of_a_long_screen_it_is_asked_whose_turn_it_is() -> None:
    bot, session = fake_bot()
    turns: list[Lane] = []

    async def turn(address: Address, lane: Lane) -> None:
        turns.append(lane)

    await TelegramScreens(bot, turn).show(CHAT, Screen("слово " * 2000), lane=Lane.REMINDER)
    assert turns == [Lane.REMINDER] * (len(session.messages) - 1) != []


async def test_a_later_part_that_is_refused_leaves_a_screen_shown_in_part(
    telegram: tuple[TelegramScreens, FakeSession],
) -> None:
    screens, session = telegram
    long = Screen("слово " * 1000)
    session.failures["sendMessage"] = [refusal("x")]
    with pytest.raises(TelegramBadRequest):
        await screens.show(CHAT, long)
    first = session.of(SendMessage)[0]
    limited = TelegramRetryAfter(method=first, message="retry after 5", retry_after=5)

    async def turn(address: Address, lane: Lane) -> None:
        session.failures["sendMessage"] = [limited]

    with pytest.raises(PartlyShown) as caught:
        await TelegramScreens(screens.bot, turn).show(CHAT, long)
    assert caught.value.cause is limited


async def test_only_what_is_paid_for_asks_for_the_paid_pace(telegram: tuple[TelegramScreens, FakeSession]) -> None:
    screens, session = telegram
    await screens.show(CHAT, Screen("x"))
    await screens.show(CHAT, Screen("x"), paid=True)
    assert [call.allow_paid_broadcast for call in session.of(SendMessage)] == [None, True]
