"""A table of files, row by row: ``.csv`` and ``.tsv`` as spreadsheets write them, and ``.jsonl``."""

import csv
import json
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import IO

from ml.errors import DataSetError

COLUMNS = {  # the first name is ours, the others are those of well known sets
    "file": ("file", "path", "file_name", "filename", "audio", "audio_filepath"),
    "text": ("text", "sentence", "transcript", "transcription"),
    "label": ("label", "class"),
    "speaker": ("speaker", "speaker_id", "client_id"),
    "split": ("split",),
}
Row = Mapping[str, str]


def rows(table: Path) -> Iterator[Row]:
    """The rows under our names of the columns.

    Raises:
        DataSetError: the file is no UTF-8; a line is no JSON object or has more fields than there are columns.
    """
    for number, record in _records(table):
        yield {
            ours: _plain(table, number, name, record[name])
            for ours, names in COLUMNS.items()
            for name in names[::-1]
            if record.get(name) is not None
        }


def columns(table: Path) -> list[str]:
    """The names of the columns as they are in the file, those of the first object of ``.jsonl``; empty: no rows."""
    return next((list(record) for _, record in _records(table)), [])


def _records(table: Path) -> Iterator[tuple[int, Mapping[str, object]]]:
    """Each row with the number of its line."""
    read = _objects if table.suffix.lower() == ".jsonl" else _fields
    try:
        with table.open(encoding="utf-8-sig", newline="") as lines:
            yield from read(table, lines)
    except UnicodeDecodeError as error:
        raise DataSetError(f"{table.name} is no UTF-8 text; save it as UTF-8.") from error
    except csv.Error as error:
        raise DataSetError(f"{table.name} cannot be read as {table.suffix[1:]}: {error}.") from error


def _fields(table: Path, lines: IO[str]) -> Iterator[tuple[int, Mapping[str, object]]]:
    first = next(lines, "")
    tabs = table.suffix.lower() == ".tsv"
    # Where the comma is in the numbers, spreadsheets part the fields with semicolons.
    delimiter = "\t" if tabs else ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(
        chain([first], lines), delimiter=delimiter, quoting=csv.QUOTE_NONE if tabs else csv.QUOTE_MINIMAL
    )
    header = [name.strip().lower() for name in next(reader, [])]
    twice = {name for names in COLUMNS.values() for name in names if header.count(name) > 1}
    if twice:
        raise DataSetError(f"{table.name} has the column {min(twice)!r} twice; leave the one that is right.")
    for fields in reader:
        if any(fields[len(header) :]):
            raise DataSetError(
                f"{table.name}, line {reader.line_num}: {len(fields)} fields for {len(header)} columns; "
                f"{'take the tab out of the text' if tabs else 'put the text in double quotes'}."
            )
        if fields:
            yield reader.line_num, dict(zip(header, fields, strict=False))


def _objects(table: Path, lines: IO[str]) -> Iterator[tuple[int, Mapping[str, object]]]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except ValueError as error:
            raise DataSetError(f"{table.name}, line {number} is no JSON: {error}.") from error
        if not isinstance(record, dict):
            raise DataSetError(f"{table.name}, line {number} is no JSON object.")
        yield number, record


def _plain(table: Path, number: int, name: str, value: object) -> str:
    """A text or a number; a list that is written out would be taught as it is written."""
    if isinstance(value, str | int | float):
        return str(value)
    raise DataSetError(f"{table.name}, line {number}: {name!r} is neither a text nor a number.")
