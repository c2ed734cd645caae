"""How an item stands in a table's cells: what is printed there is read back as the same item.

The readers part a law from its activity and a date from its wording by what they look like. So each cell has several
ways to be printed, from the most usual one on, and the first that the readers take for the same item is used. Where an
item has none, the whole table gets a column of its own for what cannot be told apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from plan.dated import term_of
from plan.law import split_activity
from plan.model import DatedItem, Item
from plan.readers.columns import Column
from plan.readers.text import clean, one_line, unwrap
from plan.term.printed import printed_of, split_cell
from plan.term.status import compare


@dataclass(frozen=True, slots=True)
class Rows:
    """A plan's items as rows of a table: its columns, and for each item a text a column, a line of the cell a line."""

    columns: tuple[Column, ...]
    cells: tuple[tuple[str, ...], ...]


def rows_of(dated: Sequence[DatedItem]) -> Rows:
    """The items as a signed document prints them: the law in brackets, the dates below their wording."""
    in_brackets = [_activity_with_law(one.item) for one in dated]
    with_dates = [_term_with_dates(one) for one in dated]
    law_apart, dates_apart = None in in_brackets, None in with_dates
    columns = [Column.NUMBER, Column.ACTIVITY]
    columns += [Column.LAW, Column.TERM] if law_apart else [Column.TERM]
    columns += [Column.PRINTED, Column.PERFORMERS] if dates_apart else [Column.PERFORMERS]
    rows: list[tuple[str, ...]] = []
    for one, activity, term in zip(dated, in_brackets, with_dates, strict=True):
        item = one.item
        texts = {
            Column.NUMBER: f"{item.number}.",
            Column.ACTIVITY: clean(item.activity) if law_apart or activity is None else activity,
            Column.LAW: one_line(item.law),
            Column.TERM: clean(item.term) if dates_apart or term is None else term,
            Column.PRINTED: "\n".join(dates_beside(item)),
            Column.PERFORMERS: clean(item.performers),
        }
        rows.append(tuple(texts[column] for column in columns))
    return Rows(tuple(columns), tuple(rows))


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


def _activity_with_law(item: Item) -> str | None:
    """The activity and its references in one cell; None when they could not be told apart again."""
    activity, law = clean(item.activity), one_line(item.law)
    for text in _activities(activity, law):
        split = split_activity(unwrap(text))
        if (split.activity, split.law) == (activity, law):
            return text
    return activity if not law else None


def _activities(activity: str, law: str) -> Iterator[str]:
    if not law:
        yield activity
        return
    first, *others = activity.split("\n")
    yield f"{activity} ({law})"
    yield f"{activity} ({law}"  # the document itself never closed its bracket
    yield "\n".join([f"{first} ({law})", *others])
    yield "\n".join([f"{first} ({law}).", *others])


def _term_with_dates(dated: DatedItem) -> str | None:
    """The wording and its printed dates in one cell; None when they could not be told apart again."""
    item = dated.item
    wording, printed = clean(item.term), tuple(map(one_line, item.printed))
    for text in _terms(dated, wording, dates_beside(item)):
        if split_cell(clean(text)) == (wording, printed):
            return text
    return None


def _terms(dated: DatedItem, wording: str, dates: tuple[str, ...]) -> Iterator[str]:
    if not dates:
        yield wording
        return
    yield _below_their_lines(dated, wording, dates)
    yield "\n".join([wording, *dates])
    yield "\n".join([wording, ", ".join(dates)])
    yield "\n".join([wording, ", а ".join(dates)])
    yield " ".join([wording, *dates])
    yield f"{wording} ({'; '.join(dates)})"


def _below_their_lines(dated: DatedItem, wording: str, dates: tuple[str, ...]) -> str:
    """Each date below the line of the wording that it belongs to; what cannot be placed stands at the end."""
    lines = wording.split("\n")
    parts = term_of(dated.item).parts
    below: dict[int, list[str]] = {}
    if len(lines) > 1 and len(parts) == len(dated.computed):
        places = {
            pair.printed.text: wording.count("\n", 0, parts[pair.part - 1].span[0])
            for pair in compare(dated.computed, dated.printed).pairs
        }
    else:
        places = {}
    for text in dates:
        line = next((place for known, place in places.items() if known and known in text), len(lines) - 1)
        below.setdefault(line, []).append(text)
    return "\n".join(text for place, line in enumerate(lines) for text in (line, *below.get(place, ())))
