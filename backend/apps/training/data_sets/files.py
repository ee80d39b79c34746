"""Where the files of a data set lie."""

import json
from itertools import islice
from pathlib import Path

from apps.training.models import DataSet, DataSetVersion

INDEX = "items.jsonl"
UNPACKED = "unpacked"


def item_file(data_set: DataSet, number: int) -> Path | None:
    """A file of the last check, by its number in the index that the check wrote."""
    try:
        with (data_set.folder / INDEX).open(encoding="utf-8") as lines:
            line = next(islice(lines, number, None), None)
    except OSError:
        return None
    path = Path(json.loads(line)["path"]).resolve() if line else None
    return path if path and _is_inside(path, data_set) else None


def _is_inside(path: Path, data_set: DataSet) -> bool:
    """A link in somebody's folder shall not lead out of it."""
    return any(path.is_relative_to(place.resolve()) for place in (data_set.folder, data_set.path))


def frozen_file(version: DataSetVersion, sha256: str) -> Path | None:
    """A file of a frozen set, by its content."""
    return next((version.folder / "files" / sha256[:2]).glob(f"{sha256}.*"), None)
