"""What bots still say in the words of older Bot API versions, and Telegram still understands.

Source: https://core.telegram.org/bots/api-changelog (December 29, 2023: reply_parameters and link_preview_options;
June 25, 2021: banChatMember and getChatMemberCount; April 21, 2023: the button of inline results)
"""

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from sandbox.schema import Method, read_boolean

METHODS: Final[Mapping[str, str]] = {
    "kickchatmember": "banChatMember",
    "getchatmemberscount": "getChatMemberCount",
}
"""Methods by their old names, in small letters."""


def modern(method: Method, params: dict[str, Any]) -> dict[str, Any]:
    """The parameters in today's words; one that is there in today's words already is left alone."""
    result = params
    for new, (olds, translate) in _PARAMETERS.items():
        if new in method.parameters and new not in params and any(params.get(old) not in (None, "") for old in olds):
            result = {**result, new: translate(params)}
    if method.name == "sendPoll" and "options" in params:
        result = {**result, "options": _options(params["options"])}
    return result


def _reply(params: Mapping[str, Any]) -> Any:
    reply: dict[str, Any] = {"message_id": params.get("reply_to_message_id")}
    if "allow_sending_without_reply" in params:
        reply["allow_sending_without_reply"] = params["allow_sending_without_reply"]
    return reply


def _preview(params: Mapping[str, Any]) -> Any:
    value = params["disable_web_page_preview"]
    return {"is_disabled": True} if read_boolean(value, "disable_web_page_preview") else None


def _correct(params: Mapping[str, Any]) -> Any:
    return [params["correct_option_id"]]


def _button(params: Mapping[str, Any]) -> Any:
    return {"text": params["switch_pm_text"], "start_parameter": params.get("switch_pm_parameter", "")}


_PARAMETERS: Final[Mapping[str, tuple[tuple[str, ...], Callable[[Mapping[str, Any]], Any]]]] = {
    "reply_parameters": (("reply_to_message_id",), _reply),
    "link_preview_options": (("disable_web_page_preview",), _preview),
    "correct_option_ids": (("correct_option_id",), _correct),
    "button": (("switch_pm_text",), _button),
}


def _options(value: Any) -> Any:
    """The options of a poll: texts alone are as good as objects with a text."""
    given = value
    if isinstance(given, str):
        try:
            given = json.loads(given)
        except ValueError:
            return value  # the schema says what is wrong with it
    if not isinstance(given, list):
        return value
    return [{"text": option} if isinstance(option, str) else option for option in given]
