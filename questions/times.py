"""Times as people say them: «до пятницы», «с 20 по 30 января», «ближайшие 10 дней», «за неделю до голосования».

A question's time is a stretch of days, open at either end. What is ambiguous is decided here, by the rules that each
function states, and is said back to the person (`questions.said`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, time

from questions import lengths, numbers
from questions.frame import Frame, days, month_of, week_of
from questions.lengths import SEVERAL_DAYS
from questions.lexemes import Lexeme
from questions.spans import LAST, NEAR, NEXT, THIS, Span, SpanReader
from questions.words import word_set

_UNTIL = ("до", "к", "ко", "по")
_IN = ("в", "во", "на", "за", "о", "об", "про", "от", "с", "со")
_AFTER = ("после", "позже", "позднее", "вслед")
_SOON = 7
"""Days that «скоро», «в ближайшее время» are taken to be."""
_DUE = ("срок", "дедлайн", "дело", "задача", "мероприятие", "событие", "обязанность")
_PARTS_OF_DAY = word_set("утро утром вечер вечером ночь ночью обед полдень полночь днем")
_DAY_WORDS = word_set("утра утром вечера вечером дня ночи ночью обеда")


@dataclass(frozen=True, slots=True)
class TimeRange:
    """Days from `start` to `end`, both included, None where open. `overdue`: what should have been done by then.

    `hour` is an hour of the last day, when one was said. `taken` are the places of the tokens it was read from.
    `shape` is point, until, from or range: what kind of words named it.
    """

    start: date | None
    end: date | None
    shape: str = "point"
    overdue: bool = False
    hour: time | None = None
    unit: str = ""
    taken: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class _Found:
    start: date | None
    end: date | None
    next: int
    shape: str = "point"
    unit: str = ""


def read(words: tuple[Lexeme, ...], frame: Frame, blocked: frozenset[int] = frozenset()) -> TimeRange | None:
    """The time that a question names, or None. `blocked` are places already read as something else."""
    past = any(word.word.past for word in words)
    reader = _Reader(SpanReader(words, frame, past), words, frame)
    pieces: list[TimeRange] = []
    hour: time | None = None
    hours_taken: set[int] = set()
    at = 0
    while at < len(words):
        if at in blocked:
            at += 1
            continue
        clock = reader.clock(at)
        if clock is not None:
            hour = clock[0] or hour
            hours_taken |= set(range(at, clock[1]))
            at = clock[1]
            continue
        found = reader.read(at)
        if found is None or not blocked.isdisjoint(range(at, found.next)):
            at += 1
            continue
        taken = frozenset(range(at, found.next))
        pieces.append(TimeRange(found.start, found.end, found.shape, unit=found.unit, taken=taken))
        at = found.next
    if not pieces:
        return None
    merged = _merge(pieces, words)
    return replace(merged, hour=hour, taken=merged.taken | hours_taken)


def _merge(pieces: list[TimeRange], words: tuple[Lexeme, ...]) -> TimeRange:
    """One time of several: from and until make a range, a weekday is looked for in a week, «и» adds up."""
    result = pieces[0]
    for piece in pieces[1:]:
        taken = result.taken | piece.taken
        between = set(range(max(result.taken) + 1, min(piece.taken)))
        joined = all(words[at].text in ("и", ",", "или", "-", "/", "в", "на") for at in between)
        if {result.shape, piece.shape} == {"from", "until"}:
            opening, closing = (result, piece) if result.shape == "from" else (piece, result)
            result = TimeRange(opening.start, closing.end, "range", unit="days", taken=taken)
        elif piece.unit == "weekday" and result.unit == "week" and result.start:
            weekday = result.start + days(piece.start.weekday() if piece.start else 0)
            result = TimeRange(weekday, weekday, unit="weekday", taken=taken)
        elif result.unit == "weekday" and piece.unit == "day":
            result = replace(piece, shape=result.shape if result.shape == "point" else "point", taken=taken)
        elif joined and result.shape == piece.shape == "point":
            result = _added(result, piece, taken)
        elif piece.unit == result.unit == "week":
            result = replace(result, taken=taken)
        elif result.shape == "until" and piece.shape == "point" and piece.unit in ("month", "week", "year"):
            start = max(filter(None, (piece.start, result.start)), default=None)
            good = start is not None and result.end is not None and start <= result.end
            result = replace(result, start=start if good else result.start, taken=taken)
        else:
            result = replace(result, taken=taken)
    return result


def _added(first: TimeRange, second: TimeRange, taken: frozenset[int]) -> TimeRange:
    """«вторник и среда»: from the earlier to the later, the second weekday after the first."""
    if first.start is None or first.end is None or second.start is None or second.end is None:
        return replace(first, taken=taken)
    again = days(7 if first.unit == second.unit == "weekday" and second.end < first.start else 0)
    start, end = min(first.start, second.start + again), max(first.end, second.end + again)
    return TimeRange(start, end, unit="days", taken=taken)


@dataclass(frozen=True, slots=True)
class _Reader:
    spans: SpanReader
    words: tuple[Lexeme, ...]
    frame: Frame

    def read(self, at: int) -> _Found | None:
        """The longest phrase of time that starts at this token."""
        rules: tuple[Callable[[int], _Found | None], ...] = (
            self._from_to, self._between, self._until, self._after, self._through, self._before_event,
            self._after_event, self._last_length, self._next_length, self._ago, self._soon, self._eve, self._on,
            self._everything,
        )  # fmt: skip
        found = [phrase for rule in rules if (phrase := rule(at)) is not None]
        return max(found, key=lambda phrase: phrase.next, default=None)

    def clock(self, at: int) -> tuple[time | None, int] | None:
        """«до 18:00», «к 18 часам», «в 9 утра», «утром», «после обеда»: the hour, if said, and the place after."""
        here = at
        if self._text(here, "до", "к", "в", "после", "с", "по", "на"):
            here += 1
        if here < len(self.words) and self.words[here].is_any(_PARTS_OF_DAY):
            if here > at and self.spans.read(here + 1) is not None:
                return None  # «до вечера пятницы» is until Friday
            plain = self.words[here].text in ("утро", "утром", "вечером", "ночью", "днем", "вечер")
            return (None, here + 1) if here > at or plain else None
        if here >= len(self.words) or not self.words[here].token.is_number or len(self.words[here].text) > 2:
            return None
        hours = int(self.words[here].text)
        if hours > 24:
            return None
        after = here + 1
        if self._text(after, ":", ".") and after + 1 < len(self.words) and self.words[after + 1].token.is_number:
            minutes = self.words[after + 1]
            sign = self.words[after].text
            good = len(minutes.text) == 2 and int(minutes.text) < 60 and minutes.token.glued
            if good and (sign == ":" or (int(minutes.text) == 0 and hours)):
                end = after + 2
                end += self._text(end, "ч", "час", "часов", "часам") or 0
                return time(hours % 24, int(minutes.text)), end
        if self._lemma(after, "час") or self._text(after, "ч"):
            end = after + 1 + (after + 1 < len(self.words) and self.words[after + 1].text in _DAY_WORDS)
            return (time(hours % 24), end) if here > at else None
        if after < len(self.words) and self.words[after].text in _DAY_WORDS and here > at:
            evening = self.words[after].text in ("вечера", "дня") and hours < 12
            return time((hours + 12 * evening) % 24), after + 1
        return None

    # phrases

    def _from_to(self, at: int) -> _Found | None:
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
        if self._text(closing_at, "по", "до", "-") and self.clock(closing_at) is None:
            closing = self._closing(closing_at + 1, start)
            if closing is not None and isinstance(start, Span):
                end = closing.end
                if closing.unit == "weekday" and end < start.start:  # «с пятницы по вторник»
                    end += days(7)
                if end >= start.start:
                    return _Found(start.start, end, closing.next, "range", "days")
            if closing is not None and isinstance(start, int):
                day = self._same_month(start, closing.start)
                if day is not None:
                    return _Found(day, closing.end, closing.next, "range", "days")
        if not isinstance(start, Span) or not said or self.words[here - 1].text == "от":
            return None
        if start.unit == "event":
            return _Found(start.start, None, after, "from", "vote")
        return _Found(start.start, None, after, "from", start.unit)

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

    def _between(self, at: int) -> _Found | None:
        if not self._text(at, "между"):
            return None
        number = numbers.read(self.words, at + 1)
        first = self.spans.read(at + 1)
        if first is not None and first.unit == "days" and not self._text(first.next, "и"):
            return _Found(first.start, first.end, first.next, "range", "days")
        if first is not None and self._text(first.next, "и"):
            second = self.spans.read(first.next + 1)
            if second is not None and second.end >= first.start:
                return _Found(first.start, second.end, second.next, "range", "days")
        if number is not None and self._text(number.next, "и"):
            second = self.spans.read(number.next + 1)
            day = self._same_month(number.value, second.start) if second and number.value <= 31 else None
            if second is not None and day is not None:
                return _Found(day, second.end, second.next, "range", "days")
        return None

    def _until(self, at: int) -> _Found | None:
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
        here += here < len(self.words) and self.words[here].is_any(_PARTS_OF_DAY)
        span = self.spans.read(here) or self._bare_number(here)
        today = self.frame.today
        if span is None:
            before = self._before_event(here)
            if before is not None and before.start is not None:
                return _Found(min(today, before.start), before.start, before.next, "until", "vote")
            if self._lemma(here, "конец") and self._lemma(here + 1, "день"):
                return _Found(today, today, here + 2, "until", "day")
            return None
        by, word = self.words[here - 1].text, self.words[span.next - 1].text
        if by == "по" and word.endswith(("лю", "рю", "ту", "ню", "му", "дню", "ям", "ам")):
            return _Found(span.start, span.end, span.next, "point", span.unit)  # «что по февралю»
        end = self._limit(span, by)
        start = today if end >= today else None
        return _Found(start, end, span.next, "until", span.unit)

    def _limit(self, span: Span, by: str) -> date:
        """The last day that «до», «к» or «по» a span still include."""
        name = self.words[span.next - 1]
        if by == "по":
            return span.end
        match span.unit:
            case "vote" | "event":
                return (self.frame.voting_day or span.start) - days(1)
            case "eve" | "weekend" | "month" | "week" | "quarter" | "year":
                return span.start - days(1)
            case "part":
                head = self._part_head(span)
                if head == "начало":
                    return span.start - days(1)
                if head == "середина":
                    return span.start + days((span.end - span.start).days // 2)
                return span.end
            case "days" if name.is_any(frozenset({"праздник", "каникулы"})):
                return span.start - days(1)
            case _:
                return span.end

    def _part_head(self, span: Span) -> str:
        for back in range(span.next - 1, max(span.next - 5, -1), -1):
            for lemma in ("начало", "середина", "конец"):
                if self._lemma(back, lemma):
                    return lemma
        return ""

    def _after(self, at: int) -> _Found | None:
        """«после X»: from the day after it; «не ранее X»: from it."""
        if self._text(at, "не") and self._text(at + 1, "ранее", "раньше"):
            span = self.spans.read(at + 2) or self._bare_number(at + 2)
            return _Found(span.start, None, span.next, "from", span.unit) if span else None
        if not self._text(at, *_AFTER):
            return None
        here = at + 1
        here += self._lemma(here, "день") and self.spans.read(here) is None
        span = self.spans.read(here) or self._bare_number(here)
        if span is None:
            return None
        return _Found(span.end + days(1), None, span.next, "from", span.unit)

    def _through(self, at: int) -> _Found | None:
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
                return _Found(day, day, weekday.next, "point", "weekday")
        return _Found(length.after(base), length.longest_after(base), end, "point", "day")

    def _before_event(self, at: int) -> _Found | None:
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
        return _Found(length.before(event), event - days(1), span.next, "point", "before")

    def _event_day(self, span: Span) -> date:
        if span.unit in ("vote", "event") and self.frame.voting_day is not None:
            first_named = span.start == span.end != self.frame.voting_day
            return span.start if first_named else self.frame.voting_day
        return span.start

    def _after_event(self, at: int) -> _Found | None:
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
        return _Found(span.end + days(1), length.after(span.end), span.next, "point", "after")

    def _last_length(self, at: int) -> _Found | None:
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
        if told and not length.numbered and self.words[here].is_any(LAST):
            return None  # «за прошлую неделю» is a span
        return _Found(length.before(today), today, length.next, "point", "length")

    def _next_length(self, at: int) -> _Found | None:
        """«ближайшие 10 дней», «в течение недели», «на 5 дней вперёд», «на неделю»: from today."""
        here = at + self._text(at, "в", "на", "за")
        within = self._text(here, "течение", "течении")
        here += within
        near = here < len(self.words) and self.words[here].is_any(NEAR)
        told = near or (here < len(self.words) and self.words[here].is_any(NEXT | THIS))
        length = lengths.read(self.words, here + told)
        today = self.frame.today
        if length is None:
            return None
        end = length.next
        ahead = self._text(end, "вперед")
        plural = self.words[end - 1].text in ("дни", "дней", "сутки", "деньки", "дня", "недели")
        if near and plural and not length.numbered:
            return _Found(today, today + days(SEVERAL_DAYS), end, "point", "length")
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
        return _Found(today, length.after(today), end + ahead, "point", "length")

    def _ago(self, at: int) -> _Found | None:
        length = lengths.read(self.words, at)
        if length is None or not self._text(length.next, "назад"):
            return None
        day = length.before(self.frame.today)
        return _Found(day, day, length.next + 1, "point", "day")

    def _soon(self, at: int) -> _Found | None:
        """«на днях», «в ближайшее время», «скоро»."""
        today = self.frame.today
        if self._text(at, "на") and self._text(at + 1, "днях"):
            return _Found(today, today + days(SEVERAL_DAYS), at + 2, "point", "soon")
        here = at + self._text(at, "в", "на")
        if here < len(self.words) and self.words[here].is_any(NEAR) and self._lemma(here + 1, "время", "будущее"):
            return _Found(today, today + days(_SOON), here + 2, "point", "soon")
        if here < len(self.words) and self.words[here].is_any(NEAR) and self._lemma(here + 1, *_DUE):
            return _Found(today, today + days(_SOON), here + 2, "point", "soon")
        if self._text(at, "скоро", "вскоре", "вскорости"):
            return _Found(today, today + days(_SOON), at + 1, "point", "soon")
        return None

    def _eve(self, at: int) -> _Found | None:
        """«накануне X» is the day before it (of voting: before its first day); «перед X» the week before."""
        if self._text(at, "накануне", "канун"):
            span = self.spans.read(at + 1) or (self.spans.read(at + 2) if self._lemma(at + 1, "день") else None)
            if span is not None:
                return _Found(span.start - days(1), span.start - days(1), span.next, "point", "day")
        if self._text(at, "перед", "прямо перед"):
            span = self.spans.read(at + 1)
            if span is not None:
                event = self._event_day(span)
                return _Found(event - days(7), event - days(1), span.next, "point", "before")
        return None

    def _on(self, at: int) -> _Found | None:
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
        if span is None or span.unit in ("event", "eve"):
            return None
        return _Found(span.start, span.end, span.next, "point", span.unit)

    def _everything(self, at: int) -> _Found | None:
        """«весь план», «вся кампания»: the whole campaign."""
        if at + 1 < len(self.words) and self._lemma(at, "весь"):
            here = at + 1 + self._lemma(at + 1, "избирательный")
            if self._lemma(here, "кампания", "период", "план", "календарь"):
                return _Found(self.frame.first, self.frame.last, here + 1, "range", "campaign")
        return None

    def _text(self, at: int, *texts: str) -> int:
        """1 when this token is one of these texts, else 0: what a reader may step over."""
        return int(at < len(self.words) and self.words[at].text in texts)

    def _lemma(self, at: int, *lemmas: str) -> int:
        return int(at < len(self.words) and self.words[at].is_any(frozenset(lemmas)))
