"""What a child process is told to do: from the row of a job to an order of `ml.jobs`."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

from django.conf import settings

from apps.catalogue.bundles import local_folder
from apps.catalogue.models import Version
from apps.core.errors import Problem
from apps.training.items import INDEX, UNPACKED
from apps.training.models import DataSet, DataSetVersion, Job, Work
from apps.training.payloads import (
    CheckPayload,
    FreezePayload,
    FrozenSet,
    ImportPayload,
    InstallPayload,
    OptimisePayload,
)
from apps.training.selectors import version_called
from ml.datasets.freeze import About
from ml.errors import DataSetError
from ml.jobs.orders import (
    STEPS,
    CheckOrder,
    Examination,
    FreezeOrder,
    ImportOrder,
    InstallOrder,
    OptimiseOrder,
    Order,
    Step,
    TrainOrder,
)
from ml.optimise.techniques import Technique
from ml.training.naming import Naming
from ml.training.recipe import parse


def order_for(job: Job) -> Order:
    """The order.

    Raises:
        DataSetError: a model or data set that was named is gone.
        BundleError: the files of a model are gone or damaged.
        StorageAway: they cannot be fetched just now.
    """
    return ORDERS[Work(job.work)](job)


def _check(job: Job) -> CheckOrder:
    return CheckOrder(examination=_examination(_data_set(job), CheckPayload.model_validate(job.payload)))


def _examination(data_set: DataSet, payload: CheckPayload) -> Examination:
    return Examination(
        source=data_set.path,
        workspace=data_set.folder / UNPACKED,
        index=data_set.folder / INDEX,
        options=payload.options,
        vocabulary=folder_called(payload.model) if payload.model else None,
    )


def _freeze(job: Job) -> FreezeOrder:
    data_set, payload = _data_set(job), FreezePayload.model_validate(job.payload)
    folder = data_set.folder / "versions" / str(next_number(data_set))
    # Of a trainer that was lost between the last file and the row.
    shutil.rmtree(folder, ignore_errors=True)
    about = About(data_set.slug, payload.title, payload.licence, data_set.source)
    return FreezeOrder(examination=_examination(data_set, payload), folder=folder, about=about)


def next_number(data_set: DataSet) -> int:
    """Of the version that is frozen next."""
    return 1 + max(data_set.versions.values_list("number", flat=True), default=0)


def _train(job: Job) -> TrainOrder:
    run = job.run
    return TrainOrder(
        recipe=parse(json.dumps(run.recipe)),
        data_set=run.data_set_version.folder,
        parent=local_folder(run.parent) if run.parent else None,
        folder=run.folder,
        naming=Naming(slug=run.slug, title=run.title),
        threads=settings.SLIPWAY.threads,
        cpu=settings.SLIPWAY.device == "cpu",
    )


def _optimise(job: Job) -> OptimiseOrder:
    assert job.version  # noqa: S101 - for the types: submit gives each one
    payload = OptimisePayload.model_validate(job.payload)
    return OptimiseOrder(
        parent=local_folder(job.version),
        parent_name=str(job.version),
        data_set=_frozen_set(payload).folder,
        steps=tuple(_step(way, job.folder / way, payload) for way in payload.steps),
        split="validation",
        allowed_loss=payload.allowed_loss,
        threads=settings.SLIPWAY.threads,
        training_threads=settings.SLIPWAY.threads,
    )


def _step(way: Technique, folder: Path, payload: OptimisePayload) -> Step:
    chosen = {name: value for name in CHOICES[way] if (value := getattr(payload, name)) is not None}
    return STEPS.validate_python({"way": way, "folder": folder, **chosen})


CHOICES: dict[Technique, tuple[str, ...]] = {
    "int8": ("mode", "calibration_items"),
    "fp16": (),
    "prune": ("keep", "recipe"),
    "distil": ("student", "recipe"),
}


def _import(job: Job) -> ImportOrder:
    payload = ImportPayload.model_validate(job.payload)
    file = job.folder / payload.file
    if not file.exists():
        raise DataSetError("The file that was sent is no longer here; send it again.")
    return ImportOrder(
        folder=job.folder, file=file, details=payload.details, threads=settings.SLIPWAY.threads,
        measure=_frozen_set(payload.measure).folder if payload.measure else None,
    )  # fmt: skip


def _install(job: Job) -> InstallOrder:
    payload = InstallPayload.model_validate(job.payload)
    return InstallOrder(
        folder=job.folder, name=payload.name, details=payload.details, threads=settings.SLIPWAY.threads,
        measure=_frozen_set(payload.measure).folder if payload.measure else None,
    )  # fmt: skip


def _frozen_set(named: FrozenSet) -> DataSetVersion:
    found = DataSetVersion.objects.filter(data_set_id=named.data_set, number=named.version).first()
    if found is None:
        raise DataSetError("The data set was deleted meanwhile; begin again with another one.")
    return found


ORDERS: dict[Work, Callable[[Job], Order]] = {
    Work.CHECK: _check,
    Work.FREEZE: _freeze,
    Work.TRAIN: _train,
    Work.OPTIMISE: _optimise,
    Work.IMPORT: _import,
    Work.INSTALL: _install,
}


def _data_set(job: Job) -> DataSet:
    assert job.data_set  # noqa: S101 - for the types: submit gives each check and freeze one
    job.data_set.folder.mkdir(parents=True, exist_ok=True)
    return job.data_set


def folder_called(reference: str) -> Path:
    """The bundle of slug/versions/N."""
    try:
        version: Version = version_called(reference, "/model")
    except Problem as error:
        raise DataSetError(error.detail) from error
    return local_folder(version)
