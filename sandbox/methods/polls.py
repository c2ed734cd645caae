"""Polls and quizzes."""

from typing import Any

from sandbox.entities.format import format_text
from sandbox.errors import bad_request
from sandbox.jsontypes import Json
from sandbox.keyboards import check_markup
from sandbox.methods.edits import own_message
from sandbox.methods.registry import Call, implements
from sandbox.methods.sending import aim, answer, say

_QUESTION_LIMIT = 300
_OPTION_LIMIT = 100
_EXPLANATION_LIMIT = 200


def _text(call: Call, source: Json, name: str, limit: int, what: str) -> Json:
    prefix = "" if name == "text" else f"{name}_"
    text, entities = format_text(
        source[name], source.get(f"{prefix}parse_mode"), source.get(f"{prefix}entities"), call.world.user_json
    )
    if not text:
        raise bad_request(f"poll {what} must be non-empty")
    if len(text) > limit:
        raise bad_request(f"poll {what} length must not exceed {limit}")
    return {name: text, f"{name}_entities": entities} if entities else {name: text}


@implements("sendPoll")
def send_poll(call: Call) -> Any:
    """https://core.telegram.org/bots/api#sendpoll"""
    args = call.args
    question = _text(call, args, "question", _QUESTION_LIMIT, "question")
    options = []
    for number, option in enumerate(args["options"]):
        text = _text(call, {**option, "parse_mode": option.get("text_parse_mode")}, "text", _OPTION_LIMIT, "option")
        options.append({"persistent_id": str(number), **text, "voter_count": 0})
    kind = args.get("type", "regular")
    if kind not in {"regular", "quiz"}:
        raise bad_request("unsupported poll type specified")
    poll: Json = {
        "id": call.world.new_id(),
        **question,
        "options": options,
        "total_voter_count": 0,
        "is_closed": bool(args.get("is_closed")),
        "is_anonymous": args.get("is_anonymous", True),
        "type": kind,
        "allows_multiple_answers": bool(args.get("allows_multiple_answers")),
        "allows_revoting": args.get("allows_revoting", kind == "regular"),
        "members_only": bool(args.get("members_only")),
    }
    if kind == "quiz":
        correct = args.get("correct_option_ids", [])
        if not correct or any(not 0 <= n < len(options) for n in correct):
            raise bad_request("wrong correct option ID specified")
        poll["correct_option_ids"] = correct
        if args.get("explanation"):
            poll |= _text(call, args, "explanation", _EXPLANATION_LIMIT, "explanation")
    if "open_period" in args:
        poll["open_period"] = args["open_period"]
    target = aim(call, permission="can_send_polls")
    message = say(call, target, "poll", {"poll": poll})
    call.world.polls[poll["id"]] = message
    return answer(message)


@implements("stopPoll")
def stop_poll(call: Call) -> Any:
    """https://core.telegram.org/bots/api#stoppoll"""
    message = own_message(call)
    poll = message.content.get("poll")
    if poll is None:
        raise bad_request("message with poll to stop not found")
    if poll["is_closed"]:
        raise bad_request("poll has already been closed")
    message.content = {"poll": {**poll, "is_closed": True}}
    message.markup = check_markup(call.args.get("reply_markup"), private=message.chat.is_private)
    call.world.edited(message, silently=True)
    return message.content["poll"]
