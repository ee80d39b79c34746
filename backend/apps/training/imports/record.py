"""What was taken in becomes a version of the catalogue."""

import shutil

from django.db import transaction

from apps.core import audit
from apps.training.imports.payload import ImportPayload, InstallPayload
from apps.training.jobs.handlers import Write
from apps.training.models import Job, Work
from apps.training.register import registered
from ml.jobs.messages import AdoptResult


def adopted(job: Job, result: AdoptResult) -> Write:
    """The version, and the job that is about it. Raises Problem where the name belongs to a model of another kind."""
    payload = InstallPayload if job.work == Work.INSTALL else ImportPayload
    version = registered(result.bundle, payload.model_validate(job.payload).details.slug)

    audit.note("version_made", by=job.owner, version=str(version))

    def write() -> None:
        Job.objects.filter(pk=job.pk).update(version=version)
        # The version has a copy of its own.
        transaction.on_commit(lambda: shutil.rmtree(job.folder, ignore_errors=True))

    return write
