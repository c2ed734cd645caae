"""SQL that SQLite and PostgreSQL both have, and SQLAlchemy spells once for each of them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Insert, Table, bindparam, func
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

T = TypeVar("T")

MANY = 10_000
"""Bound values in one statement; SQLite takes 32,766, PostgreSQL 32,767."""


def insert_new(connection: AsyncConnection, table: Table) -> Insert:
    """INSERT … ON CONFLICT DO NOTHING: rows that a UNIQUE constraint knows already are left as they are."""
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table).on_conflict_do_nothing()
    return sqlite.insert(table).on_conflict_do_nothing()


def upsert(connection: AsyncConnection, table: Table, values: Mapping[str, Any]) -> Insert:
    """INSERT … ON CONFLICT (primary key) DO UPDATE of every other value given."""
    key = [column.name for column in table.primary_key]
    rest = {name: value for name, value in values.items() if name not in key}
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table).values(values).on_conflict_do_update(index_elements=key, set_=rest)
    return sqlite.insert(table).values(values).on_conflict_do_update(index_elements=key, set_=rest)


def insert_or_renew(
    connection: AsyncConnection, table: Table, rows: Sequence[Mapping[str, Any]], *, where_differs: str
) -> Insert:
    """INSERT … ON CONFLICT (primary key) DO UPDATE of every value given, where the named column has another value;
    the other rows are left as they are. Every row names the same columns."""

    def differing(given: Any) -> ColumnElement[bool]:
        other: ColumnElement[bool] = table.c[where_differs] != given[where_differs]
        return other

    key = [column.name for column in table.primary_key]
    rest = [name for name in rows[0] if name not in key]
    if connection.dialect.name == "postgresql":
        theirs = postgresql.insert(table).values(rows)
        return theirs.on_conflict_do_update(
            index_elements=key,
            set_={name: theirs.excluded[name] for name in rest},
            where=differing(theirs.excluded),
        )
    ours = sqlite.insert(table).values(rows)
    return ours.on_conflict_do_update(
        index_elements=key,
        set_={name: ours.excluded[name] for name in rest},
        where=differing(ours.excluded),
    )


def among(connection: AsyncConnection, column: ColumnElement[Any], values: Sequence[Any]) -> ColumnElement[bool]:
    """`column IN values`. PostgreSQL is given them as one array: a statement with fifty places is another one than a
    statement with fifty-one, and would be parsed and planned anew."""
    if connection.dialect.name == "postgresql":
        return column == func.any(bindparam(None, list(values), type_=postgresql.ARRAY(column.type)))
    return column.in_(values)


def chunks(values: Sequence[T], size: int = MANY) -> Iterator[Sequence[T]]:
    """The values in pieces that fit into one statement."""
    for start in range(0, len(values), size):
        yield values[start : start + size]
