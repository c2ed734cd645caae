"""Plans of other commissions: one voting day and several, dates in words, lists, weekdays, unexplained dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from plan.checks import check_plan, has_errors
from plan.model import Decision, Plan, Status
from plan.renewal import NewElection, Renewed, own_election, renew
from tests.unit.plan_renewal.support import AUTUMN_2019, SPRING_2023, Row, Vote, by_number, plan_of

TO_THREE = NewElection(date(2026, 9, 20), date(2026, 9, 18), date(2026, 6, 26), date(2026, 6, 30))
TO_TWO = NewElection(date(2031, 3, 2), date(2031, 3, 1), date(2030, 12, 8), date(2030, 12, 10))
TO_ONE = NewElection(date(2028, 3, 5), None, date(2027, 12, 8), date(2027, 12, 10))
BEFORE_VOTING = "В течение 5 дней до дня голосования, а также в день голосования"


def made(row: Row, days: NewElection, vote: Vote = AUTUMN_2019) -> Renewed:
    return renew(plan_of(row, vote=vote), days)


@pytest.mark.parametrize(
    ("term", "printed", "days", "said"),
    [
        ("Не позднее чем за 11 дней до дня голосования", "27 августа 2019 года", TO_THREE, "8 сентября 2026 года"),
        ("Не позднее чем за 10 дней до дня голосования", "не позднее 28 августа", TO_ONE, "не позднее 23 февраля"),
        (BEFORE_VOTING, "с 3 по 8 сентября 2019 года", TO_TWO, "с 25 февраля по 2 марта 2031 года"),
        (BEFORE_VOTING, "с 03.09. по 08.09.2019", TO_TWO, "с 25.02. по 02.03.2031"),
        ("В день голосования с 8 до 20 часов", "08.09.2019", TO_THREE, "С 18.09.2026 по 20.09.2026"),
        (
            "В день голосования с 8 до 20 часов",
            "8 сентября 2019 года (воскресенье) с 8 до 20 часов",
            TO_THREE,
            "С 18 по 20 сентября 2026 года с 8 до 20 часов",
        ),
        (
            "В день голосования до момента окончания голосования",
            "До 20.00 по местному времени 08.09.2019",
            TO_THREE,
            "С 18.09.2026 до 20.00 по местному времени 20.09.2026",
        ),
        (
            "За 28 дней до дня голосования и прекращается в ноль часов по местному времени дня, предшествующего дню "
            "голосования",
            "с 10 августа до ноля часов 7 сентября 2019 года",
            TO_THREE,
            "с 22 августа до ноля часов 18 сентября 2026 года",
        ),
        (
            "Не позднее чем через 5 дней со дня голосования",
            "не позднее 13.09.2019 г.",
            TO_TWO,
            "не позднее 07.03.2031 г.",
        ),
        ("Не позднее чем через 3 месяца со дня голосования", "до 8 декабря", TO_THREE, "до 20 декабря"),
        (
            "Не позднее чем через 5 дней со дня принятия решения о назначении выборов",
            "не позднее 19 июня 2019 года (среда)",
            TO_ONE,
            "не позднее 13 декабря 2027 года (понедельник)",
        ),
        (
            "Не позднее чем за 45 дней до дня голосования, до 18.00 часов",
            "до 18:00 24.07.2019",
            TO_ONE,
            "до 18:00 19.01.2028",
        ),
    ],
)
def test_printed_dates_keep_their_manner(term: str, printed: str, days: NewElection, said: str) -> None:
    plan = made(Row(term, [printed]), days).plan
    assert plan.items[0].printed == (said,)
    assert by_number(plan)["1"].status is Status.AGREES


def test_a_last_day_printed_beside_an_opening_is_said_again() -> None:
    row = Row("За 10 дней до дня голосования", ["не позднее 28 августа 2019 года"])
    assert made(row, TO_ONE).plan.items[0].printed == ("не позднее 23 февраля 2028 года",)


def test_a_midnight_printed_for_the_end_of_the_day_before_is_no_mistake() -> None:
    """The day is the wording's; its status calls it another one, so it is said plainly rather than a day early."""
    row = Row("не позднее дня, предшествующего дню голосования", ["до 00.00 08.09.2019"])
    assert made(row, TO_ONE).plan.items[0].printed == ("Не позднее 04.03.2028",)


@pytest.mark.parametrize(
    ("printed", "one", "two"),
    [
        (["10.03.2023 – 12.03.2023"], ["05.03.2028"], ["01.03.2031 – 02.03.2031"]),
        (["10.03, 11.03, 12.03.2023"], ["05.03.2028"], ["01.03, 02.03.2031"]),
        (["10, 11 и 12 марта 2023 года"], ["5 марта 2028 года"], ["1 и 2 марта 2031 года"]),
        (["10.03.2023", "11.03.2023", "12.03.2023"], ["05.03.2028"], ["01.03.2031", "02.03.2031"]),
        (["с 10 по 12 марта 2023 года"], ["5 марта 2028 года"], ["с 1 по 2 марта 2031 года"]),
        (
            ["С 10.03.2023 до 20.00 12.03.2023"],
            ["05.03.2028 до 20.00"],
            ["С 01.03.2031 до 20.00 02.03.2031"],
        ),
    ],
)
def test_a_vote_of_several_days_grows_shorter(printed: list[str], one: list[str], two: list[str]) -> None:
    row = Row("В день голосования до момента окончания голосования", printed)
    for days, said in ((TO_ONE, one), (TO_TWO, two)):
        plan = made(row, days, SPRING_2023).plan
        assert list(plan.items[0].printed) == said
        assert by_number(plan)["1"].status is Status.AGREES


@pytest.mark.parametrize(
    ("term", "vote", "days", "said"),
    [
        ("14 июня 2019 года", AUTUMN_2019, TO_ONE, "8 декабря 2027 года"),
        (
            "8 сентября 2019 года с 8.00 до 20.00",
            AUTUMN_2019,
            TO_THREE,
            "С 18 по 20 сентября 2026 года с 8.00 до 20.00",
        ),
        ("8 сентября 2019 года с 8.00 до 20.00", AUTUMN_2019, TO_ONE, "5 марта 2028 года с 8.00 до 20.00"),
        ("с 18 июня по 8 сентября 2019 года", AUTUMN_2019, TO_ONE, "с 10 декабря 2027 года по 5 марта 2028 года"),
        ("Не позднее чем за 5 дней до 08.09.2019", AUTUMN_2019, TO_THREE, "Не позднее чем за 5 дней до 20.09.2026"),
        ("до ноля часов 7 сентября 2019 года", AUTUMN_2019, TO_THREE, "до ноля часов 18 сентября 2026 года"),
        ("до ноля часов 7 сентября 2019 года", AUTUMN_2019, TO_ONE, "до ноля часов 4 марта 2028 года"),
        ("до ноля часов 10.03.2023", SPRING_2023, TO_ONE, "до ноля часов 04.03.2028"),
        ("до ноля часов 10.03.2023", SPRING_2023, TO_TWO, "до ноля часов 01.03.2031"),
        (
            "с 8-00 час. 10.03.2023 до 20-00 час. 12.03.2023",
            SPRING_2023,
            TO_ONE,
            "с 8-00 час. до 20-00 час. 05.03.2028",
        ),
        ("10, 11 и 12 марта 2023 года с 8 до 20 часов", SPRING_2023, TO_ONE, "5 марта 2028 года с 8 до 20 часов"),
        ("10, 11 и 12 марта 2023 года с 8 до 20 часов", SPRING_2023, TO_TWO, "1 и 2 марта 2031 года с 8 до 20 часов"),
        (
            "Не позднее чем за 10 дней до дня голосования (28.08.2019)",
            AUTUMN_2019,
            TO_THREE,
            "Не позднее чем за 10 дней до дня голосования (09.09.2026)",
        ),
    ],
)
def test_literal_days_of_a_term_are_the_new_elections(term: str, vote: Vote, days: NewElection, said: str) -> None:
    assert made(Row(term), days, vote).plan.items[0].term == said


def test_a_call_published_on_its_own_day_is_told_by_the_row() -> None:
    vote = replace(AUTUMN_2019, published=AUTUMN_2019.decided)
    plan = plan_of(
        Row("14.06.2019", activity="Назначение выборов"),
        Row("14.06.2019", activity="Официальное опубликование решения"),
        vote=vote,
    )
    assert [item.term for item in renew(plan, TO_ONE).plan.items] == ["08.12.2027", "10.12.2027"]


@pytest.mark.parametrize("term", ["До 15 июля 2019 года", "с 18 июня по 24 июля 2019 года", "не позднее 20 июля"])
def test_a_date_that_stands_for_nothing_is_left_and_is_an_error(term: str) -> None:
    renewed = made(Row(term, [term]), TO_ONE)
    assert renewed.plan.items[0].term == term
    assert ("1", "old-date-in-term") in {(note.item, note.code) for note in renewed.notes}
    assert has_errors(check_plan(renewed.plan))


def test_such_a_date_comes_with_the_row_that_had_it() -> None:
    plan = plan_of(Row("Не позднее чем за 45 дней до дня голосования"), Row("До 24.07.2019"), vote=AUTUMN_2019)
    note = next(note for note in renew(plan, TO_ONE).notes if note.code == "old-date-in-term")
    assert note.item == "2"
    assert "пункта 1, теперь 19.01.2028" in note.advice


def test_a_printed_date_of_an_event_that_has_not_come_is_left_out() -> None:
    renewed = made(
        Row("В течение 10 дней со дня приема документов для регистрации", ["до 3 августа 2019 года"]), TO_ONE
    )
    assert renewed.plan.items[0].printed == ()
    assert ("1", "printed-date-dropped") in {(note.item, note.code) for note in renewed.notes}


def test_a_middle_voting_day_goes_without_a_word() -> None:
    renewed = made(Row("В день голосования", ["10.03.2023", "11.03.2023", "12.03.2023"]), TO_ONE, SPRING_2023)
    assert [note.code for note in renewed.notes if note.item] == []


def test_dates_of_an_activity_move_and_acts_stay() -> None:
    activity = (
        "Приём документов до 18 часов 24.07.2019 на выборах 8 сентября 2019 года (решение от 05.12.2012 № 152/1137-6)"
    )
    renewed = made(Row("Не позднее чем за 45 дней до дня голосования", activity=activity), TO_ONE)
    assert renewed.plan.items[0].activity == (
        "Приём документов до 18 часов 19.01.2028 на выборах 5 марта 2028 года (решение от 05.12.2012 № 152/1137-6)"
    )
    assert [note.code for note in renewed.notes if note.item == "1"] == ["date-moved", "date-moved"]


def test_a_list_of_voting_days_among_other_dates() -> None:
    activity = "Голосование 10, 11 и 12 марта 2023 года (закон области от 30 мая 2011 года), отчёт 15 мая 2023 года"
    renewed = made(Row("Постоянно", activity=activity, law="Решение Думы, 1 июня 2020 года"), TO_ONE, SPRING_2023)
    said = "Голосование 5 марта 2028 года (закон области от 30 мая 2011 года), отчёт 15 мая 2023 года"
    assert renewed.plan.items[0].activity == said
    left = [note.what for note in renewed.notes if note.code == "old-date-left"]
    assert len(left) == 2
    assert "15 мая 2023 года" in left[0]
    assert "1 июня 2020 года" in left[1]


def test_dates_years_and_decisions_of_the_old_election_are_told_by_item() -> None:
    vote = replace(AUTUMN_2019, decision=Decision("5/12", date(2019, 6, 20)))
    plan = plan_of(
        Row("Постоянно", activity="Сверка данных за 2018 год к 1 июля 2019 года"),
        Row("Постоянно", law="решение ТИК от 20.06.2019 № 5/12"),
        Row("Постоянно", performers="Рабочая группа (решение № 5/12)"),
        vote=vote,
    )
    told = {(note.item, note.code): note for note in renew(plan, TO_ONE).notes}
    assert "1 июля 2019 года" in told["1", "old-date-left"].what
    assert "2018" in told["1", "old-year-left"].what
    assert "20.06.2019 № 5/12" in told["2", "old-decision-left"].what
    assert "№ 5/12" in told["3", "old-decision-left"].what


def test_a_title_is_made_over() -> None:
    title = "План по выборам 2023 года, назначенным на 10, 11 и 12 марта 2023 года"
    plan = plan_of(Row("Постоянно"), vote=SPRING_2023, title=title)
    assert renew(plan, TO_ONE).plan.head.title == "План по выборам 2028 года, назначенным на 5 марта 2028 года"
    assert renew(plan, TO_TWO).plan.head.title == "План по выборам 2031 года, назначенным на 1 и 2 марта 2031 года"


def _whole(plan: Plan) -> Plan:
    return replace(plan, noticed=())


@pytest.mark.parametrize("days", [TO_ONE, TO_TWO, TO_THREE], ids=["one", "two", "three"])
def test_a_second_time_changes_nothing_and_its_own_days_neither(days: NewElection) -> None:
    plan = plan_of(
        Row(BEFORE_VOTING, ["с 3 по 8 сентября 2019 года"]),
        Row("8 сентября 2019 года с 8 до 20 часов", ["8 сентября 2019 года с 8 до 20 часов"]),
        Row("До 15 июля 2019 года", ["До 15 июля 2019 года"], activity="Отчёт за 2018 год"),
        Row("В течение 10 дней со дня приема документов для регистрации", ["до 3 августа 2019 года"]),
        vote=AUTUMN_2019,
        title="Выборы 8 сентября 2019 года",
    )
    assert renew(plan, own_election(plan)).plan == plan
    first = renew(plan, days).plan
    assert renew(first, days).plan == first
    assert _whole(renew(first, own_election(first)).plan) == _whole(first)
