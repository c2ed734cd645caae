"""What a plan has no row for is handed off; what many rows share is offered; days are asked for with verbs alone."""

from __future__ import annotations

from datetime import date

import pytest

from benchmarks.questions_fit import lacking
from questions import text, thesaurus
from questions.answer import Outcome, understand
from questions.askable import AskablePlan
from tests.unit.questions.conftest import Ask


@pytest.mark.parametrize("name", ["by_election", "other_plan", "third_plan"])
def test_what_a_plan_lacks_is_handed_off(name: str, request: pytest.FixtureRequest) -> None:
    """Every fourth phrasing of each activity that the plan has no row for, word for word."""
    plan: AskablePlan = request.getfixturevalue(name)
    asks = [ask for activity in lacking(plan, thesaurus.load()) for ask in activity.asks[::4]]
    outcomes = [understand(ask, plan, plan.first).outcome for ask in asks]
    assert len(asks) > 200
    assert outcomes.count(Outcome.ITEMS) / len(asks) <= 0.01
    assert outcomes.count(Outcome.SUGGEST) / len(asks) <= 0.03
    assert outcomes.count(Outcome.RANGE) / len(asks) <= 0.01


@pytest.mark.parametrize(
    "question",
    [
        "закрыть спецсчёт",
        "голосование за границей",
        "когда заверят список кандидатов",
        "план работы комиссии на год",
        "график работы участковой комиссии",
        "когда разделяют ключ шифрования",
        "повторное голосование по двум кандидатам",
    ],
)
def test_a_by_election_does_not_have_it(ask: Ask, question: str) -> None:
    assert ask(question).outcome is Outcome.HANDOFF


@pytest.mark.parametrize("question", ["протокол", "агитация", "финансы"])
def test_one_word_that_many_rows_share_gives_three_buttons(ask: Ask, question: str) -> None:
    found = ask(question)
    assert found.outcome is Outcome.SUGGEST
    assert len(found.items) == 3


@pytest.mark.parametrize(
    ("question", "start", "end"),
    [
        ("облизбирком до 24 декабря что решает", None, date(2022, 12, 24)),
        ("к четырнадцатому тик чего утверждает", date(2023, 1, 25), date(2023, 2, 14)),
        ("управление минюста до завтра что публикует", date(2023, 1, 25), date(2023, 1, 26)),
        ("што сегодня надо здать", date(2023, 1, 25), date(2023, 1, 25)),
    ],
)
def test_a_time_somebody_and_verbs_ask_for_days(ask: Ask, question: str, start: date | None, end: date) -> None:
    found = ask(question)
    assert (found.outcome, found.start, found.end) == (Outcome.RANGE, start, end)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("недле", "неделе"),
        ("фервале", "феврале"),
        ("понедельнк", "понедельник"),
        ("окнца", "конца"),
        ("тэом", "этом"),
        ("елать", "делать"),
        ("полуноочи", "полуночи"),
        ("здать", "сдать"),
    ],
)
def test_the_words_of_the_calendar_are_put_right(by_election: AskablePlan, written: str, meant: str) -> None:
    assert [token.text for token in by_election.speller.correct(text.tokens(written))] == [meant]


def test_what_a_person_is_responsible_for(work_plan: AskablePlan) -> None:
    found = understand("Кондратова за что отвечает?", work_plan, date(2024, 4, 10))
    assert found.outcome is Outcome.RANGE
    assert found.people
    assert "3.5" in found.items
