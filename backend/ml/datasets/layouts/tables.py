"""Which tables of a folder list its files, and which of them are read."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from ml.datasets.frozen import Split
from ml.datasets.layouts.columns import WANTED, Meaning, are_files, meaning_of, meaning_without_header
from ml.datasets.layouts.find_file import Finder
from ml.datasets.layouts.split_names import names_only_a_split, split_named
from ml.datasets.layouts.table import SUFFIXES, Table, open_table
from ml.datasets.layouts.tree import Tree
from ml.errors import DataSetError

# More of them in one folder are notes beside each file.
MOST_IN_A_FOLDER = 20


@dataclass(frozen=True, slots=True)
class Listing:
    """A table that lists files: `name` in the tree, and the split that its name or its folder gives to all rows."""

    name: str
    table: Table
    meaning: Meaning
    split: Split | None = None

    @property
    def folder(self) -> str:
        """Where it lies; empty: at the top."""
        return folder_of(self.name)


def folder_of(name: str) -> str:
    """The folder of a file of a tree; empty: at the top."""
    parent = PurePosixPath(name).parent.as_posix()
    return "" if parent == "." else parent


def listings(tree: Tree) -> list[Listing]:
    """The tables that are read: those nearest to the top, and of several in a folder those that are called as splits.

    Raises:
        DataSetError: several tables in one folder could be meant, or one cannot be read.
    """
    files = Finder(tree.names)
    found = [one for name in tables_in(tree) if (one := _understood(tree, name, files))]
    if not found:
        return []
    nearest = min(one.name.count("/") for one in found)
    folders: dict[str, list[Listing]] = defaultdict(list)
    for one in found:
        if one.name.count("/") == nearest:
            folders[one.folder].append(one)
    return [one for several in folders.values() for one in _chosen(several)]


def tables_in(tree: Tree) -> list[str]:
    """The names of files that may be tables of files."""
    folders: dict[str, list[str]] = defaultdict(list)
    for name in tree.ending(*SUFFIXES):
        folders[folder_of(name)].append(name)
    return [name for names in folders.values() if len(names) <= MOST_IN_A_FOLDER for name in names]


def not_understood(tree: Tree) -> Iterator[tuple[str, Table, list[str]]]:
    """Tables that name files of the set in some column and say nothing that can be learned.

    Each comes with its other columns that look like labels: few words, again and again.
    """
    files = Finder(tree.names)
    for name in tables_in(tree):
        table = _opened(tree, name)
        if table and any(are_files(table, column, files, folder_of(name)) for column in table.header):
            yield name, table, [column for column in table.header if _looks_like_labels(table.texts(column))]


def described(name: str, table: Table) -> str:
    """A table that says too little, in a sentence."""
    if not table.first:
        return f"{name} lists nothing."
    return f"{name} has the columns {', '.join(map(repr, table.header[:12]))}. {WANTED}."


def _understood(tree: Tree, name: str, files: Finder) -> Listing | None:
    table, folder = _opened(tree, name), folder_of(name)
    if table is None or not table.header or "submission" in PurePosixPath(name).stem.lower():
        return None
    meaning = meaning_of(table, files, folder) if table.first else None
    if meaning is None and table.path.suffix in {".csv", ".tsv"}:
        table = table.without_header()
        found = [files.find(value, folder) for value in table.texts("0")]
        spoken = not any(tree.is_picture(file) for file in found if file)
        meaning = meaning_without_header(table, files, folder, spoken=spoken)
    return Listing(name, table, meaning, _split_of(name)) if meaning else None


def _opened(tree: Tree, name: str) -> Table | None:
    """The table; what cannot be read stops the set where it lies at the top alone. Raises DataSetError."""
    try:
        return open_table(tree.path(name))
    except DataSetError:
        if "/" in name:
            return None
        raise


def _split_of(name: str) -> Split | None:
    """By the name of the table, else by that of a folder above it."""
    path = PurePosixPath(name)
    folders = (split_named(folder) for folder in reversed(path.parts[:-1]) if names_only_a_split(folder))
    return split_named(path.stem) or next(folders, None)


def _chosen(several: Sequence[Listing]) -> Sequence[Listing]:
    if len(several) == 1:
        return several
    splits = [one for one in several if split_named(PurePosixPath(one.name).stem)]
    if not any(one.split == "train" for one in splits):
        names = ", ".join(PurePosixPath(one.name).name for one in several)
        raise DataSetError(
            f"There are several tables ({names}); leave one that lists every file, or call them train, validation and "
            "test."
        )
    return splits


def _looks_like_labels(values: Sequence[str]) -> bool:
    words = [value for value in values if value and not value.replace(".", "", 1).lstrip("-").isdigit()]
    return 1 < len(set(words)) <= len(values) / 2
