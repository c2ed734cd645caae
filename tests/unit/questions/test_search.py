"""Rows found by their own words, what frames a question, and numbers that are no dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from questions import lexemes, text, thesaurus
from questions.answer import Outcome, Understanding, understand
from questions.askable import AskablePlan
from questions.framing import aside, framing
from questions.kinds import Asked, asks_a_rule
from questions.kinds import read as kind_of
from questions.search import Index, Kind

SUMMER = date(2024, 7, 1)


def words_of(question: str) -> tuple[lexemes.Lexeme, ...]:
    return lexemes.lexemes(text.tokens(text.clean(question)))


def asked(question: str, plan: AskablePlan, today: date = SUMMER) -> Understanding:
    return understand(question, plan, today)


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("поквартирный обход избирателей", "9.22"),
        ("установка камер на участках", "8.5"),
        ("сборка ключа расшифрования", "12.7"),
        ("когда создают рабочую группу по информационным спорам", "3.6"),
        ("монтаж камер ростелекомом", "8.5"),
    ],
)
def test_a_row_is_found_without_any_phrasing(other_plan: AskablePlan, question: str, number: str) -> None:
    """By its wording alone: no activity of the data is left."""
    bare = Index(other_plan.items, replace(thesaurus.load(), activities=()))
    rows = [hit.key for hit in bare.search(words_of(question)) if hit.kind is Kind.ITEM]
    assert rows[0] == number


def test_an_activity_that_no_rule_recognises_loses_to_the_row_with_its_words(other_plan: AskablePlan) -> None:
    data = thesaurus.load()
    unknown = Index(other_plan.items, replace(data, activities=tuple(replace(a, rules=()) for a in data.activities)))
    best = unknown.search(words_of("с какого дня печатают бюллетени и уничтожают лишние"))[0]
    assert (best.kind, best.key) == (Kind.ITEM, "11.4")


def test_beliefs_add_up_to_one(other_plan: AskablePlan) -> None:
    hits = other_plan.index.search(words_of("когда жеребьёвка эфирного времени"))
    assert sum(hit.belief for hit in hits) == pytest.approx(1.0)
    assert list(hits) == sorted(hits, key=lambda hit: (-hit.belief, -hit.score))


@pytest.mark.parametrize(
    ("question", "rest"),
    [
        ("здравствуйте, подскажите, когда выдвижение", "когда выдвижение"),
        ("добрый вечер когда выдвижение", "когда выдвижение"),
        ("по какой статье закона хранят бюллетени", "по какой хранят бюллетени"),
        ("сколько дней осталось до выдвижения", "до выдвижения"),
        ("успею еще выдвинуться", "еще выдвинуться"),
        ("добрый день", "добрый день"),
        ("какие документы сдать в комиссию", "какие документы сдать в комиссию"),
    ],
)
def test_what_frames_a_question(question: str, rest: str) -> None:
    words = words_of(question)
    left = framing(words, kind_of(words))
    assert [word.text for place, word in enumerate(words) if place not in left and word.token.is_word] == rest.split()


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("я секретарь уик 1245, какого числа отдадут списки", "я секретарь уик 1245"),
        ("Сдал подписи вчера. Когда решение?", "сдал подписи вчера"),
        ("когда выдвижение", ""),
        ("что до 10.12, у тика", "у тика"),
    ],
)
def test_what_is_told_beside_the_question(question: str, told: str) -> None:
    words = words_of(question)
    assert " ".join(words[place].text for place in sorted(aside(words))) == told


@pytest.mark.parametrize(
    ("question", "rule"),
    [
        ("можно ли снимать на участке", True),
        ("сколько платят членам комиссии", True),
        ("какой штраф за агитацию", True),
        ("сколько дней проверяют подписи", False),
        ("сколько осталось до выборов", False),
        ("когда можно агитировать", False),
    ],
)
def test_a_permission_and_an_amount_are_rules(question: str, rule: bool) -> None:
    assert asks_a_rule(words_of(question)) is rule


def test_am_i_late_asks_of_a_topic_not_of_days(by_election: AskablePlan) -> None:
    found = asked("успею еще выдвинуться? только сегодня узнал", by_election, date(2023, 1, 3))
    assert (found.kind, found.outcome) == (Asked.TOO_LATE, Outcome.ITEMS)
    assert found.items[0] == "24"


@pytest.mark.parametrize(
    ("question", "items"),
    [("10.12 напомни срок", ("10.12",)), ("7.4 когда", ("7.4",)), ("13.10", ("13.10",))],
)
def test_a_number_of_two_parts_is_an_item_where_the_plan_has_it(
    other_plan: AskablePlan, question: str, items: tuple[str, ...]
) -> None:
    found = asked(question, other_plan)
    assert (found.outcome, found.items) == (Outcome.ITEMS, items)


@pytest.mark.parametrize(
    ("question", "start", "end"),
    [
        ("что 10.08", date(2024, 8, 10), date(2024, 8, 10)),
        ("что до 10.08", SUMMER, date(2024, 8, 10)),
        ("какие сроки с 10.8.2024", date(2024, 8, 10), None),
    ],
)
def test_a_date_stays_a_date(other_plan: AskablePlan, question: str, start: date, end: date | None) -> None:
    found = asked(question, other_plan)
    assert (found.outcome, found.start, found.end) == (Outcome.RANGE, start, end)


@pytest.mark.parametrize("number", ["8-905-123-45-67", "+7 (384) 222-15-40", "22-15-40", "89051234567"])
def test_a_telephone_number_is_no_date(other_plan: AskablePlan, number: str) -> None:
    found = asked(f"перезвоните мне по номеру {number}", other_plan)
    assert found.outcome is Outcome.HANDOFF
    assert found.query.time is None
    assert found.query.items == ()
