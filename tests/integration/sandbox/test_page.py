"""What the page asks for over HTTP, and what it is told."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from yarl import URL

from sandbox import Group, Person, Sandbox, SandboxServer
from tests.integration.sandbox.page import Campaign, Page, where
from tests.integration.sandbox.support import Api, open_api
from tests.unit.sandbox.support import HandClock, png


@pytest.fixture
def campaign(clock: HandClock) -> Campaign:
    return Campaign(clock)


@pytest.fixture
async def server(sandbox: Sandbox, campaign: Campaign) -> AsyncIterator[SandboxServer]:
    sandbox.controls = campaign
    async with SandboxServer(sandbox) as running:
        yield running


@pytest.fixture
async def page(server: SandboxServer) -> AsyncIterator[Page]:
    async with open_api(server) as api:
        yield Page(api)


async def test_the_page_is_served_whole_and_loads_nothing_from_elsewhere(page: Page) -> None:
    status, body = await page.get("/")
    assert status == 200
    text = body.decode()
    assert "://" not in text.replace("http://www.w3.org/2000/svg", "")
    for name in ("main.js", "style.css", "chat.css", "panel.css", "icon.svg"):
        assert name in text
        assert (await page.get(f"/page/{name}"))[0] == 200
    async with page.session.get(f"{page.base}/") as response:
        assert "default-src 'self'" in response.headers["Content-Security-Policy"]


async def test_a_browser_asks_each_time_whether_the_page_is_still_so(page: Page) -> None:
    for path in ("/", "/page/main.js"):
        async with page.session.get(page.base + path) as response:
            assert response.headers["Cache-Control"] == "no-cache"
            kept = {"If-None-Match": response.headers["ETag"]}
        async with page.session.get(page.base + path, headers=kept) as response:
            assert (response.status, response.headers["Cache-Control"]) == (304, "no-cache")


@pytest.mark.parametrize("name", ["none.js", "..%2fcontrol.py", "%2e%2e/serve.py", "a%00b", "%2fetc%2fpasswd"])
async def test_only_the_page_itself_is_served(page: Page, name: str) -> None:
    async with page.session.get(URL(f"{page.base}/page/{name}", encoded=True)) as response:
        assert response.status == 404


async def test_names_and_roles_in_english(sandbox: Sandbox, page: Page) -> None:
    nina = sandbox.add_user("Нина", role="Председатель", name_en="Nina", role_en="Chairman")
    sandbox.add_group("Линия", title_en="Hotline", members=[nina])
    _, answer = await page.get("/sandbox/chats")
    person, group = answer["chats"]
    assert (person["name_en"], person["role_en"], person["title"]) == ("Nina", "Chairman", "Нина")
    assert (group["title_en"], group["members"][0]["name_en"]) == ("Hotline", "Nina")


async def test_the_list_shows_people_groups_and_what_is_unread(
    page: Page, anna: Person, forum: Group, api: Api
) -> None:
    await api.result("sendMessage", chat_id=anna.id, text="раз")
    await api.result("sendMessage", chat_id=anna.id, text="два")
    _, answer = await page.get("/sandbox/chats")
    assert answer["clock"] is True
    dialog, group = answer["chats"]
    assert (dialog["title"], dialog["role"], dialog["unread"]) == ("Анна Петрова", "Председатель УИК", 2)
    assert dialog["last"]["text"] == "два"
    assert [m["name"] for m in group["members"]] == ["Анна Петрова", "Срок"]
    await page.post(f"{where(anna)}/read", {"message": dialog["last"]["id"]})
    _, answer = await page.get("/sandbox/chats")
    assert answer["chats"][0]["unread"] == 0


async def test_each_topic_of_a_forum_is_read_by_itself(page: Page, anna: Person, forum: Group, api: Api) -> None:
    chat = f"/sandbox/chats/{forum.chat.key}/as/{anna.id}"
    topics = [(await api.result("createForumTopic", chat_id=forum.id, name=name))["message_thread_id"] for name in "АБ"]
    for topic in (*topics, None):
        await api.result("sendMessage", chat_id=forum.id, text="вопрос", message_thread_id=topic)

    async def unread() -> tuple[int, ...]:
        _, shown = await page.get(chat)
        row, general = shown["row"], shown["general"]
        return (row["unread"], general["unread"], *(topic["unread"] for topic in shown["topics"]))

    assert await unread() == (5, 1, 2, 2)
    await page.post(f"{chat}/read", {"message": forum.chat.last_id, "topic": topics[1]})
    assert await unread() == (3, 1, 2, 0)
    await page.post(f"{chat}/send", {"text": "ответ", "topic": topics[0]})
    assert await unread() == (1, 1, 0, 0)
    await page.post(f"{chat}/read", {"message": forum.chat.last_id, "topic": 0})
    assert await unread() == (0, 0, 0, 0)
    await api.result("sendMessage", chat_id=forum.id, text="ещё", message_thread_id=topics[1])
    assert await unread() == (1, 0, 0, 1)
    await page.post(f"{chat}/read", {"message": forum.chat.last_id})
    assert await unread() == (0, 0, 0, 0)


async def test_a_long_chat_comes_in_pages(page: Page, anna: Person, api: Api) -> None:
    for number in range(30):
        await api.result("sendMessage", chat_id=anna.id, text=str(number))
    _, newest = await page.get(f"{where(anna)}?limit=20")
    assert newest["more"] is True
    assert [m["api"]["text"] for m in newest["messages"]] == [str(n) for n in range(10, 30)]
    _, older = await page.get(f"{where(anna)}?limit=20&before={newest['messages'][0]['id']}")
    assert older["more"] is False
    assert [m["api"]["text"] for m in older["messages"]] == ["/start", *(str(n) for n in range(10))]


async def test_acting_for_a_person(page: Page, sandbox: Sandbox, anna: Person, api: Api) -> None:
    chat = where(anna)
    status, sent = await page.post(f"{chat}/send", {"text": "/help"})
    assert status == 200
    assert sandbox.updates[-1]["message"]["text"] == "/help"
    await page.post(f"{chat}/edit", {"message": sent["id"], "text": "правка"})
    assert sandbox.updates[-1]["edited_message"]["text"] == "правка"
    buttons = {"inline_keyboard": [[{"text": "а", "callback_data": "a"}, {"text": "б", "callback_data": "b"}]]}
    shown = await api.result("sendMessage", chat_id=anna.id, text="x", reply_markup=buttons)
    _, pressed = await page.post(f"{chat}/press", {"message": shown["message_id"], "row": 0, "column": 1})
    assert sandbox.updates[-1]["callback_query"]["data"] == "b"
    assert pressed["query"] == sandbox.updates[-1]["callback_query"]["id"]
    await page.post(f"{chat}/react", {"message": shown["message_id"], "emoji": "👍"})
    await page.post(f"{chat}/contact", {})
    assert sandbox.updates[-1]["message"]["contact"]["first_name"] == "Анна"
    await page.post(f"{chat}/delete", {"message": sent["id"]})
    assert anna.chat.messages[sent["id"]].deleted
    await page.post(f"{chat}/block", {"blocked": True})
    assert anna.chat.blocked


@pytest.mark.parametrize(
    ("act", "body", "code"),
    [
        ("send", {"text": " "}, "empty"),
        ("send", {"text": "ж" * 4097}, "too_long"),
        ("send", {"text": "x", "reply_to": 99}, "no_message"),
        ("press", {"message": 99, "row": 0, "column": 0}, "no_message"),
        ("press", {"message": 1, "row": 0, "column": 0}, "no_button"),
        ("inline", {"bot": "nobody", "text": ""}, "no_bot"),
        ("choose", {"query": "1", "result": "1"}, "no_result"),
        ("leave", {}, "not_member"),
    ],
)
async def test_what_a_person_cannot_do(page: Page, anna: Person, act: str, body: dict[str, Any], code: str) -> None:
    status, answer = await page.post(f"{where(anna)}/{act}", body)
    assert (status, answer["code"]) == (409, code)


async def test_files_from_the_page(page: Page, sandbox: Sandbox, anna: Person) -> None:
    async def send(kind: str, *bodies: bytes) -> tuple[int, Any]:
        form = aiohttp.FormData({"as": kind, "caption": "подпись"})
        for number, body in enumerate(bodies):
            form.add_field("files", body, filename=f"{number}.png")
        async with page.session.post(f"{page.base}{where(anna)}/files", data=form) as response:
            return response.status, await response.json()

    assert (await send("photo", png()))[0] == 200
    photo = sandbox.updates[-1]["message"]["photo"][-1]
    assert (await page.get(f"/sandbox/files/{photo['file_id']}"))[1] == png()
    await send("document", b"<script>alert(1)</script>")
    document = sandbox.updates[-1]["message"]["document"]
    async with page.session.get(f"{page.base}/sandbox/files/{document['file_id']}") as response:
        assert response.headers["Content-Disposition"].startswith("attachment")
        assert response.content_type == "application/octet-stream"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
    await send("photo", png(), png())
    first, second = (u["message"]["media_group_id"] for u in sandbox.updates[-2:])
    assert first == second
    assert await send("photo", b"no picture") == (
        409,
        {"code": "refused", "reason": "Bad Request: IMAGE_PROCESS_FAILED"},
    )
    assert (await send("photo"))[1]["code"] == "empty"
    assert (await page.get("/sandbox/files/none"))[0] == 404


async def test_the_commands_that_a_person_sees(page: Page, anna: Person, api: Api) -> None:
    await api.result("setMyCommands", commands=[{"command": "start", "description": "Начать"}])
    scope = {"type": "chat", "chat_id": anna.id}
    _, general = await page.get(where(anna))
    await api.result("setMyCommands", commands=[{"command": "mine", "description": "Моё"}], scope=scope)
    _, own = await page.get(where(anna))
    assert [general["commands"][0]["command"], own["commands"][0]["command"]] == ["start", "mine"]


async def test_the_clock_moves_forward_only(page: Page, campaign: Campaign) -> None:
    _, state = await page.get("/sandbox/clock")
    assert (state["now"], state["next_events"][0]["title"]) == ("2023-01-25T09:00", "Пункт 28")
    _, state = await page.post("/sandbox/clock", {"step": "hour"})
    assert state["now"] == "2023-01-25T10:00"
    _, state = await page.post("/sandbox/clock", {"to": "2023-01-30T18:00"})
    assert state["now"] == "2023-01-30T18:00"
    assert (await page.post("/sandbox/clock", {"to": "2023-01-29T18:00"}))[1]["code"] == "backwards"
    assert (await page.post("/sandbox/clock", {"to": "2024-01-29T18:00"}))[1]["code"] == "beyond"
    campaign.refusal = "Идёт рассылка."
    status, answer = await page.post("/sandbox/clock", {"step": "hour"})
    assert (status, answer) == (409, {"code": "refused", "reason": "Идёт рассылка."})
    assert len(campaign.moves) == 2


async def test_news_reach_the_open_page(page: Page, anna: Person, api: Api) -> None:
    async with page.news() as tab:
        sent = await api.result("sendMessage", chat_id=anna.id, text="привет")
        told = await tab.event("message")
        assert (told["chat"], told["message"]["api"]["text"], told["row"]["unread"]) == (anna.chat.key, "привет", 1)
        await api.result("sendChatAction", chat_id=anna.id, action="typing")
        assert (await tab.event("typing"))["who"] == "Срок"
        await api.result("deleteMessage", chat_id=anna.id, message_id=sent["message_id"])
        assert (await tab.event("delete"))["id"] == sent["message_id"]
        await page.post("/sandbox/clock", {"step": "hour"})
        assert (await tab.event("clock"))["now"] == "2023-01-25T10:00"


async def test_a_tab_that_is_closed_is_no_error(
    page: Page, sandbox: Sandbox, anna: Person, caplog: pytest.LogCaptureFixture
) -> None:
    async with page.news():
        pass
    while sandbox.changes.watchers:  # the server learns of it when it writes
        anna.send("есть кто-нибудь?")
        await page.get("/sandbox/chats")
    assert not caplog.records


async def test_other_sites_are_kept_out(page: Page, sandbox: Sandbox, anna: Person) -> None:
    before = len(sandbox.updates)
    assert (await page.post(f"{where(anna)}/send", {"text": "x"}, Origin="https://evil.example"))[0] == 403
    assert (await page.get("/sandbox/chats", Host="evil.example"))[0] == 403
    assert len(sandbox.updates) == before
    assert (await page.post(f"{where(anna)}/send", {"text": "x"}, Origin=page.base))[0] == 200


async def test_a_new_person(page: Page, sandbox: Sandbox) -> None:
    _, answer = await page.post("/sandbox/people", {"first_name": " Глеб "})
    assert sandbox.world.users[answer["id"]].first_name == "Глеб"
    assert (await page.post("/sandbox/people", {"first_name": " "}))[1]["code"] == "empty"


async def test_the_raw_updates(page: Page, anna: Person) -> None:
    _, logs = await page.get("/sandbox/updates")
    assert logs["srok_bot"][0]["message"]["text"] == "/start"


async def test_without_controls_there_is_no_clock(sandbox: Sandbox) -> None:
    async with SandboxServer(sandbox) as server, open_api(server) as api:
        plain = Page(api)
        assert (await plain.get("/sandbox/clock"))[0] == 404
        assert (await plain.get("/sandbox/chats"))[1]["clock"] is False
