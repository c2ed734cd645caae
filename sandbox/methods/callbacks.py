"""Answers to presses of inline buttons."""

from sandbox.errors import bad_request
from sandbox.methods.registry import Call, implements

QUERY_SECONDS = 30
"""How long a press waits for its answer; Telegram names no figure, reports speak of 15 seconds to a minute."""
QUERY_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
_TEXT_LIMIT = 200
_OWN_LINKS = ("https://t.me/", "http://t.me/", "t.me/", "tg://")
"""A press opens the bot's own links, a game's apart."""


@implements("answerCallbackQuery")
def answer_callback_query(call: Call) -> bool:
    """https://core.telegram.org/bots/api#answercallbackquery"""
    args = call.args
    if len(args.get("text", "")) > _TEXT_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    if args.get("url") and not args["url"].lower().startswith(_OWN_LINKS):
        raise bad_request("URL_INVALID")
    query = call.bot.callbacks.get(args["callback_query_id"])
    if query is None or call.world.seconds() - query.created > QUERY_SECONDS:
        raise bad_request(QUERY_TOO_OLD)
    if query.answer is None:
        names = ("text", "show_alert", "url")
        query.answer = {name: args[name] for name in names if args.get(name)}
        call.world.changes.tell(
            lambda: {
                "type": "callback",
                "person": query.user.id,
                "chat": query.message.chat.key,
                "message": query.message.id,
                "id": query.id,
                **(query.answer or {}),
            }
        )
    return True
