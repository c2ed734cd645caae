"""A whole aiogram bot by long polling and by webhook, and the conflicts between the two."""

import asyncio
from typing import Any

import aiohttp
import pytest
from aiogram import Bot, Dispatcher, types

from sandbox import Person, Sandbox, SandboxServer, Trouble
from tests.integration.sandbox.receiver import receiver
from tests.integration.sandbox.support import Api
from tests.unit.sandbox.support import HandClock

WEBHOOK_ACTIVE = (
    "409 Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)


async def test_a_bot_by_long_polling(bot: Bot, anna: Person) -> None:
    dispatcher = Dispatcher()

    @dispatcher.message()
    async def echo(message: types.Message) -> None:
        await message.answer(f"эхо: {message.text}")

    polling = asyncio.create_task(dispatcher.start_polling(bot, handle_signals=False, close_bot_session=False))
    assert (await anna.next_message()).text == "эхо: /start"
    anna.send("раз")
    assert (await anna.next_message()).text == "эхо: раз"
    await dispatcher.stop_polling()
    await polling


async def test_a_second_poller_ends_the_first(api: Api, anna: Person, sandbox: Sandbox) -> None:
    await api.result("getUpdates", offset=-1)
    number = sandbox.updates[-1]["update_id"] + 1
    first = asyncio.create_task(api("getUpdates", offset=number, timeout=50))
    await sandbox.changes.until(lambda: sandbox.bot.feed.polled or None, 5, lambda: "nobody polls")
    second = asyncio.create_task(api("getUpdates", offset=number, timeout=50))
    assert (await first)["description"] == (
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    )
    anna.send("x")
    assert (await second)["result"][0]["message"]["text"] == "x"


async def test_polling_and_a_webhook_exclude_each_other(api: Api, anna: Person, sandbox: Sandbox) -> None:
    await api.result("getUpdates", offset=-1)
    poll = asyncio.create_task(api("getUpdates", offset=sandbox.updates[-1]["update_id"] + 1, timeout=50))
    await sandbox.changes.until(lambda: sandbox.bot.feed.polled or None, 5, lambda: "nobody polls")
    await api.result("setWebhook", url="http://127.0.0.1:9/")
    assert (await poll)["description"] == "Conflict: terminated by setWebhook request"
    assert await api.error("getUpdates") == WEBHOOK_ACTIVE
    await api.result("deleteWebhook")
    anna.send("x")
    assert (await api.result("getUpdates"))[-1]["message"]["text"] == "x"


async def test_a_webhook_is_told_with_its_secret(api: Api, anna: Person) -> None:
    async with receiver() as hook:
        await api.result("setWebhook", url=hook.url, secret_token="s3cret", drop_pending_updates=True)
        anna.send("раз")
        anna.send("два")
        await hook.received(2)
        assert [u["message"]["text"] for u in hook.updates] == ["раз", "два"]
        assert hook.secrets == ["s3cret", "s3cret"]
        await api.result("deleteWebhook")


async def test_a_webhook_is_tried_again_by_the_clock(
    api: Api, anna: Person, sandbox: Sandbox, clock: HandClock
) -> None:
    async with receiver() as hook:
        hook.statuses = [500, 503]
        await api.result("setWebhook", url=hook.url, drop_pending_updates=True)
        anna.send("раз")
        anna.send("два")
        info: dict[str, Any] = {}
        for attempts, pause in ((1, 1), (2, 2)):
            await hook.received(attempts)
            info = await failed(api)
            assert info["pending_update_count"] == 2
            clock.forward(pause)
            sandbox.clock_moved()
        await hook.received(4)
        assert [u["message"]["text"] for u in hook.updates] == ["раз", "раз", "раз", "два"]
        assert info["last_error_message"].startswith("Wrong response from the webhook: 503")
        await api.result("deleteWebhook")


async def test_while_everything_is_cut_off_nothing_is_delivered(
    api: Api, sandbox: Sandbox, anna: Person, clock: HandClock
) -> None:
    sandbox.bot.feed.drop_pending()
    async with receiver() as hook:
        await api.result("setWebhook", url=hook.url)
        cut = sandbox.faults.network(Trouble.RESET, times=None)
        anna.send("вопрос")
        with pytest.raises(aiohttp.ClientError):
            await api("getMe")
        assert hook.updates == []
        sandbox.faults.remove(cut)
        assert (await failed(api))["last_error_message"] == "Connection timed out"
        clock.forward(60)
        sandbox.clock_moved()
        await hook.received(1)
        assert hook.updates[0]["message"]["text"] == "вопрос"
        await api.result("deleteWebhook")


async def failed(api: Api) -> dict[str, Any]:
    """The webhook's state once the failure has been noted."""
    while True:
        info: dict[str, Any] = await api.result("getWebhookInfo")
        if "last_error_date" in info:
            return info


async def test_a_refused_connection_is_reported(api: Api, anna: Person) -> None:
    await api.result("setWebhook", url="http://127.0.0.1:9/", allowed_updates=["message"])
    info = await failed(api)
    assert info["last_error_message"] == "Connection refused"
    assert info["allowed_updates"] == ["message"]
    await api.result("deleteWebhook", drop_pending_updates=True)


async def test_a_webhook_may_answer_with_a_call(api: Api, anna: Person) -> None:
    async with receiver() as hook:
        hook.reply = {"method": "sendMessage", "chat_id": anna.id, "text": "ответ"}
        await api.result("setWebhook", url=hook.url, drop_pending_updates=True)
        anna.send("вопрос")
        assert (await anna.next_message()).text == "ответ"
        await api.result("deleteWebhook")


async def test_a_server_stops_while_polls_wait(sandbox: Sandbox) -> None:
    async with aiohttp.ClientSession() as session:
        async with SandboxServer(sandbox) as server:
            url = f"{server.base_url}/bot{sandbox.token}/getUpdates"
            poll = asyncio.create_task(session.post(url, json={"timeout": 50}))
            await sandbox.changes.until(lambda: sandbox.bot.feed.polled or None, 5, lambda: "nobody polls")
        response = await poll
        assert await response.json() == {"ok": True, "result": []}
