"""What was taken in becomes a version of the catalogue, at once or when its owner has seen its answers."""

import shutil

from django.db import transaction
from pydantic import JsonValue

from apps.training.imports.payload import payload_of
from apps.training.jobs.handlers import Write
from apps.training.models import Job
from apps.training.register import registered
from ml.jobs.messages import AdoptResult


def adopted(job: Job, result: AdoptResult) -> Write:
    """The version, and the job that is about it; or what it answers, where it is registered later.

    Raises Problem where the name belongs to a model of another kind.
    """
    payload = payload_of(job)
    if payload.register_later:
        told = result.model_dump(mode="json", include={"answers"})
        return lambda: _tell(job, told)
    version = registered(result.bundle, payload.details.slug, job.owner)

    def write() -> None:
        Job.objects.filter(pk=job.pk).update(version=version)
        # The version has a copy of its own.
        transaction.on_commit(lambda: shutil.rmtree(job.folder, ignore_errors=True))

    return write


def _tell(job: Job, told: dict[str, JsonValue]) -> None:
    Job.objects.filter(pk=job.pk).update(result=told)
