"""Statements that are written by hand, since they run for every prediction."""

from collections.abc import Sequence
from functools import lru_cache

from django.db import connection
from django.db.models import Field, Model


def save_fields(rows: Sequence[Model], fields: Sequence[str]) -> None:
    """Write these fields of the rows, each row by its own short statement.

    `bulk_update` builds one statement with a CASE per field and row anew each time, which takes longer than running it.
    """
    if not rows:
        return
    columns = _columns(type(rows[0]), tuple(fields))
    values = [[column.get_db_prep_save(getattr(row, column.attname), connection) for column in columns] for row in rows]
    with connection.cursor() as cursor:
        cursor.executemany(_update(type(rows[0]), columns, connection.vendor), values)


def insert(rows: Sequence[Model]) -> None:
    """Write new rows of one model, which have their keys, by one prepared statement.

    `bulk_create` builds it anew each time, which takes five times as long as running it.
    """
    if not rows:
        return
    model = type(rows[0])
    columns = model._meta.local_concrete_fields
    values = [
        [column.get_db_prep_save(column.pre_save(row, add=True), connection) for column in columns] for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(_insert(model, connection.vendor), values)
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


@lru_cache(maxsize=64)
def _insert(model: type[Model], _vendor: str) -> str:
    quoted = connection.ops.quote_name
    names = [quoted(str(column.column)) for column in model._meta.local_concrete_fields]
    places = ", ".join(["%s"] * len(names))
    return f"INSERT INTO {quoted(model._meta.db_table)} ({', '.join(names)}) VALUES ({places})"  # noqa: S608 - as below


@lru_cache(maxsize=64)
def _columns(model: type[Model], fields: tuple[str, ...]) -> "tuple[Field[object, object], ...]":
    return (*(model._meta.get_field(name) for name in fields), model._meta.pk)  # type: ignore[arg-type]


@lru_cache(maxsize=64)
def _update(model: type[Model], columns: "tuple[Field[object, object], ...]", _vendor: str) -> str:
    quoted = connection.ops.quote_name
    *changes, key = [f"{quoted(str(column.column))} = %s" for column in columns]
    return f"UPDATE {quoted(model._meta.db_table)} SET {', '.join(changes)} WHERE {key}"  # noqa: S608 - no value is in it
