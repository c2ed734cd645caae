"""How an item stands in a table's cells: what is printed there is read back as the same item.

A reader parts a law from its activity and a date from its wording by what they look like. So each cell has several
ways to be printed, from the most usual one on, and the first that the reader takes for the same item is used. Where an
item has none, the table gets columns of their own for what cannot be told apart otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from plan.dated import term_of
from plan.model import DatedItem, Item
from plan.readers.calendar_plan import read_calendar_plan
from plan.readers.columns import Column
from plan.readers.source import SourceDocument, SourceRow
from plan.readers.text import clean, one_line
from plan.term.printed import printed_of
from plan.term.status import compare

_SIGNED = (Column.NUMBER, Column.ACTIVITY, Column.TERM, Column.PERFORMERS)
_SIGNED_APART = (Column.NUMBER, Column.ACTIVITY, Column.LAW, Column.TERM, Column.PRINTED, Column.PERFORMERS)
_WORKING = (Column.NUMBER, Column.SECTION, *_SIGNED_APART[1:])
_ZONE = "Europe/Moscow"
"""Of rows that are read for trial; nothing is dated by it."""

_Texts = Mapping[Column, str]


@dataclass(frozen=True, slots=True)
class Rows:
    """A plan's items as rows of a table: its columns, and for each item a text a column, a line of the cell a line."""

    columns: tuple[Column, ...]
    cells: tuple[tuple[str, ...], ...]


def rows_of(dated: Sequence[DatedItem]) -> Rows:
    """The items as a signed document prints them: the law in brackets, the dates below their wording.

    The usual four columns, unless some item needs the law or the dates in columns of their own.
    """
    usual = [_cells(one, _SIGNED) for one in dated]
    failing = [one for one, cells in zip(dated, usual, strict=True) if not cells.faithful]
    if any(_cells(one, _SIGNED_APART).faithful for one in failing):
        return Rows(_SIGNED_APART, tuple(_cells(one, _SIGNED_APART).texts for one in dated))
    return Rows(_SIGNED, tuple(cells.texts for cells in usual))


def rows_apart(dated: Sequence[DatedItem]) -> Rows:
    """The items for a working table: the section, the law and the dates in columns of their own."""
    return Rows(_WORKING, tuple(_cells(one, _WORKING).texts for one in dated))


def dates_beside(item: Item) -> tuple[str, ...]:
    """The printed dates that the wording itself does not hold: «13.12.2022» as a term is its own date."""
    within = list(printed_of(term_of(item)))
    beside: list[str] = []
    for text in map(one_line, item.printed):
        if text in within:
            within.remove(text)
        else:
            beside.append(text)
    return tuple(beside)


@dataclass(frozen=True, slots=True)
class _Cells:
    texts: tuple[str, ...]
    faithful: bool  # a reader takes them for the same item


def _cells(dated: DatedItem, columns: Sequence[Column]) -> _Cells:
    item = dated.item
    texts = {
        Column.NUMBER: f"{item.number}.",
        Column.SECTION: one_line(item.section),
        Column.PERFORMERS: clean(item.performers),
    }
    activity, law = clean(item.activity), one_line(item.law)
    wording, printed = clean(item.term), tuple(map(one_line, item.printed))
    faithful = True
    for ways, wanted in (
        (_activities(activity, law, columns), (activity, law)),
        (_terms(dated, wording, dates_beside(item), columns), (wording, printed)),
    ):
        found = _first_faithful(ways, columns, wanted)
        texts.update(found.texts)
        faithful = faithful and found.faithful
    return _Cells(tuple(texts.get(column, "") for column in columns), faithful)


@dataclass(frozen=True, slots=True)
class _Way:
    texts: _Texts
    faithful: bool


def _first_faithful(ways: Iterable[_Texts], columns: Sequence[Column], wanted: tuple[object, object]) -> _Way:
    """The first of the ways that is read as what is wanted; the first of all when none is."""
    first: _Texts = {}
    for texts in ways:
        first = first or texts
        source = SourceDocument(
            "",
            "",
            tuple(column.value for column in columns),
            (SourceRow(tuple({Column.NUMBER: "1.", **texts}.get(column, "") for column in columns), 1),),
        )
        item = read_calendar_plan(source, _ZONE).items[0]
        if wanted in ((item.activity, item.law), (item.term, item.printed)):
            return _Way(texts, faithful=True)
    return _Way(first, faithful=False)


def _activities(activity: str, law: str, columns: Sequence[Column]) -> Iterator[_Texts]:
    if Column.LAW in columns:
        yield {Column.ACTIVITY: activity, Column.LAW: law}
    if not law:
        yield {Column.ACTIVITY: activity}
        return
    first, *others = activity.split("\n")
    yield {Column.ACTIVITY: f"{activity} ({law})"}
    yield {Column.ACTIVITY: f"{activity} ({law}"}  # the document itself never closed its bracket
    yield {Column.ACTIVITY: "\n".join([f"{first} ({law})", *others])}
    yield {Column.ACTIVITY: "\n".join([f"{first} ({law}).", *others])}


def _terms(dated: DatedItem, wording: str, dates: tuple[str, ...], columns: Sequence[Column]) -> Iterator[_Texts]:
    if Column.PRINTED in columns:
        yield {Column.TERM: wording, Column.PRINTED: "\n".join(dates)}
    if not dates:
        yield {Column.TERM: wording}
        return
    for text in (
        _below_their_lines(dated, wording, dates),
        "\n".join([wording, *dates]),
        "\n".join([wording, ", ".join(dates)]),
        "\n".join([wording, ", а ".join(dates)]),
        " ".join([wording, *dates]),
        f"{wording} ({'; '.join(dates)})",
    ):
        yield {Column.TERM: text}


def _below_their_lines(dated: DatedItem, wording: str, dates: tuple[str, ...]) -> str:
    """Each date below the line of the wording that it belongs to; what cannot be placed stands at the end."""
    lines = wording.split("\n")
    term = term_of(dated.item)
    places: dict[str, int] = {}
    if len(lines) > 1 and len(term.parts) == len(dated.computed):
        places = {
            pair.printed.text: term.text.count("\n", 0, term.parts[pair.part - 1].span[0])
            for pair in compare(dated.computed, dated.printed).pairs
        }
    below: dict[int, list[str]] = {}
    for text in dates:
        line = next((place for known, place in places.items() if known and known in text), len(lines) - 1)
        below.setdefault(min(line, len(lines) - 1), []).append(text)
    return "\n".join(text for place, line in enumerate(lines) for text in (line, *below.get(place, ())))
