"""The queue and its workers, looked at every few seconds: what is over tells of neither."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Min
from django.utils import timezone

from apps.catalogue.models import Worker
from apps.monitoring.buckets import ALL, SHORTEST, Bucket, Subject, add
from apps.monitoring.kept import GAUGES, write
from apps.predictions.models import Prediction, Status
from ml.kinds import KINDS


@dataclass(slots=True)
class Looks:
    """What was seen in the bucket that is not over: the most of it is kept."""

    _at: int = 0
    _seen: dict[Subject, Bucket] = field(default_factory=dict)

    def look(self, now: datetime) -> None:
        """See what waits and who is there at this moment."""
        at = int(now.timestamp()) // SHORTEST * SHORTEST
        if at != self._at:
            self._at, self._seen = at, {}
        for subject, bucket in _seen(now).items():
            self._seen[subject] = add([bucket, self._seen.get(subject, bucket)])
        write({at: self._seen}, SHORTEST, GAUGES)


looks = Looks()


def look() -> None:
    """One look of this process."""
    looks.look(timezone.now())


def _seen(now: datetime) -> dict[Subject, Bucket]:
    waiting = Prediction.objects.filter(status=Status.QUEUED).order_by()
    counts = waiting.values_list("version__model_id", "version__number").annotate(Count("pk"), Min("created_at"))
    seen = {ALL: Bucket(waiting=0, oldest=0.0, workers=_workers(now))}
    for model, number, count, came in counts:
        for subject in (Subject(model, number), Subject(model), ALL):
            known = seen.setdefault(subject, Bucket(waiting=0, oldest=0.0))
            known.waiting = (known.waiting or 0) + count
            known.oldest = max(known.oldest or 0.0, (now - came).total_seconds())
    return seen


def _workers(now: datetime) -> int:
    """Those that answer predictions."""
    present = Worker.objects.filter(last_seen__gte=now - Worker.FRESH)
    return sum(not KINDS.keys().isdisjoint(worker.kinds) for worker in present)
