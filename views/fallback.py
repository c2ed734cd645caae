"""Polite words for what the bot can't take."""

from __future__ import annotations

from views.screen import Screen
from views.translator import Translator


def not_words(t: Translator) -> Screen:
    return Screen(
        t("I only understand text. To send this to a person, press «Hotline» first; to ask me, please write in words.")
    )


def unknown_command(t: Translator) -> Screen:
    return Screen(t("I do not know this command. What I can do: /help"))


def edited(t: Translator) -> Screen:
    return Screen(t("I see that you have changed a message. I do not notice changes: please send it once more."))


def dead_button(t: Translator) -> str:
    return t.plain("This button no longer works. Please open the list again: /help")


def too_long(t: Translator) -> Screen:
    return Screen(
        t("That is a long message! Please ask in one or two sentences, or press «Hotline»: a person will read it.")
    )


def too_fast(t: Translator) -> Screen:
    return Screen(
        t(
            "That is very many questions at once. I will read on in a minute; what you write until then, please send "
            "once more. To reach a person, press «Hotline»."
        )
    )
