"""Sound (or pictures) listed in a table: ``.tsv``, ``.csv`` or ``.jsonl`` with file, text, speaker and split."""

import csv
import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

from ml.datasets.archives.member_names import safe_name, shown
from ml.datasets.archives.unpack import is_archive, unpack
from ml.datasets.frozen import Exclusion
from ml.datasets.layouts.tree import TABLE_SUFFIXES, Tree, read_tree, split_named
from ml.datasets.progress import Watch
from ml.datasets.sample import Sample, Source
from ml.errors import DataSetError
from ml.types import Kind

COLUMNS = {  # the first name is ours, the others are those of well known sets
    "file": ("file", "path", "file_name", "filename", "audio", "audio_filepath"),
    "text": ("text", "sentence", "transcript", "transcription"),
    "label": ("label", "class"),
    "speaker": ("speaker", "speaker_id", "client_id"),
    "split": ("split",),
}
Row = Mapping[str, str]


def matches(tree: Tree) -> bool:
    """Whether a table at the top has the columns."""
    return bool(_tables(tree))


def read(tree: Tree, workspace: Path, watch: Watch) -> Source:
    """Files are found beside the table, in a folder there, or in an archive of the same name beside it.

    Raises:
        DataSetError: there are several tables, or a row is without file, twice, or leads out of the folder.
    """
    tables = _tables(tree)
    if len(tables) > 1:
        raise DataSetError(f"There are several tables ({', '.join(tables)}); leave one that lists every file.")
    rows = list(_rows(tree.path(tables[0])))
    files = _with_archive(tree, tables[0], workspace, watch)
    return _source(tables[0], rows, files)


def _source(table: str, rows: list[Row], files: Tree) -> Source:
    find = _finder(files)
    samples: dict[str, Sample] = {}
    missing: list[str] = []
    ignored = list(files.ignored)
    for number, row in enumerate(rows, start=1):
        asked = _file_of(table, number, row)
        name, split = find(asked), split_named(row.get("split", ""))
        if name is None:
            missing.append(asked)
        elif name in samples:
            raise DataSetError(f"{table}: {shown(asked)} is listed twice; leave the line that is right.")
        elif row.get("split") and split is None:
            ignored.append(
                Exclusion(file=name, reason=f"its split is {shown(row['split'])}: no train, validation, test")
            )
        else:
            speaker = row.get("speaker", "").strip("- ") or None
            samples[name] = Sample(files.path(name), name, row.get("label"), row.get("text"), speaker, split)
    known = {*samples, *(exclusion.file for exclusion in ignored), table}
    ignored += [Exclusion(file=name, reason=f"not listed in {table}") for name in files.names if name not in known]
    kind: Kind = "speech-recognition" if "text" in rows[0] else "image-classification"
    return Source(kind, f"a table ({table}) of files", list(samples.values()), ignored, missing)


def _tables(tree: Tree) -> list[str]:
    tables = [name for name in tree.top_level() if name.lower().endswith(TABLE_SUFFIXES)]
    return [name for name in tables if _has_columns(tree.path(name))]


def _has_columns(table: Path) -> bool:
    first = next(_rows(table), {})
    return "file" in first and ("text" in first or "label" in first)


def _rows(table: Path) -> Iterator[Row]:
    """The lines with our names of the columns. Raises DataSetError where a line is no text or no JSON object."""
    try:
        with table.open(encoding="utf-8-sig", newline="") as lines:
            for row in _records(table, lines):
                yield {
                    ours: str(row[name])
                    for ours, names in COLUMNS.items()
                    for name in names[::-1]
                    if row.get(name) is not None
                }
    except (UnicodeDecodeError, csv.Error, ValueError) as error:
        raise DataSetError(f"{table.name} cannot be read as UTF-8 {table.suffix[1:]}: {error}.") from error


def _records(table: Path, lines: Iterator[str]) -> Iterator[Mapping[str, Any]]:
    if table.suffix.lower() == ".csv":
        yield from csv.DictReader(lines)
    elif table.suffix.lower() == ".tsv":
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    else:
        for line in filter(str.strip, lines):
            record = json.loads(line)
            if not isinstance(record, dict):
                raise ValueError(f"{line[:40]!r} is no object")
            yield record


def _file_of(table: str, number: int, row: Row) -> str:
    try:
        return safe_name(row.get("file", "")).as_posix()
    except DataSetError as error:
        raise DataSetError(f"{table}, entry {number}: {error}") from error


def _with_archive(tree: Tree, table: str, workspace: Path, watch: Watch) -> Tree:
    """The files beside the table, or those of the archive with the table's name, if it was not itself in an archive."""
    stem = PurePosixPath(table).stem
    for name in tree.top_level():
        if name != table and name.split(".")[0] == stem and is_archive(tree.path(name)):
            if tree.unpacked:
                raise DataSetError(f"{name} is an archive inside of an archive; unpack it and send its files.")
            unpack(tree.path(name), workspace / stem, watch)
            inside = read_tree(workspace / stem, unpacked=True, step_in=False)
            others = [other for other in tree.names if other not in {name, table}]
            beside = [Exclusion(file=other, reason=f"not in {name}") for other in others]
            return replace(inside, ignored=[*tree.ignored, *beside, *inside.ignored])
    return tree


def _finder(files: Tree) -> Callable[[str], str | None]:
    """How to find a file: by its whole name, or by its last part where only one file has it."""
    names = set(files.names)
    by_last_part: dict[str, list[str]] = defaultdict(list)
    for name in files.names:
        by_last_part[PurePosixPath(name).name].append(name)

    def find(asked: str) -> str | None:
        if asked in names:
            return asked
        candidates = by_last_part.get(PurePosixPath(asked).name, [])
        return candidates[0] if len(candidates) == 1 else None

    return find
