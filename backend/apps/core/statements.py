"""Statements that are written by hand, since they run for every prediction: many rows at once, by few statements.

The ORM writes such statements anew each time, with a place for each value, which takes longer than running them. Here
PostgreSQL takes all rows as one value, a JSON array; SQLite, which is in this process, takes row by row. `Reader`
makes rows of what a SELECT by hand finds.
"""

# ruff: noqa: S608 - no value is in a statement
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Generic, TypeAlias, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, Field, FloatField, IntegerField, Model, TextField
from django.db.models.base import ModelState
from pydantic_core import to_json

Columns: TypeAlias = "tuple[Field[object, object], ...]"
Row = TypeVar("Row", bound=Model)
PLAIN_FIELDS, PLAIN = (CharField, TextField, FloatField, IntegerField), {str, float, int, type(None)}


class Reader(Generic[Row]):
    """Makes rows of a model from the values of a SELECT.

    Args:
        fields: what is selected.
        known: the values that other fields have in each of these rows. What is in neither is read when it is used.
    """

    def __init__(self, model: type[Row], fields: Sequence[str], known: Mapping[str, object] | None = None) -> None:
        self._model, self._known = model, dict(known or {})
        columns = _columns(model, fields)
        self._quoted, self._names = _quoted(columns), [column.attname for column in columns]
        self._converters = [
            (at, column.cached_col, convert)
            for at, column in enumerate(columns)
            for convert in (
                *connection.ops.get_db_converters(column.cached_col), *column.get_db_converters(connection)
            )
        ]  # fmt: skip

    def __len__(self) -> int:
        return len(self._names)

    def columns(self, table: str) -> str:
        """What a SELECT lists; `table` is the name of the table in it."""
        return ", ".join(f"{table}.{name}" for name in self._quoted)

    def read(self, values: Sequence[object]) -> Row:
        """A row, from values in the order of its columns."""
        converted, here = list(values), connections[DEFAULT_DB_ALIAS]
        for at, expression, convert in self._converters:
            converted[at] = convert(converted[at], expression, here)
        # As Django unpickles a row. Its `from_db` asks of each field of the model whether it is given, and sets it.
        row = self._model.__new__(self._model)
        row.__dict__.update(self._known)
        row.__dict__.update(zip(self._names, converted, strict=True))
        row._state = ModelState()
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS
        return row


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
    about = _about(model, tuple(fields), connection.vendor)
    _write(f"{about.insert} {on_conflict}", about, rows)


def save_fields(rows: Sequence[Model], fields: Sequence[str], only: str = "") -> int:
    """Write these fields of the rows.

    Args:
        only: a condition on a row `old`, as it is: no other is written.

    Returns:
        How many were written.
    """
    if not rows:
        return 0
    model, pk = type(rows[0]), str(type(rows[0])._meta.pk.name)
    about = _about(model, (*fields, pk), connection.vendor)
    values = [[getattr(row, name) for name in about.attributes] for row in rows]
    return _write(f"{about.update} AND {only}" if only else about.update, about, values)


@dataclass(frozen=True, slots=True)
class _About:
    """Statements about some columns of a model, and what is needed beside them; the key is the last column."""

    columns: Columns
    attributes: Sequence[str]
    names: Sequence[str]
    # The types of what SQLite takes as it is, for each column.
    plain: Sequence[set[type]]
    insert: str
    update: str


@lru_cache(maxsize=64)
def _about(model: type[Model], fields: tuple[str, ...], vendor: str) -> _About:
    columns = _columns(model, fields)
    plain = [PLAIN if isinstance(column, PLAIN_FIELDS) else {type(None)} for column in columns]
    attributes, names = [column.attname for column in columns], [str(column.column) for column in columns]
    return _About(columns, attributes, names, plain, _insert(model, columns, vendor), _update(model, columns, vendor))


def _write(statement: str, about: _About, rows: Sequence[Sequence[object]]) -> int:
    # `connection` looks for that of this thread whenever it is asked for something, some 40 times a row.
    own = connections[DEFAULT_DB_ALIAS]
    with own.cursor() as cursor:
        if own.vendor == "postgresql":
            array = to_json([dict(zip(about.names, row, strict=True)) for row in rows])
            cursor.execute(statement, [array.decode()])
        else:
            cursor.executemany(statement, [_prepared(about, row, own) for row in rows])
        return int(cursor.rowcount)


def _prepared(about: _About, row: Sequence[object], own: BaseDatabaseWrapper) -> list[Any]:
    return [
        value if type(value) in plain else column.get_db_prep_save(value, own)
        for value, column, plain in zip(row, about.columns, about.plain, strict=True)
    ]


def _columns(model: type[Model], fields: Sequence[str]) -> Columns:
    named = {field.name: field for field in model._meta.concrete_fields}
    return tuple(named[name] for name in fields)


def _insert(model: type[Model], columns: Columns, vendor: str) -> str:
    names = ", ".join(_quoted(columns))
    source = f"SELECT {names} FROM {_recordset(columns)}"
    if vendor == "sqlite":
        source = f"VALUES ({', '.join(['%s'] * len(columns))})"
    return f"INSERT INTO {_table(model)} ({names}) {source}"


def _update(model: type[Model], columns: Columns, vendor: str) -> str:
    *names, key = _quoted(columns)
    if vendor == "sqlite":
        return f"UPDATE {_table(model)} AS old SET {', '.join(f'{name} = %s' for name in names)} WHERE old.{key} = %s"
    changes = ", ".join(f"{name} = new.{name}" for name in names)
    return f"UPDATE {_table(model)} AS old SET {changes} FROM {_recordset(columns)} WHERE old.{key} = new.{key}"


def _recordset(columns: Columns) -> str:
    types = (f"{name} {column.db_type(connection)}" for name, column in zip(_quoted(columns), columns, strict=True))
    return f"json_to_recordset(%s::json) AS new ({', '.join(types)})"


def _quoted(columns: Columns) -> list[str]:
    return [connection.ops.quote_name(str(column.column)) for column in columns]


def _table(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)
