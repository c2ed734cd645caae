"""Questions that the bot was taught."""

from __future__ import annotations

import pytest

from questions.answer import Outcome
from questions.askable import AskablePlan
from questions.kinds import Asked
from questions.learned import Lesson, Lessons, activity_of, nearest, same_question, understand_taught
from tests.unit.questions.conftest import WEDNESDAY

STRANGE = "где поют частушки про кандидатов"


@pytest.mark.parametrize(
    "said",
    [
        "Где поют частушки про кандидатов?",
        "  где поют  частушки про кандидатов!!!",
        "где поют частушки про кандидaтов",  # with a Latin «a»
        "ГДЕ ПОЮТ ЧАСТУШКИ ПРО КАНДИДАТОВ",
    ],
)
def test_signs_case_and_look_alikes_make_no_other_question(said: str) -> None:
    assert same_question(said) == STRANGE


@pytest.mark.parametrize("said", ["", "?!", "🤣🤣", " \n "])
def test_no_words_are_no_question(said: str) -> None:
    assert same_question(said) == ""


@pytest.mark.parametrize("said", [STRANGE, "где поют частушки про кандидатов?", "где поют частушки про кондидатов"])
def test_a_taught_question_is_answered_for_certain(by_election: AskablePlan, said: str) -> None:
    lessons = Lessons([Lesson(STRANGE, "", "61")])
    found = understand_taught(said, by_election, WEDNESDAY, lessons)
    assert found is not None
    assert (found.outcome, found.items[0]) == (Outcome.ITEMS, "61")


@pytest.mark.parametrize("said", ["где поют частушки", "когда сдать документы на регистрацию", "", "частушки"])
def test_another_question_is_not_taken_for_it(by_election: AskablePlan, said: str) -> None:
    assert understand_taught(said, by_election, WEDNESDAY, Lessons([Lesson(STRANGE, "", "61")])) is None


def test_short_questions_are_only_known_word_for_word(by_election: AskablePlan) -> None:
    lessons = Lessons([Lesson("листовки", "", "56")])
    assert understand_taught("листовки?", by_election, WEDNESDAY, lessons) is not None
    assert understand_taught("листовка", by_election, WEDNESDAY, lessons) is None


def test_a_row_that_the_plan_has_lost_is_not_answered_with(by_election: AskablePlan) -> None:
    assert understand_taught(STRANGE, by_election, WEDNESDAY, Lessons([Lesson(STRANGE, "rallies", "999")])) is None


def test_what_is_asked_of_the_row_stays_what_was_asked(by_election: AskablePlan) -> None:
    question = "до какого числа поют частушки про кандидатов"
    found = understand_taught(question, by_election, WEDNESDAY, Lessons([Lesson(question, "", "61")]))
    assert found is not None
    assert found.kind is Asked.UNTIL_WHEN


def test_the_later_of_two_lessons_holds() -> None:
    assert Lessons([Lesson(STRANGE, "", "61"), Lesson(STRANGE + "?", "", "28")]).item(STRANGE) == "28"


def test_lessons_of_an_activity_are_for_every_plan() -> None:
    lessons = Lessons([Lesson("а", "rallies", "61"), Lesson("б", "rallies", ""), Lesson("в", "", "3")])
    assert lessons.by_activity == {"rallies": ("а", "б")}


def test_a_row_tells_the_activity_that_it_is(by_election: AskablePlan, second_plan: AskablePlan) -> None:
    ours = activity_of("39", by_election.items)
    assert ours
    assert activity_of("20", second_plan.items) == ours
    assert activity_of("999", by_election.items) == ""


def test_the_nearest_rows_are_there_for_any_words_of_the_plan(by_election: AskablePlan) -> None:
    assert "39" in nearest("снять кандидатуру", by_election)
    assert nearest("йцукен", by_election) == ()
