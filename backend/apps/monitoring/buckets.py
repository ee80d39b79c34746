"""What came, waited and ended in each bucket of time, counted by the database, in numbers that can be added."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import Coalesce

from apps.monitoring.latency import Sample, samples
from apps.monitoring.spans import begin_of
from apps.predictions.models import Prediction, Status


@dataclass(slots=True)
class Bucket:
    """One bucket; moments are seconds since 1970.

    Attributes:
        ended: by status and code of the error.
        left: of those that ended in it, by the bucket in which they were claimed, or canceled before that.
        waited_seconds: of those that ended in it, together.
    """

    came: int = 0
    ended: Counter[tuple[str, str]] = field(default_factory=Counter)
    left: Counter[int] = field(default_factory=Counter)
    waited_seconds: float = 0.0
    sample: Sample = field(default_factory=Sample)

    def count(self, status: Status) -> int:
        """How many ended so."""
        return sum(count for (one, _), count in self.ended.items() if one == status)

    def mean_waiting(self, length: int) -> float:
        """How many waited at a time, by how long those waited that ended in it: each no longer than it lasts."""
        return min(self.waited_seconds / length, self.ended.total())


def add(buckets: Iterable[Bucket]) -> Bucket:
    """All of them as one, with a sample no larger than one of theirs."""
    parts = list(buckets)
    return Bucket(
        came=sum(one.came for one in parts),
        ended=sum((one.ended for one in parts), Counter()),
        left=sum((one.left for one in parts), Counter()),
        waited_seconds=sum(one.waited_seconds for one in parts),
        sample=Sample.of([one.sample for one in parts]).thinned(),
    )


def waiting_at_ends(
    buckets: Mapping[int, Bucket], length: int, waiting_now: int, claimed: Iterable[datetime]
) -> dict[int, int]:
    """How many waited at the end of each bucket; `claimed`: when those were that are worked on now.

    Counted backwards from what waits now: take away who came, put back who left. So a queue of long ago costs nothing,
    and the newest figure, the one that is looked at, is the exact one. Whoever waits again after a lost worker has not
    left.
    """
    left = Counter(int(moment.timestamp()) // length * length for moment in claimed)
    for bucket in buckets.values():
        for at, number in bucket.left.items():
            left[at // length * length] += number
    waits, found = waiting_now, {}
    for at in sorted(buckets, reverse=True):
        # Rows that come while the statements run could push a figure below nothing.
        found[at] = max(0, waits)
        waits -= buckets[at].came - left[at]
    return found


def count(start: int, end: datetime, length: int) -> dict[int, Bucket]:
    """The buckets of `length` seconds from `start`, a multiple of it, to `end`, by where they begin.

    Three statements, however many rows there are.
    """
    first = datetime.fromtimestamp(start, UTC)
    came = Prediction.objects.filter(created_at__gte=first, created_at__lt=end).order_by()
    ended = Prediction.objects.filter(completed_at__gte=first, completed_at__lt=end).order_by()
    found = {at: Bucket() for at in range(start, int(end.timestamp()) + 1, length)}
    for at, number in came.values_list(begin_of("created_at", length)).annotate(Count("pk")):
        found[at].came = number
    for at, left_at, status, code, number, seconds in _endings(ended, length):
        found[at].ended[status, code] += number
        found[at].left[left_at] += number
        found[at].waited_seconds += seconds or 0.0
    answers = {at: one.count(Status.SUCCEEDED) for at, one in found.items()}
    for at, sample in samples(ended.filter(status=Status.SUCCEEDED), answers, length).items():
        found[at].sample = sample
    return found


def _endings(rows: QuerySet[Prediction], length: int) -> Iterable[tuple[int, int, str, str, int, float | None]]:
    left_at = Coalesce("started_at", "completed_at")
    groups = rows.annotate(at=begin_of("completed_at", length), left_at=begin_of(left_at, length))
    counted = groups.values_list("at", "left_at", "status", "error_code")
    return counted.annotate(Count("pk"), Sum("queue_time"))
