"""The large keys, the command menu, the greeting and the help, by what a person is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from views.screen import Keyboard, Screen
from views.translator import Markup, Translator, Translators, mark

KEYS = {
    "today": mark("Today"),
    "week": mark("This week"),
    "next": mark("Upcoming"),
    "mine": mark("My deadlines"),
    "find": mark("Find"),
    "hotline": mark("Hotline"),
    "help": mark("Help"),
    "announce": mark("Announcement"),
    "invite": mark("Invite"),
    "control": mark("Control"),
    "finish": mark("Finish"),
}
"""What a key does -> its label. Whoever types the label gets the same as by pressing it, in any language."""

KEY_CHARACTERS = 64
"""Longer texts are no label."""

COMMANDS = {
    "today": mark("What is due today"),
    "week": mark("What is due this week"),
    "next": mark("The nearest deadlines"),
    "mine": mark("All my deadlines"),
    "find": mark("Find an item of the plan"),
    "hotline": mark("Ask a person"),
    "help": mark("What the bot can do"),
    "cancel": mark("Stop what was begun"),
    "language": mark("Русский / English"),
    "announce": mark("Send an announcement"),
    "announcements": mark("Announcements sent and scheduled"),
    "invite": mark("Invite a person"),
    "control": mark("What others carry out"),
    "decisions": mark("Differences in the plan"),
    "plan": mark("Download the plan"),
    "phrasings": mark("Questions that I remember"),
}
EVERYBODYS = ("today", "week", "next", "mine", "find", "hotline", "help", "cancel", "language")


@dataclass(frozen=True, slots=True)
class Seat:
    """What a person may do here: it decides which keys and commands they see. Rights are judged in services."""

    name: str
    titles: tuple[Markup, ...] = ()  # «секретарь УИК № 1034»
    owes: bool = False
    announces: bool = False
    invites: bool = False
    watches: bool = False
    decides: bool = False
    teaches: bool = False
    campaign: str = ""  # the title of the election they are in, or the only one


def keyboard(seat: Seat, t: Translator) -> Keyboard:
    """Two keys a row, so that they stay large; a person without duties has no key for their own."""
    keys = ["today", "week", "next"]
    keys += ["mine"] if seat.owes else []
    keys += ["control"] if seat.watches else []
    keys += ["find"]
    keys += ["announce"] if seat.announces else []
    keys += ["invite"] if seat.invites else []
    keys += ["hotline", "help"]
    labels = [t.plain(KEYS[key]) for key in keys]
    rows = tuple(tuple(labels[at : at + 2]) for at in range(0, len(labels), 2))
    return Keyboard(rows, t.plain("Write your question"))


def finish_keyboard(t: Translator) -> Keyboard:
    """While somebody writes to the hotline or drafts an announcement: one way out."""
    return Keyboard(((t.plain(KEYS["finish"]),),))


def commands_for(seat: Seat) -> tuple[str, ...]:
    """The commands in this person's menu."""
    more = (
        *(
            ("announce", seat.announces),
            ("announcements", seat.announces),
            ("invite", seat.invites),
            ("control", seat.watches),
        ),
        *(("decisions", seat.decides), ("plan", seat.decides), ("phrasings", seat.teaches)),
    )
    return (*EVERYBODYS, *(name for name, theirs in more if theirs))


@lru_cache(maxsize=8)
def key_index(translators: Translators) -> dict[str, str]:
    """Every label in every language, folded, -> what it does."""
    return {
        fold(translator.plain(label)): action
        for translator in translators.languages.values()
        for action, label in KEYS.items()
    }


def fold(text: str) -> str:
    """A label as it is compared: case, surrounding spaces and a full stop make no difference."""
    return " ".join(text.casefold().split()).rstrip(".!")


def key_action(text: str, translators: Translators) -> str:
    """What the large key with this label does; empty for any other words."""
    return key_index(translators).get(fold(text), "") if len(text) <= KEY_CHARACTERS else ""


def start(seat: Seat, t: Translator) -> Screen:
    """The answer to /start."""
    parts = [t("Hello, {name}! I am «Srok», I keep the deadlines of the election.", name=seat.name)]
    if seat.campaign:
        parts.append(t("<b>Election:</b> {title}", title=seat.campaign))
    if seat.titles:
        parts.append(t("<b>You are:</b> {titles}", titles=joined(seat.titles)))
    if seat.owes:
        parts.append(
            t(
                "Every morning at 9:00 I write to you if something is due. Press ✓ under the message when it is "
                "done. Or just ask, for example: «What is due this week?»"
            )
        )
    else:
        parts.append(
            t(
                "Ask in your own words, for example: «Until when can documents for registration be handed in?» What "
                "I do not know I pass to a person on the hotline."
            )
        )
    return Screen("\n\n".join(parts), keyboard=keyboard(seat, t))


def help_screen(seat: Seat, t: Translator, *, elsewhere: str = "") -> Screen:
    """What the bot can do, for this person. `elsewhere`: the bot's name, where it can be asked in other chats too."""
    lines = [
        t("<b>What I can do</b>"),
        t("• <b>Today, This week, Upcoming</b>: deadlines by day."),
    ]
    if seat.owes:
        lines.append(t("• <b>My deadlines</b>: all that is expected of you; press ✓ when it is done."))
    if seat.watches:
        lines.append(t("• <b>Control</b>: what others carry out and you watch."))
    if seat.decides:
        lines.append(
            t("• /decisions: where the document and the law differ, and which date is right. /plan: the file.")
        )
    lines += [
        t("• <b>Find</b>: write an item's number («28») or a few words («ballot papers»)."),
        t("• <b>Hotline</b>: a person answers; photos and documents can be attached."),
    ]
    if seat.announces:
        lines.append(t("• <b>Announcement</b>: write to the commissions and candidates."))
    if seat.invites:
        lines.append(t("• <b>Invite</b>: a link by which a person joins."))
    lines.append(
        t("You can also just ask: «What is due tomorrow?», «Until when are signatures collected?», «Item 28».")
    )
    if elsewhere:
        lines.append(t("In any other chat write «@{name} protocols» and choose what to send there.", name=elsewhere))
    lines.append(t("The language can be changed: /language"))
    return Screen("\n".join(lines), keyboard=keyboard(seat, t))


def cancelled(seat: Seat, t: Translator, *, anything: bool) -> Screen:
    """The answer to /cancel and to the key that ends a mode."""
    said = t("Stopped.") if anything else t("There is nothing to stop.")
    return Screen(said, keyboard=keyboard(seat, t))


def dropped(seat: Seat, t: Translator) -> Screen:
    """Something was begun, and then something else was pressed."""
    return home(t("What was begun is dropped."), seat, t)


def home(text: str, seat: Seat, t: Translator) -> Screen:
    """A word, with the large keys back in place."""
    return Screen(text, keyboard=keyboard(seat, t))


def find_prompt(t: Translator) -> Screen:
    """What to type after «Найти»."""
    return Screen(
        t("Write an item's number, for example <b>28</b>, or a few words: <b>voters' lists</b>, <b>signatures</b>.")
    )


def joined(titles: Iterable[str]) -> Markup:
    return Markup("; ".join(titles))
