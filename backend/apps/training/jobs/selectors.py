"""Reads: jobs, and who does them."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from apps.catalogue.models import Worker
from apps.core.errors import Problem
from apps.training.models import DataSet, Job
from apps.training.states import ACTIVE, TRAINING


def jobs() -> QuerySet[Job]:
    """Jobs with all that their JSON needs."""
    return Job.objects.select_related("owner", "version", "run")


def find_job(job_id: UUID) -> Job:
    """A job. Raises Problem 404."""
    job = jobs().filter(pk=job_id).first()
    if job is None:
        raise Problem(404, "There is no such job.")
    return job


def trainers() -> list[Worker]:
    """The trainers that answered within the last 60 s."""
    recent = Worker.objects.filter(last_seen__gte=timezone.now() - Worker.FRESH)
    return [worker for worker in recent if TRAINING in worker.kinds]


def hold(slug: str) -> None:
    """Lock a data set until the transaction ends: what is found out about it stays so. Raises Problem 404."""
    if DataSet.objects.select_for_update().filter(pk=slug).first() is None:
        raise Problem(404, "There is no such data set.")


def at_work_on(data_set: DataSet) -> bool:
    """Whether a job about this data set has not ended."""
    return Job.objects.filter(data_set=data_set, status__in=ACTIVE).exists()


def measured_with(data_set: DataSet) -> bool:
    """Whether a job that has not ended measures a model with this data set, which its payload names."""
    named = Q(payload__data_set=data_set.pk) | Q(payload__measure__data_set=data_set.pk)
    return Job.objects.filter(named, status__in=ACTIVE).exists()
