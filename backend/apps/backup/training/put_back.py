"""Data sets and runs come back from a backup; what it did not hold is marked, so that everybody is told."""

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from apps.backup.manifest import TRAINING
from apps.backup.training.sealed import on_disk, sealed
from apps.training.models import DataSet, DataSetVersion, Job, Run, Variant

TABLES = {model._meta.label_lower: model for model in (DataSetVersion, Job, Run, Variant)}


def put_back(alias: str, unpacked: Path) -> None:
    """Move the files to their places, where a folder takes the place of the one that was there, and mark the rows.

    Args:
        alias: the database with the restored rows, migrated.
        unpacked: the folder with the members of the archive.
    """
    root = unpacked / TRAINING
    for one in sealed(alias, TABLES):
        if (root / one.folder / one.seal).is_file():
            target = on_disk(one.folder)
            shutil.rmtree(target, ignore_errors=True)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(root / one.folder, target)
    for file in sorted(path for path in root.rglob("*") if path.is_file()):
        target = on_disk(file.relative_to(root).as_posix())
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(file, target)
    _mark(alias)


def _mark(alias: str) -> None:
    gone = [one.folder for one in sealed(alias, TABLES) if not (on_disk(one.folder) / one.seal).is_file()]
    names = set(gone)
    versions = [row for row in DataSetVersion.objects.using(alias) if _name(row) in names]
    _write(alias, DataSetVersion, {row.pk for row in versions})
    _write(alias, Job, {name.split("/")[1] for name in gone if name.startswith("runs/")})
    _write(alias, DataSet, {row.pk for row in DataSet.objects.using(alias).filter(outside="") if not row.path.exists()})


def _name(row: DataSetVersion) -> str:
    return f"datasets/{row.data_set_id}/versions/{row.number}"


def _write(alias: str, model: type[DataSet | DataSetVersion | Job], gone: Iterable[Any]) -> None:
    rows = model._base_manager.using(alias)
    rows.update(left_out=False)
    rows.filter(pk__in=gone).update(left_out=True)
