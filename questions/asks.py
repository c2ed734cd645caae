"""What a question asks for beyond its topic, by its words: days and not a row, how and not when, the vote itself."""

from __future__ import annotations

from itertools import pairwise

from questions.cursor import VOTE
from questions.features import names_something
from questions.query import Query
from questions.roles import names
from questions.words import word_set


def days_to_voting(read: Query) -> bool:
    """«сколько дней до выборов», «до голосования сколько осталось»: how long until the vote, and nothing else."""
    said = {lemma for word in read.words for lemma in word.lemmas}
    to_voting = read.time is not None and bool(said & VOTE) and "до" in said and "сколько" in said
    return to_voting and not read.roles and not any(names_something(word) for word in read.topic)


def for_voting(read: Query) -> bool:
    """«когда день голосования» asks for the day itself, «что в день голосования» for what falls on it."""
    vote = read.time is not None and read.time.unit in ("vote", "event")
    plain = {word.lemma for word in read.words}
    return vote and not read.topic and bool(plain & {"когда", "дата"}) and "что" not in plain


def for_silence(read: Query) -> bool:
    """«когда день тишины» asks when campaigning ends, «что в день тишины» for what falls on it."""
    plain = {word.lemma for word in read.words}
    return "тишина" in plain and "когда" in plain and "что" not in plain and not read.roles


def when_it_is(read: Query) -> bool:
    """«когда новый год», «когда пятница» ask for a date of the calendar itself."""
    asked = any(word.lemma == "когда" for word in read.words)
    point = read.time is not None and read.time.shape == "point"
    return asked and point and not read.roles and not read.overdue and not speaks_of_plan(read)


def speaks_of_plan(read: Query) -> bool:
    """Whether what is due, or what has to be done, is named as such: «какие сроки», «что надо сделать»."""
    strong = word_set("срок дедлайн задача мероприятие план обязанность календарь график дело")
    asked = any(word.lemma == "что" for word in read.words) and any(
        word.is_any(word_set("делать сделать нужно надо предстоять успеть ждать")) for word in read.words
    )
    return asked or any(word.is_any(strong) for word in read.words)


def other_words(read: Query) -> bool:
    """Whether anything but the names of roles is said («финотчёт участковой» is a topic, «участковая» is not)."""
    return any(word.word.part in ("NOUN", "VERB", "INFN") and word.lemma not in names() for word in read.searched)


def for_rest(read: Query) -> bool:
    """«что осталось сделать в феврале» asks from today on."""
    return any(word.is_any(frozenset({"остаться", "осталось", "оставаться", "остаток"})) for word in read.words)


def how(read: Query) -> bool:
    """«как перенести …»: not what is due but how to do something."""
    return any(one.lemma == "как" and other.word.part == "INFN" for one, other in pairwise(read.words))


def what_somebody_does(read: Query) -> bool:
    """«облизбирком до 24 декабря что решает»: a time, somebody, and of a topic verbs alone."""
    asked = any(word.lemma == "что" for word in read.words)
    verbs = all(word.word.part in ("VERB", "INFN") for word in read.topic)
    return asked and verbs and bool(read.roles or read.positions)
