"""Reactions of the bot to messages."""

from sandbox.errors import bad_request
from sandbox.methods.registry import Call, implements
from sandbox.methods.sending import open_chat

_LIST = (
    "👍 👎 ❤ 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤\u200d🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 "
    "🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨\u200d💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 "
    "🤷\u200d♂ 🤷 🤷\u200d♀ 😡"
)
EMOJI = frozenset(_LIST.split())
"""Source: https://core.telegram.org/bots/api#reactiontypeemoji"""


@implements("setMessageReaction")
def set_message_reaction(call: Call) -> bool:
    """https://core.telegram.org/bots/api#setmessagereaction — a bot has one reaction to a message."""
    reactions = call.args.get("reaction") or []
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    for reaction in reactions:
        if reaction["type"] == "paid":
            raise bad_request("REACTION_INVALID")
        if reaction["type"] == "emoji" and reaction["emoji"].replace("\ufe0f", "") not in EMOJI:
            raise bad_request("REACTION_INVALID")
    chat = open_chat(call)
    message = chat.messages.get(call.args["message_id"])
    if message is None or message.deleted or message.is_service:
        raise bad_request("message to react not found")
    if reactions:
        message.reactions[call.bot.id] = reactions
    else:
        message.reactions.pop(call.bot.id, None)
    call.world.refresh(message)
    return True
