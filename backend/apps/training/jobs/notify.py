"""Let people know: the owner of a job and all staff."""

from django.contrib.auth.models import User
from django.db.models import Q

from apps.live import events
from apps.live.models import Event
from apps.training.jobs.handlers import handler_of
from apps.training.jobs.schemas import TrainingJobSchema
from apps.training.jobs.selectors import jobs
from apps.training.models import Job
from apps.webhooks.outbox import put_for_staff

TYPE: events.Type = "training.updated"


def notify(job: Job, *, ended: bool = False) -> None:
    """Record a job as it is in the database, in the running transaction.

    Only the latest of a job is kept for replay: a run tells every second, for days.

    Args:
        ended: whether this is what is told of its end: webhooks hear of nothing else.
    """
    row = jobs().get(pk=job.pk)
    if ended:
        put_for_staff("training.completed", str(row.pk), TrainingJobSchema.of(row))
    run = handler_of(row).details(row)
    data = {"job": TrainingJobSchema.of(row).to_json(), "run": run.to_json() if run else None}
    Event.objects.filter(subject=row.pk, type=TYPE).delete()
    hearers = User.objects.filter(Q(is_staff=True) | Q(pk=row.owner_id), is_active=True).values_list("pk", flat=True)
    events.record(events.News.whole(user, TYPE, row.pk, data) for user in hearers)
