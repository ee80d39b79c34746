"""The figures that rules look at: those of `/metrics`, and some that need to know what was a while ago."""

import time
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import accumulate

from django.conf import settings
from django.utils import timezone

from apps.alerts.models import Alert
from apps.audit.models import Entry
from apps.catalogue.models import Worker
from apps.drift.models import Watch
from apps.monitoring import gauges, training
from apps.predictions import counters
from apps.predictions.counters import SECONDS, Total
from apps.rollouts import selectors as rollouts

# A worker that waits reports every five seconds; one that computes when it is done.
IDLE, BUSY = timedelta(seconds=40), Worker.FRESH
WINDOW_SECONDS, STEP_SECONDS = 900.0, 30.0
GUESSES, GUESSING = ("sign_in_refused", "password_refused"), timedelta(minutes=10)
# A rollout that a guard has ended is news for so long.
ABORTED, NEWS = "rollout_aborted", timedelta(days=7)
ANSWERED = timedelta(days=7)
# A subject has room for 64 characters.
SUBJECT = 52
# Of fewer no share is worth a word.
LEAST_ENDED = 10
# By subject: a kind, a folder; "" where there is one of it.
Figures = dict[str, float]
_Counts = dict[tuple[str, str, str], float]


def gauges_by_name() -> Mapping[str, Figures]:
    """Those of `/metrics`, by their names and the first of their labels."""
    found: defaultdict[str, Figures] = defaultdict(dict)
    for read in (gauges.of_the_queue, gauges.of_the_machine, gauges.of_the_upkeep, gauges.of_the_broker):
        for sample in (sample for family in read() for sample in family.samples):
            found[sample.name][next(iter(sample.labels.values()), "")] = sample.value
    for sample in (sample for family in training.of_training() for sample in family.samples):
        if sample.labels.get("status", "queued") == "queued":
            found[sample.name][""] = found[sample.name].get("", 0.0) + sample.value
    return found


def workers() -> Figures:
    """How many workers of each kind were heard of a moment ago: sooner than `/readyz` gives one up."""
    now, heard = timezone.now(), dict.fromkeys(settings.SLIPWAY.worker_kinds, 0.0)
    for worker in Worker.objects.filter(last_seen__gte=now - BUSY):
        if worker.state == Worker.State.BUSY or worker.last_seen >= now - IDLE:
            heard |= {kind: heard[kind] + 1 for kind in worker.kinds if kind in heard}
    return heard


def guesses() -> Figures:
    """How many passwords were wrong within ten minutes."""
    return {"": float(Entry.objects.filter(event__in=GUESSES, at__gte=timezone.now() - GUESSING).count())}


def aborted() -> Figures:
    """1 for each model whose newest rollout a guard has ended, until somebody acknowledges that or starts another."""
    ended = rollouts.ended_by_guards(timezone.now() - NEWS)
    seen = Alert.objects.filter(rule=ABORTED, subject__in=ended, acknowledged_at__isnull=False)
    for slug, when in seen.values_list("subject", "acknowledged_at"):
        if when and slug in ended and when >= ended[slug]:
            del ended[slug]
    return dict.fromkeys(ended, 1.0)


def drifting() -> Figures:
    """1 where what a version is sent, or answers, has changed; of those that answered within a week."""
    watches = Watch.objects.filter(seen_at__gte=timezone.now() - ANSWERED).select_related("version")
    return {
        f"{watch.version.model_id[:SUBJECT]} v{watch.version.number}": float(watch.drifting_since is not None)
        for watch in watches
    }


@dataclass(slots=True)
class Window:
    """What the counters were in the last fifteen minutes, as far as this process has seen them.

    Args:
        is_young: it was shorter than that at the last look.
    """

    is_young: bool = True
    _before: deque[tuple[float, _Counts]] = field(default_factory=deque)

    def look(self, moment: float | None = None) -> _Counts:
        """By how much each counter rose since the window began."""
        now, counts = time.monotonic() if moment is None else moment, _counts()
        while len(self._before) > 1 and self._before[1][0] <= now - WINDOW_SECONDS:
            self._before.popleft()
        if not self._before or now >= self._before[-1][0] + STEP_SECONDS:
            self._before.append((now, counts))
        began, first = self._before[0]
        self.is_young = now - began < WINDOW_SECONDS
        return {key: value - first.get(key, 0.0) for key, value in counts.items()}


def failing(risen: _Counts) -> Figures:
    """The share of what ended, by kind; none of a kind of which little ended."""
    ended: defaultdict[str, Figures] = defaultdict(dict)
    for (name, kind, status), count in risen.items():
        if name == "ended":
            ended[kind][status] = count
    sums = {kind: counts.get("succeeded", 0.0) + counts.get("failed", 0.0) for kind, counts in ended.items()}
    return {kind: ended[kind].get("failed", 0.0) / of for kind, of in sums.items() if of >= LEAST_ENDED}


def p95(risen: _Counts) -> Figures:
    """Seconds within which 95 of 100 were answered, by kind, interpolated within a bucket as Prometheus does."""
    steps = [str(bound) for bound in SECONDS] + ["+Inf"]
    found: Figures = {}
    for kind in {kind for name, kind, _ in risen if name == "within"}:
        sums = list(accumulate(risen.get(("within", kind, step), 0.0) for step in steps))
        if sums[-1] >= LEAST_ENDED:
            found[kind] = _quantile(sums, 0.95)
    return found


def _quantile(sums: list[float], share: float) -> float:
    wanted = share * sums[-1]
    at = next(at for at, count in enumerate(sums) if count >= wanted)
    if at == len(SECONDS):
        return SECONDS[-1]
    below, low = (sums[at - 1], SECONDS[at - 1]) if at else (0.0, 0.0)
    inside = sums[at] - below
    return low + (SECONDS[at] - low) * ((wanted - below) / inside if inside else 1.0)


def _counts() -> _Counts:
    found: _Counts = defaultdict(float)
    for total in counters.totals():
        for key in _keys(total):
            found[key] += total.value
    return dict(found)


def _keys(total: Total) -> Iterator[tuple[str, str, str]]:
    if total.name == "predictions_total":
        yield "ended", total.labels["kind"], total.labels["status"]
    if total.name == "answer_seconds_within":
        yield "within", total.labels["kind"], total.labels["le"]
