"""Which file of a data set a table means: tables were often written on another machine, for other folders."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from os.path import normpath
from pathlib import PurePosixPath
from unicodedata import normalize

# Label Studio puts eight digits before the name of what is uploaded.
UPLOADED = re.compile(r"^[0-9a-f]{8}-")


class Finder:
    """Finds a name by its whole path, else by its last parts where these are of one file alone."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = {normalize("NFC", name): name for name in names}
        self._by_last: dict[str, list[str]] = defaultdict(list)
        for key in self._names:
            path = PurePosixPath(key)
            for last in {path.name, path.stem}:
                self._by_last[last].append(key)

    def find(self, wanted: str, folder: str = "") -> str | None:
        """The name, or None where there is no such file or more than one that could be meant.

        Args:
            wanted: a path of any machine, an address, or a name without its ending.
            folder: where the table lies; files there come first.
        """
        path = PurePosixPath(_path_in(normalize("NFC", wanted.strip())))
        for place in (PurePosixPath(folder) / path, path):
            if (key := normpath(place)) in self._names:
                return self._names[key]
        lasts = (path.name, UPLOADED.sub("", path.name), path.stem)
        keys = next((found for last in lasts if (found := self._by_last.get(last))), [])
        beside = [key for key in keys if key.startswith(f"{folder}/")] if folder else []
        return self._closest(path, beside or keys)

    def _closest(self, path: PurePosixPath, keys: Sequence[str]) -> str | None:
        """Of files with the same last part the one that shares the most folders above it."""
        shared = {key: _shared(path.parts[:-1], PurePosixPath(key).parts[:-1]) for key in keys}
        best = [key for key in keys if shared[key] == max(shared.values())]
        return self._names[best[0]] if len(best) == 1 else None


def _path_in(wanted: str) -> str:
    """Without what is around a path in an address."""
    if "?d=" in wanted:  # Label Studio's local files
        wanted = wanted.partition("?d=")[2]
    elif "://" in wanted:
        wanted = wanted.partition("://")[2].partition("?")[0]
    return wanted.replace("\\", "/")


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    count = 0
    while count < min(len(one), len(other)) and one[-1 - count] == other[-1 - count]:
        count += 1
    return count
