"""What kind of thing a question asks for: the answer leads with it."""

from __future__ import annotations

import enum
from itertools import pairwise

from questions.lexemes import Lexeme
from questions.words import word_set


class Asked(enum.StrEnum):
    """What the person wants to hear first."""

    WHEN = "when"
    UNTIL_WHEN = "until_when"
    FROM_WHEN = "from_when"
    WHO = "who"
    HOW_LONG = "how_long"
    WHICH_LAW = "which_law"
    WHAT_IS_DUE = "what_is_due"
    TOO_LATE = "too_late"
    DAYS_LEFT = "days_left"
    NEAREST = "nearest"  # what ends next: «успею ещё?», «до скольки?», where nothing is named
    DONE = "done"  # nothing is asked: the row is said to be done
    IN_FULL = "in_full"  # the answer before once more, with everything that is known: «а подробнее?», «не понял»


_DUE = word_set("срок дедлайн дело задача мероприятие план обязанность")


def read(words: tuple[Lexeme, ...]) -> Asked:
    """The kind of a question, by the words that give it away; «когда» when none does."""
    return said(words) or Asked.WHEN


def said(words: tuple[Lexeme, ...]) -> Asked | None:
    """The kind that a question's own words say; None when they say none."""
    lemmas = " ".join(word.lemma for word in words)
    plain = " ".join(word.text for word in words)

    def has(*phrases: str) -> bool:
        return any(f" {phrase} " in f" {lemmas} " or f" {phrase} " in f" {plain} " for phrase in phrases)

    if has("осталось", "остаться", "оставаться") and has("сколько", "день"):
        return Asked.DAYS_LEFT
    if has(
        "успеть", "успевать", "не поздно", "поздно", "опоздать", "еще можно", "ещё можно", "не опоздать", "можно еще"
    ) and not has("что успеть", "что надо успеть", "что нужно успеть", "надо успеть"):
        return Asked.TOO_LATE
    if has(
        "какой закон",
        "какая статья",
        "какой статья",
        "по какому закону",
        "на основание",
        "основание",
        "норма",
        "чем регламентировать",
        "каким законом",
        "какой пункт закон",
        "по какой документ",
        "по какой пункт",
        "какой норма",
        "какой кодекс",
        "какой закон регулировать",
        "где прописать",
        "где написать",
        "статья",
    ):
        return Asked.WHICH_LAW
    if has(
        "до какой",
        "до когда",
        "до который",
        "до сколько",
        "последний день",
        "последний срок",
        "крайний срок",
        "крайний день",
        "крайний дата",
        "не поздний",
        "дедлайн",
        "по какой",
        "когда заканчиваться",
        "когда закончиться",
        "когда конец",
        "когда истекать",
        "до скольки",
        "когда прекратить",
    ):
        return Asked.UNTIL_WHEN
    if has(
        "с какой",
        "с который",
        "со сколько",
        "со скольки",
        "когда начинаться",
        "когда начаться",
        "начало",
        "с когда",
        "когда можно начинать",
        "когда стартовать",
        "когда начинать",
        "старт",
        "когда начать",
    ):
        return Asked.FROM_WHEN
    if has(
        "сколько день",
        "сколько время",
        "как долго",
        "сколько хранить",
        "сколько храниться",
        "за сколько",
        "сколько час",
        "сколько ждать",
        "сколько сутки",
        "сколько рассматривать",
        "сколько длиться",
        "как быстро",
        "в какой срок",
        "в течение какой",
        "сколько проверять",
        "через сколько",
        "сколько идти",
    ) or (has("сколько год") and not _asks_an_age(words)):
        return Asked.HOW_LONG
    if has("кто", "кого", "кому", "какой орган", "чья обязанность", "чей"):
        return Asked.WHO
    if has("что") and any(word.is_any(_DUE) or word.lemma in ("сделать", "делать", "успеть") for word in words):
        return Asked.WHAT_IS_DUE
    return Asked.WHEN if has("когда", "какой число", "какой день", "какой дата", "во сколько") else None


_QUANTITY_OF_TIME = word_set(
    "день время час сутки неделя месяц год раз минута хранить храниться ждать идти длиться проверять рассматривать "
    "остаться оставаться осталось до продолжаться проходить занимать работать"
)
_OF_MONEY = word_set("платить заплатить получать получить стоить давать дать брать собирать собрать мочь быть")
_KEPT = word_set("хранить храниться хранение держать лежать беречь сохранять")
_OF_HOURS = frozenset({"за", "через", "до", "с", "со", "в", "во", "по"})
_ALLOWED = word_set(
    "можно мочь нужно нужный обязательно обязательный обязать обязан должен должный иметь положить надо есть быть"
)
_OF_RULES = word_set("штраф законно законный грозить разрешить разрешать почему зачем процент наказание запретить")


def _asks_an_age(words: tuple[Lexeme, ...]) -> bool:
    """«сколько лет должно быть …»; «сколько лет хранить …» asks how long."""
    years = any(one.lemma == "сколько" and other.text == "лет" for one, other in pairwise(words))
    return years and not any(word.is_any(_KEPT) for word in words)


def asks_a_rule(words: tuple[Lexeme, ...]) -> bool:
    """Whether a permission, an amount or a reason is asked for, which a calendar does not hold: «можно ли …», «сколько
    платят …», «какой штраф за …»; not «сколько дней …», «за сколько …», «до скольки …»."""
    before = ""
    for place, word in enumerate(words):
        after = words[place + 1] if place + 1 < len(words) else None
        if word.is_any(_OF_RULES):
            return True
        if word.lemma == "сколько" and after is not None and after.token.is_word and before not in _OF_HOURS:
            near = words[place + 1 : place + 4]
            lasts = after.word.part == "VERB" and not after.is_any(_OF_MONEY)  # «сколько рассматривают заявление»
            if not (lasts or any(other.is_any(_QUANTITY_OF_TIME) for other in near)) or _asks_an_age(words):
                return True
        if after is not None and after.text == "ли" and word.is_any(_ALLOWED):
            return True
        before = word.text
    return False
