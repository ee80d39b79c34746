"""What a child is told to look at, and to freeze."""

import shutil
from pathlib import Path

from apps.catalogue.bundles import local_folder
from apps.core.errors import Problem
from apps.training.data_sets.files import INDEX, UNPACKED
from apps.training.data_sets.payload import CheckPayload, FreezePayload
from apps.training.models import DataSet, Job
from apps.training.versions import version_called
from ml.datasets.freeze import About
from ml.errors import DataSetError
from ml.jobs.orders import CheckOrder, Examination, FreezeOrder


def check(job: Job) -> CheckOrder:
    """Look. Raises DataSetError where the model that was named is gone, StorageAway."""
    return CheckOrder(examination=_examination(_data_set(job), CheckPayload.model_validate(job.payload)))


def freeze(job: Job) -> FreezeOrder:
    """Look, and write the next version. Raises DataSetError where the model that was named is gone, StorageAway."""
    data_set, payload = _data_set(job), FreezePayload.model_validate(job.payload)
    folder = data_set.folder / "versions" / str(next_number(data_set))
    # Of a trainer that was lost between the last file and the row.
    shutil.rmtree(folder, ignore_errors=True)
    about = About(data_set.slug, payload.title, payload.licence, data_set.source)
    return FreezeOrder(examination=_examination(data_set, payload), folder=folder, about=about)


def next_number(data_set: DataSet) -> int:
    """Of the version that is frozen next."""
    return 1 + max(data_set.versions.values_list("number", flat=True), default=0)


def _examination(data_set: DataSet, payload: CheckPayload) -> Examination:
    return Examination(
        source=data_set.path,
        workspace=data_set.folder / UNPACKED,
        index=data_set.folder / INDEX,
        options=payload.options,
        vocabulary=_bundle_called(payload.model) if payload.model else None,
    )


def _data_set(job: Job) -> DataSet:
    assert job.data_set  # noqa: S101 - for the types: submit gives each check and freeze one
    job.data_set.folder.mkdir(parents=True, exist_ok=True)
    return job.data_set


def _bundle_called(name: str) -> Path:
    try:
        return local_folder(version_called(name, "/model"))
    except Problem as error:
        raise DataSetError(error.detail) from error
