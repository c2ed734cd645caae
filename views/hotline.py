"""«Горячая линия»: what the asker sees, what the operators see."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from services.delivery.compose import NoticeLetter, TicketLetter
from services.delivery.model import Notice
from services.hotline.model import MessageRef, Ticket, TicketState
from views.lines import shorten
from views.menu import Seat, finish_keyboard, home
from views.screen import Button, Press, Screen, escape, plain
from views.translator import Markup, Translator, mark

STATES = {
    TicketState.NEW: mark("passed to the operators"),
    TicketState.IN_WORK: mark("in work"),
    TicketState.WAITING: mark("answered"),
    TicketState.SOLVED: mark("solved"),
    TicketState.REOPENED: mark("open again"),
}

TOPIC_CHARACTERS = 128
"""https://core.telegram.org/bots/api#createforumtopic"""

CAPTION_CHARACTERS = 1024
MESSAGE_CHARACTERS = 4096
NAME_CHARACTERS = 40


def described(kind: str) -> str:
    """Media that carry no caption, as a ticket's text: «⟨стикер⟩». It is what is shown where they can't be copied."""
    return f"⟨{kind}⟩"


def is_described(text: str) -> bool:
    return text.startswith("⟨") and text.endswith("⟩")


def opened(tickets: Sequence[Ticket], t: Translator) -> Screen:
    """The hotline is listening: the next messages go to a person."""
    parts: list[str] = [
        t(
            "<b>Hotline.</b> Write your question, in one message or several: a person will read it. You can attach a "
            "photo or a document. When you have finished, press «Finish»."
        )
    ]
    alive = [ticket for ticket in tickets if ticket.state is not TicketState.SOLVED]
    if alive:
        lines: list[str] = [
            t("<b>Your questions:</b>"),
            *(f"№ {ticket.id}: {t(STATES[ticket.state])}" for ticket in alive[:5]),
        ]
        parts.append("\n".join(lines))
    return Screen("\n\n".join(parts), keyboard=finish_keyboard(t))


def closed(t: Translator) -> Markup:
    """It stood open, forgotten: from here on the bot answers again."""
    return t("You have not written to the hotline for a while, so I closed it. I answer myself now.")


def left(seat: Seat, t: Translator) -> Screen:
    """Something else was pressed or typed while it was open."""
    return home(t("The hotline is closed. I answer myself now."), seat, t)


def over(ticket: Ticket, seat: Seat, t: Translator) -> Screen:
    """It was open for a question that is solved by now."""
    return home(
        t("Question № {number} is solved, and the hotline is closed. I answer myself now.", number=ticket.id), seat, t
    )


def not_connected(t: Translator) -> Screen:
    """No operators' chat in the settings: said at once, nothing is promised."""
    return Screen(t("The hotline is not connected here yet. Please phone your election commission."))


def received(ticket: Ticket, is_new: bool, t: Translator) -> Screen:
    """The question has been taken down."""
    if is_new:
        said = t(
            "Your question № {number} has been passed to the operators. The answer will come here.", number=ticket.id
        )
    else:
        said = t("Added to your question № {number}.", number=ticket.id)
    return Screen(said)


def handed_over(ticket: Ticket, is_new: bool, reason: str, t: Translator) -> Screen:
    """The bot did not understand, and passed the question on by itself: it says so, and how to take it back. `reason`
    is `questions.answer.Understanding.reason`: whoever asks for a person is not told of the plan, and whoever is in
    danger is told whom to call."""
    said: str
    if not is_new:
        said = t("I passed this to a person on the hotline and added it to your question № {number}.", number=ticket.id)
    elif reason == "contact":
        said = received(ticket, is_new, t).text
    else:
        said = t(
            "I have not found this in the plan, so I passed your question to a person on the hotline.\n"
            "Question № {number} is taken down, the answer will come here.",
            number=ticket.id,
        )
    if reason == "danger":
        said = f"{t('<b>If anybody is in danger, call 112 at once.</b>')}\n{said}"
    buttons = ((take_back_button(ticket, t),),) if is_new else ()
    return Screen(said, buttons=buttons)


def take_back_button(ticket: Ticket, t: Translator) -> Button:
    return Button(t.plain("No need, take it back"), Press("take-back", (str(ticket.id),)))


def taken_back(ticket: Ticket, t: Translator) -> Screen:
    return Screen(t("Question № {number} is closed. Write to me at any time.", number=ticket.id))


def glad(t: Translator) -> str:
    return t.plain("Glad to hear it!")


def topic_name(letter: TicketLetter) -> str:
    """The name of a ticket's topic in the operators' forum."""
    return shorten(f"№ {letter.ticket.id} · {letter.asker.name}", TOPIC_CHARACTERS)


def _header(letter: TicketLetter, titles: Sequence[str], t: Translator) -> Markup:
    """Whose question it is, and what they are here: «Вопрос № 1 · Нина Соколова, секретарь УИК № 1034»."""
    who = ", ".join([letter.asker.name, *titles])
    return t("<b>Question № {number}</b> · {name}", number=letter.ticket.id, name=who)


def desk_card(letter: TicketLetter, t: Translator, titles: Sequence[str] = ()) -> Screen:
    """The first message in a ticket's topic: who asks (`titles`, plain, are what they are), and the buttons."""
    said = _header(letter, titles, t)
    hint = t("Everything written in this topic goes to the asker, without your name.")
    return Screen(f"{said}\n{hint}", buttons=desk_buttons(letter.ticket, t))


def to_desk(letter: TicketLetter, t: Translator, *, in_topic: bool, titles: Sequence[str] = ()) -> Screen:
    """The asker's words as they arrive in the operators' chat.

    In a topic they are a plain copy. In a chat without topics every message says whose it is; operators answer by
    replying to it.
    """
    message = letter.message
    text = escape(message.text)
    repeated = [t("<i>This may be a repeat.</i>")] if letter.possibly_repeated else []
    if in_topic:
        fallback = "\n".join([*repeated, text or t("(a message that cannot be shown here)")])
        if repeated and not message.has_media:
            return Screen(fallback, reply_to=letter.reply_to)
        caption = _caption_under(letter, "".join(repeated))
        return Screen(fallback, copy_of=message.original, caption=caption, reply_to=letter.reply_to)
    header = _header(letter, titles, t)
    screen = Screen(
        "\n".join([header, *repeated, "", text]).rstrip(),
        buttons=desk_buttons(letter.ticket, t),
        reply_to=letter.reply_to,
    )
    if message.has_media and not is_described(message.text) and len(plain(screen.text)) <= CAPTION_CHARACTERS:
        return replace(screen, copy_of=message.original, caption=screen.text)
    return screen


def needs_copy_before(letter: TicketLetter) -> bool:
    """In a chat without topics: what carries no caption is copied first, and its header follows."""
    message = letter.message
    long_caption = len(message.text) > CAPTION_CHARACTERS - 200
    return message.has_media and (is_described(message.text) or long_caption)


def desk_buttons(ticket: Ticket, t: Translator) -> tuple[tuple[Button, ...], ...]:
    """«В работе» and «Решено»; a solved one can be opened again. Its question can be remembered at any time."""
    number = str(ticket.id)
    remember = (Button(t.plain("Remember the question"), Press("teach-ticket", (number,))),)
    if ticket.state is TicketState.SOLVED:
        return ((Button(t.plain("Open again"), Press("reopen", (number,))),), remember)
    work = Button(t.plain("In work"), Press("take", (number,)))
    solved = Button(t.plain("Solved"), Press("solve", (number,)))
    return ((solved,) if ticket.state is TicketState.IN_WORK else (work, solved), remember)


def desk_help(t: Translator) -> Screen:
    return Screen(
        t(
            "Questions of the hotline arrive here. Answer by replying to the question's message (in a chat with "
            "topics: by writing in its topic); the asker does not see your name. «In work» and «Solved» tell the asker "
            "where the question stands. Everything else written here stays among you."
        )
    )


WHO = {
    TicketState.IN_WORK: mark("<b>In work: {name}</b>"),
    TicketState.SOLVED: mark("<b>Solved: {name}</b>"),
    TicketState.REOPENED: mark("<b>Open again: {name}</b>"),
}

_WHO_LINE = re.compile(r"<b>[^<\n]+</b>")


def with_who(text: str, ticket: Ticket, first_name: str, last_name: str | None, t: Translator) -> str:
    """A card of the desk, as HTML, with who has brought its question to this state under its first line, in the place
    of who did so before: the only line there that is bold as a whole. «Дмитрий К.»: operators know each other."""
    if ticket.state not in WHO:
        return text
    name = shorten(" ".join([first_name, f"{last_name[:1]}." if last_name else ""]).strip(), NAME_CHARACTERS)
    first, *rest = text.split("\n")
    if rest and _WHO_LINE.fullmatch(rest[0]):
        del rest[0]
    return "\n".join([first, t(WHO[ticket.state], name=name), *rest])


def only_operators(message: MessageRef, t: Translator) -> Screen:
    """Somebody writes into the operators' common room while a question waits."""
    return Screen(
        t("Only operators see this. To answer a question, write in its topic."), reply_to=message, silent=True
    )


def asker_reopened(ticket: Ticket, t: Translator) -> Screen:
    return Screen(t("Question № {number} is open again. The operators have been told.", number=ticket.id))


def desk_state(ticket: Ticket, t: Translator) -> str:
    """For the toast over a pressed button."""
    return t.plain("Question № {number}: {state}", number=ticket.id, state=t.plain(STATES[ticket.state]))


def to_asker(letter: TicketLetter, t: Translator) -> Screen:
    """An operator's words, nobody's name on them: a copy under the question that they answer. Words that stand under
    none say which question they answer; what may be a repeat says so."""
    message = letter.message
    screen = Screen("", reply_to=letter.reply_to, buttons=asker_buttons(letter.ticket, t))
    if message.text and not is_described(message.text):
        said = t("<b>Answer to your question № {number}:</b>", number=letter.ticket.id)
    else:
        said = t("<b>Answer to your question № {number}</b>", number=letter.ticket.id)
    repeated = t("<i>You may have received this message already.</i>") if letter.possibly_repeated else ""
    words = escape(message.text) or t("(a message that cannot be shown here)")
    text = f"{said}\n{repeated}".strip() + f"\n\n{words}"
    if not message.has_media and (letter.reply_to is None or repeated):
        return replace(screen, text=text)
    above = [str(said)] if letter.reply_to is None else []
    caption = _caption_under(letter, "\n".join(filter(None, [*above, repeated])))
    return replace(screen, text=text, copy_of=message.original, caption=caption)


def _caption_under(letter: TicketLetter, above: str) -> str | None:
    """A copied medium keeps its own caption, unless something has to be said above it: which question it answers, that
    it may be a repeat. None where a medium has no caption, or the words would not fit."""
    message = letter.message
    if not above or not message.has_media or is_described(message.text):
        return None
    caption = f"{above}\n\n{escape(message.text)}".strip()
    return caption if len(plain(caption)) <= CAPTION_CHARACTERS else None


def asker_buttons(ticket: Ticket, t: Translator) -> tuple[tuple[Button, ...], ...]:
    number = str(ticket.id)
    return (
        (Button(t.plain("Write to the operator"), Press("follow-up", (number,))),),
        (Button(t.plain("Thank you, solved"), Press("thanks", (number,))),),
    )


def thanks(ticket: Ticket, t: Translator) -> str:
    return t.plain("Thank you! Question № {number} is closed.", number=ticket.id)


def follow_up(t: Translator) -> Screen:
    return Screen(
        t("Write your message: the operators will read it. Then press «Finish»."), keyboard=finish_keyboard(t)
    )


def no_ticket(t: Translator) -> Screen:
    """An operator replied to something that belongs to no question."""
    return Screen(
        t("I do not know which question this answers. Please reply to the message with the question's number.")
    )


def notice(letter: NoticeLetter, t: Translator) -> Screen:
    """A short word about a ticket."""
    number = letter.ticket.id if letter.ticket else letter.ids.get("ticket", "")
    match letter.notice:
        case Notice.TICKET_SOLVED:
            said = t("Your question № {number} is solved.", number=number)
            again = Button(t.plain("No, it is still open"), Press("reopen", (str(number),)))
            return Screen(said, buttons=((again,),))
        case Notice.TICKET_REOPENED:
            return Screen(t("Your question № {number} is open again: the operators are working on it.", number=number))
        case Notice.ASKER_REOPENED:
            buttons = desk_buttons(letter.ticket, t) if letter.ticket else ()
            return Screen(t("The asker has opened question № {number} again.", number=number), buttons=buttons)
        case _:
            return Screen(t("Something has changed: {notice}.", notice=letter.notice))
