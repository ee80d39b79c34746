"""A table row by row: ``.csv`` and ``.tsv`` as spreadsheets and scripts write them, ``.jsonl`` and ``.json``."""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path
from typing import IO

from pydantic import JsonValue

from ml.errors import DataSetError

WITH_FIELDS, WITH_OBJECTS = (".tsv", ".csv"), (".jsonl", ".json")
SUFFIXES = WITH_FIELDS + WITH_OBJECTS
FIRST_ROWS = 50
LARGEST_LIST = 64 << 20  # bytes: a list of JSON is read as a whole
Record = Mapping[str, JsonValue]


@dataclass(frozen=True, slots=True)
class Table:
    """`header` has the columns in lower case, and `first` the first rows.

    Where the file has no header, `bare`, the columns are called by their numbers from 0.
    """

    path: Path
    header: Sequence[str]
    first: Sequence[Record] = ()
    bare: bool = False

    @property
    def name(self) -> str:
        """Its file's name, for sentences."""
        return self.path.name

    def without_header(self) -> "Table":
        """The same table, whose first line is a row."""
        return _with_first_rows(replace(self, bare=True, header=[str(place) for place in range(len(self.header))]))

    def texts(self, column: str) -> list[str]:
        """The texts and numbers of a column in the first rows."""
        return [str(value).strip() for row in self.first if isinstance(value := row.get(column), str | int | float)]

    def records(self) -> Iterator[tuple[int, Record]]:
        """Each row with the number of its line.

        Raises:
            DataSetError: the file is no UTF-8; a line is no JSON object or has more fields than there are columns.
        """
        return _objects(self.path) if self.path.suffix.lower() in WITH_OBJECTS else self._fields()

    def _fields(self) -> Iterator[tuple[int, Record]]:
        width = len(self.header)
        for number, fields in islice(_cells(self.path), 0 if self.bare else 1, None):
            if any(fields[width:]):
                put = "take the tab out of the text" if self.path.suffix.lower() == ".tsv" else (
                    "put the text in double quotes"
                )  # fmt: skip
                raise DataSetError(f"{self.name}, line {number}: {len(fields)} fields for {width} columns; {put}.")
            if fields:
                yield number, dict(zip(self.header, fields, strict=False))


def open_table(path: Path) -> Table | None:
    """The table with its first rows, or None where a ``.json`` is something else. Raises DataSetError."""
    if path.suffix.lower() in WITH_FIELDS:
        header = next((cells for _, cells in _cells(path)), [])
        return _with_first_rows(Table(path, [name.strip().lower() for name in header]))
    try:
        first = [record for _, record in islice(_objects(path), FIRST_ROWS)]
    except DataSetError:
        if path.suffix.lower() == ".json":
            return None
        raise
    return Table(path, list(first[0]) if first else [], first)


def _with_first_rows(table: Table) -> Table:
    return replace(table, first=[record for _, record in islice(table.records(), FIRST_ROWS)])


@contextmanager
def _opened(path: Path) -> Iterator[IO[str]]:
    """The lines of a file; what cannot be read becomes a sentence."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            yield lines
    except UnicodeDecodeError as error:
        raise DataSetError(f"{path.name} is no UTF-8 text; save it as UTF-8.") from error
    except csv.Error as error:
        raise DataSetError(f"{path.name} cannot be read as {path.suffix[1:]}: {error}.") from error


def _cells(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The fields of every line, the header among them."""
    with _opened(path) as lines:
        first = next(lines, "")
        # Where the comma is in the numbers, spreadsheets part the fields with semicolons; LJSpeech has bars.
        delimiter = "\t" if path.suffix.lower() == ".tsv" else max(",;|\t", key=first.count)
        reader = csv.reader(
            chain([first], lines),
            delimiter=delimiter,
            quoting=csv.QUOTE_MINIMAL if delimiter in ",;" else csv.QUOTE_NONE,
        )
        for fields in reader:
            yield reader.line_num, fields


def _objects(path: Path) -> Iterator[tuple[int, Record]]:
    """An object a line, as NeMo writes them in ``.json`` too, or there the objects of a list."""
    with _opened(path) as lines:
        if path.suffix.lower() == ".json" and _begins_with_list(path):
            rows = _parsed(path, 1, lines.read(LARGEST_LIST))
            for place, row in enumerate(rows if isinstance(rows, list) else (), start=1):
                yield place, _in_lower_case(path, place, row)
            return
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield number, _in_lower_case(path, number, _parsed(path, number, line))


def _begins_with_list(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(64).removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"[")


def _parsed(path: Path, number: int, text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DataSetError(f"{path.name}, line {number} is no JSON: {error}.") from error


def _in_lower_case(path: Path, number: int, record: object) -> Record:
    if not isinstance(record, dict):
        raise DataSetError(f"{path.name}, line {number} is no JSON object.")
    return {name.strip().lower(): value for name, value in record.items()}
