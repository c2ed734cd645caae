"""Questions that lean on the one before, asked in turn of the by-election's plan on 25 January 2023."""

from __future__ import annotations

from datetime import date

import pytest

from plan.model import Position, Role
from questions.answer import Outcome, Understanding
from questions.askable import AskablePlan
from questions.conversation import understand_after
from questions.kinds import Asked
from tests.unit.questions.conftest import WEDNESDAY, Ask


def _talk(plan: AskablePlan, *said: str) -> Understanding:
    """The answer to the last of several questions."""
    return understand_after(said[:-1], said[-1], plan, WEDNESDAY)


@pytest.mark.parametrize(
    ("said", "start", "end", "roles"),
    [
        (("что у тик на этой неделе", "а у УИК?"), date(2023, 1, 23), date(2023, 1, 29), (Role.UIK,)),
        (("что у тик на этой неделе", "а на следующей?"), date(2023, 1, 30), date(2023, 2, 5), (Role.TIK,)),
        (("что у тик на этой неделе", "а дальше?"), date(2023, 1, 30), date(2023, 2, 5), (Role.TIK,)),
        (("что у тик на следующей неделе", "а на следующей?"), date(2023, 2, 6), date(2023, 2, 12), (Role.TIK,)),
        (("что у тик на следующей неделе", "а раньше"), date(2023, 1, 23), date(2023, 1, 29), (Role.TIK,)),
        (("сроки уик в феврале", "а потом?"), date(2023, 3, 1), date(2023, 3, 31), (Role.UIK,)),
        (("сроки уик в феврале", "в марте"), date(2023, 3, 1), date(2023, 3, 31), (Role.UIK,)),
        (("что у уик завтра", "послезавтра"), date(2023, 1, 27), date(2023, 1, 27), (Role.UIK,)),
        (("что у уик завтра", "а всем?"), date(2023, 1, 26), date(2023, 1, 26), ()),
        (("что у уик завтра", "спасибо", "а в субботу"), date(2023, 1, 28), date(2023, 1, 28), (Role.UIK,)),
        (("что у уик в день голосования", "а до?"), None, date(2023, 3, 9), (Role.UIK,)),
        (("что у уик в день голосования", "а после?"), date(2023, 3, 13), None, (Role.UIK,)),
        (("что у тик завтра", "что послезавтра"), date(2023, 1, 27), date(2023, 1, 27), ()),
        (("когда подать финотчёт", "а в марте?"), date(2023, 3, 1), date(2023, 3, 31), ()),
    ],
)
def test_other_days_or_other_people(
    by_election: AskablePlan, said: tuple[str, ...], start: date | None, end: date | None, roles: tuple[Role, ...]
) -> None:
    found = _talk(by_election, *said)
    assert found.outcome is Outcome.RANGE
    assert (found.start, found.end, found.roles) == (start, end, roles)


def test_what_is_overdue_of_the_same_people(by_election: AskablePlan) -> None:
    found = _talk(by_election, "что у тик на этой неделе", "а что просрочено?")
    assert found.overdue
    assert found.roles == (Role.TIK,)


def test_a_position_beside_the_days(by_election: AskablePlan) -> None:
    found = _talk(by_election, "сроки уик в марте", "а председателя?")
    assert found.query.positions == (Position.CHAIRMAN,)
    assert (found.start, found.end) == (date(2023, 3, 1), date(2023, 3, 31))


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("а кто?", Asked.WHO),
        ("кто за это отвечает", Asked.WHO),
        ("а по какому закону?", Asked.WHICH_LAW),
        ("почему?", Asked.WHICH_LAW),
        ("сколько дней осталось?", Asked.DAYS_LEFT),
        ("успею?", Asked.TOO_LATE),
        ("а не поздно ещё?", Asked.TOO_LATE),
        ("а до какого числа?", Asked.UNTIL_WHEN),
        ("до скольки?", Asked.UNTIL_WHEN),
        ("а заканчивается?", Asked.UNTIL_WHEN),
        ("а начинается когда", Asked.FROM_WHEN),
        ("а когда это?", Asked.WHEN),
    ],
)
def test_another_thing_of_the_same_row(by_election: AskablePlan, question: str, kind: Asked) -> None:
    found = _talk(by_election, "когда сдать документы на регистрацию", question)
    assert found.items[0] == "28"
    assert found.kind is kind
    assert found.leans


def test_questions_of_one_row_go_on(by_election: AskablePlan) -> None:
    found = _talk(by_election, "пункт 28", "а кто?", "до скольки?", "почему?")
    assert (found.items, found.kind) == (("28",), Asked.WHICH_LAW)
    assert _talk(by_election, "пункт 28", "а 29?").items == ("29",)


@pytest.mark.parametrize(
    ("said", "item"),
    [
        (("сколько хранятся бюллетени", "а протоколы?"), "106"),
        (("сколько хранятся бюллетени", "а подписные листы?"), "105"),
        (("когда кандидату сдать финансовый отчёт", "а уик?"), "74"),
        (("до какого числа можно сдать документы на регистрацию", "а кто проверяет?"), "30"),
    ],
)
def test_new_words_take_the_place_of_the_old(by_election: AskablePlan, said: tuple[str, ...], item: str) -> None:
    found = _talk(by_election, *said)
    assert found.outcome is Outcome.ITEMS
    assert found.items[0] == item


@pytest.mark.parametrize(
    "question", ["а подробнее?", "не поняла", "ничего не понятно", "объясните, пожалуйста", "а можно поподробнее"]
)
def test_the_same_answer_in_full(by_election: AskablePlan, question: str) -> None:
    found = _talk(by_election, "когда сдать документы на регистрацию", question)
    assert (found.items[0], found.kind, found.leans) == ("28", Asked.IN_FULL, True)
    days = _talk(by_election, "что у тик на этой неделе", question)
    assert (days.outcome, days.start, days.kind) == (Outcome.RANGE, date(2023, 1, 23), Asked.IN_FULL)


@pytest.mark.parametrize(
    ("said", "item"),
    [
        (("когда нам передают списки избирателей", "нет, я про бюллетени"), "93"),
        (("когда нам передают списки избирателей", "не списки, а бюллетени"), "93"),
        (("когда нам передают списки избирателей", "я имела в виду бюллетени"), "93"),
        (("пункт десятый", "а двенадцатый?"), "12"),
        (("доверенных лиц когда регистрируют", "а наблюдателей?"), "43"),
    ],
)
def test_something_else_was_meant(by_election: AskablePlan, said: tuple[str, ...], item: str) -> None:
    found = _talk(by_election, *said)
    assert (found.items[:1], found.leans) == ((item,), True)


def test_a_correction_is_never_answered_with_the_row_it_corrects(by_election: AskablePlan) -> None:
    found = _talk(by_election, "когда утверждать текст бюллетеня", "а трафареты?", "нет, я про бюллетени")
    assert (found.outcome, found.items[0]) == (Outcome.SUGGEST, "87")


@pytest.mark.parametrize(
    ("said", "start", "end", "roles"),
    [
        (("что у уик в марте", "нет, у кандидатов"), date(2023, 3, 1), date(2023, 3, 31), (Role.CANDIDATE,)),
        (("что у уик в марте", "нет, в феврале"), date(2023, 2, 1), date(2023, 2, 28), (Role.UIK,)),
        (("что у уик на этой неделе", "а через одну?"), date(2023, 2, 6), date(2023, 2, 12), (Role.UIK,)),
        (("что на этой неделе", "а на следующей", "а через одну"), date(2023, 2, 6), date(2023, 2, 12), ()),
        (("что дальше", "а после?"), date(2023, 2, 2), None, ()),
        (("что дальше", "а после?", "а раньше"), None, date(2023, 2, 1), ()),
    ],
)
def test_other_days_or_people_were_meant(
    by_election: AskablePlan, said: tuple[str, ...], start: date | None, end: date | None, roles: tuple[Role, ...]
) -> None:
    found = _talk(by_election, *said)
    assert (found.outcome, found.start, found.end, found.roles) == (Outcome.RANGE, start, end, roles)


@pytest.mark.parametrize("question", ["а у меня лично?", "а у меня?", "а нам что"])
def test_ones_own_in_the_same_days(by_election: AskablePlan, question: str) -> None:
    said = ("что у кандидатов в феврале", question)
    found = understand_after(said[:1], said[1], by_election, WEDNESDAY, roles=(Role.UIK,))
    assert (found.outcome, found.start, found.roles) == (Outcome.RANGE, date(2023, 2, 1), (Role.UIK,))


def test_what_remains_asks_for_rows_and_not_for_days(by_election: AskablePlan) -> None:
    assert _talk(by_election, "когда сдать финансовый отчёт", "что осталось").outcome is Outcome.RANGE


def test_who_the_bot_is_asks_nothing_of_a_row(by_election: AskablePlan) -> None:
    assert _talk(by_election, "пункт 28", "а ты кто").outcome is Outcome.REFUSE


def test_why_is_asked_of_one_row_alone(by_election: AskablePlan) -> None:
    found = _talk(by_election, "опросы общественного мнения запрет с какого числа", "почему", "а экзитпол")
    assert (found.items[0], found.kind) == ("60", Asked.FROM_WHEN)


@pytest.mark.parametrize("question", ["нет", "нет, спасибо", "нет списков избирателей"])
def test_no_alone_is_no_correction(by_election: AskablePlan, question: str) -> None:
    assert not _talk(by_election, "когда подать финотчёт", question).leans


@pytest.mark.parametrize("question", ["что завтра", "а какая погода?", "а что брать с собой?", "привет", "а"])
def test_what_stands_on_its_own_is_left_alone(by_election: AskablePlan, ask: Ask, question: str) -> None:
    alone = ask(question)
    found = _talk(by_election, "когда подать финотчёт", question)
    assert not found.leans
    assert (found.outcome, found.items, found.reason) == (alone.outcome, alone.items, alone.reason)
