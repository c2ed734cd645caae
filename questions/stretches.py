"""Names of stretches of days: «эта неделя», «февраль», «первая половина марта», «выходные», «второй квартал»."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from questions import lengths, numbers
from questions.cursor import DAY, LAST, MONTH, NEAR, NEXT, THIS, VOTE, WEEK, WEEKDAYS, YEAR, Cursor, Span
from questions.frame import days, month_of, plus_months, quarter_of, week_of, year_for

_ONE_DAY = ("день", "дня", "дню", "число", "числа", "числу")
_PLACES = {"первый": 1, "второй": 2, "третий": 3, "четвертый": 4, "пятый": 5, "последний": -1}


@dataclass(frozen=True, slots=True)
class Stretches(Cursor):
    """Reads months, weeks, quarters, years and their parts."""

    def _month(self, at: int) -> Span | None:
        month = self.month_at(at)
        if month is None:
            return None
        year, end = self._year_after(at + 1)
        after = self.month_at(end + 1) if self.is_text(end, "-", "и", "/") else None
        start, stop = month_of(year or year_for(self.frame, month), month)
        if after is not None:
            year, end = self._year_after(end + 2)
            start = start if year is None else month_of(year - (after < month), month)[0]
            stop = month_of(year or start.year + (after < month), after)[1]
        comma = self.is_text(end, ",")
        kind, here = self._part_name(end + comma) if end + comma < len(self.words) else (None, end)
        if (
            kind is not None and after is None and self._whole(here) is None and not self.is_text(here, "после", "до")
        ):  # «февраль, вторая неделя»
            return Span(*_cut(kind, Span(start, stop, "month", end)), "part", here)
        if not year and self.has(end, MONTH):
            end += 1
        return Span(start, stop, "month", end)

    def _month_word(self, at: int) -> Span | None:
        """«этот месяц», «следующий месяц», «месяц» alone is read by the rules of lengths."""
        if not self.has(at + 1, MONTH):
            return None
        today = self.frame.today
        for names, shift in ((THIS, 0), (NEXT, 1), (LAST, -1), (frozenset({"весь"}), 0)):
            if self.has(at, names):
                return Span(*month_of(today.year, today.month + shift), "month", at + 2)
        return None

    def _week(self, at: int) -> Span | None:
        today = self.frame.today
        shift: int | None = None
        end = at + 2
        if self.has(at, frozenset({"рабочий"})) and self.has(at + 1, WEEK):
            monday = week_of(today)[0]
            return Span(monday, monday + days(4), "week", at + 2)
        if self.has(at + 1, WEEK):
            if self.has(at, THIS | frozenset({"весь"})):
                shift = 0
            elif self.has(at, NEXT):
                shift = 1
            elif self.has(at, LAST):
                shift = -1
            elif self.has(at, frozenset({"позапрошлый"})):
                shift = -2
            elif self.has(at, frozenset({"послеследующий"})):
                shift = 2
            elif self.has(at, frozenset({"тот"})):  # «на той неделе»: the last one when it is told of as past
                shift = -1 if self.past else 1
        elif self.has(at, frozenset({"неделя"})) and self._week_after_next(at + 1):
            shift, end = 2, at + self._week_after_next(at + 1) + 1
        elif self.has(at, WEEK) and self.has(at + 1, VOTE) and self.frame.voting_day is not None:
            return Span(*week_of(self.frame.voting_day), "week", at + 2)
        if shift is None:
            return None
        start, stop = week_of(today)
        return Span(start + days(7 * shift), stop + days(7 * shift), "week", end)

    def _week_after_next(self, at: int) -> int:
        """Tokens of «после следующей», «через одну» after «неделя»; 0 when it is not said."""
        if self.is_text(at, "после", "за") and self.has(at + 1, NEXT):
            return 2
        if self.is_text(at, "через") and self.is_text(at + 1, "одну", "1"):
            return 2
        return 0

    def _weekend(self, at: int) -> Span | None:
        shift: int | None = None
        here = at + 1
        if self.has(at, NEXT | frozenset({"тот"})):
            shift = 1
        elif self.has(at, LAST):
            shift = -1
        elif self.has(at, THIS | NEAR):
            shift = 0
        else:
            here, shift = at, -1 if self.past and self.frame.today.weekday() < 5 else 0
        if self.has(here, frozenset({"выходной", "выходные", "уикенд", "викенд"})):
            end = here + 1 + self.has(here + 1, DAY)
            saturday = week_of(self.frame.today)[0] + days(5)
            return Span(saturday + days(7 * shift), saturday + days(7 * shift + 1), "weekend", end)
        if self.has(here, frozenset({"будни", "будний", "будень"})) or (
            self.has(here, frozenset({"рабочий"})) and self.has(here + 1, DAY)
        ):
            end = here + 1 + self.has(here + 1, DAY)
            monday = week_of(self.frame.today)[0] + days(7 * shift)
            return Span(monday, monday + days(4), "week", end)
        return None

    def _quarter_or_year(self, at: int) -> Span | None:
        today = self.frame.today
        quarter, year_word = frozenset({"квартал", "кв"}), YEAR
        if self.has(at + 1, quarter):
            now = (today.month + 2) // 3
            for names, shift in ((THIS, 0), (NEXT, 1), (LAST, -1)):
                if self.has(at, names):
                    index = today.year * 4 + now - 1 + shift
                    return Span(*quarter_of(index // 4, index % 4 + 1), "quarter", at + 2)
        number = numbers.read(self.words, at)
        if number and 1 <= number.value <= 4 and self.has(number.next, quarter):
            year, end = self._year_after(number.next + 1)
            year = year or year_for(self.frame, number.value * 3 - 1)
            return Span(*quarter_of(year, number.value), "quarter", end)
        if self.has(at, quarter):
            return Span(*quarter_of(today.year, (today.month + 2) // 3), "quarter", at + 1)
        if number and 1 <= number.value <= 2 and self.has(number.next, frozenset({"полугодие"})):
            year, end = self._year_after(number.next + 1)
            year = year or year_for(self.frame, number.value * 6 - 3)
            return Span(
                quarter_of(year, number.value * 2 - 1)[0], quarter_of(year, number.value * 2)[1], "quarter", end
            )
        year, end = self._year_after(at)
        if year is not None and (end - at > 1 or self.has(at + 1, year_word)):
            return Span(date(year, 1, 1), date(year, 12, 31), "year", end)
        if self.has(at, year_word) and not self.is_text(at, "лет") and not (at and self.words[at - 1].token.is_number):
            return Span(date(today.year, 1, 1), date(today.year, 12, 31), "year", at + 1)
        return None

    def _part(self, at: int) -> Span | None:
        """«начало марта», «вторая половина месяца», «последняя неделя января», «первые числа», «конец недели»."""
        kind, here = self._part_name(at)
        if kind is None:
            return None
        whole = self._whole(here)
        if whole is None:
            return self._part_of_some_month(kind, here) if kind.startswith(("days", "third")) else None
        if kind.startswith("weekday") and whole.unit in ("week", "weekday", "day"):
            return None
        if kind == "rest":
            return Span(min(max(whole.start, self.frame.today), whole.end), whole.end, "part", whole.next)
        return Span(*_cut(kind, whole), "part", whole.next)

    def _part_of_some_month(self, kind: str, end: int) -> Span:
        """«в первых числах»: of this month, or of the next when that is past."""
        today = self.frame.today
        months = [Span(*month_of(today.year, today.month + shift), "month", end) for shift in (0, 1)]
        this, next_ = (Span(*_cut(kind, month), "part", end) for month in months)
        return this if this.end >= today or self.past else next_

    def _season(self, at: int) -> Span | None:
        """«зимой», «весна»: the one of the campaign, or the nearest."""
        for name, first in (("зима", 12), ("весна", 3), ("лето", 6), ("осень", 9)):
            if self.has(at, frozenset({name, name[:-1] + "ой", name[:-1] + "ом", name + "ю"})):
                middle = (first + 1 - 1) % 12 + 1
                year = year_for(self.frame, middle)
                start = month_of(year, middle - 1)[0]
                return Span(start, plus_months(start, 3) - days(1), "month", at + 1)
        return None

    def _part_name(self, at: int) -> tuple[str | None, int]:
        for name, lemmas in (
            ("start", frozenset({"начало"})),
            ("middle", frozenset({"середина", "серединка"})),
            ("end", frozenset({"конец", "исход", "окончание"})),
            ("rest", frozenset({"остаток"})),
        ):
            if self.has(at, lemmas):
                return name, at + 1
        place = next((_PLACES[lemma] for lemma in self.words[at].lemmas if lemma in _PLACES), None)
        here = at + 1
        if place is None:
            number = numbers.read(self.words, at)
            if number is None or not number.digits or number.value > 5:
                return None, at
            place, here = number.value, number.next
        for name, lemmas in (
            ("half", frozenset({"половина"})),
            ("third", frozenset({"треть", "декада"})),
            ("week", WEEK),
            ("days", frozenset({"число", "день"})),
        ):
            if self.has(here, lemmas):
                many = self.words[at].text.endswith(("ие", "ые", "их", "ых", "им", "ым", "ими", "ыми"))
                one = name == "days" and not many and self.is_text(here, *_ONE_DAY)
                return f"{'day' if one else name}{place}", here + 1
        weekday = self._weekday_named(here)
        if weekday is not None:  # «первая пятница февраля»
            return f"weekday{weekday}:{place}", here + 1
        length = lengths.read(self.words, here)  # «первые пять дней марта»
        if length is not None and length.numbered and not length.months and abs(place) == 1:
            return f"many{place * length.days}", length.next
        return None, at

    def _weekday_named(self, at: int) -> int | None:
        if at >= len(self.words):
            return None
        return next((WEEKDAYS[lemma] for lemma in self.words[at].lemmas if lemma in WEEKDAYS), None)

    def _whole(self, at: int) -> Span | None:
        """What a part is a part of; «месяц», «неделя» alone are the current ones."""
        today = self.frame.today
        for rule in (self._month_word, self._month, self._week, self._quarter_or_year):
            found = rule(at) if at < len(self.words) else None
            if found is not None:
                return found
        if self.has(at, MONTH):
            return Span(*month_of(today.year, today.month), "month", at + 1)
        if self.has(at, WEEK):
            return Span(*week_of(today), "week", at + 1)
        return None


def _cut(kind: str, whole: Span) -> tuple[date, date]:
    """A part of a month, week, quarter or year. Thirds of a month are the 1–10, 11–20 and 21–end;
    halves of a month part after half of its days (February 14, January 15)."""
    start, end = whole.start, whole.end
    length = (end - start).days + 1
    if kind.startswith("many"):
        count = int(kind[4:])
        return (start, min(start + days(count - 1), end)) if count > 0 else (max(end + days(count + 1), start), end)
    if kind.startswith("weekday"):
        named, _, place = kind.removeprefix("weekday").partition(":")
        return _weekday_of(start, end, int(named), int(place))
    if kind == "day-1":
        return end, end
    if kind.startswith("day") and not kind.startswith("days"):
        day = min(start + days(int(kind[3:]) - 1), end)
        return day, day
    if length == 7:
        week = {"start": (0, 2), "middle": (2, 4), "end": (4, 6), "half1": (0, 2), "half2": (3, 6)}
        first, last = week.get(kind, (0, 6))
        return start + days(first), start + days(last)
    if length > 31:
        return _cut_long(kind, whole)
    match kind:
        case "start" | "third1":
            return start, start + days(9)
        case "middle" | "third2":
            return start + days(10), start + days(19)
        case "end" | "third3" | "third-1":
            return start + days(20), end
        case "half1":
            return start, start + days(length // 2 - 1)
        case "half2" | "half-1":
            return start + days(length // 2), end
        case "days1":
            return start, start + days(4)
        case "days-1":
            return end - days(4), end
        case "week-1":
            return end - days(6), end
    number = int(kind[-1])
    if kind.startswith("week"):
        first_day = start + days(7 * (number - 1))
        return first_day, min(first_day + days(6), end)
    return start, end


def _weekday_of(start: date, end: date, weekday: int, place: int) -> tuple[date, date]:
    """The first, second … Friday of these days, or (-1) their last; the last one where there are not so many."""
    first = start + days((weekday - start.weekday()) % 7)
    last = end - days((end.weekday() - weekday) % 7)
    day = last if place < 0 else min(first + days(7 * (place - 1)), last)
    return day, day


def _cut_long(kind: str, whole: Span) -> tuple[date, date]:
    """A part of a quarter or a year: in months."""
    start, end = whole.start, whole.end
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    third = max(months // 3, 1)
    match kind:
        case "start" | "third1":
            return start, plus_months(start, third) - days(1)
        case "middle" | "third2":
            return plus_months(start, third), plus_months(start, 2 * third) - days(1)
        case "end" | "third3" | "third-1":
            return plus_months(start, months - third), end
        case "half1":
            return start, plus_months(start, months // 2) - days(1)
        case "half2" | "half-1":
            return plus_months(start, months // 2), end
    return start, end
