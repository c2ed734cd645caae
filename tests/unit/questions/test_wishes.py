"""Questions that name no row: the nearest of one's own, what to bring, a mark taken back, a row said to be done."""

from datetime import date

import pytest

from plan.model import Role
from questions.answer import PAPERS, UNDO, Outcome
from questions.kinds import Asked
from tests.unit.questions.conftest import Ask

LAST_DAY = date(2023, 1, 30)  # of item 28


@pytest.mark.parametrize(
    "question",
    [
        "успею ещё?",
        "до скольки сегодня принимают???",
        "до скольки?",
        "сколько у меня времени",
        "сколько осталось времени?",
        "я опаздываю?",
        "ещё можно?",
        "сегодня ещё примут?",
        "сколько ещё есть времени",
        "не поздно?",
        "а я не опоздала?",
        "а что мне делать то",
        "что делать?",
    ],
)
def test_without_a_topic_the_nearest_deadlines_are_meant(ask: Ask, question: str) -> None:
    found = ask(question, LAST_DAY, roles=(Role.CANDIDATE,))
    assert (found.outcome, found.kind) == (Outcome.RANGE, Asked.NEAREST)
    assert found.start == LAST_DAY
    assert found.items == ("28",)


@pytest.mark.parametrize(
    "question",
    ["сколько времени", "до скольки голосуют", "успею сдать подписи?", "что делать с протоколом", "что завтра"],
)
def test_what_names_something_is_no_question_for_the_nearest(ask: Ask, question: str) -> None:
    assert ask(question, LAST_DAY).kind is not Asked.NEAREST


def test_of_a_row_just_answered_with_the_row_is_meant(ask: Ask) -> None:
    row = ask("пункт 28", LAST_DAY)
    late, until = (ask(question, LAST_DAY, previous=row) for question in ("успею ещё?", "до скольки?"))
    assert (late.items, late.kind, late.leans) == (("28",), Asked.TOO_LATE, True)
    assert (until.items, until.kind, until.leans) == (("28",), Asked.UNTIL_WHEN, True)


def test_what_i_have_to_do_is_never_asked_of_the_row_before(ask: Ask) -> None:
    row = ask("пункт 43", LAST_DAY)
    found = ask("а что мне делать то", LAST_DAY, previous=row, roles=(Role.CANDIDATE,))
    assert (found.kind, found.items, found.leans) == (Asked.NEAREST, ("28",), False)


@pytest.mark.parametrize(
    "question",
    [
        "что нести?",
        "какие документы нужны?",
        "куда нести и адрес?",
        "по какому адресу нести документы?",
        "список документов",
        "что с собой брать",
        "куда сдавать бумаги",
    ],
)
def test_what_to_bring_is_answered_honestly_with_the_rows_of_handing_in(ask: Ask, question: str) -> None:
    for roles in ((Role.CANDIDATE,), ()):
        found = ask(question, LAST_DAY, roles=roles)
        assert (found.outcome, found.reason, found.items) == (Outcome.REFUSE, PAPERS, ("28",))


@pytest.mark.parametrize(
    "question",
    ["до какого числа нести документы", "какие документы нужны для загранпаспорта", "куда сдавать образцы листовок"],
)
def test_other_questions_of_papers_are_not_taken_for_it(ask: Ask, question: str) -> None:
    assert ask(question, LAST_DAY).reason != PAPERS


@pytest.mark.parametrize(
    "question",
    [
        "ой не то нажала, верните",
        "отменить отметку",
        "я ошиблась, ещё не сделали",
        "снимите галочку",
        "случайно нажал",
        "нажала не туда",
        "не та кнопка",
        "я поторопилась, ещё не сдали",
        "мы не сделали, а отметили",
        "как убрать отметку исполнено?",
        "верните как было",
        "ошибочно отметили, не сделано ещё",
    ],
)
def test_a_mark_is_to_be_taken_back(ask: Ask, question: str) -> None:
    found = ask(question)
    assert (found.outcome, found.reason, found.items) == (Outcome.REFUSE, UNDO, ())


def test_a_mark_of_an_item(ask: Ask) -> None:
    assert ask("снимите отметку с пункта 28").items == ("28",)


@pytest.mark.parametrize(
    "question",
    [
        "снять кандидатуру",
        "отменить регистрацию кандидата",
        "можно исправить галочку в бюллетене",
        "комиссия ошиблась в протоколе",
        "поставил две отметки в бюллетене",
    ],
)
def test_other_things_that_are_taken_back(ask: Ask, question: str) -> None:
    assert ask(question).reason != UNDO


@pytest.mark.parametrize(
    "question", ["пункт 84 сделали уже давно", "п. 84 готово", "84 сделали", "отметьте пункт 84", "п 84 сдали вчера"]
)
def test_an_item_is_said_to_be_done(ask: Ask, question: str) -> None:
    found = ask(question)
    assert (found.outcome, found.kind, found.items) == (Outcome.ITEMS, Asked.DONE, ("84",))


@pytest.mark.parametrize(
    "question", ["пункт 84 не сделали", "пункт 84 сделали?", "когда сделали пункт 84", "пункт 84", "999 сделали"]
)
def test_an_item_is_not_said_to_be_done(ask: Ask, question: str) -> None:
    assert ask(question).kind is not Asked.DONE
