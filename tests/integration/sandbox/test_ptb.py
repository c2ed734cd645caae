"""Another library's bots, written as its examples are: python-telegram-bot against the sandbox."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from telegram import (
    Bot,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultCachedPhoto,
    InlineQueryResultLocation,
    InputMediaDocument,
    InputMediaPhoto,
    InputTextMessageContent,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, RetryAfter
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ChatMemberHandler,
    ChosenInlineResultHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    InlineQueryHandler,
    MessageHandler,
    MessageReactionHandler,
    PollAnswerHandler,
    filters,
)

from sandbox import ChatType, Group, Person, Sandbox, SandboxServer
from sandbox.people import acts
from tests.unit.sandbox.support import png

Context = ContextTypes.DEFAULT_TYPE
App = Application[Any, Any, Any, Any, Any, Any]


@asynccontextmanager
async def running(server: SandboxServer, *handlers: Any) -> AsyncIterator[App]:
    """A bot with these handlers that polls, until the end."""
    token, base = server.sandbox.token, server.base_url
    made = Application.builder().token(token).base_url(f"{base}/bot").base_file_url(f"{base}/file/bot").build()
    made.add_handlers(list(handlers))
    failed: list[Exception | None] = []

    async def note(update: object, context: Context) -> None:
        failed.append(context.error)

    made.add_error_handler(note)
    async with made:
        await made.start()
        assert made.updater is not None
        await made.updater.start_polling(poll_interval=0, allowed_updates=Update.ALL_TYPES)
        feed, changes = server.sandbox.bot.feed, server.sandbox.changes
        await changes.until(lambda: feed.polled or None, 5, lambda: "it does not poll")
        try:
            yield made
        finally:
            await made.updater.stop()
            await made.stop()
    assert failed == []


@pytest.fixture
async def ptb(server: SandboxServer) -> AsyncIterator[Bot]:
    base = server.base_url
    async with Bot(server.sandbox.token, base_url=f"{base}/bot", base_file_url=f"{base}/file/bot") as bot:
        yield bot


def the(message: Message | None) -> Message:
    assert message is not None
    return message


async def test_an_echo(server: SandboxServer, anna: Person) -> None:
    async def start(update: Update, context: Context) -> None:
        await the(update.message).reply_html(
            f"Здравствуйте, <b>{the(update.message).from_user.mention_html()}</b>! {context.args}",  # type: ignore[union-attr]
            reply_markup=ForceReply(selective=True),
        )

    async def echo(update: Update, context: Context) -> None:
        await the(update.message).reply_text(the(update.message).text or "", do_quote=True)

    async with running(server, CommandHandler("start", start), MessageHandler(filters.TEXT & ~filters.COMMAND, echo)):
        assert (await anna.next_message()).text == "Здравствуйте, Анна Петрова! []"
        said = anna.send("раз")
        answer = await anna.next_message()
        assert (answer.text, answer.reply_to) == ("раз", said)
        anna.start("inv_42")
        assert (await anna.next_message()).text.endswith("['inv_42']")


async def test_an_album_and_files(server: SandboxServer, anna: Person) -> None:
    bodies: list[bytes] = []

    async def keep(update: Update, context: Context) -> None:
        message = the(update.message)
        file = await (message.photo[-1] if message.photo else message.document).get_file()  # type: ignore[union-attr]
        bodies.append(bytes(await file.download_as_bytearray()))
        if message.document:
            media = [InputMediaPhoto(png(600, 400), caption="*раз*", parse_mode=ParseMode.MARKDOWN_V2)]
            sent = await message.reply_media_group([*media, InputMediaPhoto(png())], caption=None)
            with pytest.raises(BadRequest, match="another type in an album"):
                await sent[0].edit_media(InputMediaDocument(b"%PDF", filename="план.pdf"))
            await sent[0].edit_media(InputMediaPhoto(png(7, 7), caption="три"))

    async with running(server, MessageHandler(filters.PHOTO | filters.Document.ALL, keep)):
        anna.send_album([png(5, 5), png(6, 6)], "две")
        anna.send_document(b"%PDF-1.4", "план.pdf")
        edited = await anna.wait_for(lambda m: m.from_bot and m.text == "три")
    assert bodies == [png(5, 5), png(6, 6), b"%PDF-1.4"]
    assert edited.media_group_id is not None


@pytest.mark.filterwarnings("ignore:If 'per_message=False'")  # its own advice on ConversationHandler
async def test_a_conversation_with_buttons(server: SandboxServer, anna: Person) -> None:
    async def ask(update: Update, context: Context) -> int:
        keyboard = ReplyKeyboardMarkup([["Член УИК", "Кандидат"]], one_time_keyboard=True)
        await the(update.message).reply_text("Кто вы?", reply_markup=keyboard)
        return 1

    async def who(update: Update, context: Context) -> int:
        await the(update.message).reply_text("Понял.", reply_markup=ReplyKeyboardRemove())
        buttons = InlineKeyboardMarkup([[InlineKeyboardButton("Да", callback_data="да" * 16)]])
        await the(update.message).reply_text("Верно?", reply_markup=buttons)
        return 2

    async def sure(update: Update, context: Context) -> int:
        query = update.callback_query
        assert query is not None
        await query.answer("Готово", show_alert=True)
        await query.edit_message_text("Записано.")
        return ConversationHandler.END

    talk: ConversationHandler[Context] = ConversationHandler(
        entry_points=[CommandHandler("start", ask)],
        states={1: [MessageHandler(filters.Regex("^Кандидат$"), who)], 2: [CallbackQueryHandler(sure)]},
        fallbacks=[],
        per_message=False,
    )
    async with running(server, talk):
        await anna.next_message(lambda m: m.text == "Кто вы?")
        anna.tap("Кандидат")
        asked = await anna.next_message(lambda m: m.text == "Верно?")
        assert anna.keyboard == []
        assert await anna.press(asked, "Да").answer() == {"text": "Готово", "show_alert": True}
        await anna.wait_for(lambda m: m.text == "Записано.")


async def test_inline_mode(server: SandboxServer, sandbox: Sandbox, anna: Person) -> None:
    photo = anna.send_photo(png()).content["photo"][-1]["file_id"]
    chosen: list[str] = []

    async def offer(update: Update, context: Context) -> None:
        query = update.inline_query
        assert query is not None
        text = InputTextMessageContent(f"<b>{query.query}</b>", ParseMode.HTML)
        button = InlineKeyboardMarkup([[InlineKeyboardButton("Ещё", switch_inline_query_current_chat="")]])
        results = [
            InlineQueryResultArticle("1", "Срок", text, description="что", reply_markup=button),
            InlineQueryResultCachedPhoto("2", photo, caption="снимок"),
            InlineQueryResultLocation("3", 55.35, 86.09, "Участок № 1034"),
        ]
        await query.answer(results, cache_time=1, is_personal=True)

    async def note(update: Update, context: Context) -> None:
        assert update.chosen_inline_result is not None
        chosen.append(update.chosen_inline_result.result_id)
        if number := update.chosen_inline_result.inline_message_id:
            await context.bot.edit_message_text("другое", inline_message_id=number)

    async with running(server, InlineQueryHandler(offer), ChosenInlineResultHandler(note)):
        assert [result["title"] for result in await anna.inline("28")] == ["Срок", "", "Участок № 1034"]
        sent = anna.choose("1")
        assert (sent.text, sent.content["entities"]) == ("28", [{"type": "bold", "offset": 0, "length": 2}])
        await anna.wait_for(lambda m: m.text == "другое")
        await anna.inline("снимок")
        assert (anna.choose("2").kind, anna.choose("3").kind) == ("photo", "location")
        await sandbox.changes.until(lambda: len(chosen) == 3 or None, 5, lambda: f"heard of {chosen}")


async def test_groups_reactions_and_polls(server: SandboxServer, sandbox: Sandbox, anna: Person, forum: Group) -> None:
    heard: list[str] = []

    async def note(update: Update, context: Context) -> None:
        kind = next(name for name in Update.ALL_TYPES if getattr(update, name, None))
        heard.append(kind)
        sandbox.changes.announce()

    handlers = (
        ChatMemberHandler(note, ChatMemberHandler.ANY_CHAT_MEMBER),
        MessageReactionHandler(note),
        PollAnswerHandler(note),
    )
    async with running(server, *handlers) as app:
        poll = await app.bot.send_poll(forum.id, "Придёте?", ["Да", "Нет"], is_anonymous=False)
        acts.vote(sandbox.world, anna.user, forum.chat.messages[poll.message_id], [0])
        said = anna.send("слышно?", chat=forum)
        anna.react(said, "👍")
        boris = sandbox.add_user("Борис")
        boris.join(forum)
        anna.block()
        await sandbox.changes.until(lambda: len(heard) >= 4 or None, 5, lambda: f"heard of {heard}")
    assert sorted(heard) == ["chat_member", "message_reaction", "my_chat_member", "poll_answer"]


async def flooded(bot: Bot, sandbox: Sandbox, anna: Person) -> None:
    sandbox.faults.flood(30)
    await bot.send_message(anna.id, "x")


async def stopped(bot: Bot, sandbox: Sandbox, anna: Person) -> None:
    anna.block()
    await bot.send_message(anna.id, "x")


async def migrated(bot: Bot, sandbox: Sandbox, anna: Person) -> None:
    group = sandbox.add_group("Малая", members=[anna], type=ChatType.GROUP)
    group.upgrade()
    await bot.send_message(group.id, "x")


async def unchanged(bot: Bot, sandbox: Sandbox, anna: Person) -> None:
    sent = await bot.send_message(anna.id, "x")
    await sent.edit_text("x")


async def hooked(bot: Bot, sandbox: Sandbox, anna: Person) -> None:
    await bot.set_webhook("http://127.0.0.1:9/", secret_token="x", certificate=b"-----BEGIN CERTIFICATE-----")
    assert (await bot.get_webhook_info()).has_custom_certificate
    await bot.get_updates()


async def revoked(bot: Bot, sandbox: Sandbox, anna: Person) -> None:
    sandbox.revoke_token(sandbox.token)
    await bot.get_me()


@pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")  # RetryAfter makes itself so
@pytest.mark.parametrize(
    ("provoke", "error", "words"),
    [
        (flooded, RetryAfter, "Retry in 30 seconds"),
        (stopped, Forbidden, "bot was blocked by the user"),
        (migrated, ChatMigrated, "Group migrated to supergroup"),
        (unchanged, BadRequest, "Message is not modified"),
        (hooked, Conflict, "webhook is active"),
        (revoked, InvalidToken, "Unauthorized"),
    ],
)
async def test_its_errors_are_recognised(
    ptb: Bot,
    sandbox: Sandbox,
    anna: Person,
    provoke: Callable[[Bot, Sandbox, Person], Awaitable[None]],
    error: type[Exception],
    words: str,
) -> None:
    with pytest.raises(error, match=words):
        await provoke(ptb, sandbox, anna)


async def test_its_keyboards_and_topics(ptb: Bot, anna: Person, forum: Group) -> None:
    asked = ReplyKeyboardMarkup([[KeyboardButton("Мой телефон", request_contact=True)]])
    await ptb.send_message(anna.id, "Ваш телефон?", reply_markup=asked)
    assert anna.tap("Мой телефон").content["contact"]["first_name"] == "Анна"
    topic = await ptb.create_forum_topic(forum.id, "Вопрос")
    sent = await ptb.send_photo(forum.id, png(), caption="x", message_thread_id=topic.message_thread_id)
    assert sent.is_topic_message
    await ptb.pin_chat_message(forum.id, sent.message_id)
    assert (await ptb.get_chat(forum.id)).pinned_message == sent
    await ptb.copy_messages(anna.id, forum.id, [sent.message_id])
    assert (await ptb.get_chat_administrators(forum.id))[0].user.id == anna.id
    assert await ptb.close_forum_topic(forum.id, topic.message_thread_id)
