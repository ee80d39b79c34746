"""Queue a job: the row waits, and the bell rings after the commit."""

import logging

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from apps.catalogue.models import Version
from apps.core.request_id import current_request_id
from apps.training.jobs import bell
from apps.training.jobs.payload import Payload
from apps.training.models import DataSet, Job
from apps.training.states import Work

logger = logging.getLogger(__name__)


@transaction.atomic
def enqueue(
    work: Work, owner: User | None, payload: Payload, *, data_set: DataSet | None = None, version: Version | None = None
) -> Job:
    """A job that waits for a trainer; about a data set, or a version of the catalogue."""
    job = Job.objects.create(
        work=work,
        owner=owner,
        payload=payload.to_json(),
        data_set=data_set,
        version=version,
        created_at=timezone.now(),
        request_id=current_request_id(),
    )
    logger.info("%s %s is queued", work, job.pk)
    transaction.on_commit(bell.ring)
    return job
