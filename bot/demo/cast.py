"""The people of the demo. All of them are invented."""

import enum
from dataclasses import dataclass

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
