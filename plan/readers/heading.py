"""What a plan's heading and the decision that approved it say: title, commission, decision, voting days."""

from __future__ import annotations

import re
from datetime import date

from plan.model import Decision
from plan.readers.printed_days import DATE_PATTERN, PrintedDays, find_days, first_day_in
from plan.readers.text import clean, one_line

_TITLE = re.compile(r"^(?:календарный\s+план|план)\b.*$", re.IGNORECASE | re.MULTILINE)
_ABOUT = re.compile(r"^об?\s+утверждении\s+(?P<title>(?:календарного\s+)?плана\b.*)$", re.IGNORECASE | re.MULTILINE)
_LONGEST_TITLE = 700
_NOT_TITLE = re.compile(
    r"^(утвержд|приложение|принят|№|от\s+[«\d]|\d+\.|дата\s|(?:день|дни)\s+голосования)", re.IGNORECASE
)

_NUMBER = r"№\s*(?P<number>[\w./–-]*\w)"
_DECISION = re.compile(
    rf"^(?:.*(?:решени|постановлени)\w*[^\n№]*\s)?(?:от\s+)?(?P<date>{DATE_PATTERN})\s*(?:г\.?|года)?\s*,?\s*{_NUMBER}",
    re.IGNORECASE | re.MULTILINE,
)
_DECISION_NUMBER_FIRST = re.compile(rf"^\s*{_NUMBER}\s+от\s+(?P<date>{DATE_PATTERN})", re.IGNORECASE | re.MULTILINE)

_KIND = (
    r"(?:территориальн|участков|окружн|муниципальн|городск|районн|област|краев|республиканск|центральн)\w+\s+"
    r"(?:городск\w+\s+|районн\w+\s+)?"
)
_COMMISSION = re.compile(
    rf"(?P<name>(?:{_KIND})?избирательн\w+\s+комисси(?:я|и|ей)\b"
    r"(?:\s+№\s*\d+(?!\s*(?:[\d/–-]|от\b(?!.{5,40}№))))?"  # not «решение комиссии № 22/77» or «№ 5 от …»
    r"(?:\s+(?!\(|«|№|\d|от\b|решение\b|постановление\b|решила\b|решает\b|постановляет\b|об?\b|на\b|в\b)[^\s,;]+){0,12})",
    re.IGNORECASE,
)
_SHORT_COMMISSION = re.compile(
    r"\b(?P<name>(?:Т?ИК(?:МО|ГО|СРФ)?|(?:Обл|Край)избирком)(?:\s+(?!от\b|№|решила\b"
    r"|об?\b|на\b)[^\W\d_][\w-]*){1,6})",
    re.IGNORECASE,
)
_DECIDES = re.compile(r"\b(?:решила|постановляет|постановила|решает)\b", re.IGNORECASE)

_CALLED_FOR = re.compile(r"назначенн\w*\s+на\s+", re.IGNORECASE)
_VOTING_DAY = re.compile(
    r"(?:день|дни|дата|даты)\s+(?:голосования|выборов)\W*|голосовани\w+\s+(?:назначен\w*|проводится|состоится)\s+(?:на\s+|с\s+)?",
    re.IGNORECASE,
)
_NEAR = 40
"""How far after «назначенных на» a date may stand to belong to it."""

_WORK_PLAN = re.compile(r"план\s+работы\b", re.IGNORECASE)
_WORK_YEAR = re.compile(r"\bна\s+(?P<year>20\d\d)\s*(?:год\b|г\b)", re.IGNORECASE)

_CALLED_BY = re.compile(
    rf"решени\w+[^.;№]{{0,160}}?\bот\s+(?P<date>{DATE_PATTERN})[^.;]{{0,40}}?№[^.;]{{0,30}}?«?о\s+назначении",
    re.IGNORECASE,
)
_PUBLISHED_ON = re.compile(
    r"дата\s+(?:официального\s+)?(?:опубликования|публикации|обнародования)[^.;:–—-]{0,60}?решени\w+\s+о\s+назначении[^.;:\d]{0,120}?"
    rf"(?P<date>{DATE_PATTERN})",
    re.IGNORECASE,
)


def title_of(before: str) -> str:
    """The plan's own title, in sentence case; the decision's «Об утверждении …» when it has none."""
    text = clean(before)
    starts = [match.start() for match in _TITLE.finditer(text)]
    if starts:
        lines: list[str] = []
        for line in text[starts[-1] :].split("\n"):
            if lines and _NOT_TITLE.match(line):
                break
            lines.append(line)
        return _sentence_case(one_line(" ".join(lines)))[:_LONGEST_TITLE]
    about = _ABOUT.search(text)
    if about is not None:
        return one_line(
            re.sub(r"(?i)^(календарного )?плана", lambda m: "Календарный план" if m[1] else "План", about["title"])
        )
    return "Календарный план"


def decision_of(before: str) -> Decision | None:
    """The decision that approved the plan: the first number with a date at the beginning of a line."""
    for pattern in (_DECISION, _DECISION_NUMBER_FIRST):
        for match in pattern.finditer(clean(before)):
            day = first_day_in(match["date"])
            if day is not None:
                return Decision(match["number"], day)
    return None


def commission_of(before: str) -> str:
    """The commission that approved the plan, in the nominative and sentence case; "" when it is not named."""
    flat = one_line(before)
    decides = _DECIDES.search(flat)
    candidates = list(_COMMISSION.finditer(flat[: decides.start()] if decides else flat))
    nominative = [match["name"] for match in candidates if re.search(r"(?i)комиссия\b", match["name"])]
    nominative = nominative or [_to_nominative(match["name"]) for match in candidates]
    if not nominative:
        short = _SHORT_COMMISSION.search(flat)
        return "" if short is None else short["name"]
    # The body of the decision («… комиссия Кемеровского округа РЕШИЛА») keeps capital letters apart from small
    # ones, the letterhead does not.
    mixed = [name for name in nominative if name.upper() != name]
    return _sentence_case((mixed or nominative)[-1].rstrip(" .;:"))


def _to_nominative(name: str) -> str:
    """«территориальной избирательной комиссии города» → «территориальная избирательная комиссия города»."""
    adjectives, noun, rest = re.split(r"(?i)(комисси(?:и|ей))", name, maxsplit=1)
    return re.sub(r"ой\b", "ая", adjectives) + noun[:7] + "я" + rest


def voting_days_of(title: str, before: str) -> tuple[date, date] | None:
    """The first and the last voting day that the heading names, or None.

    «Назначенных на 12 марта» names the last of «Дни голосования – 10, 11 и 12 марта».
    """
    named = [
        days
        for text in (title, one_line(before))
        for cue in (_CALLED_FOR, _VOTING_DAY)
        for match in cue.finditer(text)
        if (days := _days_after(text, match.end())) is not None
    ]
    days = named[0] if named else next(find_days(title), None)
    if days is None:
        return None
    return min((one.first for one in named if one.last == days.last), default=days.first), days.last


def work_year_of(title: str) -> str | None:
    """The year of a commission's plan of work («План работы … на 2024 год»), "" when it names none.

    None for a title of another kind of plan.
    """
    if not _WORK_PLAN.match(title):
        return None
    year = _WORK_YEAR.search(title)
    return "" if year is None else year["year"]


def called_on(before: str) -> date | None:
    """The day of the decision that called the election («решением … от 13.12.2022 № 5 «О назначении выборов»»)."""
    match = _CALLED_BY.search(one_line(before))
    return None if match is None else first_day_in(match["date"])


def published_on(before: str) -> date | None:
    """The day on which the call was published («Дата официального опубликования решения о назначении выборов – …»)."""
    match = _PUBLISHED_ON.search(one_line(before))
    return None if match is None else first_day_in(match["date"])


def _days_after(text: str, place: int) -> PrintedDays | None:
    days = next((found for found in find_days(text) if found.end > place), None)
    return days if days is not None and days.start - place <= _NEAR else None


def _sentence_case(text: str) -> str:
    """«КАЛЕНДАРНЫЙ ПЛАН мероприятий» → «Календарный план мероприятий»; names in capitals get a capital letter."""
    words = text.split(" ")
    leading = next((at for at, word in enumerate(words) if word.upper() != word), len(words))
    if leading > 0 and any(len(word) > 3 for word in words[:leading]):
        if leading < len(words):
            words[:leading] = [word.lower() for word in words[:leading]]
        else:
            words = [_capitals_down(word) for word in words]
    text = " ".join(words)
    return text[:1].upper() + text[1:]


_COMMON_WORDS = re.compile(
    r"^(территориальн|избирательн|комисси|муниципальн|округ|район|город|област|кра[йя]|республик|участков|окружн|план"
    r"|календарн|мероприяти|подготовк|проведени|выбор|депутат|совет|народн|по$|и$|о$|об$|на$|в$|для$|основн|главы$|год)"
)


def _capitals_down(word: str) -> str:
    lower = word.lower()
    return lower if _COMMON_WORDS.match(lower) else lower[:1].upper() + lower[1:]
