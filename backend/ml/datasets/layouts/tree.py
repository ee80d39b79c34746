"""The files of a folder, without what operating systems leave there."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from mimetypes import MimeTypes
from pathlib import Path, PurePosixPath

from ml.datasets.frozen import Exclusion
from ml.datasets.layouts.table import SUFFIXES
from ml.errors import DataSetError
from ml.formats import format_of_suffix
from ml.kinds import kinds_reading
from ml.media import INSPECT

LEFT_BY_SYSTEMS = {"thumbs.db", "desktop.ini", "__macosx"}
# Of file names, in the tables of Python alone: those of the machine differ.
TYPES = MimeTypes()


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

    def is_picture(self, name: str) -> bool:
        """Whether a file of the tree is a picture, by its name or its first bytes."""
        return is_picture(self.path(name))

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
    top = _single_top(folder, names) if step_in else ""
    inside = sorted(name[len(top) :] for name in names)
    return Tree(folder / top, inside, sorted(ignored, key=lambda exclusion: exclusion.file), unpacked, top)


def is_picture(file: Path) -> bool:
    """Whether the ending of a name is one of pictures; where an ending says nothing, whether the first bytes do.

    Also pictures that cannot be read here, as SVG: a person should hear of that, and not train without them.
    """
    if (known := format_of_suffix(file.suffix)) is not None:
        return known.medium == "image"
    if (mime := TYPES.guess_type(file.name, strict=False)[0]) is not None:
        return mime.startswith("image/")
    return file.is_file() and _begins_as_picture(file)


def _begins_as_picture(file: Path) -> bool:
    with file.open("rb") as opened:
        return INSPECT.of(kinds_reading("image")[0]).recognises(opened)


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


def _single_top(folder: Path, names: Sequence[str]) -> str:
    """The one folder that holds all others, or nothing."""
    top = ""
    while names:
        inside = [name[len(top) :] for name in names]
        first = inside[0].split("/")[0] + "/"
        if not all(name.startswith(first) for name in inside):
            break
        if _is_a_class(folder / top / first, [name.removeprefix(first) for name in inside]):
            break
        top += first
    return top


def _is_a_class(folder: Path, names: Sequence[str]) -> bool:
    """Whether a folder with these files, and no table that lists them, is itself the folder of a class."""
    flat = not any("/" in name for name in names)
    listed = any(name.lower().endswith(SUFFIXES) for name in names)
    return flat and not listed and any(is_picture(folder / name) for name in names)


def _counted(word: str, names: Sequence[str]) -> str:
    shown = ", ".join(names[:4]) + (", …" if len(names) > 4 else "")
    return f"{len(names):,} {word}{'' if len(names) == 1 else 's'}" + (f" ({shown})" if names else "")
