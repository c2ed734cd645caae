"""Questions of a yearly work plan about the people whom it names."""

from __future__ import annotations

from datetime import date

import pytest

from plan.files import open_plan
from questions.answer import Outcome, understand
from questions.askable import AskablePlan, make_askable
from questions.people import without_people
from tests.unit.plan_documents.documents import DATA

TODAY = date(2024, 3, 1)


@pytest.fixture(scope="module")
def work_plan() -> AskablePlan:
    return make_askable(open_plan(DATA / "work_plan_kuzbass_2024.txt"))


@pytest.mark.parametrize(
    ("question", "people", "items"),
    [
        ("что у Герасимовой в марте?", ("Герасимова М.Н.",), ("6.3", "2.4")),
        ("что у Петровой в июле", ("Петрова Е.А.",), ("10.1",)),
        (
            "что должен сделать Красников Ю.В. в феврале",
            ("Красников Ю.В.",),
            ("5.6", "6.3", "2.18", "2.19", "5.4", "5.5"),
        ),
        ("задачи Кусовой и Лободы на декабрь", ("Кусова Н.П.", "Лобода С.В."), ("2.4",)),
    ],
)
def test_what_a_person_has_to_do(
    work_plan: AskablePlan, question: str, people: tuple[str, ...], items: tuple[str, ...]
) -> None:
    found = understand(question, work_plan, TODAY)
    assert (found.outcome, found.people, found.items) == (Outcome.RANGE, people, items)
    assert found.said.endswith(", ".join(people))


def test_without_a_time_everything_of_theirs(work_plan: AskablePlan) -> None:
    assert understand("Нечаева", work_plan, TODAY).items == ("8.4", "8.5")


def test_a_topic_beside_a_name_is_searched_for(work_plan: AskablePlan) -> None:
    found = understand("Герасимова день молодого избирателя", work_plan, TODAY)
    assert not found.people


def test_who_is_not_in_the_plan_is_nobody(work_plan: AskablePlan) -> None:
    assert not understand("что у Сидоровой в марте", work_plan, TODAY).people


def test_a_plan_of_an_election_names_nobody(by_election: AskablePlan) -> None:
    assert not by_election.people


def test_two_of_one_surname() -> None:
    known = {"петрова": ("Петров П.П.", "Петрова Е.А.")}
    assert without_people("сроки Петрова П. П. завтра", known) == (("Петров П.П.", "Петрова Е.А."), "сроки завтра")
