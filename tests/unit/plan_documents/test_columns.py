"""The names that commissions give the columns of their plans."""

from __future__ import annotations

import pytest

from plan.readers.columns import Column, column_of, columns_of, is_header

TITLES = {
    Column.NUMBER: (
        "№ | № п/п | № п\\п | №№ п/п | NN пп | N | п/п | № п./п. | Номер | Номер по порядку | № пункта | Пункт"
    ),
    Column.ACTIVITY: (
        "Наименование мероприятия | Содержание мероприятия | Содержание работы | Мероприятия | Виды мероприятий | "
        "Избирательные действия | Действия | Основные мероприятия | Организационные мероприятия | Что делается | "
        "Перечень мероприятий | Содержание мероприятия (норма закона) | Меро-приятие | С о д е р ж а н и е"
    ),
    Column.TERM: (
        "Срок исполнения | Сроки | Срок выполнения | Сроки проведения | Период | Предельный срок | Календарный срок | "
        "Срок, установленный законом | Законодательно установленный срок | Контрольный срок | Когда | Время | "
        "Дата (срок) | Срок совершения избирательного действия | Срок испол-\nнения"
    ),
    Column.BEGINS: "Начало | Дата начала | Срок начало",
    Column.ENDS: "Окончание | Дата окончания | Срок завершения",
    Column.PRINTED: "Дата | Дата исполнения | Календарная дата | Даты | Число | Конкретная дата",
    Column.PERFORMERS: (
        "Исполнители | Ответственный | Исполнитель (ответственный) | Кто исполняет | Кем исполняется | Кто проводит | "
        "Лица, ответственные за исполнение | Орган, ответственный за исполнение | Субъект исполнения | Кому поручено"
    ),
    Column.LAW: (
        "Основание | Норма закона | Правовое основание | Правовая основа | Статья закона | Ст. закона | НПА | "
        "Пункт, статья ЗКО | Ссылка на закон | Нормативный акт | № статьи закона"
    ),
    Column.NOTE: (
        "Отметка об исполнении | Отм. об исп. | Примечание | Выполнение | Контроль | Кто контролирует | Статус | "
        "Ответственный за контроль | Фактический срок исполнения | День недели"
    ),
}


@pytest.mark.parametrize(
    ("title", "column"), [(title, column) for column, titles in TITLES.items() for title in titles.split(" | ")]
)
def test_a_title_names_its_column(title: str, column: Column) -> None:
    assert column_of(title) is column
    assert column_of(title.upper()) is column
    assert column_of(f" {title}:") is column


@pytest.mark.parametrize("title", ["", "Фамилия", "Телефон", "ТИК", "Слово " * 30])
def test_other_words_name_none(title: str) -> None:
    assert column_of(title) is None


def test_a_vague_name_is_what_is_done_only_where_nothing_else_is() -> None:
    assert columns_of(["№", "Этап", "Срок", "Кто"])[Column.ACTIVITY] == 1
    assert columns_of(["№", "Этап", "Мероприятие", "Срок", "Кто"])[Column.ACTIVITY] == 2


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("№", "Мероприятие", "Срок", "Кто"), True),
        (("Мероприятие", "Начало", "Окончание"), True),
        (("Мероприятие", "Начало", "Исполнитель"), False),
        (("12.", "Мероприятия по охране", "Сроки, установленные законом", "Ответственные лица"), False),
        (("Фамилия", "Имя", "Телефон"), False),
    ],
)
def test_a_header_says_what_and_by_when(cells: tuple[str, ...], expected: bool) -> None:
    assert is_header(cells) is expected
