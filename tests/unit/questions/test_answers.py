"""What a question comes to, asked of the by-election's plan on 25 January 2023."""

from __future__ import annotations

from datetime import date

import pytest

from plan.model import Position, Role
from questions import due
from questions.answer import NO_SUCH_ITEM, Outcome, understand
from questions.askable import AskablePlan, make_askable
from questions.kinds import Asked
from tests.unit.questions.conftest import WEDNESDAY, Ask


def test_days_for_a_role(ask: Ask) -> None:
    found = ask("сроки УИК с 1 по 9 марта")
    assert found.outcome is Outcome.RANGE
    assert (found.start, found.end) == (date(2023, 3, 1), date(2023, 3, 9))
    assert found.roles == (Role.UIK,)
    assert {"8", "10", "94"} <= set(found.items)
    assert "28" not in found.items
    assert found.said == "1–9 марта, УИК"


def test_what_is_due_comes_before_what_only_runs(ask: Ask) -> None:
    found = ask("что 30 января")
    assert {"4", "28"} <= set(found.items[:2])
    assert "14" in found.items[2:]


def test_overdue_is_everything_due_before_today(ask: Ask) -> None:
    found = ask("что просрочил тик")
    assert (found.start, found.end, found.overdue) == (None, date(2023, 1, 24), True)
    assert "16" in found.items
    assert "6" not in found.items


def test_a_fear_is_not_what_has_passed(ask: Ask) -> None:
    found = ask("боюсь всё пропустить, что мне делать первым делом")
    assert not found.overdue


def test_the_day_of_silence_is_a_day_of_the_campaign(ask: Ask) -> None:
    assert ask("что в день тишины").start == date(2023, 3, 9)
    assert ask("когда день тишины").items[0] == "50"  # when campaigning ends


def test_several_questions_in_one_message_are_each_answered(ask: Ask) -> None:
    found = ask("1. до какого числа сдать наблюдателей\n2. когда опубликовать программу\n3. когда финотчёт уик")
    assert (found.outcome, found.items) == (Outcome.SUGGEST, ("43", "64", "74"))
    assert ask("Когда жеребьёвка? И когда наблюдателей подать?").items == ("55", "43")


def test_a_greeting_weighs_nothing(ask: Ask) -> None:
    for question in ("привет, что надо сделать на этой неделе", "ghbdtn, xnj yflj cltkfnm yf 'njq ytltkt"):
        found = ask(question)
        assert (found.outcome, found.start, found.end) == (Outcome.RANGE, date(2023, 1, 23), date(2023, 1, 29))
    assert ask("привет").outcome is Outcome.REFUSE


def test_a_bare_number_that_somebody_has_is_a_precincts(ask: Ask) -> None:
    found = ask("что просрочено у 1034", roles=(Role.TIK,))
    assert (found.overdue, found.roles, found.query.commissions) == (True, (Role.UIK,), ("УИК 1034",))
    assert ask("что у нас за 100 дней до голосования", roles=(Role.TIK,)).query.commissions == ()


def test_until_the_end_of_the_campaign_is_a_time(ask: Ask) -> None:
    found = ask("что у партии до конца кампании")
    assert (found.outcome, found.roles, found.start) == (Outcome.RANGE, (Role.ASSOCIATION,), date(2023, 1, 25))


def test_an_empty_range_says_what_comes_next(ask: Ask) -> None:
    found = ask("что завтра у банка")
    assert found.outcome is Outcome.RANGE
    assert found.items == ()
    assert found.coming == ("72", "81") or "81" in found.coming


def test_the_askers_role_is_meant_when_nobody_is_named(ask: Ask) -> None:
    assert ask("что в марте", roles=(Role.UIK,)).roles == (Role.UIK,)
    assert ask("что в марте у тик", roles=(Role.UIK,)).roles == (Role.TIK,)
    assert ask("все сроки в марте", roles=(Role.UIK,)).roles == ()


def test_a_position_owes_its_own_and_what_its_commission_owes(ask: Ask) -> None:
    found = ask("что у секретаря уик 9 марта")
    assert found.query.positions == (Position.SECRETARY,)
    assert "10" in found.items  # председатели и секретари
    assert "12" not in found.items  # председатели


@pytest.mark.parametrize(
    ("question", "number", "kind"),
    [
        ("до какого числа можно сняться", "39", Asked.UNTIL_WHEN),
        ("кто утверждает текст бюллетеня", "89", Asked.WHO),
        ("сколько дней проверяют подписи", "30", Asked.HOW_LONG),
        ("с какого числа агитация на радио", "51", Asked.FROM_WHEN),
        ("когда голосование", "95", Asked.WHEN),
        ("когда день голосования", "95", Asked.WHEN),
        ("пункт 28", "28", Asked.WHEN),
        ("28?", "28", Asked.WHEN),
        ("сколько дней до выборов", "95", Asked.DAYS_LEFT),
        ("до голосования сколько осталось?", "95", Asked.DAYS_LEFT),
        ("28 !", "28", Asked.WHEN),
        ("п. 7 ст. 19", "4", Asked.WHEN),
        ("ст 61 зко", "101", Asked.WHEN),
        ("финотчет уик", "74", Asked.WHEN),
        ("финотчет кандидата", "79", Asked.WHEN),
        ("ljrevtyns yf htubcnhfwb.", "28", Asked.WHEN),
    ],
)
def test_topics_and_references(ask: Ask, question: str, number: str, kind: Asked) -> None:
    found = ask(question)
    assert found.outcome is Outcome.ITEMS
    assert found.items[0] == number
    assert found.kind is kind


def test_an_unsure_topic_offers_three(ask: Ask) -> None:
    found = ask("протокол")
    assert found.outcome in (Outcome.SUGGEST, Outcome.ITEMS)
    assert len(found.items) == 3


@pytest.mark.parametrize(
    ("question", "outcome"),
    [
        ("пункт 500", Outcome.REFUSE),
        ("п. 90 ст. 190", Outcome.HANDOFF),
        ("где мой участок по адресу ленина 5", Outcome.HANDOFF),
        ("есть ли досрочное голосование", Outcome.HANDOFF),
        ("мне угрожают помогите", Outcome.HANDOFF),
        ("кто победит на выборах", Outcome.REFUSE),
        ("какая погода завтра", Outcome.REFUSE),
        ("когда новый год", Outcome.REFUSE),
        ("привет", Outcome.REFUSE),
        ("🤣🤣🤣", Outcome.REFUSE),
        ("?!", Outcome.REFUSE),
        ("", Outcome.REFUSE),
        ("йцукен", Outcome.REFUSE),
    ],
)
def test_what_lies_outside(ask: Ask, question: str, outcome: Outcome) -> None:
    assert ask(question).outcome is outcome


def test_a_time_is_a_filter_only_when_no_topic_remains(ask: Ask) -> None:
    assert ask("сколько хранятся бюллетени после выборов").items[0] == "105"
    assert ask("что после выборов").outcome is Outcome.RANGE


def test_follow_ups_refine_the_last_answer(ask: Ask) -> None:
    this_week = ask("что тик на этой неделе")
    next_week = ask("а на следующей?", previous=this_week)
    assert (next_week.start, next_week.roles) == (date(2023, 1, 30), (Role.TIK,))
    precincts = ask("а у УИК?", previous=next_week)
    assert (precincts.start, precincts.roles) == (date(2023, 1, 30), (Role.UIK,))
    report = ask("когда кандидату сдать финансовый отчёт")
    assert ask("а уик?", previous=report).items[0] == "74"
    assert ask("что завтра", previous=precincts).roles == ()


def test_an_activity_belongs_to_the_law_not_to_a_number(second_plan: AskablePlan) -> None:
    """The same words find the same activity under another number and wording."""
    today = date(2023, 7, 3)
    assert understand("хочу сняться до какого числа", second_plan, today).items[0] == "20"
    assert understand("есть ли досрочное голосование", second_plan, today).items[0] == "49"
    assert understand("кто утверждает резерв уик", second_plan, today).outcome is Outcome.HANDOFF


def test_a_learned_phrasing_works_at_once(by_election: AskablePlan) -> None:
    question = "где поют частушки про кандидатов"
    before = understand(question, by_election, WEDNESDAY)
    assert before.outcome is not Outcome.ITEMS or before.items[0] != "61"
    taught = make_askable(by_election.plan, learned={"rallies": [question]})
    after = understand(question, taught, WEDNESDAY)
    assert (after.outcome, after.items[0]) == (Outcome.ITEMS, "61")


def test_rows_that_wait_for_an_event_are_listed(by_election: AskablePlan) -> None:
    waiting = due.waiting(by_election.items, (Role.OIK,))
    assert "30" in waiting
    assert "89" not in waiting


def test_00_00_is_not_a_day_to_act(by_election: AskablePlan) -> None:
    """Agitation ends at 00:00 of 10 March: its last day is the 9th."""
    assert "51" in due.rows_in(by_election.items, date(2023, 3, 9), date(2023, 3, 9))
    assert "51" not in due.rows_in(by_election.items, date(2023, 3, 10), date(2023, 3, 10))


@pytest.mark.parametrize(
    ("today", "running"),
    [
        (date(2023, 2, 28), set()),
        (date(2023, 3, 1), {"8", "9"}),
        (date(2023, 3, 12), {"8", "9"}),
        (date(2023, 3, 13), set()),
        (date(2023, 5, 20), {"81"}),
        (date(2026, 1, 10), set()),
        (date(2026, 5, 10), set()),
    ],
)
def test_what_has_no_end_does_not_run_for_ever(by_election: AskablePlan, today: date, running: set[str]) -> None:
    found = understand("что сейчас идёт?", by_election, today)
    assert found.outcome is Outcome.RANGE
    assert {"8", "9", "81"} & set(found.items) == running
    if today.year == 2026:
        assert found.items == ()


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("0", "пункта 0 нет; в плане пункты 1–106"),
        ("п. 999", "пункта 999 нет; в плане пункты 1–106"),
        ("пункт 500", "пункта 500 нет; в плане пункты 1–106"),
        ("50-9", "пункта 50-9 нет; в плане пункты 1–106"),
        ("пункты 200 и 300", "пункта 200 нет; в плане пункты 1–106"),
    ],
)
def test_a_number_that_the_plan_does_not_have(by_election: AskablePlan, question: str, said: str) -> None:
    found = understand(question, by_election, WEDNESDAY)
    assert (found.outcome, found.reason, found.said) == (Outcome.REFUSE, NO_SUCH_ITEM, said)
