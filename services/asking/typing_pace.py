"""How much somebody may ask where every letter typed asks anew."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta

MINUTE = timedelta(minutes=1)

SEARCHES_A_MINUTE = 20
"""As many as a chat's questions. Going on with a word, taking letters back and paging are the same search."""

LETTERS_A_MINUTE = 240
"""Nobody types faster for a minute, and messengers wait for a pause in the typing before they ask."""

PEOPLE = 10_000
"""Of whom the last minute is remembered; in memory alone, for nobody needs it over a restart."""


@dataclass(slots=True)
class _Minute:
    began: datetime
    letters: int = 0
    searches: int = 0
    text: str = ""


class TypingPace:
    """The last minute of everybody who types."""

    def __init__(self) -> None:
        self._minutes: OrderedDict[str, _Minute] = OrderedDict()

    def allows(self, who: str, text: str, now: datetime) -> bool:
        """Whether what they have typed so far is to be looked for. Counts it."""
        minute = self._minutes.get(who)
        if minute is None or not timedelta() <= now - minute.began < MINUTE:
            minute = self._minutes[who] = _Minute(now, text="" if minute is None else minute.text)
        self._minutes.move_to_end(who)
        while len(self._minutes) > PEOPLE:
            self._minutes.popitem(last=False)
        minute.letters += 1
        if text and not _goes_on(minute.text, text):
            minute.searches += 1
        minute.text = text
        return minute.letters <= LETTERS_A_MINUTE and minute.searches <= SEARCHES_A_MINUTE


def _goes_on(before: str, text: str) -> bool:
    """Whether one comes of the other by adding to it, taking from it, or mending a letter; nothing typed is the
    beginning of a search."""
    shorter = min(len(before), len(text))
    head = next((at for at in range(shorter) if before[at] != text[at]), shorter)
    left = shorter - head
    tail = next((at for at in range(left) if before[-1 - at] != text[-1 - at]), left)
    return shorter > 0 and head + tail >= shorter - 1
