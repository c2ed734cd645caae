"""How a bot gets its updates: by asking, or at an address of its own."""

import re
from typing import Any
from urllib.parse import urlsplit

from sandbox.errors import bad_request
from sandbox.jsontypes import Json
from sandbox.methods.registry import Call, Told, implements
from sandbox.updates import MOST_AT_ONCE
from sandbox.world.bots import Webhook

_SECRET = re.compile(r"[A-Za-z0-9_\-]+\Z")
_SECRET_LENGTH = 256
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_DEFAULT_CONNECTIONS = 40


@implements("getUpdates")
async def get_updates(call: Call) -> list[Json]:
    """https://core.telegram.org/bots/api#getupdates"""
    args = call.args
    limit = min(max(args.get("limit", MOST_AT_ONCE), 1), MOST_AT_ONCE)
    feed = call.bot.feed
    if not feed.webhook_active:
        feed.allow(args.get("allowed_updates"))
    return await feed.fetch(args.get("offset", 0), limit, float(args.get("timeout", 0)))


@implements("setWebhook")
def set_webhook(call: Call) -> Told:
    """https://core.telegram.org/bots/api#setwebhook — like a local server it takes plain http.

    The sandbox delivers to this machine only.
    """
    args = call.args
    url = args["url"]
    if not url:
        return delete_webhook(call)
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if parts.hostname not in _LOOPBACK:
        raise bad_request("bad webhook: the sandbox delivers to this machine only")
    secret = args.get("secret_token")
    if secret is not None and len(secret) > _SECRET_LENGTH:
        raise bad_request("secret token is too long")
    if secret and not _SECRET.match(secret):
        raise bad_request("secret token contains unallowed characters")
    feed = call.bot.feed
    if args.get("drop_pending_updates"):
        feed.drop_pending()
    feed.allow(args.get("allowed_updates"))
    feed.webhook_active = True
    feed.interrupt("terminated by setWebhook request")
    connections = min(max(args.get("max_connections", _DEFAULT_CONNECTIONS), 1), 100)
    webhook = Webhook(url, secret or None, connections, args.get("ip_address"), "certificate" in args)
    before = call.bot.webhook
    same = before is not None and _settings(before) == _settings(webhook)
    if not same:
        call.bot.webhook = webhook
        call.webhooks.start(call.bot)
    return Told(True, "Webhook is already set" if same else "Webhook was set")


def _settings(webhook: Webhook) -> tuple[Any, ...]:
    return webhook.url, webhook.secret_token, webhook.max_connections, webhook.ip_address, webhook.has_certificate


@implements("deleteWebhook")
def delete_webhook(call: Call) -> Told:
    """https://core.telegram.org/bots/api#deletewebhook"""
    bot = call.bot
    if call.args.get("drop_pending_updates"):
        bot.feed.drop_pending()
    was_set, bot.webhook = bot.webhook is not None, None
    bot.feed.webhook_active = False
    call.webhooks.stop(bot)
    return Told(True, "Webhook was deleted" if was_set else "Webhook is already deleted")


@implements("getWebhookInfo")
def get_webhook_info(call: Call) -> Json:
    """https://core.telegram.org/bots/api#getwebhookinfo"""
    webhook, feed = call.bot.webhook, call.bot.feed
    result: dict[str, Any] = {
        "url": webhook.url if webhook else "",
        "has_custom_certificate": bool(webhook and webhook.has_certificate),
        "pending_update_count": feed.pending,
    }
    if webhook is not None:
        result["ip_address"] = webhook.ip_address or "127.0.0.1"
        result["max_connections"] = webhook.max_connections
        if webhook.last_error_date is not None:
            result["last_error_date"] = webhook.last_error_date
            result["last_error_message"] = webhook.last_error_message
    if feed.allowed_given is not None:
        result["allowed_updates"] = feed.allowed_given
    return result
