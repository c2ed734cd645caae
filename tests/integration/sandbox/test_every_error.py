"""The table of refusals: what the Bot API is known to answer, each with the request that causes it, over HTTP.

The first table is what a bot meets (core.telegram.org/bots/api#making-requests and what Telegram's servers send), the
second everything else that the sandbox says in Telegram's words; the last test looks that none is missing.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from sandbox import ChatType, Limits, Person, Sandbox, SandboxServer, Status
from sandbox.limits import NO_LIMITS
from tests.integration.sandbox.support import Api, open_api
from tests.integration.sandbox.test_errors import NOT_MODIFIED, keys
from tests.unit.sandbox.support import HandClock, png

ROOT = Path(__file__).parents[3]


class Scene:
    """Somebody who has started the bot, and a supergroup with topics in which both are."""

    def __init__(self, api: Api, sandbox: Sandbox) -> None:
        self.api = api
        self.sandbox = sandbox
        self.anna = sandbox.add_user("Анна")
        self.anna.start()
        self.group = sandbox.add_group("Группа", forum=True, members=[self.anna])

    async def say(self, person: Person | None = None, **params: Any) -> str:
        """A message to a person (Anna); the refusal."""
        return await self.api.error("sendMessage", **{"chat_id": (person or self.anna).id, "text": "x", **params})

    async def sent(self, **params: Any) -> int:
        """The number of a message that Anna has been sent."""
        sent = await self.api.result("sendMessage", **{"chat_id": self.anna.id, "text": "x", **params})
        number: int = sent["message_id"]
        return number


async def thirty_first(scene: Scene) -> str:
    people = [scene.sandbox.add_user(f"Житель {number}") for number in range(31)]
    for person in people:
        person.start()
    for person in people[:30]:
        await scene.api.result("sendMessage", chat_id=person.id, text="x")
    return await scene.say(people[30])


async def fourth_at_once(scene: Scene) -> str:
    for _ in range(3):
        await scene.sent()
    return await scene.say()


async def edit_counts(scene: Scene) -> str:
    number = await scene.sent()
    for text in "ab":
        await scene.api.result("editMessageText", chat_id=scene.anna.id, message_id=number, text=text)
    return await scene.api.error("editMessageText", chat_id=scene.anna.id, message_id=number, text="c")


async def twenty_first_in_a_group(scene: Scene) -> str:
    clock = scene.sandbox.world.clock
    assert isinstance(clock, HandClock)
    for _ in range(20):
        clock.forward(1)
        await scene.api.result("sendMessage", chat_id=scene.group.id, text="x")
    clock.forward(1)
    return await scene.say(chat_id=scene.group.id)


async def hours(scene: Scene) -> str:
    scene.sandbox.faults.flood(7200)
    return await scene.say()


async def blocked(scene: Scene) -> str:
    scene.anna.block()
    return await scene.say()


async def deactivated(scene: Scene) -> str:
    scene.anna.deactivate()
    return await scene.say()


async def kicked(scene: Scene) -> str:
    scene.group.kick(scene.sandbox.bot.user)
    return await scene.say(chat_id=scene.group.id)


async def gone(scene: Scene) -> str:
    group = scene.sandbox.add_group("Другая", members=[scene.anna], bot=Status.LEFT)
    return await scene.say(chat_id=group.id)


async def stranger(scene: Scene) -> str:
    return await scene.say(scene.sandbox.add_user("Вера"))


async def unknown(scene: Scene) -> str:
    return await scene.say(chat_id=5)


async def no_thread(scene: Scene) -> str:
    return await scene.say(chat_id=scene.group.id, message_thread_id=77)


async def nothing_to_edit(scene: Scene) -> str:
    return await scene.api.error("editMessageText", chat_id=scene.anna.id, message_id=999, text="x")


async def not_modified(scene: Scene) -> str:
    return await scene.api.error("editMessageText", chat_id=scene.anna.id, message_id=await scene.sent(), text="x")


async def too_long(scene: Scene) -> str:
    return await scene.say(text="ж" * 4097)


async def caption_too_long(scene: Scene) -> str:
    return await scene.api.error("sendPhoto", chat_id=scene.anna.id, photo="x", caption="ж" * 1025)


async def markup_too_long(scene: Scene) -> str:
    return await scene.say(reply_markup=keys("ж" * 32, "я" * 32, rows=40))


async def hundred_and_one_buttons(scene: Scene) -> str:
    return await scene.say(reply_markup={"inline_keyboard": [*keys("x", rows=101)["inline_keyboard"]]})


async def nine_in_a_row(scene: Scene) -> str:
    return await scene.say(reply_markup=keys(*"abcdefghi"))


async def data_too_long(scene: Scene) -> str:
    return await scene.say(reply_markup=keys("x" * 65))


async def query_too_old(scene: Scene) -> str:
    return await scene.api.error("answerCallbackQuery", callback_query_id="1")


async def upgraded(scene: Scene) -> str:
    small = scene.sandbox.add_group("Малая", members=[scene.anna], type=ChatType.GROUP)
    new = small.upgrade()
    answer = await scene.api("sendMessage", chat_id=small.id, text="x")
    assert answer["parameters"] == {"migrate_to_chat_id": new.id}
    return f"{answer['error_code']} {answer['description']}"


async def open_tag(scene: Scene) -> str:
    return await scene.say(text="<b>x", parse_mode="HTML")


async def unknown_tag(scene: Scene) -> str:
    return await scene.say(text="ab <x>y</x>", parse_mode="HTML")


async def two_polls(scene: Scene) -> str:
    await scene.api.result("getUpdates", offset=-1)
    confirmed = {"offset": scene.sandbox.updates[-1]["update_id"] + 1}
    first = asyncio.ensure_future(scene.api.error("getUpdates", **confirmed, timeout=50))
    feed = scene.sandbox.bot.feed
    await scene.sandbox.changes.until(lambda: feed.polled or None, 5, lambda: "nobody polls")
    await scene.api.result("getUpdates", **confirmed)
    return await first


async def poll_beside_webhook(scene: Scene) -> str:
    await scene.api.result("setWebhook", url="http://127.0.0.1:9/hook")
    return await scene.api.error("getUpdates")


KNOWN: list[tuple[Callable[[Scene], Awaitable[str]], str]] = [
    (thirty_first, "429 Too Many Requests: retry after 1"),
    (fourth_at_once, "429 Too Many Requests: retry after 1"),
    (edit_counts, "429 Too Many Requests: retry after 1"),
    (twenty_first_in_a_group, "429 Too Many Requests: retry after 40"),
    (hours, "429 Too Many Requests: retry after 7200"),
    (blocked, "403 Forbidden: bot was blocked by the user"),
    (deactivated, "403 Forbidden: user is deactivated"),
    (kicked, "403 Forbidden: bot was kicked from the supergroup chat"),
    (gone, "403 Forbidden: bot is not a member of the supergroup chat"),
    (stranger, "403 Forbidden: bot can't initiate conversation with a user"),
    (unknown, "400 Bad Request: chat not found"),
    (no_thread, "400 Bad Request: message thread not found"),
    (nothing_to_edit, "400 Bad Request: message to edit not found"),
    (not_modified, NOT_MODIFIED),
    (too_long, "400 Bad Request: message is too long"),
    (caption_too_long, "400 Bad Request: message caption is too long"),
    (markup_too_long, "400 Bad Request: reply markup is too long"),
    (hundred_and_one_buttons, "400 Bad Request: reply markup is too long"),
    (nine_in_a_row, "400 Bad Request: BUTTON_ROW_TOO_LONG"),
    (data_too_long, "400 Bad Request: BUTTON_DATA_INVALID"),
    (query_too_old, "400 Bad Request: query is too old and response timeout expired or query ID is invalid"),
    (upgraded, "400 Bad Request: group chat was upgraded to a supergroup chat"),
    (open_tag, "400 Bad Request: can't parse entities: Can't find end tag corresponding to start tag \"b\""),
    (unknown_tag, '400 Bad Request: can\'t parse entities: Unsupported start tag "x" at byte offset 3'),
    (
        two_polls,
        "409 Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    ),
    (
        poll_beside_webhook,
        "409 Conflict: can't use getUpdates method while webhook is active; "
        "use deleteWebhook to delete the webhook first",
    ),
]


@pytest.mark.parametrize(("provoke", "error"), KNOWN, ids=[provoke.__name__ for provoke, _ in KNOWN])
async def test_what_a_bot_meets(clock: HandClock, provoke: Callable[[Scene], Awaitable[str]], error: str) -> None:
    limited = error.startswith("429")
    sandbox = Sandbox(clock=clock, limits=Limits() if limited else NO_LIMITS)
    async with SandboxServer(sandbox) as server, open_api(server) as api:
        assert await provoke(Scene(api, sandbox)) == error


async def test_what_does_not_count_towards_the_limits(clock: HandClock) -> None:
    """Answers to presses, and what is paid for beyond the thirty."""
    sandbox = Sandbox(clock=clock)
    async with SandboxServer(sandbox) as server, open_api(server) as api:
        scene = Scene(api, sandbox)
        await scene.sent(reply_markup=keys("a"))
        shown = await scene.anna.next_message()
        for _ in range(40):
            pressed = scene.anna.press(shown, "a")
            await api.result("answerCallbackQuery", callback_query_id=pressed.query.id)
        for number in range(100):
            reader = sandbox.add_user(f"Читатель {number}")
            reader.start()
            await api.result("sendMessage", chat_id=reader.id, text="x", allow_paid_broadcast=True)


def article(number: str = "1", **fields: Any) -> dict[str, Any]:
    return {"type": "article", "id": number, "title": "x", "input_message_content": {"message_text": "x"}, **fields}


IN_A_DIALOG: list[tuple[str, dict[str, Any], str]] = [
    ("sendMessage", {"text": "x", "entities": [{"type": "bold", "offset": -1, "length": 1}]},
     "can't parse entities: Receive an entity with incorrect offset -1"),
    ("sendMessage", {"text": "x", "entities": [{"type": "bold", "offset": 0, "length": -1}]},
     "can't parse entities: Receive an entity with incorrect length -1"),
    ("sendMessage", {"text": "x", "entities": [{"type": "bold", "offset": 0, "length": 5}]},
     "can't parse entities: Entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 5"),
    ("sendMessage", {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "a",
                                                                         "url": "ya.ru"}]]}},
     "can't parse inline keyboard button: exactly one action expected, got ['url', 'callback_data']"),
    ("sendMessage", {"text": "x", "reply_markup": {"keyboard": [[{"text": " "}]]}},
     "can't parse keyboard button: Button text must be non-empty"),
    ("sendMessage", {"text": "x", "reply_markup": {"keyboard": [[{"text": "a", "web_app": {"url": "http://ya.ru"}}]]}},
     "keyboard button Web App URL 'http://ya.ru' is invalid: Only HTTPS links are allowed"),
    ("sendMessage", {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "a", "web_app": {"url": "ya.ru"}}]]}},
     "inline keyboard button Web App URL 'ya.ru' is invalid: Only HTTPS links are allowed"),
    ("sendMessage", {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "a", "pay": True}]]}},
     "BUTTON_TYPE_INVALID"),
    ("answerInlineQuery", {"inline_query_id": "1", "results": [article(title=" ")]}, "ARTICLE_TITLE_EMPTY"),
    ("sendMessage", {"text": ["x"]}, 'Field "text" must be of type String'),
    ("sendMessage", {"text": "x", "protect_content": []}, 'Field "protect_content" must be of type Boolean'),
    ("sendMessage", {"text": "x", "link_preview_options": "[]"}, "can't parse LinkPreviewOptions: expected an Object"),
    ("sendMessage", {"text": "x", "reply_markup": "[]"}, "object expected as reply markup"),
    ("sendMessage", {"text": "x", "reply_markup": "{"}, "can't parse reply keyboard markup JSON object"),
    ("setMessageReaction", {"message_id": 1, "reaction": "["}, "can't parse reaction JSON object"),
    ("setMyCommands", {"commands": [], "scope": 5}, "can't parse scope: expected an Object"),
    ("sendMessage", {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "a", "callback_game": "x"}]]}},
     'can\'t parse inline keyboard button: Field "callback_game" must be of type Object'),
    ("getUserProfilePhotos", {"user_id": 1, "limit": 0}, "limit is too small: at least 1"),
    ("copyMessage", {"from_chat_id": {}, "message_id": 1},
     'Field "from_chat_id" must be of type Number or String'),
    ("editMessageText", {"inline_message_id": "x", "text": "x"}, "MESSAGE_ID_INVALID"),
    ("setChatTitle", {"title": "x"}, "can't change private chat title"),
    ("setChatPermissions", {"permissions": {}}, "can't change private chat permissions"),
    ("createChatInviteLink", {}, "can't invite members to a private chat"),
    ("setMessageReaction", {"message_id": 1, "reaction": [{"type": "emoji", "emoji": "👍"}] * 2}, "REACTIONS_TOO_MANY"),
    ("sendPoll", {"question": "?", "options": [{"text": "a"}, {"text": "b"}], "type": "x"},
     "unsupported poll type specified"),
    ("sendPoll", {"question": "?", "options": [{"text": "a"}, {"text": "b"}], "type": "quiz"},
     "wrong correct option ID specified"),
    ("getChatMember", {"user_id": 7}, "user not found"),
    ("answerInlineQuery", {"inline_query_id": "1", "results": [article(str(n)) for n in range(51)]},
     "RESULTS_TOO_MUCH"),
    ("answerInlineQuery", {"inline_query_id": "1", "results": [article(), article()]}, "RESULT_ID_DUPLICATE"),
    ("answerInlineQuery", {"inline_query_id": "1", "results": [article("x" * 65)]}, "RESULT_ID_INVALID"),
    ("answerInlineQuery", {"inline_query_id": "1", "results": [], "next_offset": "x" * 65}, "NEXT_OFFSET_INVALID"),
    ("answerInlineQuery", {"inline_query_id": "1", "results": [], "button": {"text": "x"}},
     "InlineQueryResultsButton must contain exactly one optional field"),
    ("answerInlineQuery", {"inline_query_id": "1", "results": [], "button": {"text": "x", "start_parameter": "да"}},
     "Unallowed characters in start_parameter are used"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "params", "error"), IN_A_DIALOG)
async def test_other_refusals(api: Api, anna: Person, method: str, params: dict[str, Any], error: str) -> None:
    assert await api.error(method, chat_id=anna.id, **params) == f"400 Bad Request: {error}"


async def test_edits_of_another_kind(api: Api, anna: Person) -> None:
    photo = {"chat_id": anna.id, "message_id": anna.send_photo(png()).id}
    file = anna.chat.messages[photo["message_id"]].content["photo"][-1]["file_id"]
    sent = await api.result("sendPhoto", chat_id=anna.id, photo=file)
    where = {"chat_id": anna.id, "message_id": sent["message_id"]}
    document = anna.send_document(b"x", "x.txt").content["document"]["file_id"]
    both = [{"type": "document", "media": document}] * 2
    album = await api.result("sendMediaGroup", chat_id=anna.id, media=both)
    in_album = {"chat_id": anna.id, "message_id": album[0]["message_id"]}
    assert [
        await api.error("editMessageText", **where, text="x"),
        await api.error("editMessageMedia", **in_album, media={"type": "photo", "media": file}),
        await api.error("editMessageMedia", **where, media={"type": "sticker", "media": file}),
        await api.error("stopPoll", **where),
    ] == [
        "400 Bad Request: there is no text in the message to edit",
        "400 Bad Request: message content can't be changed to another type in an album",
        "400 Bad Request: can't change the message to this type of media",
        "400 Bad Request: message with poll to stop not found",
    ]


async def test_a_poll_is_stopped_once(api: Api, anna: Person) -> None:
    sent = await api.result("sendPoll", chat_id=anna.id, question="?", options=[{"text": "a"}, {"text": "b"}])
    where = {"chat_id": anna.id, "message_id": sent["message_id"]}
    await api.result("stopPoll", **where)
    assert await api.error("stopPoll", **where) == "400 Bad Request: poll has already been closed"


async def test_inline_results_without_a_message(api: Api) -> None:
    empty = {"type": "article", "id": "1", "title": "x"}
    nowhere = article(input_message_content={"latitude": 91, "longitude": 2})
    errors = [await api.error("answerInlineQuery", inline_query_id="1", results=[one]) for one in (empty, nowhere)]
    assert errors == [
        "400 Bad Request: can't parse inline query result: Can't find field \"input_message_content\"",
        "400 Bad Request: wrong location specified",
    ]


async def test_a_bot_may_edit_its_own_whenever_it_likes(api: Api, anna: Person, clock: HandClock) -> None:
    sent = await api.result("sendMessage", chat_id=anna.id, text="x")
    clock.forward(30 * 24 * 3600)
    assert await api.result("editMessageText", chat_id=anna.id, message_id=sent["message_id"], text="y")


async def test_what_is_no_text(api: Api, anna: Person) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    async with api.session.post(api.url("sendMessage"), data=b"chat_id=1&text=\xff", headers=form) as response:
        assert (await response.json())["description"] == "Bad Request: strings must be encoded in UTF-8"


RAISED = re.compile(
    r"(?:bad_request|forbidden|conflict|ApiError)\(\s*(?:\d+, )?f?([\"'])((?:\\.|(?!\1).)*)\1", re.DOTALL
)


def test_every_refusal_has_its_request() -> None:
    """Whatever the sandbox may say is provoked by one of its tests, or said where no request can come to it."""
    folders = [ROOT / "tests" / area / "sandbox" for area in ("unit", "integration")]
    tests = "".join(path.read_text() for folder in folders for path in folder.glob("*.py")).replace("\\", "")
    missing = []
    for path in sorted((ROOT / "sandbox").rglob("*.py")):
        for _, words in RAISED.findall(path.read_text()):
            fixed = max(re.split(r"\{[^}]*\}", words), key=len).replace("\\", "")
            if fixed not in tests:
                missing.append(f"{path.name}: {words}")
    assert missing == []
