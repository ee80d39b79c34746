"""Tell the page what happens: the owner of a job and all staff."""

from django.contrib.auth.models import User
from django.db.models import Q

from apps.live import events
from apps.live.models import Event
from apps.training import shown
from apps.training.models import Job, Work
from apps.training.selectors import jobs, runs

TYPE: events.Type = "training.updated"


def tell(job: Job) -> None:
    """Record a job as it is in the database, in the running transaction.

    Only the latest of a job is kept for replay: a run tells every second, for days.
    """
    row = jobs().get(pk=job.pk)
    data = {"job": shown.job(row), "run": shown.run(runs().get(job=row)) if row.work == Work.TRAIN else None}
    Event.objects.filter(subject=row.pk, type=TYPE).delete()
    hearers = User.objects.filter(Q(is_staff=True) | Q(pk=row.owner_id), is_active=True).values_list("pk", flat=True)
    events.record(events.News(user, TYPE, row.pk, data) for user in hearers)
