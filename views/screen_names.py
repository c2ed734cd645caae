"""Screens that have a command and no large key, by the words that name them: «Расхождения» is /decisions."""

from __future__ import annotations

from functools import lru_cache

from views.menu import COMMANDS, fold
from views.translator import Translators, mark

NAMES = {
    "decisions": (mark("Differences"), COMMANDS["decisions"]),
    "announcements": (mark("Announcements"), COMMANDS["announcements"]),
    "plan": (mark("The plan as a file"), COMMANDS["plan"]),
    "phrasings": (mark("Phrasings"), COMMANDS["phrasings"]),
    "language": (mark("Language"), COMMANDS["language"]),
}
"""A command -> what its screen is called."""


def named_screen(text: str, translators: Translators) -> str:
    """The command whose screen these words name and nothing else, in any language; "" for other words."""
    return _index(translators).get(fold(text.rstrip("?…")), "") if len(text) <= LONGEST else ""


LONGEST = 64


@lru_cache(maxsize=8)
def _index(translators: Translators) -> dict[str, str]:
    return {
        fold(translator.plain(name)): command
        for translator in translators.languages.values()
        for command, names in NAMES.items()
        for name in names
    }
