"""Names of days and of stretches of days, without a preposition: «завтра», «20 января», «25–30.01», «эта неделя»,
«первая половина февраля», «выходные», «день голосования»."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from questions import lengths, numbers
from questions.frame import (
    Frame,
    days,
    month_of,
    plus_months,
    quarter_of,
    real_date,
    week_of,
    year_for,
)
from questions.lexemes import Lexeme
from questions.words import word_set

MONTHS = {
    "январь": 1, "февраль": 2, "март": 3, "апрель": 4, "май": 5, "июнь": 6, "июль": 7, "август": 8,
    "сентябрь": 9, "октябрь": 10, "ноябрь": 11, "декабрь": 12,
    "январский": 1, "февральский": 2, "мартовский": 3, "апрельский": 4, "майский": 5, "июньский": 6,
    "июльский": 7, "августовский": 8, "сентябрьский": 9, "октябрьский": 10, "ноябрьский": 11,
    "декабрьский": 12,
}  # fmt: skip
WEEKDAYS = {
    "понедельник": 0, "вторник": 1, "среда": 2, "четверг": 3, "пятница": 4, "суббота": 5, "воскресенье": 6,
}  # fmt: skip
THIS = word_set("этот текущий нынешний данный сей")
NEXT = word_set("следующий будущий грядущий новый предстоящий последующий наступающий")
LAST = word_set("прошлый прошедший прошлое предыдущий минувший истекший")
NEAR = word_set("ближний ближайший близкий скорый")
VOTE = word_set("голосование выборы голосовать")
_RELATIVE_DAYS = {"сегодня": 0, "завтра": 1, "послезавтра": 2, "вчера": -1, "позавчера": -2, "сейчас": 0,
                  "сегодняшний": 0, "завтрашний": 1, "вчерашний": -1}  # fmt: skip
_WEEK = frozenset({"неделя", "неделька"})
_DAY = frozenset({"день", "денек", "сутки"})
_PLACES = {"первый": 1, "второй": 2, "третий": 3, "четвертый": 4, "пятый": 5, "последний": -1}


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `start` to `end`, both included. `unit` says what was named: day, weekday, week, weekend, month,
    part (of a month or a week), quarter, year, vote."""

    start: date
    end: date
    unit: str
    next: int


@dataclass(frozen=True, slots=True)
class SpanReader:
    """Reads spans out of one question. `past` is true when its verbs are in the past («что было в понедельник»)."""

    words: tuple[Lexeme, ...]
    frame: Frame
    past: bool = False

    def has(self, at: int, lemmas: frozenset[str]) -> bool:
        return at < len(self.words) and self.words[at].is_any(lemmas)

    def is_text(self, at: int, *texts: str) -> bool:
        return at < len(self.words) and self.words[at].text in texts

    def read(self, at: int) -> Span | None:
        """The longest span that starts at this token."""
        if at >= len(self.words):
            return None
        found = [
            span
            for rule in (
                self._relative_day, self._numeric, self._day_and_month, self._month, self._part, self._weekday,
                self._week, self._month_word, self._weekend, self._quarter_or_year, self._vote, self._holiday,
            )
            if (span := rule(at)) is not None
        ]  # fmt: skip
        return max(found, key=lambda span: span.next, default=None)

    # one day

    def _relative_day(self, at: int) -> Span | None:
        for lemma in self.words[at].lemmas:
            if lemma in _RELATIVE_DAYS:
                day = self.frame.today + days(_RELATIVE_DAYS[lemma])
                return Span(day, day, "day", at + 1 + self.has(at + 1, _DAY))
        if self.has(at, THIS) and self.has(at + 1, _DAY):
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
        return len(parts[1]) == 2 or self._has_year(parts, signs, 2) or signs[0] == "/"

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

    def month_at(self, at: int) -> int | None:
        """The number of the month named here, or None."""
        if at < len(self.words):
            for lemma in self.words[at].lemmas:
                if lemma in MONTHS:
                    return MONTHS[lemma]
        return None

    def _year_after(self, at: int) -> tuple[int | None, int]:
        """A year at this place, «2023», «2023 года», «этого года», and where reading stopped."""
        if at < len(self.words):
            word = self.words[at]
            if word.token.is_number and len(word.text) == 4 and 1990 <= int(word.text) <= 2100:
                after = at + 1
                if self.is_text(after, "г", "года", "году", "год"):
                    after += 1 + self.is_text(after + 1, ".")
                return int(word.text), after
            for names, shift in ((THIS, 0), (NEXT, 1), (LAST, -1)):
                if word.is_any(names) and self.has(at + 1, frozenset({"год"})):
                    return self.frame.today.year + shift, at + 2
        return None, at

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
        named = self.has(here, frozenset({"число"}))
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
        if self.has(at + 1, frozenset({"месяц"})):
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

    # months, weeks and their parts

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
        kind, here = self._part_name(end) if end < len(self.words) else (None, end)
        if (
            kind is not None and after is None and self._whole(here) is None and not self.is_text(here, "после", "до")
        ):  # «февраль, вторая неделя»
            return Span(*_cut(kind, Span(start, stop, "month", end)), "part", here)
        if not year and self.has(end, frozenset({"месяц"})):
            end += 1
        return Span(start, stop, "month", end)

    def _month_word(self, at: int) -> Span | None:
        """«этот месяц», «следующий месяц», «месяц» alone is read by the rules of lengths."""
        if not self.has(at + 1, frozenset({"месяц"})):
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
        if self.has(at, frozenset({"рабочий"})) and self.has(at + 1, _WEEK):
            monday = week_of(today)[0]
            return Span(monday, monday + days(4), "week", at + 2)
        if self.has(at + 1, _WEEK):
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
        elif self.has(at, _WEEK) and self.is_text(at + 1, "с", "со", "от"):
            day = self.read(at + 2)
            if day is not None and day.unit == "day":
                return Span(*week_of(day.start), "week", day.next)
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

    def _weekday(self, at: int) -> Span | None:
        today = self.frame.today
        names = (THIS, NEXT | frozenset({"тот"}), LAST, NEAR)
        which = next((index for index, name in enumerate(names) if self.has(at, name)), None)
        here = at + (which is not None)
        number = self._weekday_at(here)
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

    def _weekday_at(self, at: int) -> int | None:
        if at >= len(self.words):
            return None
        # «среда» is also surroundings, «сб» and «вс» are rarely anything else
        return next((WEEKDAYS[lemma] for lemma in self.words[at].lemmas if lemma in WEEKDAYS), None)

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
            end = here + 1 + self.has(here + 1, _DAY)
            saturday = week_of(self.frame.today)[0] + days(5)
            return Span(saturday + days(7 * shift), saturday + days(7 * shift + 1), "weekend", end)
        if self.has(here, frozenset({"будни", "будний", "будень"})) or (
            self.has(here, frozenset({"рабочий"})) and self.has(here + 1, _DAY)
        ):
            end = here + 1 + self.has(here + 1, _DAY)
            monday = week_of(self.frame.today)[0] + days(7 * shift)
            return Span(monday, monday + days(4), "week", end)
        return None

    def _quarter_or_year(self, at: int) -> Span | None:
        today = self.frame.today
        quarter, year_word = frozenset({"квартал"}), frozenset({"год"})
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
        year, end = self._year_after(at)
        if year is not None and (end - at > 1 or self.has(at + 1, year_word)):
            return Span(date(year, 1, 1), date(year, 12, 31), "year", end)
        if self.has(at, year_word) and not (at and self.words[at - 1].token.is_number):
            return Span(date(today.year, 1, 1), date(today.year, 12, 31), "year", at + 1)
        return None

    def _part(self, at: int) -> Span | None:
        """«начало марта», «вторая половина месяца», «последняя неделя января», «первые числа», «конец недели»."""
        kind, here = self._part_name(at)
        if kind is None:
            return None
        whole = self._whole(here)
        if whole is None:
            return None
        if kind == "rest":
            return Span(min(max(whole.start, self.frame.today), whole.end), whole.end, "part", whole.next)
        return Span(*_cut(kind, whole), "part", whole.next)

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
            ("week", _WEEK),
            ("days", frozenset({"число", "день"})),
        ):
            if self.has(here, lemmas):
                one = name == "days" and self.is_text(here, "день", "дня", "дню", "число", "числа", "числу")
                return f"{'day' if one else name}{place}", here + 1
        length = lengths.read(self.words, here)  # «первые пять дней марта»
        if length is not None and length.numbered and not length.months and abs(place) == 1:
            return f"many{place * length.days}", length.next
        return None, at

    def _whole(self, at: int) -> Span | None:
        """What a part is a part of; «месяц», «неделя» alone are the current ones."""
        today = self.frame.today
        for rule in (self._month_word, self._month, self._week, self._quarter_or_year):
            found = rule(at) if at < len(self.words) else None
            if found is not None:
                return found
        if self.has(at, frozenset({"месяц"})):
            return Span(*month_of(today.year, today.month), "month", at + 1)
        if self.has(at, _WEEK):
            return Span(*week_of(today), "week", at + 1)
        return None

    # the campaign's own days

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
        """«новый год» is read as its eve's end: «до нового года» is until 31 December."""
        if self.has(at, frozenset({"новый"})) and self.has(at + 1, frozenset({"год"})):
            today = self.frame.today
            year = today.year if self.past or today < date(today.year, 1, 9) else today.year + 1
            return Span(date(year, 1, 1), date(year, 1, 1), "eve", at + 2)
        if self.has(at, frozenset({"новогодний"})) or self.has(at, frozenset({"каникулы"})):
            year = self.frame.today.year + (self.frame.today.month > 6)
            end = at + 1 + self.has(at + 1, frozenset({"праздник", "каникулы", "выходной"}))
            return Span(date(year, 1, 1), date(year, 1, 8), "days", end)
        return None


def _cut(kind: str, whole: Span) -> tuple[date, date]:
    """A part of a month, week, quarter or year. Thirds of a month are the 1–10, 11–20 and 21–end;
    halves of a month part after half of its days (February 14, January 15)."""
    start, end = whole.start, whole.end
    length = (end - start).days + 1
    if kind.startswith("many"):
        count = int(kind[4:])
        return (start, min(start + days(count - 1), end)) if count > 0 else (max(end + days(count + 1), start), end)
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
