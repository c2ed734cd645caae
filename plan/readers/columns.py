"""Which column of a plan's table is which, by the words of its header."""

from __future__ import annotations

import enum
import re
from collections.abc import Mapping, Sequence

from plan.readers.text import one_line


class Column(enum.Enum):
    NUMBER = "№ п/п"
    SECTION = "Раздел"
    ACTIVITY = "Содержание мероприятия"
    TERM = "Срок исполнения"
    BEGINS = "Начало"  # the term's ends in a column each
    ENDS = "Окончание"
    PRINTED = "Дата"
    PERFORMERS = "Исполнители"
    LAW = "Основание"
    NOTE = "Отметка об исполнении"


_TITLES: tuple[tuple[Column, re.Pattern[str]], ...] = tuple(
    (column, re.compile(pattern, re.IGNORECASE))
    for column, pattern in (
        (Column.SECTION, r"^раздел(\s+плана)?$"),
        (
            Column.NOTE,
            r"^(отметк|отм\.|примечани|результат|статус|комментари|подпись|контрол(?!ьн)|кто\s+контролирует|факт|день\s+недели)"
            r"|^(выполнение|исполнение)$|фактическ|за\s+контрол|^срок\s+хранени|^(способ|документ|кому\s+(?!поруч))",
        ),
        (Column.LAW, r"^(№|номер)\s+(стать|норм)|^пункты?\s*(,|и)\s*стать|^пункты?\s+(закон|зко|нпа)|^(ст\.|нпа\b)"),
        (
            Column.NUMBER,
            r"^(№+|nn?|#|п\s*[./\\]*\s*[пн])(\s*п\s*[./\\]*\s*[пн]\.?)?$|^(порядковый\s+)?номер$|^пункты?(\s+плана)?$"
            r"|^(№|номер)\s+(п\s*/\s*п|пункта|строки|мероприятия|по\s+порядку)",
        ),
        (Column.BEGINS, r"(^|\s)начал[оа](\s|$)(?!.*(окончани|заверш|конец))"),
        (Column.ENDS, r"^(?!.*\bначал[оа]\b).*(^|\s)(окончани[ея]|завершени[ея]|конец)(\s|$)"),
        (Column.TERM, r"^сроки?\b|^([\w-]+\s+){1,2}сроки?$|^дат\w*\s*(,|/|и|или|\()\s*сроки?\b"),
        (
            Column.LAW,
            r"^(право|норматив|основани|норм[аы]\b|стать|ссылк|закон|реквизиты)",
        ),
        (
            Column.PERFORMERS,
            r"^(исполнит|исполняет|ответственн|кто\b|кем\b|кому\s+поруч|субъект|участник|должностн|соисполнит)",
        ),
        (
            Column.ACTIVITY,
            r"^(содержание|наименование|перечень|избирательн\w+\s+(действи|мероприяти|процедур)|что\s)"
            r"|^([\w-]+\s+){0,2}мероприяти|^действи",
        ),
        (Column.TERM, r"^(период|время|когда)\b|\bсрок(и|а|ов)?\b"),
        (Column.PRINTED, r"^([\w-]+\s+)?дат[аы]\b|^число$|^день$"),
        (Column.PERFORMERS, r"\b(ответственн|исполнител)"),
    )
)
_POSSIBLY = re.compile(r"^(вид|вопрос|работ|название|процедур|тем[аы]\b|задач|этап|дел[ао]\b)", re.IGNORECASE)
"""What is done, where no other column names it: «Этап» beside «Мероприятие» is none."""
_SPACED = re.compile(r"\w(?: \w){2,}")
_HYPHEN = re.compile(r"(?<=[а-яё])-\s?(?=[а-яё])", re.IGNORECASE)
"""A narrow column's word cut by hand: «испол-нитель»."""
_LONGEST_TITLE = 120
_FEWEST_COLUMNS = 3


def column_of(title: str) -> Column | None:
    """The column that a header's cell names, or None for a cell that is not a header."""
    title = one_line(title).strip(" :.*")
    if not title or len(title) > _LONGEST_TITLE:
        return None
    if _SPACED.fullmatch(title):
        title = title.replace(" ", "")  # «С Р О К»
    named = next((column for column, pattern in _TITLES if pattern.search(title)), None)
    return named if named is not None or "-" not in title else column_of(_HYPHEN.sub("", title).replace("-", " "))


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
    if Column.ACTIVITY not in places:
        vague = next((place for place, title in enumerate(header) if _POSSIBLY.search(one_line(title))), None)
        if vague is not None and vague not in places.values():
            places[Column.ACTIVITY] = vague
    if Column.TERM not in places and Column.PRINTED in places and not _has_both_ends(places):
        places[Column.TERM] = places.pop(Column.PRINTED)
    return places


def has_term(places: Mapping[Column, int]) -> bool:
    """Whether the columns say by when, in one column or in one for each end."""
    return Column.TERM in places or _has_both_ends(places)


def _has_both_ends(places: Mapping[Column, int]) -> bool:
    return Column.BEGINS in places and Column.ENDS in places


def is_header(cells: Sequence[str]) -> bool:
    """Whether the cells name a plan's columns: what is done, by when, and one thing more.

    Rows of the plan may begin their cells with such words too («Мероприятия по охране», «Срок, установленный
    законом»): they have a number.
    """
    if any(cell.lstrip()[:1].isdigit() for cell in cells):  # most rows, and cheaper to ask first
        return False
    places = columns_of(cells)
    return Column.ACTIVITY in places and has_term(places) and len(places) >= _FEWEST_COLUMNS


def may_be_title(text: str) -> bool:
    """Whether the cell may name a column, known or not needed."""
    return column_of(text) is not None or _POSSIBLY.search(one_line(text)) is not None


def is_column_count(cells: Sequence[str]) -> bool:
    """Whether the row only numbers the columns: 1, 2, 3, 4."""
    return len(cells) > 1 and [one_line(cell) for cell in cells] == [str(n + 1) for n in range(len(cells))]
