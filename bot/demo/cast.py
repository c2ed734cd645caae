"""The people of the demo. All of them are invented."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from plan.model import Position

PRECINCT = 1034
"""The commission of the cast."""


class Seat(enum.Enum):
    """Where somebody of the cast sits."""

    TIK = "ТИК"
    UIK = "УИК"
    CANDIDATE = "Кандидат"
    VOTER = "Избиратель"
    OPERATOR = "Оператор"


@dataclass(frozen=True, slots=True)
class Part:
    """One person: their name, the line under it on the page, and what the bot knows them as."""

    first_name: str
    last_name: str
    subtitle: str
    seat: Seat
    position: Position | None = None
    precinct: int = PRECINCT


CAST = (
    Part("Мария", "Громова", "Председатель ТИК", Seat.TIK, Position.CHAIRMAN),
    Part("Ольга", "Лебедева", "Секретарь ТИК", Seat.TIK, Position.SECRETARY),
    Part("Андрей", "Ершов", "Член ТИК", Seat.TIK, Position.MEMBER),
    Part("Павел", "Тихонов", "Член ТИК", Seat.TIK, Position.MEMBER),
    Part("Нина", "Соколова", "Председатель УИК № 1034", Seat.UIK, Position.CHAIRMAN),
    Part("Татьяна", "Орлова", "Секретарь УИК № 1034", Seat.UIK, Position.SECRETARY),
    Part("Виктор", "Зайцев", "Член УИК № 1034", Seat.UIK, Position.MEMBER),
    Part("Илья", "Морозов", "Кандидат, самовыдвиженец", Seat.CANDIDATE),
    Part("Елена", "Кравцова", "Кандидат от партии", Seat.CANDIDATE),
    Part("Анна", "Белова", "Избиратель", Seat.VOTER),
    Part("Дмитрий", "Котов", "Оператор горячей линии", Seat.OPERATOR),
    Part("Светлана", "Рыжова", "Оператор горячей линии", Seat.OPERATOR),
)

DESK_TITLE = "Горячая линия"
COMMISSION_CHAT_TITLE = "УИК № 1034 — рабочий чат"

_LATIN: Final[Mapping[str, str]] = {
    "Мария": "Maria",
    "Громова": "Gromova",
    "Ольга": "Olga",
    "Лебедева": "Lebedeva",
    "Андрей": "Andrey",
    "Ершов": "Yershov",
    "Павел": "Pavel",
    "Тихонов": "Tikhonov",
    "Нина": "Nina",
    "Соколова": "Sokolova",
    "Татьяна": "Tatyana",
    "Орлова": "Orlova",
    "Виктор": "Viktor",
    "Зайцев": "Zaitsev",
    "Илья": "Ilya",
    "Морозов": "Morozov",
    "Елена": "Yelena",
    "Кравцова": "Kravtsova",
    "Анна": "Anna",
    "Белова": "Belova",
    "Дмитрий": "Dmitry",
    "Котов": "Kotov",
    "Светлана": "Svetlana",
    "Рыжова": "Ryzhova",
    "Алексей": "Alexey",
    "Борис": "Boris",
    "Галина": "Galina",
    "Денис": "Denis",
    "Екатерина": "Yekaterina",
    "Жанна": "Zhanna",
    "Игорь": "Igor",
    "Кира": "Kira",
    "Лев": "Lev",
    "Марина": "Marina",
    "Олег": "Oleg",
    "Бондаренко": "Bondarenko",
    "Вдовиченко": "Vdovichenko",
    "Гончаренко": "Goncharenko",
    "Дорошенко": "Doroshenko",
    "Ермак": "Yermak",
    "Жук": "Zhuk",
    "Ковалик": "Kovalik",
    "Лысенко": "Lysenko",
}
"""The names of the cast and of the crowd as they are read in English."""


def english_name(part: Part) -> str:
    """First and last name in Latin letters."""
    return f"{_LATIN[part.first_name]} {_LATIN[part.last_name]}"
