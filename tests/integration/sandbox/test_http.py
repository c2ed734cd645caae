"""The wire: forms, JSON, multipart, file downloads, limits, faults."""

import asyncio
import json
from typing import Any

import aiohttp
import pytest

from sandbox import Limits, Person, Sandbox, SandboxServer, Trouble
from tests.integration.sandbox.support import Api, open_api
from tests.unit.sandbox.support import HandClock, png


async def test_a_form_an_address_and_json_say_the_same(api: Api, anna: Person) -> None:
    params = {"chat_id": str(anna.id), "text": "42"}
    async with api.session.post(api.url("sendMessage"), data=params) as response:
        form = await response.json()
    async with api.session.get(api.url("sendmessage"), params=params) as response:
        address = await response.json()
    by_json = await api("sendMessage", **params)
    assert [answer["result"]["text"] for answer in (form, address, by_json)] == ["42", "42", "42"]


async def test_what_is_null_or_unknown_is_not_there(api: Api, anna: Person) -> None:
    """Libraries of other languages send every parameter that they know."""
    form = {"chat_id": anna.id, "text": "x", "entities": "null", "reply_markup": "null", "parse_mode": "", "new": "x"}
    async with api.session.post(api.url("sendMessage"), data={k: str(v) for k, v in form.items()}) as response:
        assert (await response.json())["result"]["text"] == "x"
    async with api.session.post(api.url("setMyCommands"), data={"commands": "null"}) as response:
        assert (await response.json())["description"] == 'Bad Request: parameter "commands" is required'


async def test_a_body_and_an_address_together(api: Api, anna: Person) -> None:
    async with api.session.post(api.url("sendMessage"), params={"chat_id": anna.id}, data={"text": "x"}) as response:
        assert (await response.json())["result"]["chat"]["id"] == anna.id
    chunked = aiohttp.MultipartWriter("form-data")
    for name, value in (("chat_id", str(anna.id)), ("text", "по частям")):
        chunked.append(value, {"Content-Disposition": f'form-data; name="{name}"'})
    async with api.session.post(api.url("sendMessage"), data=chunked) as response:
        assert (await response.json())["result"]["text"] == "по частям"


async def test_multipart_with_attached_files(api: Api, anna: Person) -> None:
    form = aiohttp.FormData()
    form.add_field("chat_id", str(anna.id))
    media = [{"type": "photo", "media": "attach://one", "caption": "<b>Два</b>", "parse_mode": "HTML"}]
    form.add_field("media", json.dumps([*media, {"type": "photo", "media": "attach://two"}]))
    form.add_field("one", png(800, 400), filename="one.png")
    form.add_field("two", png(5, 5), filename="two.png")
    async with api.session.post(api.url("sendMediaGroup"), data=form) as response:
        first, second = (await response.json())["result"]
    assert first["media_group_id"] == second["media_group_id"]
    assert first["caption_entities"] == [{"type": "bold", "offset": 0, "length": 3}]
    assert [(s["width"], s["height"]) for s in first["photo"]] == [(320, 160), (800, 400)]
    file = await api.result("getFile", file_id=first["photo"][-1]["file_id"])
    async with api.session.get(f"{api.server.base_url}/file/bot{api.token}/{file['file_path']}") as response:
        assert await response.read() == png(800, 400)
    async with api.session.get(f"{api.server.base_url}/file/bot{api.token}/photos/none") as response:
        assert response.status == 404
    async with api.session.get(f"{api.server.base_url}/file/bot1:wrong/{file['file_path']}") as response:
        assert response.status == 401


async def test_an_album_is_sent_whole_or_not_at_all(api: Api, anna: Person) -> None:
    form = aiohttp.FormData()
    form.add_field("chat_id", str(anna.id))
    form.add_field("media", json.dumps([{"type": "photo", "media": f"attach://{n}"} for n in ("one", "lost")]))
    form.add_field("one", png(), filename="one.png")
    async with api.session.post(api.url("sendMediaGroup"), data=form) as response:
        assert (await response.json())["description"] == "Bad Request: there is no photo in the request"
    assert anna.from_bot() == []


@pytest.mark.parametrize("body", [b"{", b"[]", b"\xff"])
async def test_a_body_that_is_no_request(api: Api, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    async with api.session.post(api.url("getMe"), data=body, headers=headers) as response:
        assert response.status == 400
        assert (await response.json())["description"] == "Bad Request: can't parse request JSON object"


async def test_bodies_that_are_too_large(sandbox: Sandbox, anna: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sandbox.serve.BODY_LIMIT", 2_000)
    monkeypatch.setattr("sandbox.files.UPLOAD_LIMIT", 1_000)
    form = aiohttp.FormData({"chat_id": str(anna.id)})
    form.add_field("document", bytes(1_001), filename="большой.bin")
    json_body: dict[str, Any] = {"data": bytes(2_001), "headers": {"Content-Type": "application/json"}}
    async with SandboxServer(sandbox) as server, open_api(server) as api:
        for request in ({"data": form}, json_body):
            async with api.session.post(api.url("sendDocument"), **request) as response:
                answer = await response.json()
            assert (response.status, answer["error_code"]) == (413, 413)
            assert answer["description"] == "Request Entity Too Large"
    assert anna.from_bot() == []


async def test_a_broken_multipart_form(api: Api) -> None:
    for boundary in ("", "; boundary=x"):
        headers = {"Content-Type": f"multipart/form-data{boundary}"}
        async with api.session.post(api.url("getMe"), data=b"--y nonsense", headers=headers) as response:
            assert (await response.json())["description"] == "Bad Request: can't parse multipart form"


async def test_limits_on_the_clock(clock: HandClock) -> None:
    sandbox = Sandbox(clock=clock, limits=Limits())
    anna = sandbox.add_user("Анна")
    anna.start()
    async with SandboxServer(sandbox) as server, open_api(server) as api:
        sent = [await api("sendMessage", chat_id=anna.id, text=str(n)) for n in range(4)]
        assert [answer["ok"] for answer in sent] == [True, True, True, False]
        assert sent[3]["description"] == "Too Many Requests: retry after 1"
        assert sent[3]["parameters"] == {"retry_after": 1}
        params = {"chat_id": anna.id, "message_id": sent[0]["result"]["message_id"], "text": "edit"}
        async with api.session.post(api.url("editMessageText"), json=params) as response:
            assert (response.status, response.headers["Retry-After"]) == (429, "1")
        # What is not a message goes through: presses are answered, places are shown as read.
        assert (await api("sendChatAction", chat_id=anna.id, action="typing"))["ok"]
        query = sandbox.world.new_id()
        assert "query is too old" in await api.error("answerCallbackQuery", callback_query_id=query)
        clock.forward(1)
        assert (await api("editMessageText", **params))["ok"]
        assert (await api("sendMessage", chat_id=anna.id, text="x"))["error_code"] == 429


@pytest.mark.parametrize(
    ("trouble", "happened"),
    [
        (Trouble.RESET, 0),
        (Trouble.RESET_AFTER, 1),
        (Trouble.HALF, 1),
        (Trouble.SILENCE, 0),
        (Trouble.SILENCE_AFTER, 1),
    ],
)
async def test_a_broken_connection(api: Api, sandbox: Sandbox, anna: Person, trouble: Trouble, happened: int) -> None:
    sandbox.faults.network(trouble, method="sendMessage")
    timeout = aiohttp.ClientTimeout(total=0.2 if "silence" in trouble else 10)
    with pytest.raises((aiohttp.ClientError, TimeoutError)):
        async with api.session.post(
            api.url("sendMessage"), json={"chat_id": anna.id, "text": "x"}, timeout=timeout
        ) as response:
            await response.read()
    assert len(anna.from_bot()) == happened
    await api.result("sendMessage", chat_id=anna.id, text="x")


async def test_scripted_answers(api: Api, sandbox: Sandbox, anna: Person) -> None:
    faults = sandbox.faults
    faults.flood(7200, chat_id=anna.id)
    faults.forbid("user is deactivated", chat_id=anna.id)
    faults.refuse("chat not found", chat_id=anna.id)
    faults.error(500, "Internal Server Error", chat_id=anna.id)
    answers = [await api("sendMessage", chat_id=anna.id, text="x") for _ in range(5)]
    assert [(a.get("error_code"), a.get("description")) for a in answers] == [
        (429, "Too Many Requests: retry after 7200"),
        (403, "Forbidden: user is deactivated"),
        (400, "Bad Request: chat not found"),
        (500, "Internal Server Error"),
        (None, None),
    ]
    faults.html(502)
    async with api.session.get(api.url("getMe")) as response:
        assert (response.status, response.content_type) == (502, "text/html")
    assert len(anna.from_bot()) == 1


async def test_a_silent_call_ends_with_the_server(sandbox: Sandbox) -> None:
    sandbox.faults.network(Trouble.SILENCE)
    async with aiohttp.ClientSession() as session:
        async with SandboxServer(sandbox) as server:
            call = asyncio.create_task(session.get(f"{server.base_url}/bot{sandbox.token}/getMe"))
            await sandbox.changes.until(lambda: sandbox.faults.active == () or None, 5, lambda: "the call never came")
        with pytest.raises(aiohttp.ClientError):
            await call


async def test_any_well_formed_token_brings_its_bot() -> None:
    sandbox = Sandbox(token=None, any_token=True)
    async with SandboxServer(sandbox) as server, aiohttp.ClientSession() as session:

        async def me(token: str) -> dict[str, Any]:
            async with session.get(f"{server.base_url}/bot{token}/getMe") as response:
                answer: dict[str, Any] = await response.json()
                return answer

        assert (await me("12:secret"))["result"]["id"] == 12
        assert (await me("13:secret"))["result"]["username"] == "sandbox13_bot"
        assert (await me("12:other"))["error_code"] == 401
        assert (await me("nonsense"))["error_code"] == 401
        assert [b.id for b in sandbox.world.bots_by_id.values()] == [12, 13]


async def test_a_taken_port_gives_the_next_one(server: SandboxServer) -> None:
    async with SandboxServer(Sandbox(), port=server.port) as second:
        assert second.port > server.port
