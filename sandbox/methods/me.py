"""The bot about itself."""

from sandbox.errors import ApiError, too_many_requests
from sandbox.jsontypes import Json
from sandbox.methods.registry import Call, implements

CLOSE_SECONDS = 600
"""`close` is refused during the first ten minutes after the bot was launched."""


@implements("getMe")
def get_me(call: Call) -> Json:
    """https://core.telegram.org/bots/api#getme"""
    bot = call.bot
    return {
        **bot.user.json(),
        "can_join_groups": True,
        "can_read_all_group_messages": not bot.privacy,
        "supports_inline_queries": bot.inline,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
        "can_manage_bots": False,
    }


@implements("logOut")
def log_out(call: Call) -> bool:
    """https://core.telegram.org/bots/api#logout — further calls say 400 «Logged out» for ten minutes."""
    call.bot.logged_out_at = call.world.seconds()
    call.bot.feed.interrupt("terminated by logOut request")
    return True


@implements("close")
def close(call: Call) -> bool:
    """https://core.telegram.org/bots/api#close"""
    age = call.world.seconds() - call.bot.created
    if call.world.limits.enabled and age < CLOSE_SECONDS:
        raise too_many_requests(int(CLOSE_SECONDS - age) or 1)
    return True


def check_logged_in(call: Call) -> None:
    """Refuse everything for ten minutes after logOut."""
    left_at = call.bot.logged_out_at
    if left_at is None:
        return
    if call.world.seconds() - left_at < CLOSE_SECONDS:
        raise ApiError(400, "Logged out")
    call.bot.logged_out_at = None
