"""The files of a folder, without what operating systems leave there."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ml.datasets.frozen import Exclusion, Split
from ml.errors import DataSetError
from ml.formats import suffixes_of

# Pictures all the same: a person should hear that they cannot be read, and not train without them.
UNREAD_SUFFIXES = (".heic", ".heif", ".svg", ".jxl", ".jp2", ".psd", ".dng", ".cr2", ".nef", ".arw")
TABLE_SUFFIXES = (".tsv", ".csv", ".jsonl")
LEFT_BY_SYSTEMS = {"thumbs.db", "desktop.ini", "__macosx"}
SPLIT_NAMES: dict[str, Split] = {
    "train": "train",
    "training": "train",
    "validation": "validation",
    "valid": "validation",
    "val": "validation",
    "dev": "validation",
    "test": "test",
    "testing": "test",
    "eval": "test",
}


@dataclass(frozen=True, slots=True)
class Tree:
    """`names` are relative to `root`, with slashes, sorted; `unpacked`: it came out of an archive.

    `top` is the folder that was stepped into because it held all the others.
    """

    root: Path
    names: Sequence[str]
    ignored: Sequence[Exclusion]
    unpacked: bool = False
    top: str = ""

    def path(self, name: str) -> Path:
        """Where a file of the tree lies."""
        return self.root / name

    def ending(self, *suffixes: str) -> list[str]:
        """The names with one of these endings, which are in lower case."""
        return [name for name in self.names if name.lower().endswith(suffixes)]

    def top_level(self) -> list[str]:
        """The names that lie in no folder."""
        return [name for name in self.names if "/" not in name]

    def described(self) -> str:
        """What a person sees in it, for the sentence that says which layout was expected."""
        folders = sorted({name.split("/")[0] for name in self.names if "/" in name})
        files = self.top_level()
        where = f"in {self.top}" if self.top else "at the top"
        return f"{_counted('folder', folders)} and {_counted('file', files)} {where}"


def read_tree(folder: Path, *, unpacked: bool, step_in: bool = True) -> Tree:
    """List a folder; links are not followed, and a single folder at its top is stepped into."""
    names: list[str] = []
    ignored: list[Exclusion] = []
    for path in _walk(folder):
        name = path.relative_to(folder).as_posix()
        reason = _reason_to_ignore(path, name)
        if reason:
            ignored.append(Exclusion(file=name, reason=reason))
        else:
            names.append(name)
    top = _single_top(names) if step_in else ""
    inside = sorted(name[len(top) :] for name in names)
    return Tree(folder / top, inside, sorted(ignored, key=lambda exclusion: exclusion.file), unpacked, top)


def split_named(word: str) -> Split | None:
    """The split that a folder or column means, such as `train-clean-5`, `dev` or `Testing`; None for any other."""
    return SPLIT_NAMES.get(word.lower().split("-")[0])


def is_picture(name: str) -> bool:
    """Whether the ending of a name, or its lack of one, is what pictures have; the bytes are looked at later."""
    return name.lower().endswith((*suffixes_of("image"), *UNREAD_SUFFIXES)) or not PurePosixPath(name).suffix


def _walk(folder: Path) -> Iterator[Path]:
    for where, folders, files in os.walk(folder, onerror=_refuse_closed):
        folders.sort()
        for name in (*files, *(entry for entry in folders if (Path(where) / entry).is_symlink())):
            yield Path(where) / name


def _refuse_closed(error: OSError) -> None:
    raise DataSetError(f"{error.filename} cannot be listed: {error.strerror}.") from error


def _reason_to_ignore(path: Path, name: str) -> str | None:
    if path.is_symlink():
        return "a symbolic link, which is not followed"
    if not path.is_file():
        return "no ordinary file"
    if any(part.startswith(".") or part.lower() in LEFT_BY_SYSTEMS for part in PurePosixPath(name).parts):
        return "left by an operating system, no part of the data set"
    return None


def _single_top(names: Sequence[str]) -> str:
    """The one folder that holds all others, or nothing."""
    top = ""
    while names:
        inside = [name[len(top) :] for name in names]
        first = inside[0].split("/")[0] + "/"
        if not all(name.startswith(first) for name in inside):
            break
        if _is_a_class([name.removeprefix(first) for name in inside]):
            break
        top += first
    return top


def _is_a_class(names: Sequence[str]) -> bool:
    """Whether a folder with these files, and no table that lists them, is itself the folder of a class."""
    flat = not any("/" in name for name in names)
    listed = any(name.lower().endswith(TABLE_SUFFIXES) for name in names)
    return flat and not listed and any(is_picture(name) for name in names)


def _counted(word: str, names: Sequence[str]) -> str:
    shown = ", ".join(names[:4]) + (", …" if len(names) > 4 else "")
    return f"{len(names):,} {word}{'' if len(names) == 1 else 's'}" + (f" ({shown})" if names else "")
