"""Sound (or pictures) listed in a table: ``.tsv``, ``.csv`` or ``.jsonl`` with file, text, speaker and split."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path, PurePosixPath

from ml.datasets.archives.member_names import safe_name, shown
from ml.datasets.archives.unpack import is_archive, unpack
from ml.datasets.frozen import Exclusion
from ml.datasets.layouts.split_names import split_named
from ml.datasets.layouts.table import Row, columns, rows
from ml.datasets.layouts.tree import TABLE_SUFFIXES, Tree, read_tree
from ml.datasets.progress import Watch
from ml.datasets.sample import Sample, Source
from ml.errors import DataSetError
from ml.kinds import kind_that_learns


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
    listed = list(rows(tree.path(tables[0])))
    files = _with_archive(tree, tables[0], workspace, watch)
    return _source(tables[0], listed, files)


def unfit(tree: Tree) -> str:
    """What the tables at the top are like, for the sentence that says which layout was expected."""
    found = [(name, columns(tree.path(name))) for name in _named_as_tables(tree)]
    sentences = (
        f" {name} has the columns {', '.join(map(repr, header))}." if header else f" {name} lists nothing."
        for name, header in found[:3]
    )
    return "".join(sentences)


def _source(table: str, listed: list[Row], files: Tree) -> Source:
    find = _finder(files)
    samples: dict[str, Sample] = {}
    missing: list[str] = []
    ignored = list(files.ignored)
    for number, row in enumerate(listed, start=1):
        wanted = _file_of(table, number, row)
        name, split = find(wanted), split_named(row.get("split", ""))
        if name is None:
            missing.append(wanted)
        elif name in samples:
            raise DataSetError(f"{table}: {shown(wanted)} is listed twice; leave the line that is right.")
        elif row.get("split") and split is None:
            ignored.append(
                Exclusion(file=name, reason=f"its split is {shown(row['split'])}: no train, validation, test")
            )
        else:
            speaker = row.get("speaker", "").strip("- ") or None
            label = row.get("label", "").strip() or None
            samples[name] = Sample(files.path(name), name, label, row.get("text"), speaker, split)
    known = {*samples, *(exclusion.file for exclusion in ignored), table}
    ignored += [Exclusion(file=name, reason=f"not listed in {table}") for name in files.names if name not in known]
    kind = kind_that_learns("text", "sound") if "text" in listed[0] else kind_that_learns("label", "image")
    return Source(kind.name, f"a table ({table}) of files", list(samples.values()), ignored, missing)


def _tables(tree: Tree) -> list[str]:
    return [name for name in _named_as_tables(tree) if _has_columns(tree.path(name))]


def _named_as_tables(tree: Tree) -> list[str]:
    return [name for name in tree.top_level() if name.lower().endswith(TABLE_SUFFIXES)]


def _has_columns(table: Path) -> bool:
    first = next(rows(table), {})
    return "file" in first and ("text" in first or "label" in first)


def _file_of(table: str, number: int, row: Row) -> str:
    if not row.get("file"):
        raise DataSetError(f"{table}, entry {number} names no file.")
    try:
        return safe_name(row["file"]).as_posix()
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

    def find(wanted: str) -> str | None:
        if wanted in names:
            return wanted
        candidates = by_last_part.get(PurePosixPath(wanted).name, [])
        return candidates[0] if len(candidates) == 1 else None

    return find
