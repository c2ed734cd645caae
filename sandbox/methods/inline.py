"""Answers to «@bot words». Source: https://core.telegram.org/bots/api#inline-mode"""

import re

from sandbox.entities.format import TEXT_LIMIT, format_text
from sandbox.errors import bad_request
from sandbox.jsontypes import Json
from sandbox.keyboards import check_markup
from sandbox.methods.callbacks import QUERY_SECONDS, QUERY_TOO_OLD
from sandbox.methods.registry import Call, implements

RESULTS_LIMIT = 50
_ID_BYTES = 64
_PARAMETER = re.compile(r"[A-Za-z0-9_-]+")


@implements("answerInlineQuery")
def answer_inline_query(call: Call) -> bool:
    """https://core.telegram.org/bots/api#answerinlinequery"""
    args = call.args
    results = args["results"]
    if len(results) > RESULTS_LIMIT:
        raise bad_request("RESULTS_TOO_MUCH")
    ids = [result["id"] for result in results]
    if len(set(ids)) != len(ids):
        raise bad_request("RESULT_ID_DUPLICATE")
    if any(not 0 < len(number.encode()) <= _ID_BYTES for number in ids):
        raise bad_request("RESULT_ID_INVALID")
    if args.get("button"):
        _check_button(args["button"])
    if len(args.get("next_offset", "").encode()) > _ID_BYTES:
        raise bad_request("NEXT_OFFSET_INVALID")
    offered = [_offer(call, result) for result in results]
    query = call.bot.inlines.get(args["inline_query_id"])
    if query is None or call.world.seconds() - query.created > QUERY_SECONDS:
        raise bad_request(QUERY_TOO_OLD)
    kept = {name: args.get(name) for name in ("button", "next_offset", "cache_time", "is_personal")}
    query.answer = {"results": offered, **kept}
    call.world.changes.tell(
        lambda: {
            "type": "inline",
            "person": query.user.id,
            "chat": query.chat.key,
            "id": query.id,
            "results": offered,
            "button": kept["button"],
            "next_offset": kept["next_offset"] or "",
        }
    )
    return True


def _check_button(button: Json) -> None:
    """https://core.telegram.org/bots/api#inlinequeryresultsbutton"""
    if len([kind for kind in ("web_app", "start_parameter") if button.get(kind) is not None]) != 1:
        raise bad_request("InlineQueryResultsButton must contain exactly one optional field")
    if not _PARAMETER.fullmatch(button.get("start_parameter", "-")):
        raise bad_request("Unallowed characters in start_parameter are used")


def _offer(call: Call, result: Json) -> Json:
    """A result with the message that choosing it will send."""
    message = result.get("input_message_content") or {}
    offer: Json = {
        "id": result["id"],
        "type": result["type"],
        "title": result.get("title", ""),
        "description": result.get("description", ""),
        "markup": check_markup(result.get("reply_markup"), private=False),
    }
    if "message_text" not in message:
        if result["type"] == "article":
            raise bad_request("can't parse inline query result: Can't find field \"input_message_content\"")
        return {**offer, "content": None}
    text, entities = format_text(
        message["message_text"], message.get("parse_mode"), message.get("entities"), call.world.user_json
    )
    if not text:
        raise bad_request("message text is empty")
    if len(text) > TEXT_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    content: Json = {"text": text, "entities": entities} if entities else {"text": text}
    return {**offer, "content": content}
