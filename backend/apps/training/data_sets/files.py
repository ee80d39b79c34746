"""Where the files of a data set lie."""

import json
from contextlib import suppress
from itertools import islice
from pathlib import Path
from uuid import UUID

from apps.predictions.models import Prediction
from apps.training.data_sets.selectors import is_of_corrections
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


def deleted_since(data_set: DataSet) -> int | None:
    """How many files of a set of corrections are of predictions that were deleted since; None for any other set."""
    if not is_of_corrections(data_set):
        return None
    wanted = _predictions_in(data_set)
    return len(wanted) - Prediction.objects.filter(pk__in=wanted).count()


def _predictions_in(data_set: DataSet) -> set[UUID]:
    """The predictions whose files a set of corrections has: each file is named by the id of its own."""
    found = set()
    for path in data_set.path.iterdir() if data_set.path.is_dir() else ():
        with suppress(ValueError):  # the table, and what was mixed in
            found.add(UUID(path.stem))
    return found


def _is_inside(path: Path, data_set: DataSet) -> bool:
    """A link in somebody's folder shall not lead out of it."""
    return any(path.is_relative_to(place.resolve()) for place in (data_set.folder, data_set.path))


def frozen_file(version: DataSetVersion, sha256: str) -> Path | None:
    """A file of a frozen set, by its content."""
    return next((version.folder / "files" / sha256[:2]).glob(f"{sha256}.*"), None)
