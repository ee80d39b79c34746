"""Remove a data set."""

from django.contrib.auth.models import User
from django.db import transaction

from apps.core import audit
from apps.core.errors import Problem
from apps.live import events
from apps.training.jobs.actions import remove_after_commit
from apps.training.jobs.selectors import at_work_on, hold, measured_with
from apps.training.models import DataSet, Run


def delete(data_set: DataSet, by: User) -> None:
    """Remove a data set with its versions and files. Raises Problem 409 while a run or a job needs it."""
    slug = data_set.slug
    with transaction.atomic():
        hold(data_set.pk)
        users = Run.objects.filter(data_set_version__data_set=data_set).count()
        if users:
            raise Problem(409, f"{users} run{'s' if users > 1 else ''} trained on it; delete those first.")
        if at_work_on(data_set):
            raise Problem(409, "This data set is being checked or frozen; cancel that first.")
        if measured_with(data_set):
            raise Problem(409, "A model is being measured with it; wait until that has ended, or cancel it.")
        jobs = list(data_set.jobs.all())
        for job in jobs:
            events.forget(job.pk)
        remove_after_commit([data_set.folder, *(job.folder for job in jobs)])
        data_set.delete()
        audit.note("data_set_deleted", by=by, data_set=slug)
