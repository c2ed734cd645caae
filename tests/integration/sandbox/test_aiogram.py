"""aiogram calls every implemented method and decodes every answer."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import aiogram.methods
import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from aiogram.methods import TelegramMethod
from aiogram.types import (
    BotCommand,
    BotCommandScopeChat,
    BufferedInputFile,
    ChatAdministratorRights,
    ChatPermissions,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputMediaDocument,
    InputMediaPhoto,
    InputPollOption,
    InputTextMessageContent,
    KeyboardButton,
    LabeledPrice,
    MediaUnion,
    MenuButtonCommands,
    ReactionTypeEmoji,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)

from sandbox import Group, Message, Person, Sandbox, Topic
from sandbox.dispatch import IMPLEMENTED
from sandbox.people import acts
from tests.unit.sandbox.support import png

BUTTONS = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Да", callback_data="yes")]])
PICTURE = BufferedInputFile(png(400, 300), "a.png")
PAPER = BufferedInputFile(b"%PDF-1.4", "план.pdf")


@dataclass
class Scene:
    """A person, a forum with a topic, and messages in both."""

    bot: Bot
    sandbox: Sandbox
    anna: Person
    boris: Person
    forum: Group
    topic: Topic
    said: Message
    in_forum: Message

    async def text(self, **fields: Any) -> int:
        """The number of a new message of the bot to Anna."""
        return (await self.bot.send_message(self.anna.id, "текст", **fields)).message_id


@pytest.fixture
def scene(bot: Bot, sandbox: Sandbox, anna: Person, forum: Group) -> Scene:
    boris = sandbox.add_user("Борис")
    boris.join(forum)
    topic = sandbox.world.open_topic(forum.chat, anna.user, "Вопрос")
    said = anna.send("Где голосовать?")
    return Scene(bot, sandbox, anna, boris, forum, topic, said, anna.send("Тут", chat=forum, topic=topic.id))


async def press(s: Scene) -> Any:
    await s.text(reply_markup=BUTTONS)
    pressed = s.anna.press(await s.anna.next_message(), "Да")
    assert await s.bot.answer_callback_query(pressed.query.id, text="Готово", show_alert=True)
    assert await pressed.answer() == {"text": "Готово", "show_alert": True}
    return True


async def inline(s: Scene) -> Any:
    query = acts.ask_inline(s.sandbox.world, s.anna.user, s.sandbox.bot, s.anna.chat, "срок")
    content = InputTextMessageContent(message_text="<b>Срок</b>", parse_mode="HTML")
    article = InlineQueryResultArticle(id="1", title="Срок", input_message_content=content, reply_markup=BUTTONS)
    answered = await s.bot.answer_inline_query(query.id, [article], cache_time=1)
    sent = acts.choose_inline(s.sandbox.world, query, "1")
    inline_id = s.sandbox.updates[-1]["chosen_inline_result"]["inline_message_id"]
    assert await s.bot.edit_message_text(text="Изменено", inline_message_id=inline_id) is True
    assert sent.text == "Изменено"
    return answered


async def poll(s: Scene) -> Any:
    options: list[InputPollOption | str] = [InputPollOption(text="Да"), InputPollOption(text="Нет")]
    message = await s.bot.send_poll(s.anna.id, "Придёте?", options, is_anonymous=False)
    stopped = await s.bot.stop_poll(s.anna.id, message.message_id)
    assert stopped.is_closed
    return message


async def location(s: Scene) -> Any:
    message = await s.bot.send_location(s.anna.id, 51.5, 46.0, live_period=60)
    to, number = s.anna.id, message.message_id
    await s.bot.edit_message_live_location(latitude=51.6, longitude=46.1, chat_id=to, message_id=number)
    return await s.bot.stop_message_live_location(chat_id=to, message_id=number)


async def albums(s: Scene) -> Any:
    photos: list[MediaUnion] = [InputMediaPhoto(media=PICTURE, caption="один"), InputMediaPhoto(media=PICTURE)]
    sent = await s.bot.send_media_group(s.anna.id, photos)
    papers = await s.bot.send_media_group(s.anna.id, [InputMediaDocument(media=PAPER), InputMediaDocument(media=PAPER)])
    numbers = [m.message_id for m in (*sent, *papers)]
    assert len(await s.bot.copy_messages(s.anna.id, s.anna.id, numbers)) == 4
    assert len(await s.bot.forward_messages(s.anna.id, s.anna.id, numbers)) == 4
    return sent


async def media(s: Scene) -> Any:
    one = BufferedInputFile(b"bytes", "a.bin")
    to = s.anna.id
    voice = await s.bot.send_voice(to, one, duration=3)
    assert voice.voice is not None
    await s.bot.send_audio(to, one, title="Песня")
    await s.bot.send_video(to, one)
    await s.bot.send_video_note(to, one)
    await s.bot.send_animation(to, one)
    await s.bot.send_sticker(to, one)
    document = await s.bot.send_document(to, PAPER, caption="*План*", parse_mode="MarkdownV2")
    assert document.document is not None and document.document.file_name == "план.pdf"
    photo = await s.bot.send_photo(to, PICTURE, caption="фото")
    await s.bot.edit_message_caption(chat_id=to, message_id=photo.message_id, caption="новое")
    await s.bot.edit_message_media(InputMediaDocument(media=PAPER), chat_id=to, message_id=photo.message_id)
    assert photo.photo is not None
    file = await s.bot.get_file(photo.photo[-1].file_id)
    assert file.file_path is not None
    downloaded = await s.bot.download_file(file.file_path)
    assert downloaded is not None and downloaded.read() == png(400, 300)
    return await s.bot.send_photo(to, photo.photo[-1].file_id)


async def menus(s: Scene) -> Any:
    b, commands = s.bot, [BotCommand(command="start", description="Начать")]
    scope = BotCommandScopeChat(chat_id=s.anna.id)
    assert await b.set_my_commands(commands)
    assert await b.set_my_commands(commands, scope=scope, language_code="ru")
    assert [c.command for c in await b.get_my_commands()] == ["start"]
    assert await b.delete_my_commands(scope=scope, language_code="ru")
    assert await b.get_my_commands(scope=scope, language_code="ru") == []
    assert await b.set_my_name("Срок") and (await b.get_my_name()).name == "Срок"
    assert await b.set_my_description("Что") and (await b.get_my_description()).description == "Что"
    assert await b.set_my_short_description("К") and (await b.get_my_short_description()).short_description == "К"
    assert await b.set_chat_menu_button(chat_id=s.anna.id, menu_button=MenuButtonCommands())
    assert await b.set_my_default_administrator_rights(for_channels=False)
    assert isinstance(await b.get_my_default_administrator_rights(), ChatAdministratorRights)
    return await b.get_chat_menu_button()


async def topics(s: Scene) -> Any:
    b, group = s.bot, s.forum.id
    created = await b.create_forum_topic(group, "Новая")
    thread = created.message_thread_id
    sent = await b.send_message(group, "внутри", message_thread_id=thread)
    assert sent.is_topic_message and sent.message_thread_id == thread
    assert sent.reply_to_message is not None and sent.reply_to_message.forum_topic_created is not None
    assert await b.edit_forum_topic(group, thread, name="Другая")
    assert s.forum.topic("Другая").id == thread
    assert await b.close_forum_topic(group, thread)
    assert await b.reopen_forum_topic(group, thread)
    assert await b.unpin_all_forum_topic_messages(group, thread)
    assert await b.delete_forum_topic(group, thread)
    assert await b.edit_general_forum_topic(group, "Главная")
    assert await b.close_general_forum_topic(group) and await b.reopen_general_forum_topic(group)
    assert await b.hide_general_forum_topic(group) and await b.unhide_general_forum_topic(group)
    assert await b.unpin_all_general_forum_topic_messages(group)
    return await b.get_forum_topic_icon_stickers()


async def members(s: Scene) -> Any:
    b, group, boris = s.bot, s.forum.id, s.boris.id
    assert (await b.get_chat_member(group, boris)).status == "member"
    assert (await b.get_chat_member(group, b.id)).status == "administrator"
    assert [m.status for m in await b.get_chat_administrators(group)] == ["creator", "administrator"]
    assert await b.get_chat_member_count(group) == 3
    assert await b.restrict_chat_member(group, boris, ChatPermissions(can_send_messages=False))
    assert (await b.get_chat_member(group, boris)).status == "restricted"
    assert await b.promote_chat_member(group, boris, can_pin_messages=True)
    assert await b.set_chat_administrator_custom_title(group, boris, "Помощник")
    assert await b.promote_chat_member(group, boris)
    assert await b.ban_chat_member(group, boris)
    assert (await b.get_chat_member(group, boris)).status == "kicked"
    return await b.unban_chat_member(group, boris)


async def chats(s: Scene) -> Any:
    b, group = s.bot, s.forum.id
    full = await b.get_chat(group)
    assert full.is_forum and full.permissions is not None
    assert (await b.get_chat(s.anna.id)).active_usernames == ["anna_p"]
    assert await b.set_chat_title(group, "Горячая линия")
    assert await b.set_chat_description(group, "Вопросы")
    assert await b.set_chat_permissions(group, ChatPermissions(can_send_messages=True))
    link = (await b.create_chat_invite_link(group, name="для УИК")).invite_link
    assert link.startswith("https://t.me/+")
    assert (await b.edit_chat_invite_link(group, link, member_limit=5)).member_limit == 5
    assert (await b.revoke_chat_invite_link(group, link)).is_revoked
    assert await b.export_chat_invite_link(group)
    return await b.leave_chat(group)


async def pins(s: Scene) -> Any:
    b, to = s.bot, s.anna.id
    number = await s.text()
    assert await b.pin_chat_message(to, number)
    assert (await b.get_chat(to)).pinned_message is not None
    assert await b.unpin_chat_message(to, message_id=number)
    assert await b.pin_chat_message(to, number)
    return await b.unpin_all_chat_messages(to)


async def edits(s: Scene) -> Any:
    number = await s.text(reply_markup=BUTTONS)
    to = s.anna.id
    edited = await s.bot.edit_message_text(text="другой", chat_id=to, message_id=number)
    assert not isinstance(edited, bool) and edited.edit_date is not None
    return await s.bot.edit_message_reply_markup(reply_markup=BUTTONS, chat_id=to, message_id=number)


async def copies(s: Scene) -> Any:
    to, number = s.anna.id, s.said.id
    forwarded = await s.bot.forward_message(s.forum.id, to, number, message_thread_id=s.topic.id)
    assert forwarded.forward_origin is not None and forwarded.text == "Где голосовать?"
    return await s.bot.copy_message(to, to, number, reply_parameters=ReplyParameters(message_id=number))


async def small(s: Scene) -> Any:
    b, to = s.bot, s.anna.id
    await b.send_contact(to, "+79001234567", "Анна")
    await b.send_venue(to, 51.5, 46.0, "Школа № 1", "ул. Ленина, 1")
    await b.send_dice(to)
    assert await b.send_chat_action(to, "typing")
    assert await b.set_message_reaction(to, s.said.id, [ReactionTypeEmoji(emoji="👍")])
    assert (await b.get_user_profile_photos(to)).total_count == 0
    assert await b.delete_messages(to, [await s.text()])
    return await b.delete_message(to, await s.text())


async def keyboards(s: Scene) -> Any:
    keyboard = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Сегодня"), KeyboardButton(text="Неделя")]])
    sent = await s.bot.send_message(s.anna.id, "x", reply_markup=keyboard)
    assert sent.reply_markup is None
    assert s.anna.keyboard == [["Сегодня", "Неделя"]]
    await s.bot.send_message(s.anna.id, "x", reply_markup=ReplyKeyboardRemove())
    assert s.anna.keyboard == []
    await s.bot.send_message(s.anna.id, "x", reply_markup=ForceReply())
    return await s.bot.send_message(s.anna.id, "x", reply_markup=BUTTONS)


async def updates(s: Scene) -> Any:
    found = await s.bot.get_updates(limit=100)
    assert [u.update_id for u in found] == sorted({u.update_id for u in found})
    assert found[0].message is not None and found[0].message.text == "/start"
    assert await s.bot.set_webhook("http://127.0.0.1:9/", secret_token="x", drop_pending_updates=True)
    assert (await s.bot.get_webhook_info()).url == "http://127.0.0.1:9/"
    assert await s.bot.delete_webhook()
    assert (await s.bot.get_webhook_info()).url == ""
    assert (await s.bot.me()).username == "srok_bot"
    assert await s.bot.close()
    return await s.bot.log_out()


PLAYS: list[Callable[[Scene], Awaitable[Any]]] = [
    press, inline, poll, location, albums, media, menus, topics, members, chats, pins, edits, copies, small,
    keyboards, updates,
]  # fmt: skip


@pytest.mark.parametrize("play", PLAYS, ids=lambda play: play.__name__)
async def test_aiogram_decodes_the_answers(scene: Scene, play: Callable[[Scene], Awaitable[Any]]) -> None:
    assert await play(scene) is not None
    assert [call for call in scene.sandbox.calls if call.error is not None] == []


async def test_the_plays_call_every_implemented_method(scene: Scene) -> None:
    for play in PLAYS:
        if play is chats:  # it leaves the forum: after all others but the one that logs out
            continue
        if play is updates:
            await chats(scene)
        await play(scene)
    assert {call.method for call in scene.sandbox.calls} == IMPLEMENTED


async def test_what_is_not_implemented_says_so(scene: Scene) -> None:
    with pytest.raises(TelegramAPIError, match="Not Implemented: sandbox does not do sendInvoice"):
        await scene.bot.send_invoice(scene.anna.id, "x", "x", "x", "XTR", [LabeledPrice(label="x", amount=1)])


async def test_every_method_of_aiogram_is_in_the_schema(sandbox: Sandbox) -> None:
    found = (getattr(aiogram.methods, name) for name in aiogram.methods.__all__)
    names = {m.__api_method__ for m in found if hasattr(m, "__api_method__") and m is not TelegramMethod}
    assert set(sandbox.dispatcher.schema.methods) == names
