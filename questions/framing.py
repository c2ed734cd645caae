"""What in a question frames it and names no topic: greetings, the words that ask for a law or for a count of days, and
what is told beside the question («я секретарь УИК», «сдали подписи вчера»)."""

from __future__ import annotations

from collections.abc import Sequence

from questions.kinds import Asked
from questions.lexemes import Lexeme
from questions.words import word_set

_GREETINGS = word_set(
    "привет приветик салют здорово алло "
    "здравствуйте здравствуй здравствовать здрасьте здрасте добрый доброе приветствовать приветствую уважаемый "
    "извините извинить простите простить спасибо подсказать подскажите скажите помогите помочь уточнить разъяснить "
    "разъясните поясните пояснить интересовать вопрос"
)
_GREETED = {"добрый": word_set("день утро вечер ночь время сутки")}
_PARTS_OF_LAW = word_set("статья закон пункт часть норма фз основание акт документ нпа положение зко кодекс абзац")
_LEADS_TO_LAW = word_set("какой по на согласно чей в который чем где что каков")
_ABOUT_LAW = word_set(
    "регулировать регулироваться регламентировать регламентироваться прописать прописанный установить установленный "
    "написать написанный указать указанный говорить говориться предусмотреть предусмотренный закрепить закрепленный "
    "ссылка сослаться основание смотреть почитать федеральный"
)
_COUNTED = word_set("сколько день остаться оставаться осталось еще неделя сутки конец окончание начало старт")
_LATE = word_set("успеть успевать поздно опоздать опаздывать успеваться")
_ASKS = word_set(
    "когда какой сколько кто где куда как можно ли успеть успевать поздно нужно надо срок который чей чем кем кому "
    "зачем дедлайн должен почему скольки"
)
_ENDS = frozenset(",.!?:;()-")


def framing(words: Sequence[Lexeme], kind: Asked) -> frozenset[int]:
    """The places of the words that only frame a question of this kind. Never all of its words."""
    found: set[int] = set()
    for place, word in enumerate(words):
        if word.is_any(_GREETINGS):
            found.add(place)
            after = _GREETED.get(word.lemma, frozenset())
            if place + 1 < len(words) and words[place + 1].is_any(after):
                found.add(place + 1)
            elif after:
                found.discard(place)
    match kind:
        case Asked.WHICH_LAW:
            found |= _law(words)
        case Asked.DAYS_LEFT:
            found |= {place for place, word in enumerate(words) if word.is_any(_COUNTED)}
        case Asked.TOO_LATE:
            found |= {place for place, word in enumerate(words) if word.is_any(_LATE)}
    rest = [word for place, word in enumerate(words) if place not in found]
    return frozenset(found) if any(word.token.is_word for word in rest) else frozenset()


def _law(words: Sequence[Lexeme]) -> set[int]:
    """«по какому пункту какого закона», «какой статьёй регулируется», «где прописано»."""
    found: set[int] = set()
    for place, word in enumerate(words):
        led = place > 0 and (words[place - 1].is_any(_LEADS_TO_LAW) or place - 1 in found)
        if word.is_any(_ABOUT_LAW) or (led and word.is_any(_PARTS_OF_LAW)):
            found.add(place)
    return found


def aside(words: Sequence[Lexeme]) -> frozenset[int]:
    """The places of what is told beside the question itself: clauses that ask nothing, where another one asks."""
    clauses: list[list[int]] = [[]]
    for place, word in enumerate(words):
        if word.text in _ENDS and not _inside_number(words, place):
            clauses.append([])
        else:
            clauses[-1].append(place)
    asking = [
        clause
        for clause in clauses
        if any(words[place].is_any(_ASKS) for place in clause) or (clause and words[clause[0]].text in ("что", "чего"))
    ]
    if not asking:
        return frozenset()
    return frozenset(place for clause in clauses if clause not in asking for place in clause)


def _inside_number(words: Sequence[Lexeme], place: int) -> bool:
    """Whether this sign joins two numbers or two parts of a word: «10.12», «кто-то»."""
    after = place + 1
    return words[place].token.glued and after < len(words) and words[after].token.glued
