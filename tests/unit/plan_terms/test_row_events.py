"""Events that a term names in part and its row in full, and dates printed inside a term's own wording."""

from __future__ import annotations

from datetime import date

import pytest

from plan.dated import date_plan, term_of
from plan.model import Head, Item, Plan, Status
from plan.term.tree import At, AtOnce, Beside, Event, Part


def _item(term: str, activity: str, section: str = "", performers: str = "ТИК", number: str = "1") -> Item:
    return Item(number, section, activity, "", term, (), performers)


def _plan(*items: Item) -> Plan:
    events = {"decided": date(2018, 6, 15), "published": date(2018, 6, 19)}
    head = Head("План", "ТИК", "Asia/Irkutsk", voting_day=date(2018, 9, 9), events=events)
    return Plan(head, items)


def _named(item: Item) -> set[str]:
    keys: set[str] = set()
    for part in term_of(item).parts:
        assert isinstance(part, Part)
        for bound in part.bounds:
            anchors = bound.after if isinstance(bound, AtOnce) else (getattr(bound, "anchor", None),)
            for anchor in anchors:
                named = anchor.base if isinstance(anchor, Beside) else anchor
                if isinstance(named, Event):
                    keys.add(named.key)
    return keys


REFUSAL = "Выдача копии решения об отказе в регистрации с изложением оснований отказа"
PUBLISHED = "В десятидневный срок со дня официального опубликования решения"
CALL = "Опубликование решения о назначении выборов"


@pytest.mark.parametrize(
    ("term", "activity", "key"),
    [
        ("Не позднее чем через 5 дней со дня его принятия", CALL, "decided"),
        (
            "Не позднее чем через пять дней со дня принятия решения",
            "Публикация решения о назначении выборов",
            "decided",
        ),
        ("В течение одних суток с момента принятия решения", REFUSAL, "registration_refused"),
        (
            "в течение десяти дней со дня принятия решения",
            "Обжалование решения о регистрации либо об отказе в регистрации",
            "registration_decided",
        ),
        (
            "В течение суток с момента его принятия",
            "Направление решения о заверении списка кандидатов",
            "certification_decided",
        ),
        ("В течение 3 дней со дня принятия решения", "Вручение удостоверений", "other_event"),
        ("В течение 3 дней со дня принятия решения", "Принятие решения о регистрации кандидата", "other_event"),
        ("Не позднее 5 дней со дня его принятия", "Опубликование закона области о выборах", "other_event"),
        (
            "В течение 3 дней со дня принятия решения",
            "Направление решения о регистрации и решения об отказе",
            "other_event",
        ),
        ("В течение 7 дней со дня представления документов", "Проверка подписных листов", "documents_submitted"),
        (
            "В течение 10 дней со дня приёма документов",
            "Принятие решения о регистрации кандидата",
            "documents_received",
        ),
        (
            "В течение 10 дней со дня приёма документов",
            "Проверка соблюдения порядка выдвижения, подписей избирателей",
            "documents_received",
        ),
        (
            "Незамедлительно после представления документов",
            "Выдача подтверждения получения документов о выдвижении",
            "nomination_documents_submitted",
        ),
        (
            "В течение трех дней со дня приема документов",
            "Заверение списка кандидатов",
            "nomination_documents_submitted",
        ),
        (
            "В течение 3 дней со дня представления документов",
            "Регистрация уполномоченных представителей объединения",
            "agents_applied",
        ),
        ("В течение 3 дней со дня представления документов", "Регистрация доверенных лиц", "other_event"),
        ("В течение 3 дней со дня представления документов", "Аккредитация журналистов", "other_event"),
        (
            "Незамедлительно после представления документов",
            "Выдача документов о выдвижении и о регистрации",
            "other_event",
        ),
        ("В течение 48 часов после регистрации", "Сведения о зарегистрированных кандидатах", "candidate_registered"),
        (
            "В течение 48 часов после регистрации",
            "Сведения о зарегистрированных кандидатах, списках кандидатов",
            "registered",
        ),
        (
            "Не позднее чем через 3 дня со дня регистрации кандидата, списка кандидатов",
            "Выдача удостоверений",
            "registered",
        ),
        ("В течение 3 дней со дня регистрации", "Выдача удостоверений доверенным лицам кандидата", "other_event"),
        (
            "Не позднее чем за день до дня проведения мероприятия",
            "Извещение о проведении конференции",
            "nomination_event",
        ),
        (
            "Не ранее 15 и не позднее 10 дней до дня проведения мероприятия",
            "Уведомление о митинге, шествии",
            "public_event",
        ),
        ("Не позднее чем за день до дня проведения мероприятия", "Встреча с избирателями", "other_event"),
        ("До начала их распространения", "Представление экземпляров агитационных материалов", "distribution_started"),
        ("До начала их распространения", "Представление экземпляров открыток", "other_event"),
        (
            "Не позднее чем через 3 дня со дня предъявления документов",
            "Открытие специального избирательного счета",
            "account_documents_shown",
        ),
        (
            "В пятидневный срок со дня получения извещения",
            "Представление избранным кандидатом копии приказа",
            "election_notified",
        ),
        ("В пятидневный срок со дня получения извещения", "Рассмотрение жалобы", "other_event"),
        ("не позднее дня, следующего за днем принятия решения", REFUSAL, "registration_refused"),
        (PUBLISHED, "Опубликование перечня организаций телерадиовещания", "published"),
        (PUBLISHED, "Публикация расценок на изготовление печатных агитационных материалов", "published"),
        (PUBLISHED, "Выделение средств местного бюджета на проведение выборов", "published"),
        (PUBLISHED, "Отчет о расходовании средств местного бюджета", "other_event"),
        (PUBLISHED, "Обжалование решения", "other_event"),
        ("После официального опубликования результатов", "Регистрация избранных депутатов", "results_published"),
        ("После официального опубликования результатов", "Сообщение об опросах", "other_event"),
        ("Незамедлительно после определения результатов", "Извещение избранных кандидатов", "results_determined"),
        ("Незамедлительно после определения результатов", "Сообщение о жеребьевке", "other_event"),
        ("После утверждения формы и текста", "Изготовление бюллетеней", "ballots_approved"),
        ("После утверждения формы и текста", "Изготовление плакатов", "other_event"),
        ("До начала распространения", "Предоставление экземпляров агитационных материалов", "distribution_started"),
        ("Незамедлительно после принятия решения", REFUSAL, "registration_refused"),
    ],
)
def test_the_row_names_the_event(term: str, activity: str, key: str) -> None:
    assert _named(_item(term, activity)) == {key}


@pytest.mark.parametrize(
    ("section", "key"),
    [
        ("IV. ВЫДВИЖЕНИЕ КАНДИДАТОВ", "nomination_documents_submitted"),
        ("V. Регистрация кандидатов", "documents_submitted"),
        ("ВЫДВИЖЕНИЕ И РЕГИСТРАЦИЯ КАНДИДАТОВ", "other_event"),
        ("VII. ФИНАНСИРОВАНИЕ", "other_event"),
    ],
)
def test_the_section_names_what_the_row_does_not(section: str, key: str) -> None:
    term = "В течение 2 дней со дня представления документов"
    assert _named(_item(term, "Направление запросов о достоверности сведений", section)) == {key}


def test_the_decision_that_the_row_is_about_gives_the_date() -> None:
    (row,) = date_plan(_plan(_item("Не позднее чем через 5 дней со дня его принятия", CALL)))

    assert [one.end for one in row.computed] == [date(2018, 6, 20)]


@pytest.mark.parametrize(
    ("term", "status"),
    [
        ("Не позднее чем за 60 дней до дня голосования (не позднее 10 июля)", Status.AGREES),
        ("Не позднее чем за 60 дней до дня голосования (не позднее 11 июля)", Status.DIFFERS),
        ("Не позднее чем за 60 дней до дня голосования (не позднее 10.07.2019)", Status.DIFFERS),
        ("За 28 дней до дня голосования и до ноля часов 8 сентября (с 11 августа)", Status.AGREES),
        ("За 28 дней до дня голосования и до ноля часов 8 сентября (с 12 августа)", Status.DIFFERS),
        ("За 28 дней до дня голосования и до ноля часов 8 сентября (с 11 августа по 7 сентября)", Status.AGREES),
        ("За 28 дней до дня голосования и до ноля часов 8 сентября (с 11 августа до 8 сентября)", Status.AGREES),
        ("За 28 дней до дня голосования и до ноля часов 8 сентября (с 11 августа по 6 сентября)", Status.DIFFERS),
        ("В течение 5 дней до дня голосования, а также в день голосования (с 4 по 9 сентября)", Status.AGREES),
        ("Не позднее дня, предшествующего дню голосования (8 сентября)", Status.AGREES),
    ],
)
def test_a_date_printed_inside_the_term_is_compared(term: str, status: Status) -> None:
    (row,) = date_plan(_plan(_item(term, "Утверждение формы бюллетеней")))

    assert row.printed
    assert row.status is status


def test_both_printed_dates_of_two_parts_are_compared() -> None:
    term = (
        "Не позднее чем за 5 дней до дня голосования (не позднее 3 сентября), при вынуждающих обстоятельствах – "
        "не позднее чем за один день до дня голосования (не позднее 7 сентября)"
    )
    (row,) = date_plan(_plan(_item(term, "Снятие кандидатом своей кандидатуры")))

    assert [one.date for one in row.printed] == [date(2018, 9, 3), date(2018, 9, 7)]
    assert row.status is Status.AGREES
    assert [one.condition for one in row.computed] == ["", "при вынуждающих обстоятельствах"]


def test_the_day_on_which_the_rows_own_event_took_place_is_no_claim() -> None:
    window = "Не ранее чем за 90 и не позднее чем за 80 дней до дня голосования (15 июня)"
    call = "Принятие решения о назначении выборов главы города"
    (row, other) = date_plan(_plan(_item(window, call), _item(window.replace("15", "9"), call, number="2")))

    assert (row.printed, row.status) == ((), Status.NOT_PRINTED)
    assert other.status is Status.DIFFERS


def test_a_date_in_its_own_column_is_not_printed_twice() -> None:
    item = Item(
        "1",
        "",
        "Утверждение",
        "",
        "Не позднее чем за 60 дней до дня голосования (не позднее 10 июля)",
        ("Не позднее 10.07.2018",),
        "ТИК",
    )
    (row,) = date_plan(_plan(item))

    assert [one.date for one in row.printed] == [date(2018, 7, 10)]


def test_several_hours_of_a_day_move_no_date() -> None:
    (row,) = date_plan(_plan(_item("9 сентября на 10, 12, 15 и 18 часов", "Передача данных о явке")))

    assert [(one.start, one.end, one.end_time) for one in row.computed] == [(date(2018, 9, 9), date(2018, 9, 9), None)]
    (part,) = term_of(row.item).parts
    assert isinstance(part, Part)
    assert part.worktime == "на 10, 12, 15 и 18 часов"
    assert isinstance(part.bounds[0], At)
