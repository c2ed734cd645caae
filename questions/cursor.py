"""A place in a question and what the readers of its dates share: spans of days and the names of months and weekdays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from questions.frame import Frame
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
WEEK = frozenset({"неделя", "неделька"})
DAY = frozenset({"день", "денек", "сутки"})
MONTH = frozenset({"месяц"})
YEAR = frozenset({"год"})


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `start` to `end`, both included. `unit` says what was named: day, weekday, week, weekend, month,
    part (of a month or a week), quarter, year, vote, event (voting without the word «день»), eve."""

    start: date
    end: date
    unit: str
    next: int


@dataclass(frozen=True, slots=True)
class Cursor:
    """The words of one question and its calendar. `past` is true when its verbs are in the past («что было в пн»)."""

    words: tuple[Lexeme, ...]
    frame: Frame
    past: bool = False

    def has(self, at: int, lemmas: frozenset[str]) -> bool:
        return at < len(self.words) and self.words[at].is_any(lemmas)

    def is_text(self, at: int, *texts: str) -> bool:
        return at < len(self.words) and self.words[at].text in texts

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
                if word.is_any(names) and self.has(at + 1, YEAR):
                    return self.frame.today.year + shift, at + 2
        return None, at
