"""Names of days and of stretches of days, without a preposition: «завтра», «20 января», «25–30.01», «эта неделя»,
«первая половина февраля», «выходные», «день голосования»."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from questions import numbers
from questions.cursor import DAY, LAST, MONTH, NEAR, NEXT, THIS, VOTE, WEEK, YEAR, Span
from questions.frame import days, month_of, real_date, week_of, year_for
from questions.stretches import Stretches

_RELATIVE_DAYS = {"сегодня": 0, "завтра": 1, "послезавтра": 2, "вчера": -1, "позавчера": -2, "сейчас": 0,
                  "сегодняшний": 0, "завтрашний": 1, "вчерашний": -1}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SpanReader(Stretches):
    """Reads every span that can be named."""

    def read(self, at: int) -> Span | None:
        """The longest span that starts at this token."""
        if at >= len(self.words):
            return None
        found = [
            span
            for rule in (
                self._relative_day, self._numeric, self._day_and_month, self._month, self._part, self._weekday,
                self._week, self._week_of_day, self._month_word, self._weekend, self._quarter_or_year,
                self._vote, self._holiday, self._season,
            )
            if (span := rule(at)) is not None
        ]  # fmt: skip
        return max(found, key=lambda span: span.next, default=None)

    def _relative_day(self, at: int) -> Span | None:
        for lemma in self.words[at].lemmas:
            if lemma in _RELATIVE_DAYS:
                day = self.frame.today + days(_RELATIVE_DAYS[lemma])
                return Span(day, day, "day", at + 1 + self.has(at + 1, DAY))
        if self.has(at, THIS) and self.has(at + 1, DAY | frozenset({"момент"})):
            return Span(self.frame.today, self.frame.today, "day", at + 2)
        return None

    def _numeric(self, at: int) -> Span | None:
        """«25.01», «25/01/2023», «2023-01-25», «25-30.01»."""
        parts, signs, place = self._run(at)
        if len(parts) >= 3 and len(parts[0]) == 4 and signs[0] == signs[1] == "-":
            day = real_date(int(parts[0]), int(parts[1]), int(parts[2]))
            return Span(day, day, "day", place[3]) if day else None
        if len(parts) >= 2 and signs[0] in "./" and self._looks_dated(parts, signs):
            return self._day(parts[:3] if self._has_year(parts, signs, 2) else parts[:2], place, at)
        if len(parts) >= 3 and signs[0] == "-" and signs[1] == "." and len(parts[0]) <= 2:
            month = int(parts[2])
            year = self._year(parts, signs, 3)
            return self._days_of(int(parts[0]), int(parts[1]), month, year, place[4 if year else 3])
        return None

    def _looks_dated(self, parts: list[str], signs: list[str]) -> bool:
        one_digit = len(parts[1]) == 1 and int(parts[0]) > 12  # «30.1» is a date, «2.1» a row of a plan
        return len(parts[1]) == 2 or one_digit or self._has_year(parts, signs, 2) or signs[0] == "/"

    def _has_year(self, parts: list[str], signs: list[str], at: int) -> bool:
        return len(parts) > at and signs[at - 1] in "./" and len(parts[at]) in (2, 4)

    def _year(self, parts: list[str], signs: list[str], at: int) -> int | None:
        if not self._has_year(parts, signs, at):
            return None
        year = int(parts[at])
        return year + 2000 if year < 100 else year if 1990 <= year <= 2100 else None

    def _day(self, parts: list[str], place: list[int], at: int) -> Span | None:
        day, month = int(parts[0]), int(parts[1])
        if not 1 <= month <= 12 or not 1 <= day <= 31:
            return None
        year = self._year(parts, ["."] * 2, 2) if len(parts) == 3 else year_for(self.frame, month, day, to_day=day)
        found = real_date(year, month, day) if year else None
        if found is None:
            return None
        end = place[len(parts)]
        if self.is_text(end, "г", "года", "год"):
            end += 1 + self.is_text(end + 1, ".")
        return Span(found, found, "day", end)

    def _run(self, at: int) -> tuple[list[str], list[str], list[int]]:
        """Numbers glued by one sign each: their digits, the signs between, and the places after 0, 1, … of them."""
        parts: list[str] = []
        signs: list[str] = []
        place = [at]
        here = at
        while here < len(self.words) and self.words[here].token.is_number and len(parts) < 4:
            if len(self.words[here].text) > 4:
                break
            parts.append(self.words[here].text)
            here += 1
            place.append(here)
            if not (self.is_text(here, ".", "/", "-") and self.words[here].token.glued):
                break
            if not (here + 1 < len(self.words) and self.words[here + 1].token.glued):
                break
            signs.append(self.words[here].text)
            here += 1
        signs += [""] * 3
        return parts, signs, place

    def _day_and_month(self, at: int) -> Span | None:
        """«20 января», «двадцатого января 2023 года», «25–27 января», «25 и 26 января», «15 числа»."""
        first = numbers.read(self.words, at)
        if first is None or not 1 <= first.value <= 31:
            return None
        here, last = first.next, first
        joined = self.is_text(here, "-", "и", ",", "по")
        second = numbers.read(self.words, here + 1) if joined else None
        while second is not None and last.value < second.value <= 31:
            following = second.next
            last, here = second, following
            joined = self.is_text(following, "и", ",")
            second = numbers.read(self.words, following + 1) if joined else None
        month = self.month_at(here)
        if month is not None:
            year, end = self._year_after(here + 1)
            return self._days_of(first.value, last.value, month, year, end)
        return self._numbered_day(first, last, here)

    def _numbered_day(self, first: numbers.Number, last: numbers.Number, here: int) -> Span | None:
        """A day of some month without its name: «15 числа», «30-го», «5-го числа следующего месяца»."""
        named = self.has(here, frozenset({"число"})) and not self.is_text(here, "числах")
        if not named and not (first.ordinal and (first.digits or first.value >= 1) and self._stands_alone(here)):
            return None
        end = here + named
        month, end = self._whose_month(end)
        return self.numbered(first.value, last.value, end, month)

    def _stands_alone(self, here: int) -> bool:
        """An ordinal is a day only when it belongs to no noun («первый экземпляр», «пятый пункт»)."""
        return (
            here >= len(self.words)
            or self.words[here].word.part not in ("NOUN", "ADJF")
            or (self.words[here].lemma in ("срок", "дедлайн", "план", "задача"))
        )

    def _whose_month(self, at: int) -> tuple[tuple[int, int] | None, int]:
        today = self.frame.today
        if self.has(at + 1, MONTH):
            for names, shift in ((THIS, 0), (NEXT, 1), (LAST, -1)):
                if self.has(at, names):
                    return (today.year, today.month + shift), at + 2
        return None, at

    def numbered(self, first: int, last: int, end: int, month: tuple[int, int] | None = None) -> Span | None:
        """Days by number alone: of this month while they are not past (or the verbs are), else of the next."""
        today = self.frame.today
        if month is None:
            later = last < today.day and not self.past
            month = (today.year, today.month + later)
        start, stop = month_of(*month)
        if not 1 <= first <= last <= 31 or start + days(first - 1) > stop:
            return None
        unit = "day" if first == last else "days"
        return Span(start + days(first - 1), min(start + days(last - 1), stop), unit, end)

    def _days_of(self, first: int, last: int, month: int, year: int | None, end: int) -> Span | None:
        if not 1 <= month <= 12:
            return None
        year = year or year_for(self.frame, month, first, to_day=last)
        start, stop = real_date(year, month, first), real_date(year, month, last)
        if start is None or stop is None:  # 30 February: as far as the month goes
            bounds = month_of(year, month)
            if first > 31 or last > 31:
                return None
            start, stop = start or bounds[1], bounds[1]
        return Span(start, stop, "day" if first == last else "days", end) if start <= stop else None

    def _weekday(self, at: int) -> Span | None:
        today = self.frame.today
        names = (THIS, NEXT | frozenset({"тот"}), LAST, NEAR)
        which = next((index for index, name in enumerate(names) if self.has(at, name)), None)
        here = at + (which is not None)
        number = self._weekday_named(here)
        if number is None:
            return None
        end = here + 1
        if self.is_text(end, ".") and len(self.words[here].text) == 2:
            end += 1
        monday = week_of(today)[0]
        week = self._week(end + self.is_text(end, "на", "этой")) if end < len(self.words) - 1 else None
        if week is not None:  # «в среду на следующей неделе», «до пятницы следующей недели»
            return Span(week.start + days(number), week.start + days(number), "weekday", week.next)
        day = monday + days(number)
        if which == 1:
            day += days(7)
        elif which == 2 or (which is None and self.past and day > today):
            day -= days(7) if which is None or day >= today else days(0)
        elif ((which is None and not self.past) or which == 3) and day < today:
            day += days(7)
        return Span(day, day, "weekday", end)

    def _vote(self, at: int) -> Span | None:
        """«день голосования» is the whole span of voting days; «первый день голосования» the first of them."""
        first, last = self.frame.first_voting_day, self.frame.voting_day
        if last is None:
            return None
        first = first or last
        here = at
        which = next((lemma for lemma in self.words[at].lemmas if lemma in ("первый", "последний")), None)
        here += which is not None
        if self.has(here, frozenset({"день", "дата"})):
            here += 1
            here += self.has(here, frozenset({"сам", "проведение"}))
            if self.has(here, VOTE):
                start, end = (first, first) if which == "первый" else (last, last) if which else (first, last)
                return Span(start, end, "vote", here + 1)
        elif which is None and self.has(at, frozenset({"голосование", "выборы"})):
            return Span(first, last, "event", at + 1)
        return None

    def _holiday(self, at: int) -> Span | None:
        """«день тишины»; «новый год» is read as its eve's end: «до нового года» is until 31 December."""
        voting = self.frame.first_voting_day or self.frame.voting_day
        if voting is not None and self.has(at, DAY) and self.has(at + 1, frozenset({"тишина", "молчание"})):
            return Span(voting - days(1), voting - days(1), "day", at + 2)  # agitation is over on the eve
        if self.has(at, frozenset({"новый"})) and self.has(at + 1, YEAR):
            today = self.frame.today
            year = today.year if self.past or today < date(today.year, 1, 9) else today.year + 1
            return Span(date(year, 1, 1), date(year, 1, 1), "eve", at + 2)
        if self.is_text(at, "праздники", "праздников", "праздникам", "праздниках", "праздниками"):
            return self._next_holiday(at)
        if self.has(at, frozenset({"новогодний"})) or self.has(at, frozenset({"каникулы"})):
            year = self.frame.today.year + (self.frame.today.month > 6)
            end = at + 1 + self.has(at + 1, frozenset({"праздник", "каникулы", "выходной"}))
            return Span(date(year, 1, 1), date(year, 1, 8), "holiday", end)
        return None

    def _next_holiday(self, at: int) -> Span:
        """«праздники» are the next ones: those of the New Year, February 23, March 8, the beginning of May."""
        today = self.frame.today
        holidays = [
            (date(year, month, first), date(year, month, last))
            for year in (today.year, today.year + 1)
            for month, first, last in ((1, 1, 8), (2, 23, 23), (3, 8, 8), (5, 1, 9), (6, 12, 12), (11, 4, 4))
        ]
        start, end = next((start, end) for start, end in holidays if end >= today)
        return Span(start, end, "holiday", at + 1)

    def _week_of_day(self, at: int) -> Span | None:
        """«неделя с 6 февраля» is the week of that day."""
        if not (self.has(at, WEEK) and self.is_text(at + 1, "с", "со", "от")):
            return None
        day = self.read(at + 2)
        return Span(*week_of(day.start), "week", day.next) if day is not None and day.unit == "day" else None
