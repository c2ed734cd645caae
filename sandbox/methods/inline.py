"""Answers to «@bot words». Source: https://core.telegram.org/bots/api#inline-mode"""

import re

from sandbox.errors import bad_request
from sandbox.jsontypes import Json
from sandbox.methods.callbacks import QUERY_SECONDS, QUERY_TOO_OLD
from sandbox.methods.offers import offer
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
    offered = [offer(call, result) for result in results]
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
