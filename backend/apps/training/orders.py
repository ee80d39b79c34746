"""What a child process is told to do: the words of `ml.commands.job`."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings

from apps.catalogue.bundles import local_folder
from apps.catalogue.models import Version
from apps.core.errors import Problem
from apps.training.items import INDEX, UNPACKED
from apps.training.models import DataSet, DataSetVersion, Job, Work
from apps.training.selectors import version_called
from ml.errors import DataSetError


def order_for(job: Job) -> dict[str, Any]:
    """The order.

    Raises:
        DataSetError: a model that was named is gone.
        BundleError: the files of a model are gone or damaged.
        StorageAway: they cannot be fetched just now.
    """
    return {"work": job.work, **ORDERS[Work(job.work)](job)}


def _check(job: Job) -> dict[str, Any]:
    data_set = _data_set(job)
    return {
        "source": str(data_set.path),
        "workspace": str(data_set.folder / UNPACKED),
        "index": str(data_set.folder / INDEX),
        "options": {**DEFAULTS, **job.payload, "bundle": _bundle_of(job.payload)},
    }


def _freeze(job: Job) -> dict[str, Any]:
    data_set = _data_set(job)
    number = next_number(data_set)
    folder = data_set.folder / "versions" / str(number)
    # Of a trainer that was lost between the last file and the row.
    shutil.rmtree(folder, ignore_errors=True)
    about = {
        "slug": data_set.slug,
        "source": data_set.source,
        **{key: job.payload[key] for key in ("title", "licence")},
    }
    return {**_check(job), "folder": str(folder), "about": about}


def next_number(data_set: DataSet) -> int:
    """Of the version that is frozen next."""
    return 1 + max(data_set.versions.values_list("number", flat=True), default=0)


def _train(job: Job) -> dict[str, Any]:
    run = job.run
    return {
        "recipe": run.recipe,
        "data_set": str(run.data_set_version.folder),
        "parent": str(local_folder(run.parent)) if run.parent else None,
        "folder": str(run.folder),
        "slug": run.slug,
        "title": run.title,
        "threads": settings.SLIPWAY.threads,
        "cpu": settings.SLIPWAY.device == "cpu",
    }


def _optimise(job: Job) -> dict[str, Any]:
    assert job.version  # noqa: S101 - for the types: submit gives each one
    data = _frozen_set(job.payload)
    return {
        "mode": None, "calibration_items": None, "keep": None, "allowed_loss": None, "recipe": None,
        **job.payload,
        "parent": str(local_folder(job.version)),
        "parent_name": str(job.version),
        "data_set": str(data.folder),
        "folder": str(job.folder),
        "split": "validation",
        "threads": settings.SLIPWAY.threads,
    }  # fmt: skip


def _bring(job: Job) -> dict[str, Any]:
    order = {**job.payload, "folder": str(job.folder), "threads": settings.SLIPWAY.threads}
    if job.work == Work.IMPORT:
        file = job.folder / job.payload["file"]
        if not file.exists():
            raise DataSetError("The file that was sent is no longer here; send it again.")
        order["file"] = str(file)
    if measure := job.payload.get("measure"):
        order["measure"] = str(_frozen_set(measure).folder)
    return order


def _frozen_set(named: Mapping[str, Any]) -> DataSetVersion:
    found = DataSetVersion.objects.filter(data_set_id=named["data_set"], number=named["version"]).first()
    if found is None:
        raise DataSetError("The data set was deleted meanwhile; begin again with another one.")
    return found


ORDERS = {
    Work.CHECK: _check,
    Work.FREEZE: _freeze,
    Work.TRAIN: _train,
    Work.OPTIMISE: _optimise,
    Work.IMPORT: _bring,
    Work.INSTALL: _bring,
}
DEFAULTS = {"seed": 1, "splitting": "source", "validation": 0.1, "test": 0.1, "exclude": []}


def _data_set(job: Job) -> DataSet:
    assert job.data_set  # noqa: S101 - for the types: submit gives each check and freeze one
    job.data_set.folder.mkdir(parents=True, exist_ok=True)
    return job.data_set


def _bundle_of(payload: Mapping[str, Any]) -> str | None:
    return str(folder_called(payload["model"])) if payload.get("model") else None


def folder_called(reference: str) -> Path:
    """The bundle of slug/versions/N."""
    try:
        version: Version = version_called(reference, "/model")
    except Problem as error:
        raise DataSetError(error.detail) from error
    return local_folder(version)
