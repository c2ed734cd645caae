"""What setWebhook promises: https://core.telegram.org/bots/api#setwebhook"""

from typing import Any

import aiohttp
import pytest

from sandbox import Person, Sandbox
from tests.integration.sandbox.receiver import receiver
from tests.integration.sandbox.support import Api
from tests.unit.sandbox.support import HandClock

HOOK = "http://127.0.0.1:9/hook"


async def test_it_is_said_what_was_done(api: Api) -> None:
    said = [
        await api("setWebhook", url=HOOK),
        await api("setWebhook", url=HOOK),
        await api("setWebhook", url=HOOK, secret_token="other"),
        await api("setWebhook", url=""),
        await api("deleteWebhook"),
    ]
    assert [answer["result"] for answer in said] == [True] * 5
    assert [answer["description"] for answer in said] == [
        "Webhook was set",
        "Webhook is already set",
        "Webhook was set",
        "Webhook was deleted",
        "Webhook is already deleted",
    ]
    assert [call.result for call in api.server.sandbox.calls] == [True] * 5


async def test_what_was_set_is_told(api: Api, anna: Person) -> None:
    form = aiohttp.FormData({"url": HOOK, "ip_address": "127.0.0.1", "max_connections": "200"})
    form.add_field("allowed_updates", '["message","nonsense"]')
    form.add_field("certificate", b"-----BEGIN CERTIFICATE-----", filename="cert.pem")
    async with api.session.post(api.url("setWebhook"), data=form) as response:
        assert (await response.json())["ok"]
    info = await api.result("getWebhookInfo")
    shown = ("url", "has_custom_certificate", "ip_address", "max_connections", "allowed_updates")
    assert [info[name] for name in shown] == [HOOK, True, "127.0.0.1", 100, ["message"]]
    assert info["pending_update_count"] == 1
    await api.result("deleteWebhook", drop_pending_updates=True)
    info = await api.result("getWebhookInfo")
    assert (info["url"], info["has_custom_certificate"], info["pending_update_count"]) == ("", False, 0)
    assert info["allowed_updates"] == ["message"], "for getUpdates too"


@pytest.mark.parametrize("connections", [1, 2])
async def test_so_many_connections_and_no_more(api: Api, sandbox: Sandbox, anna: Person, connections: int) -> None:
    boris = sandbox.add_user("Борис")
    async with receiver() as hook:
        hook.free.clear()
        await api.result("setWebhook", url=hook.url, max_connections=connections, drop_pending_updates=True)
        anna.send("раз")
        anna.send("два")
        boris.send("три")
        await hook.received(connections)
        assert (await api.result("getWebhookInfo"))["pending_update_count"] == 3
        hook.free.set()
        await hook.received(3)
        texts = [update["message"]["text"] for update in hook.updates]
        assert texts.index("раз") < texts.index("два"), "one chat's go in order"
        assert texts[:connections] == ["раз", "три"][:connections]
        await api.result("deleteWebhook")


@pytest.mark.parametrize("status", [302, 404, 429])
async def test_whatever_is_no_success_is_tried_again(
    api: Api, sandbox: Sandbox, anna: Person, clock: HandClock, status: int
) -> None:
    async with receiver() as hook:
        hook.statuses = [status]
        await api.result("setWebhook", url=hook.url, drop_pending_updates=True)
        anna.send("раз")
        await hook.received(1)
        info: dict[str, Any] = {}
        while "last_error_message" not in info:
            info = await api.result("getWebhookInfo")
        assert info["last_error_message"].startswith(f"Wrong response from the webhook: {status} ")
        clock.forward(1)
        sandbox.clock_moved()
        await hook.received(2)
        assert hook.updates[0] == hook.updates[1]
        await api.result("deleteWebhook")


async def test_a_bot_that_is_gone_is_left_alone(api: Api, sandbox: Sandbox, anna: Person) -> None:
    async with receiver() as hook:
        hook.statuses = [410]
        await api.result("setWebhook", url=hook.url, drop_pending_updates=True)
        anna.send("раз")
        await hook.received(1)
        while (await api.result("getWebhookInfo"))["url"]:
            pass
