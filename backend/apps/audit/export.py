"""Entries as a file: lines of JSON that can be checked elsewhere, or CSV for a spreadsheet."""

import csv
from collections.abc import AsyncIterator, Iterable, Iterator
from typing import Literal

from asgiref.sync import sync_to_async
from django.db import close_old_connections, connection
from django.db.models import QuerySet

from apps.audit.line import canonical, exported, facts_of
from apps.audit.models import Entry
from apps.audit.selectors import page_after
from apps.core.schemas import time_text

Format = Literal["jsonl", "csv"]
CONTENT_TYPES: dict[Format, str] = {"jsonl": "application/jsonl", "csv": "text/csv; charset=utf-8"}
COLUMNS = ("number", "at", "event", "by", "user", "address", "key", "request_id", "facts", "digest")
# What a spreadsheet would compute.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


async def as_lines(rows: QuerySet[Entry], form: Format) -> AsyncIterator[bytes]:
    """The file, some hundred entries at a time, so that neither memory nor a connection is held for all of it."""
    last = 0
    if form == "csv":
        yield "".join(_csv([COLUMNS])).encode()
    while page := await sync_to_async(_page)(last, rows):
        last = page[-1][0].number or 0
        lines = _csv(_cells(entry) for entry, _ in page) if form == "csv" else (f"{exported(*one)}\n" for one in page)
        yield "".join(lines).encode()


def _page(last: int, rows: QuerySet[Entry]) -> list[tuple[Entry, str]]:
    try:
        return page_after(last, rows)
    finally:
        if not connection.in_atomic_block:
            # Whoever reads slowly keeps no connection from others.
            close_old_connections()


def _csv(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    write = csv.writer(_Echo()).writerow
    return (write(row) for row in rows)


def _cells(entry: Entry) -> Iterator[object]:
    return (_cell(value) for value in _values(entry))


def _values(entry: Entry) -> Iterator[object]:
    for column in COLUMNS:
        match column:
            case "at":
                yield time_text(entry.at)
            case "facts":
                yield canonical(facts_of(entry))
            case _:
                yield getattr(entry, column)


def _cell(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


class _Echo:
    """What `csv` takes for a file: gives back what is written."""

    def write(self, text: str) -> str:
        return text
