"""What a child is told to take in."""

from pathlib import Path

from django.conf import settings

from apps.training.data_sets.selectors import frozen_set
from apps.training.imports.payload import ImportPayload, InstallPayload
from apps.training.jobs.payload import FrozenSet
from apps.training.models import Job
from ml.errors import AdoptError
from ml.jobs.orders import ImportOrder, InstallOrder


def take_in(job: Job) -> ImportOrder:
    """Of the file that was sent. Raises AdoptError where it is no longer here, DataSetError where the set is gone."""
    payload = ImportPayload.model_validate(job.payload)
    file = job.folder / payload.file
    if not file.exists():
        raise AdoptError("The file that was sent is no longer here; send it again.")
    return ImportOrder(
        folder=job.folder,
        file=file,
        details=payload.details,
        threads=settings.SLIPWAY.threads,
        measure=_folder(payload.measure),
        own_files=tuple(job.folder / own.file for own in payload.own_files),
    )


def install(job: Job) -> InstallOrder:
    """By its name. Raises DataSetError where the set is gone that it shall be measured on."""
    payload = InstallPayload.model_validate(job.payload)
    return InstallOrder(
        folder=job.folder,
        name=payload.name,
        details=payload.details,
        threads=settings.SLIPWAY.threads,
        measure=_folder(payload.measure),
        own_files=tuple(job.folder / own.file for own in payload.own_files),
    )


def _folder(measure: FrozenSet | None) -> Path | None:
    return frozen_set(measure).folder if measure else None
