"""Phrases of time with a length in them: «через неделю», «ближайшие 10 дней», «за неделю до голосования»."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from questions import lengths, numbers
from questions.cursor import LAST, NEAR, NEXT, THIS, Span
from questions.frame import Frame, days, week_of
from questions.lengths import SEVERAL_DAYS
from questions.lexemes import Lexeme
from questions.spans import SpanReader

_SOON = 7
_MOST = 60
"""Days that «скоро», «в ближайшее время» are taken to be."""
_DUE = ("срок", "дедлайн", "дело", "задача", "мероприятие", "событие", "обязанность")


@dataclass(frozen=True, slots=True)
class Phrase:
    start: date | None
    end: date | None
    next: int
    shape: str = "point"
    unit: str = ""


@dataclass(frozen=True, slots=True)
class LengthPhrases:
    spans: SpanReader
    words: tuple[Lexeme, ...]
    frame: Frame

    def _through(self, at: int) -> Phrase | None:
        """«через неделю» is the day a week from today; «через 10 дней после голосования» counts from that."""
        if not self._text(at, "через", "спустя"):
            return None
        length = lengths.read(self.words, at + 1)
        if length is None:
            return None
        base, end = self.frame.today, length.next
        if self._text(end, "после", "от", "со"):
            here = end + 1 + (self._lemma(end + 1, "день") and self.spans.read(end + 1) is None)
            span = self.spans.read(here)
            if span is not None:
                base, end = span.end, span.next
        elif self._text(end, "в", "во"):
            weekday = self.spans.read(end + 1)
            if weekday is not None and weekday.unit == "weekday" and length.days % 7 == 0:
                day = week_of(length.after(base))[0] + days(weekday.start.weekday())
                return Phrase(day, day, weekday.next, "point", "weekday")
        return Phrase(length.after(base), length.longest_after(base), end, "point", "day")

    def _before_event(self, at: int) -> Phrase | None:
        """«за неделю до голосования»: the days before it, counted from the (last) voting day as the law does."""
        here = at + self._text(at, "за", "в", "на")
        here += here < len(self.words) and self.words[here].is_any(frozenset({"последний", "крайний"}))
        length = lengths.read(self.words, here)
        if length is None or not self._text(length.next, "до", "перед"):
            return None
        span = self.spans.read(length.next + 1)
        if span is None and self._lemma(length.next + 1, "день"):
            span = self.spans.read(length.next + 2)
        if span is None:
            return None
        event = self._event_day(span)
        return Phrase(length.before(event), event - days(1), span.next, "point", "before")

    def _event_day(self, span: Span) -> date:
        if span.unit in ("vote", "event") and self.frame.voting_day is not None:
            first_named = span.start == span.end != self.frame.voting_day
            return span.start if first_named else self.frame.voting_day
        return span.start

    def _after_event(self, at: int) -> Phrase | None:
        """«неделя после голосования», «в течение 10 дней со дня голосования»."""
        here = at
        if self._text(at, "в") and self._text(at + 1, "течение", "течении"):
            here = at + 2
        here += here < len(self.words) and self.words[here].is_any(frozenset({"первый"}))
        length = lengths.read(self.words, here)
        if length is None or not self._text(length.next, "после", "со", "с"):
            return None
        if not self._text(length.next, "после") and not self._lemma(length.next + 1, "день"):
            return None
        start = length.next + 1
        span = self.spans.read(start)
        if span is None and self._lemma(start, "день"):
            span = self.spans.read(start + 1)
        if span is None:
            return None
        return Phrase(span.end + days(1), length.after(span.end), span.next, "point", "after")

    def _last_length(self, at: int) -> Phrase | None:
        """«за последние три дня», «последние две недели»: until today."""
        here = at + self._text(at, "за", "в")
        here += self._text(here, "эти", "эту", "этот")
        told = here < len(self.words) and self.words[here].is_any(LAST | frozenset({"последний"}))
        length = lengths.read(self.words, here + told)
        if length is None or not (told or (here > at and self.spans.past)):
            return None
        if told and not length.numbered and not (self._lemma(here, "последний") or self._text(at, "за")):
            return None
        if not length.numbered and self.words[here].is_any(LAST) and not self._text(at, "за"):
            return None
        today = self.frame.today
        if told and not length.numbered and (self.words[here].is_any(LAST) or length.days == 1):
            return None  # «за прошлую неделю» is a span, «последний день» asks for a deadline
        return Phrase(length.before(today), today, length.next, "point", "length")

    def _next_length(self, at: int) -> Phrase | None:
        """«ближайшие 10 дней», «в течение недели», «на 5 дней вперёд», «на неделю»: from today."""
        here = at + self._text(at, "в", "на", "за")
        within = self._text(here, "течение", "течении")
        here += within
        near = here < len(self.words) and self.words[here].is_any(NEAR)
        near = near or self._near_inside(here)
        told = near or (here < len(self.words) and self.words[here].is_any(NEXT | THIS))
        first = here < len(self.words) and self.words[here].is_any(NEAR | NEXT | THIS)
        length = lengths.read(self.words, here + first)
        today = self.frame.today
        if length is None:
            return None
        end = length.next
        ahead = self._text(end, "вперед")
        plural = self.words[end - 1].text in ("дни", "дней", "деньки", "дня", "недели")
        if near and plural and not length.numbered:
            return Phrase(today, today + days(SEVERAL_DAYS), end, "point", "length")
        alone = (
            at < here
            and self._text(at, "на")
            and self.words[end - 1].text in ("неделю", "месяц", "недельку", "год", "квартал")
        )
        on_number = at < here and self._text(at, "на") and length.numbered
        past_week = here > at and self._text(at, "за") and not self.spans.past
        if not (near or within or ahead or alone or on_number or (told and length.numbered) or past_week):
            return None
        if told and not near and not length.numbered:
            return None
        return Phrase(today, length.after(today), end + ahead, "point", "length")

    def _near_inside(self, at: int) -> bool:
        """«два ближайших дня»."""
        number = numbers.read(self.words, at)
        return number is not None and number.next < len(self.words) and self.words[number.next].is_any(NEAR)

    def _unit_first(self, at: int) -> Phrase | None:
        """«недели через две», «дней за пять до голосования»: about so long."""
        if not self._text(at + 1, "через", "за"):
            return None
        unit = lengths.read(self.words, at)
        number = numbers.read(self.words, at + 2)
        if unit is None or unit.numbered or number is None or number.ordinal or number.value > _MOST:
            return None
        if lengths.read(self.words, at + 2) is not None:
            return None  # «… через 5 дней» has its own unit
        length, today = unit.times(number.value), self.frame.today
        if self._text(at + 1, "через"):
            return Phrase(length.after(today), length.after(today), number.next, "point", "day")
        if not self._text(number.next, "до", "перед"):
            return None
        here = number.next + 1 + self._lemma(number.next + 1, "день")
        span = self.spans.read(number.next + 1) or self.spans.read(here)
        if span is None:
            return None
        event = self._event_day(span)
        return Phrase(length.before(event), event - days(1), span.next, "point", "before")

    def _length_from(self, at: int) -> Phrase | None:
        """«5 дней с 1 февраля»: that day is the first of them."""
        length = lengths.read(self.words, at)
        if length is None or not length.numbered or not self._text(length.next, "с", "со", "начиная"):
            return None
        span = self.spans.read(length.next + 1 + self._text(length.next + 1, "с", "со"))
        if span is None or span.unit not in ("day", "weekday"):
            return None
        return Phrase(span.start, length.after(span.start) - days(1), span.next, "point", "days")

    def _ago(self, at: int) -> Phrase | None:
        length = lengths.read(self.words, at)
        if length is None or not self._text(length.next, "назад"):
            return None
        day = length.before(self.frame.today)
        return Phrase(day, day, length.next + 1, "point", "day")

    def _soon(self, at: int) -> Phrase | None:
        """«на днях», «в ближайшее время», «скоро»."""
        today = self.frame.today
        if self._text(at, "на") and self._text(at + 1, "днях"):
            return Phrase(today, today + days(SEVERAL_DAYS), at + 2, "point", "soon")
        here = at + self._text(at, "в", "на")
        if here < len(self.words) and self.words[here].is_any(NEAR) and self._lemma(here + 1, "время", "будущее"):
            return Phrase(today, today + days(_SOON), here + 2, "point", "soon")
        if here < len(self.words) and self.words[here].is_any(NEAR) and self._lemma(here + 1, *_DUE):
            return Phrase(today, today + days(_SOON), here + 2, "point", "soon")
        if self._text(at, "скоро", "вскоре", "вскорости"):
            return Phrase(today, today + days(_SOON), at + 1, "point", "soon")
        return None

    def _text(self, at: int, *texts: str) -> int:
        """1 when this token is one of these texts, else 0: what a reader may step over."""
        return int(at < len(self.words) and self.words[at].text in texts)

    def _lemma(self, at: int, *lemmas: str) -> int:
        return int(at < len(self.words) and self.words[at].is_any(frozenset(lemmas)))
