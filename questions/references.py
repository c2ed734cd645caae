"""References in a question: a plan's item («пункт 28», «п.50-2», «пункт номер пятьдесят четыре») and a place in the law
(«п. 7 ст. 19», «ст 61 зко», «67-ФЗ»)."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass

from questions import numbers
from questions.frame import Frame, real_date, year_for
from questions.lexemes import Lexeme
from questions.words import word_set

_ITEM = frozenset({"пункт", "п", "пп", "строка", "строчка", "позиция", "номер", "пунктик", "#", "мероприятие", "айтем"})
_ONLY_ITEM = frozenset({"строка", "строчка", "позиция", "номер", "#", "мероприятие"})
_ARTICLE = frozenset({"статья", "ст"})
_ARTICLE_CODE = {"зко": "ЗКО", "фз": "ФЗ", "54-оз": "ЗКО", "67-фз": "ФЗ"}


@dataclass(frozen=True, slots=True)
class LawReference:
    """A place in a law: «п. 7 ст. 19 ФЗ» is point «7», article «19», law «ФЗ»; "" for what is not said."""

    article: str = ""
    point: str = ""
    law: str = ""

    def __str__(self) -> str:
        parts = (f"п. {self.point}" if self.point else "", f"ст. {self.article}" if self.article else "", self.law)
        return " ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class References:
    """Item numbers and law references, in the question's order; `taken` are the places they were read from."""

    items: tuple[str, ...] = ()
    laws: tuple[LawReference, ...] = ()
    taken: frozenset[int] = frozenset()


def read(words: tuple[Lexeme, ...], numbers_of_plan: Container[str] = (), frame: Frame | None = None) -> References:
    """The references of a question. `numbers_of_plan` are those of the plan's items, `frame` its calendar: «10.12
    напомни срок» is item 10.12 where there is one."""
    items: list[str] = []
    laws: list[LawReference] = []
    taken: set[int] = set()
    at = 0
    while at < len(words):
        law = _law(words, at)
        if law is not None:
            laws.append(law[0])
            taken |= set(range(at, law[1]))
            at = law[1]
            continue
        item = _item(words, at)
        if item is not None:
            items.append(item[0])
            taken |= set(range(at, item[1]))
            at = item[1]
            continue
        parted = _parted_number(words, at, numbers_of_plan, frame)
        if parted is not None:
            items.append(parted[0])
            taken |= set(range(at, parted[1]))
            at = parted[1]
            continue
        at += 1
    if not items and not laws:
        bare = _bare(words)
        if bare is not None:
            items, taken = [bare], set(range(len(words)))
    return References(tuple(dict.fromkeys(items)), tuple(dict.fromkeys(laws)), frozenset(taken))


def _is(words: tuple[Lexeme, ...], at: int, lemmas: frozenset[str]) -> bool:
    return at < len(words) and words[at].is_any(lemmas)


def _dotted(words: tuple[Lexeme, ...], at: int) -> int:
    """Steps over the dot of an abbreviation and a number sign."""
    while at < len(words) and words[at].text in (".", "номер", "#", ":"):
        at += 1
    return at


def _number(words: tuple[Lexeme, ...], at: int) -> tuple[str, int] | None:
    """«28», «50-2», «7.1», «пятьдесят четыре»: the number as written, and the place after it."""
    if at >= len(words):
        return None
    if not words[at].token.is_number:
        number = numbers.read(words, at)
        return (str(number.value), number.next) if number is not None else None
    text, here = words[at].text, at + 1
    while (
        here + 1 < len(words)
        and words[here].text in ("-", ".")
        and words[here].token.glued
        and words[here + 1].token.is_number
        and words[here + 1].token.glued
    ):
        text += words[here].text + words[here + 1].text
        here += 2
    suffixed = numbers.read(words, at)
    if suffixed is not None and suffixed.next > here:
        here = suffixed.next
    return text.lstrip("0") or "0", here


def _law(words: tuple[Lexeme, ...], at: int) -> tuple[LawReference, int] | None:
    """«п. 7 ст. 19 ФЗ», «статья 61», «61 статья зко», «67-ФЗ», «ст 61 п 2»."""
    point = article = law = ""
    here = at
    if _is(words, here, frozenset({"п", "пп", "пункт", "часть", "ч"})):
        number = _number(words, _dotted(words, here + 1))
        if number is None:
            return None
        after = number[1] + (number[1] < len(words) and words[number[1]].text == ",")
        if not _is(words, after, _ARTICLE):
            law_name = _law_name(words, after)
            return (LawReference("", number[0], law_name[0]), law_name[1]) if law_name and after == number[1] else None
        point, here = number[0], after
    if _is(words, here, _ARTICLE):
        number = _number(words, _dotted(words, here + 1))
        if number is None:
            return None
        article, here = number
    elif words[here].token.is_number:
        number = _number(words, here)
        if number is not None and _is(words, number[1], _ARTICLE):
            article, here = number[0], number[1] + 1
        elif number is not None:
            law_name = _numbered_law(words, here)
            return (LawReference(law=law_name[0]), law_name[1]) if law_name else None
    else:
        return None
    if not point and _is(words, here, frozenset({"п", "пункт", "часть"})):
        number = _number(words, _dotted(words, here + 1))
        if number is not None:
            point, here = number
    here += here < len(words) and words[here].text == "." and words[here].token.glued
    named = _law_name(words, here)
    if named is not None:
        law, here = named
    return LawReference(article, point, law), here


def _law_name(words: tuple[Lexeme, ...], at: int) -> tuple[str, int] | None:
    if at >= len(words):
        return None
    for lemma in (words[at].text, *words[at].lemmas):
        if lemma in _ARTICLE_CODE:
            return _ARTICLE_CODE[lemma], at + 1
    if words[at].token.is_number:
        return _numbered_law(words, at)
    if words[at].is_any(frozenset({"федеральный"})) and _is(words, at + 1, frozenset({"закон"})):
        return "ФЗ", at + 2
    if words[at].is_any(frozenset({"закон"})):
        region = _is(words, at + 1, frozenset({"кемеровский"})) or _is(words, at + 1, frozenset({"область"}))
        return ("ЗКО", at + 2 + _is(words, at + 2, frozenset({"область"}))) if region else ("", at + 1)
    return None


def _numbered_law(words: tuple[Lexeme, ...], at: int) -> tuple[str, int] | None:
    """«67-ФЗ», «54-ОЗ»."""
    here = at + 1
    here += here < len(words) and words[here].text == "-"
    if here < len(words) and words[here].text in ("фз", "оз", "з", "зко") and words[at].token.is_number:
        number, kind = words[at].text, words[here].text
        name = {("67", "фз"): "ФЗ", ("54", "оз"): "ЗКО"}.get((number, kind), f"{number}-{kind.upper()}")
        return name, here + 1
    return None


def _item(words: tuple[Lexeme, ...], at: int) -> tuple[str, int] | None:
    """«пункт 28», «п.50-2», «пункт номер пятьдесят четыре», «№ 28», «28 пункт», «двадцать восьмой пункт»."""
    if _is(words, at, _ITEM):
        number = _number(words, _dotted(words, at + 1))
        if number is not None:
            if words[at].lemma == "мероприятие" and numbers.read(words, at + 1) is None:
                return None
            if words[at].is_any(_ONLY_ITEM) and _is(words, at - 1, frozenset({"уик", "участок", "тик", "округ"})):
                return None
            dated = number[1] < len(words) and words[number[1]].lemma in _DATED
            return None if dated else number
        return None
    number = _number(words, at)
    if number is None:
        return None
    pointing = frozenset({"пункт", "строка", "позиция", "п"})
    if _is(words, number[1], pointing):
        ordinal = numbers.read(words, at)
        if ordinal is not None and (ordinal.ordinal or ordinal.digits):
            return number[0], number[1] + 1
    return None


def _parted_number(
    words: tuple[Lexeme, ...], at: int, numbers_of_plan: Container[str], frame: Frame | None
) -> tuple[str, int] | None:
    """«10.12 напомни срок», «до какого 7.4»: a number of two parts that an item of the plan has, and that stands where
    no date would: no preposition before it, no month after it, and either no day of the campaign or nothing that asks
    what falls on a day."""
    here = words[at].token
    if not here.is_number or (at and (here.glued or words[at - 1].text in _BEFORE_DATES)):
        return None
    number = _number(words, at)
    if number is None or number[0].isdecimal() or number[0] not in numbers_of_plan:
        return None
    if number[1] < len(words) and (words[number[1]].lemma in _DATED or words[number[1]].token.glued):
        return None
    day, _, month = number[0].partition(".")
    if len(month) == 2 and month.isdecimal() and frame is not None and int(month) <= 12:
        found = real_date(year_for(frame, int(month), int(day)), int(month), int(day))
        inside = found is not None and frame.first <= found <= frame.last
        if inside and any(word.text in _ASKS_OF_DAYS for word in words):
            return None
    return number


_BEFORE_DATES = word_set("до с со по к ко на от за после перед между и - числа")
_ASKS_OF_DAYS = word_set("что чего чо какие сроки дела дедлайны события мероприятия задачи")
_DATED = word_set("январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь число день")


def _bare(words: tuple[Lexeme, ...]) -> str | None:
    """A message that is a number alone («28», «50-2», «2.25», «28?») names an item; «25.01» is a date."""
    words = words[: next((place for place, word in enumerate(words) if word.text in ("?", "!")), len(words))]
    number = _number(words, 0) if words else None
    if number is None or number[1] != len(words) or not words[0].token.is_number or words[-1].token.is_word:
        return None  # «25-го» is a day
    text = number[0]
    first, _, second = text.partition(".")
    if second.isdecimal() and int(second) <= 12 and (len(second) == 2 or int(first) > 12):
        return None
    return text if len(text) <= 6 else None


_ROUND = re.compile(
    r"(?P<kind>п\.?\s?п|п|ст\.?\s?ст|ст|ч)\.\s*(?P<numbers>[\d][\d\-. ,–и]*)|(?P<law>ФЗ|ЗКО|[\d]+-(?:ФЗ|ОЗ))"
)


def laws_of(printed: str) -> tuple[LawReference, ...]:
    """The references that a plan prints: «п. 7 ст. 19 ФЗ, п. 6 ст. 11 ЗКО» is two; «п.п. 3, 6 ст. 54» is two."""
    found: list[tuple[str, str, str]] = []
    points: list[str] = []
    since = 0
    for match in _ROUND.finditer(printed):
        if match["law"]:
            for index in range(since, len(found)):
                article, point, law = found[index]
                found[index] = (article, point, law or match["law"])
            since = len(found)
            points = []
            continue
        values = re.findall(r"\d+(?:[-.]\d+)*", match["numbers"])
        if match["kind"].startswith("п"):
            points = values
        elif match["kind"].startswith("ст"):
            for article in values:
                found.extend((article, point, "") for point in points or [""])
            points = []
    return tuple(LawReference(article, point, law) for article, point, law in found)


def matches(asked: LawReference, printed: LawReference) -> bool:
    """Whether a printed reference is the one asked for; what either does not say is not compared."""

    def same(one: str, other: str) -> bool:
        return not one or _plain(one) == _plain(other)

    laws = not asked.law or not printed.law or asked.law == printed.law
    return laws and same(asked.article, printed.article) and same(asked.point, printed.point)


def _plain(number: str) -> str:
    return number.replace("-", ".").strip(".")
