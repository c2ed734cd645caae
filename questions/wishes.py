"""What a person wants who names no row: the nearest of their own deadlines («успею ещё?»), a list of papers that no
calendar has («что нести?»), a mark taken back («ой, не то нажала»)."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from questions import text
from questions.kinds import Asked
from questions.lexemes import Lexeme, lexemes
from questions.query import Query
from questions.words import word_set


class Wish(enum.Enum):
    """NEAREST: what of the person's own ends next; TO_DO: the same, whatever was asked before; PAPERS: what to bring
    and where to; UNDO: a mark taken back."""

    NEAREST = "nearest"
    TO_DO = "to do"
    PAPERS = "papers"
    UNDO = "undo"


_MOST = 9
"""Words of the longest question that may name nothing."""

_FUNCTION = frozenset({"PREP", "CONJ", "PRCL", "NPRO", "INTJ", "PRED"})
_AROUND = word_set(
    "а и ну же то ли бы вот так там тут это этот все еще уже вообще точно сейчас сегодня теперь пожалуйста подсказать "
    "сказать скажите подскажите здравствуйте здравствовать добрый день утро вечер извините извинить простите простить "
    "помочь помогите мой наш свой мне меня я мы нам нас вы ты быть мочь можно нужно надо должный нужный срочно ой ай "
    "господи боже как есть"
)
"""Words that go with any question and name nothing."""

_LATE = word_set("успеть успевать поздно опоздать опаздывать")
_UNTIL = frozenset({Asked.UNTIL_WHEN, Asked.TOO_LATE, Asked.DAYS_LEFT})
_LEFT = word_set("остаться оставаться осталось остаток")
_OWN = frozenset({"я", "меня", "мне", "мы", "нас", "нам"})
_DOING = word_set("делать сделать")
_OF_HOURS = word_set(
    "сколько какой который когда до час время число день дата минута срок дедлайн крайний последний принимать "
    "приниматься принять сдавать сдать подавать подать прийти приходить приехать приезжать отнести относить донести "
    "принести приносить делать сделать момент"
)

_BRING = word_set(
    "нести отнести относить носить принести приносить занести заносить донести взять брать захватить привезти везти "
    "приложить прикладывать"
)
_HAND_IN = word_set("сдать сдавать подать подавать представить представлять предоставить предоставлять")
_PAPERS = word_set("документ бумага справка бумажка документация")
_LISTED = word_set("список перечень комплект пакет набор")
_NEEDED = word_set("нужный нужно надо требоваться потребоваться понадобиться необходимый необходимо собрать собирать")
_BESIDE_PAPERS = word_set("что какой куда где адрес кабинет дом улица с себя собой место именно конкретно хотеть")
_OF_TIME = frozenset({Asked.UNTIL_WHEN, Asked.FROM_WHEN, Asked.DAYS_LEFT, Asked.HOW_LONG, Asked.TOO_LATE, Asked.WHO})

_TAKE_BACK = word_set(
    "отменить отменять отмена снять снимать убрать убирать вернуть возвратить откатить сбросить удалить стереть "
    "исправить верните"
)
_MARK = word_set("отметка галочка галка птичка отметиться кнопка исполнено")
_PRESS = word_set("нажать нажимать ткнуть тыкнуть тыкать кликнуть щелкнуть отметить отмечать отметиться поставить")
_TO_MARK = word_set("отметить отмечать отметиться")
_BY_MISTAKE = word_set(
    "случайно нечаянно ошибочно зря ошибка ошибиться промахнуться перепутать нечаянный случайный рано "
    "преждевременно ошибочка поторопиться"
)
_AS_IT_WAS = word_set("вернуть верните откатить обратно назад прежний прежнему раньше")
_WRONG = frozenset({"то", "туда", "ту", "тот", "та", "там", "на"})
_FINISH = word_set(
    "сделать исполнить выполнить сдать подать отправить провести закончить завершить оформить опубликовать утвердить "
    "отчитаться разместить передать представить сделанный выполненный исполненный сданный готовый проведенный "
    "отправленный поданный завершенный закончить оборудовать вывесить"
)
_ASKS = word_set("когда кто что как какой сколько где куда ли зачем почему надо нужно если чем")
_OF_BALLOTS = word_set("бюллетень протокол список заявление подпись голосовать кандидат партия против карандаш голос")
"""What marks and mistakes of another kind are made in."""


def wish(read: Query, today: date) -> Wish | None:
    """What is wanted by a question that names no row of a plan; None for one that names something, and where `today`
    is not the day that it asks about."""
    words = _said(read.words)
    if not words or read.laws:
        return None
    as_written = _said(lexemes(text.tokens(read.text)))  # «нажала» is put right to «начала»
    if _takes_back(words) or _takes_back(as_written):
        return Wish.UNDO
    if len(words) > _MOST or read.items or read.roles or read.positions or read.commissions or read.overdue:
        return None
    if read.time is None and _wants_papers(words, read.kind):
        return Wish.PAPERS
    return _of_own(words, read, today)


def bare_item(read: Query) -> str:
    """The number in «84 сделали»; "" where more is said."""
    words = _said(read.words)
    numbers = [word.text for word in words if word.token.is_number]
    rest = [word for word in words if not word.token.is_number]
    if len(numbers) != 1 or read.items or not any(word.is_any(_FINISH) and _is_over(word) for word in rest):
        return ""
    return numbers[0] if _only(rest, _FINISH) else ""


def says_done(read: Query) -> bool:
    """«пункт 84 сделали уже давно», «отметьте пункт 84»: a row is named, and said to be done; nothing is asked."""
    if len(read.items) != 1 or any(word.text == "?" for word in read.words):
        return False
    if any(word.is_any(_TO_MARK) for word in read.words):
        return True
    if any(word.is_any(_ASKS) for word in read.words):
        return False
    return any(
        word.is_any(_FINISH) and _is_over(word) and (place == 0 or read.words[place - 1].text != "не")
        for place, word in enumerate(read.words)
    )


def late_kind(read: Query) -> Asked:
    """What a question for the nearest asks of a row that has just been answered with: «успею?», «до скольки?»."""
    if any(word.is_any(_LATE) for word in read.words):
        return Asked.TOO_LATE
    return read.kind if read.kind in _UNTIL | {Asked.WHAT_IS_DUE} else Asked.DAYS_LEFT


def _of_own(words: Sequence[Lexeme], read: Query, today: date) -> Wish | None:
    if read.time is not None and not read.time.start == read.time.end == today:
        return None
    own = any(word.text in _OWN for word in words)
    what = any(word.text in ("что", "чего", "чо", "че") for word in words)
    if what and _any(words, _DOING):
        return (Wish.TO_DO if own else Wish.NEAREST) if _only(words, _DOING) and read.time is None else None
    if what or not _only(words, _LATE | _LEFT | _OF_HOURS):
        return None
    late = _any(words, _LATE)
    still = _any(words, word_set("можно принимать принять приниматься")) and _any(words, frozenset({"еще", "уже"}))
    until = read.kind is Asked.UNTIL_WHEN
    much = _any(words, frozenset({"сколько"}))
    left = much and (
        _any(words, _LEFT) or ((own or _any(words, frozenset({"еще"}))) and _any(words, frozenset({"время"})))
    )
    return Wish.NEAREST if late or still or until or left else None


def _wants_papers(words: Sequence[Lexeme], kind: Asked) -> bool:
    """«что нести?», «какие документы нужны?», «куда сдавать документы и адрес?»."""
    of_address = kind is Asked.UNTIL_WHEN and _any(words, frozenset({"адрес"}))  # «по какому адресу»
    if (kind in _OF_TIME and not of_address) or any(word.text in ("когда", "кто", "кому") for word in words):
        return False
    if not _only(words, _BRING | _HAND_IN | _PAPERS | _LISTED | _NEEDED | _BESIDE_PAPERS):
        return False
    what = any(word.text in ("что", "чего") for word in words)
    which = what or _any(words, frozenset({"какой", "сколько"}) | _LISTED | _NEEDED)
    where = any(word.text in ("куда", "где") for word in words) or _any(words, frozenset({"адрес"}))
    if _any(words, _BRING):
        return what or which or where
    if _any(words, _PAPERS):
        return which or where
    return _any(words, _HAND_IN) and (what or where)


def _takes_back(words: Sequence[Lexeme]) -> bool:
    """«отменить отметку», «ой, не то нажала, верните», «я ошиблась, ещё не сделали»."""
    if _any(words, _OF_BALLOTS):
        return False
    mistaken = _any(words, _BY_MISTAKE)
    back = _any(words, _TAKE_BACK)
    texts = [word.text for word in words]
    wrong = any(one == "не" and other in _WRONG for one, other in pairwise(texts))  # «не то», «не туда»
    if _any(words, _MARK) and (back or mistaken or wrong):
        return True
    if (mistaken or back) and _only(words, _BY_MISTAKE | _AS_IT_WAS) and len(words) > 1:
        return True
    if any(word.is_any(_PRESS) and word.word.past for word in words) and (wrong or mistaken or back):
        return True
    undone = any(
        word.text == "не" and any(near.is_any(_FINISH) and _is_over(near) for near in words[at + 1 : at + 3])
        for at, word in enumerate(words)
    )
    pressed = any(word.is_any(_PRESS) and word.word.past for word in words)
    return undone and (mistaken or back or pressed) and len(words) <= _MOST


def _said(words: Sequence[Lexeme]) -> list[Lexeme]:
    return [word for word in words if word.token.is_word or word.token.is_number]


def _any(words: Sequence[Lexeme], names: frozenset[str]) -> bool:
    return any(word.is_any(names) or word.text in names for word in words)


def _only(words: Sequence[Lexeme], names: frozenset[str]) -> bool:
    """Whether nothing is said but these words and what goes with any question."""
    allowed = names | _AROUND
    return all(word.is_any(allowed) or word.text in allowed or word.word.part in _FUNCTION for word in words)


def _is_over(word: Lexeme) -> bool:
    return (
        word.word.past or word.lemma.endswith(("нный", "тый")) or word.text in ("готово", "готов", "готова", "готовы")
    )
