"""Which column of a plan's table is which, by the words of its header."""

from __future__ import annotations

import enum
import re
from collections.abc import Sequence

from plan.readers.text import one_line


class Column(enum.Enum):
    NUMBER = "№ п/п"
    ACTIVITY = "Содержание мероприятия"
    TERM = "Срок исполнения"
    PRINTED = "Дата"
    PERFORMERS = "Исполнители"
    LAW = "Основание"
    NOTE = "Отметка об исполнении"


_TITLES: tuple[tuple[Column, re.Pattern[str]], ...] = tuple(
    (column, re.compile(pattern, re.IGNORECASE))
    for column, pattern in (
        (Column.NOTE, r"^(отметк|примечани|результат)"),
        (Column.NUMBER, r"^(№|nn?|п\s*[./]?\s*п)(\s*п\s*[./]?\s*п\.?)?$|^номер( п/п| пункта)?$"),
        (Column.LAW, r"^((право|нормативно-право)\w*\s+)?(основани|норм[аы]\b|стать|ссылк)|^закон"),
        (Column.PERFORMERS, r"^(исполнител|ответственн|кто\s+(исполняет|проводит)|субъект)"),
        (Column.TERM, r"^(календарн\w+\s+)?(срок|период|время\s+(исполн|провед))"),
        (Column.PRINTED, r"^(календарн\w+\s+)?дата\b"),
        (Column.ACTIVITY, r"^(содержание|наименование|перечень|избирательн\w+ действи)|^(основн\w+ )?мероприяти"),
    )
)


def column_of(title: str) -> Column | None:
    """The column that a header's cell names, or None for a cell that is not a header."""
    title = one_line(title).strip(" :.*")
    if not title or len(title) > 80:
        return None
    return next((column for column, pattern in _TITLES if pattern.search(title)), None)


def columns_of(header: Sequence[str]) -> dict[Column, int]:
    """Where each known column stands; the first of two that bear the same name counts.

    Of two columns of terms («Срок, предусмотренный законом», «Срок исполнения») the second holds the dates; a lone
    «Дата» beside no «Срок» is the term itself.
    """
    places: dict[Column, int] = {}
    for place, title in enumerate(header):
        column = column_of(title)
        if column is Column.TERM and Column.TERM in places:
            column = Column.PRINTED
        if column is not None:
            places.setdefault(column, place)
    if Column.TERM not in places and Column.PRINTED in places:
        places[Column.TERM] = places.pop(Column.PRINTED)
    return places


def is_header(cells: Sequence[str]) -> bool:
    """Whether the cells name a plan's columns: at least what is done and by when."""
    places = columns_of(cells)
    return Column.ACTIVITY in places and Column.TERM in places


def is_column_count(cells: Sequence[str]) -> bool:
    """Whether the row only numbers the columns: 1, 2, 3, 4."""
    return len(cells) > 1 and [one_line(cell) for cell in cells] == [str(n + 1) for n in range(len(cells))]
