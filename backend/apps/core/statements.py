"""Statements that are written by hand, since they run for every prediction: many rows at once, by few statements.

The ORM writes such statements anew each time, with a place for each value, which takes longer than running them. Here
PostgreSQL takes all rows as one value, a JSON array; SQLite, which is in this process, takes row by row. `Reader`
makes rows of what a SELECT by hand finds.
"""

# ruff: noqa: S608 - no value is in a statement
import json
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Generic, TypeAlias, TypeVar
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import Field, Model

Columns: TypeAlias = "tuple[Field[object, object], ...]"
Row = TypeVar("Row", bound=Model)


class Reader(Generic[Row]):
    """Makes rows of a model from the values of a SELECT; a field that is not among `fields` is read when it is used."""

    def __init__(self, model: type[Row], fields: Sequence[str]) -> None:
        self._model = model
        self._columns = _columns(model, tuple(fields))
        self._names = [column.attname for column in self._columns]
        self._converters = [
            (at, column.cached_col, convert)
            for at, column in enumerate(self._columns)
            for convert in (
                *connection.ops.get_db_converters(column.cached_col), *column.get_db_converters(connection)
            )
        ]  # fmt: skip

    def __len__(self) -> int:
        return len(self._columns)

    def columns(self, table: str) -> str:
        """What a SELECT lists; `table` is the name of the table in it."""
        return ", ".join(f"{table}.{name}" for name in _quoted(self._columns))

    def read(self, values: Sequence[object]) -> Row:
        """A row, from values in the order of its columns."""
        converted, here = list(values), connections[DEFAULT_DB_ALIAS]
        for at, expression, convert in self._converters:
            converted[at] = convert(converted[at], expression, here)
        return self._model.from_db(DEFAULT_DB_ALIAS, self._names, converted)


def all_but(model: type[Model], *left_out: str) -> list[str]:
    """The names of the fields of a model but for some."""
    return [field.name for field in model._meta.concrete_fields if field.name not in left_out]


def locking(table: str) -> str:
    """The clause that locks the rows of a table and passes over locked ones; on SQLite the transaction is the lock."""
    return f"FOR UPDATE OF {table} SKIP LOCKED" if connection.features.has_select_for_update_skip_locked else ""


def insert(rows: Sequence[Model]) -> None:
    """Write new rows of one model, which have their keys."""
    if not rows:
        return
    columns = rows[0]._meta.local_concrete_fields
    values = [[column.get_prep_value(column.pre_save(row, add=True)) for column in columns] for row in rows]
    insert_values(type(rows[0]), [column.name for column in columns], values)
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def insert_values(
    model: type[Model], fields: Sequence[str], rows: Sequence[Sequence[object]], on_conflict: str = ""
) -> None:
    """Write new rows, whose values are in the order of `fields`; a foreign key's value is the other's key.

    Args:
        on_conflict: the clause that says what else happens to a row that is there.
    """
    columns = _columns(model, tuple(fields))
    _write(f"{_insert(model, columns, connection.vendor)} {on_conflict}", columns, rows)


def save_fields(rows: Sequence[Model], fields: Sequence[str]) -> None:
    """Write these fields of the rows."""
    if not rows:
        return
    model, pk = type(rows[0]), str(type(rows[0])._meta.pk.name)
    columns = _columns(model, (*fields, pk))
    values = [[getattr(row, column.attname) for column in columns] for row in rows]
    _write(_update(model, columns, connection.vendor), columns, values)


def _write(statement: str, columns: Columns, rows: Sequence[Sequence[object]]) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            names = [column.column for column in columns]
            array = json.dumps([dict(zip(names, row, strict=True)) for row in rows], default=_text)
            cursor.execute(statement, [array])
        else:
            # `connection` looks for that of this thread whenever it is asked for something, some 40 times a row.
            own = connections[DEFAULT_DB_ALIAS]
            prepared = [
                [
                    None if value is None else column.get_db_prep_save(value, own)
                    for column, value in zip(columns, row, strict=True)
                ]
                for row in rows
            ]
            cursor.executemany(statement, prepared)


def _text(value: object) -> str:
    if isinstance(value, UUID | datetime):
        return str(value)
    raise TypeError(f"JSON has no {type(value).__name__}")


@lru_cache(maxsize=64)
def _columns(model: type[Model], fields: tuple[str, ...]) -> Columns:
    named = {field.name: field for field in model._meta.concrete_fields}
    return tuple(named[name] for name in fields)


@lru_cache(maxsize=64)
def _insert(model: type[Model], columns: Columns, vendor: str) -> str:
    names = ", ".join(_quoted(columns))
    source = f"SELECT {names} FROM {_recordset(columns)}"
    if vendor == "sqlite":
        source = f"VALUES ({', '.join(['%s'] * len(columns))})"
    return f"INSERT INTO {_table(model)} ({names}) {source}"


@lru_cache(maxsize=64)
def _update(model: type[Model], columns: Columns, vendor: str) -> str:
    """The last column is the key."""
    *names, key = _quoted(columns)
    if vendor == "sqlite":
        return f"UPDATE {_table(model)} SET {', '.join(f'{name} = %s' for name in names)} WHERE {key} = %s"
    changes = ", ".join(f"{name} = new.{name}" for name in names)
    return f"UPDATE {_table(model)} old SET {changes} FROM {_recordset(columns)} WHERE old.{key} = new.{key}"


def _recordset(columns: Columns) -> str:
    types = (f"{name} {column.db_type(connection)}" for name, column in zip(_quoted(columns), columns, strict=True))
    return f"json_to_recordset(%s::json) AS new ({', '.join(types)})"


def _quoted(columns: Columns) -> list[str]:
    return [connection.ops.quote_name(str(column.column)) for column in columns]


def _table(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)
