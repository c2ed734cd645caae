"""Phrases of time: a span of days with the words that turn it into a time, «до пятницы», «с 20 по 30 января»,
«через неделю», «ближайшие 10 дней», «за неделю до голосования»."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from questions import clock, numbers
from questions.cursor import Span
from questions.frame import days, month_of, week_of
from questions.length_phrases import LengthPhrases, Phrase

_UNTIL = ("до", "к", "ко", "по")
_IN = ("в", "во", "на", "за", "о", "об", "про", "от", "с", "со")
_AFTER = ("после", "позже", "позднее", "вслед")


@dataclass(frozen=True, slots=True)
class PhraseReader(LengthPhrases):
    """Reads every phrase of time."""

    def read(self, at: int) -> Phrase | None:
        """The longest phrase of time that starts at this token."""
        rules: tuple[Callable[[int], Phrase | None], ...] = (
            self._from_to, self._between, self._until, self._after, self._through, self._before_event,
            self._after_event, self._last_length, self._next_length, self._ago, self._soon, self._eve, self._on,
            self._everything, self._unit_first, self._length_from, self._about,
        )  # fmt: skip
        found = [phrase for rule in rules if (phrase := rule(at)) is not None]
        return max(found, key=lambda phrase: phrase.next, default=None)

    def _from_to(self, at: int) -> Phrase | None:
        """«с A по B», «от A до B», «A по B», «A – B»; «с A» alone is open at its end."""
        here, said = at, False
        if self._text(at, "начиная", "начать", "начиная с"):
            here += 1
        if self._text(here, "с", "со", "от"):
            said, here = True, here + 1
        opening = self._numbered_start(here) or self._span_or_day(here, said)
        if opening is None:
            return None
        start, after = opening
        closing_at = after + (self._text(after, ",") or self._text(after, "и"))
        if self._text(closing_at, "по", "до", "-") and clock.read(self.spans, closing_at) is None:
            closing = self._closing(closing_at + 1, start)
            if closing is not None and isinstance(start, Span):
                end = closing.end
                if closing.unit == "weekday" and end < start.start:  # «с пятницы по вторник»
                    end += days(7)
                if end >= start.start:
                    return Phrase(start.start, end, closing.next, "range", "days")
            if closing is not None and isinstance(start, int):
                day = self._same_month(start, closing.start)
                if day is not None:
                    return Phrase(day, closing.end, closing.next, "range", "days")
        if not isinstance(start, Span) or not said or self.words[here - 1].text == "от":
            return None
        if start.unit == "event":
            return Phrase(start.start, None, after, "from", "vote")
        return Phrase(start.start, None, after, "from", start.unit)

    def _numbered_start(self, at: int) -> tuple[int, int] | None:
        """A day by number alone, when a full date follows: «20 по 30 января»."""
        number = numbers.read(self.words, at)
        if number is None or not 1 <= number.value <= 31:
            return None
        here = number.next + self._lemma(number.next, "число")
        return (number.value, here) if self._text(here, "по", "до", "-") else None

    def _span_or_day(self, at: int, said: bool) -> tuple[Span, int] | None:
        span = self.spans.read(at)
        if span is None and said:
            span = self._bare_number(at)
        return (span, span.next) if span is not None else None

    def _bare_number(self, at: int) -> Span | None:
        """«до 25», «после 20»: a number that counts nothing is a day of the month."""
        number = numbers.read(self.words, at)
        if number is None or not 1 <= number.value <= 31 or not (number.digits or number.ordinal):
            return None
        following = self.words[number.next] if number.next < len(self.words) else None
        if following is not None and not number.ordinal and following.word.part in ("NOUN", "ADJF"):
            return None
        if following is not None and (following.text in ("%", ":") or following.token.is_number):
            return None
        return self.spans.numbered(number.value, number.value, number.next)

    def _closing(self, at: int, start: Span | int) -> Span | None:
        span = self.spans.read(at)
        if span is not None:
            return span
        number = numbers.read(self.words, at)
        if number is None or not 1 <= number.value <= 31:
            return None
        end = number.next + self._lemma(number.next, "число")
        if isinstance(start, Span):
            first = start.start
            later = number.value < first.day
            bounds = month_of(first.year, first.month + later)
            day = min(bounds[0] + days(number.value - 1), bounds[1])
            return Span(day, day, "day", end)
        return self.spans.numbered(min(start, number.value), number.value, end)

    def _same_month(self, number: int, closing: date) -> date | None:
        """The day by this number that comes before a closing date: of its month, or of the month before."""
        first, last = month_of(closing.year, closing.month - (number > closing.day and closing.day != 1))
        return min(first + days(number - 1), last)

    def _between(self, at: int) -> Phrase | None:
        if not self._text(at, "между"):
            return None
        number = numbers.read(self.words, at + 1)
        first = self.spans.read(at + 1)
        if first is not None and first.unit == "days" and not self._text(first.next, "и"):
            return Phrase(first.start, first.end, first.next, "range", "days")
        if first is not None and self._text(first.next, "и"):
            second = self.spans.read(first.next + 1)
            if second is not None and second.end >= first.start:
                return Phrase(first.start, second.end, second.next, "range", "days")
        if number is not None and self._text(number.next, "и"):
            second = self.spans.read(number.next + 1)
            day = self._same_month(number.value, second.start) if second and number.value <= 31 else None
            if second is not None and day is not None:
                return Phrase(day, second.end, second.next, "range", "days")
        return None

    def _until(self, at: int) -> Phrase | None:
        """«до X», «к X», «по X», «не позднее X»: from today. A day itself is included, a month or a week is not."""
        here = at
        if self._text(here, "вплоть"):
            here += 1
        if self._text(here, "не") and self._text(here + 1, "позднее", "позже"):
            here += 2
            here += self._text(here, "чем")
        elif self._text(here, *_UNTIL) or self._text(here, "раньше"):
            here += 1
        else:
            return None
        here += here < len(self.words) and self.words[here].is_any(clock.PARTS_OF_DAY)
        span = self.spans.read(here) or self._bare_number(here)
        today = self.frame.today
        if span is None:
            before = self._before_event(here)
            if before is not None and before.start is not None:
                return Phrase(min(today, before.start), before.start, before.next, "until", "vote")
            if self.words[here - 1].is_any(frozenset({"полночь"})):
                return Phrase(today, today, here, "until", "day")
            if self._lemma(here, "конец") and self._lemma(here + 1, "день"):
                return Phrase(today, today, here + 2, "until", "day")
            return self._to_the_end(here)
        by, word = self.words[here - 1].text, self.words[span.next - 1].text
        if by == "по" and word.endswith(("лю", "рю", "ту", "ню", "му", "дню", "ям", "ам")):
            return Phrase(span.start, span.end, span.next, "point", span.unit)  # «что по февралю»
        end = self._limit(span, by)
        start = today if end >= today else None
        return Phrase(start, end, span.next, "until", span.unit)

    def _to_the_end(self, at: int) -> Phrase | None:
        """«до конца кампании»: from today to the last day of the plan."""
        here = at + 1 + self._lemma(at + 1, "избирательный", "предвыборный", "весь")
        if self._lemma(at, "конец", "окончание") and self._lemma(here, "кампания", "план"):
            return Phrase(self.frame.today, self.frame.last, here + 1, "until", "campaign")
        return None

    def _limit(self, span: Span, by: str) -> date:
        """The last day that «до», «к» or «по» a span still include."""
        if by == "по":
            return span.end
        match span.unit:
            case "vote" | "event":
                return self._event_day(span) - days(1)
            case "eve" | "holiday" | "weekend" | "month" | "week" | "quarter" | "year":
                return span.start - days(1)
            case "part":
                head = self._part_head(span)
                if head == "начало":
                    return span.start - days(1)
                if head == "середина":
                    return span.start + days((span.end - span.start).days // 2)
                return span.end
            case _:
                return span.end

    def _part_head(self, span: Span) -> str:
        for back in range(span.next - 1, max(span.next - 5, -1), -1):
            for lemma in ("начало", "середина", "конец"):
                if self._lemma(back, lemma):
                    return lemma
        return ""

    def _after(self, at: int) -> Phrase | None:
        """«после X»: from the day after it; «не ранее X»: from it."""
        if self._text(at, "не") and self._text(at + 1, "ранее", "раньше"):
            span = self.spans.read(at + 2) or self._bare_number(at + 2)
            return Phrase(span.start, None, span.next, "from", span.unit) if span else None
        if not self._text(at, *_AFTER):
            return None
        here = at + 1
        tomorrow = here + self._text(here, "-")
        if self._text(at, "после") and self._text(tomorrow, "завтра"):  # «после завтра», a slip of the space
            day = self.frame.today + days(2)
            return Phrase(day, day, tomorrow + 1, "point", "day")
        here += self._lemma(here, "день") and self.spans.read(here) is None
        span = self.spans.read(here) or self._bare_number(here)
        if span is None:
            return None
        return Phrase(span.end + days(1), None, span.next, "from", span.unit)

    def _about(self, at: int) -> Phrase | None:
        """«примерно 20 февраля», «в районе 15 февраля», «ближе к концу месяца»: what is named, without the hedge."""
        if self._text(at, "примерно", "около", "приблизительно", "ориентировочно"):
            here = at + 1
        elif (self._text(at, "в") and self._text(at + 1, "районе")) or (
            self._text(at, "ближе") and self._text(at + 1, "к", "ко")
        ):
            here = at + 2
        else:
            return None
        span = self.spans.read(here)
        return None if span is None else Phrase(span.start, span.end, span.next, "point", span.unit)

    def _eve(self, at: int) -> Phrase | None:
        """«накануне X» is the day before it (of voting: before its first day); «перед X» the week before."""
        if self._text(at, "накануне", "канун"):
            span = self.spans.read(at + 1) or (self.spans.read(at + 2) if self._lemma(at + 1, "день") else None)
            if span is None and self.frame.voting_day is not None:  # «накануне» alone is the eve of voting
                voting = self.frame.first_voting_day or self.frame.voting_day
                return Phrase(voting - days(1), voting - days(1), at + 1, "point", "day")
            if span is not None:
                return Phrase(span.start - days(1), span.start - days(1), span.next, "point", "day")
        if self._text(at, "перед", "прямо перед"):
            span = self.spans.read(at + 1)
            if span is not None:
                event = self._event_day(span)
                return Phrase(event - days(7), event - days(1), span.next, "point", "before")
        return None

    def _on(self, at: int) -> Phrase | None:
        """A span with «в», «на», «за» or nothing before it. The bare «голосование» is a topic, not a time."""
        here = at + self._text(at, *_IN)
        here += here > at and self._text(here, "весь", "всю", "все")
        span = self.spans.read(here)
        if span is None and here > at and self._text(at, "на"):
            number = numbers.read(self.words, here)
            if number is not None and number.ordinal and number.digits:
                span = self._bare_number(here)
        if span is None and self._text(here, "неделе") and here > at:
            span = Span(*week_of(self.frame.today), "week", here + 1)
        if span is None and here > at and self._ends(here + 1):
            span = self._which_week(here)
        if span is None or span.unit in ("event", "eve"):
            return None
        return Phrase(span.start, span.end, span.next, "point", span.unit)

    def _ends(self, at: int) -> bool:
        """Whether nothing but signs follows."""
        return all(not word.token.is_word and not word.token.is_number for word in self.words[at:])

    def _which_week(self, at: int) -> Span | None:
        """«а на следующей?», «на этой»: of things that are next, a week is meant."""
        shifts = {"этой": 0, "текущей": 0, "следующей": 1, "будущей": 1, "прошлой": -1, "той": 1}
        if at >= len(self.words) or self.words[at].text not in shifts:
            return None
        start, end = week_of(self.frame.today)
        shift = days(7 * shifts[self.words[at].text])
        return Span(start + shift, end + shift, "week", at + 1)

    def _everything(self, at: int) -> Phrase | None:
        """«весь план», «вся кампания»: the whole campaign."""
        if at + 1 < len(self.words) and self._lemma(at, "весь"):
            here = at + 1 + self._lemma(at + 1, "избирательный")
            if self._lemma(here, "кампания", "период", "план", "календарь"):
                return Phrase(self.frame.first, self.frame.last, here + 1, "range", "campaign")
        return None
