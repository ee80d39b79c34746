"""Counts what has ended, for `/metrics`.

In the database rather than in a process: workers have no port to scrape, come and go, and any web process may be asked.
Counters survive restarts and deleted predictions. Each process adds to rows of its own, so that no two wait for each
other; `totals` sums them, and `fold` keeps together what processes have left that are gone.
"""

import json
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db import connection, transaction
from django.db.models import Model

from apps.catalogue.models import Worker
from apps.core.statements import insert_values
from apps.engines import workers
from apps.predictions.models import Prediction, Status, Tally, WorkerTally

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0)
SIZES = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0)
STAGES = ("queue", "preprocess", "predict", "postprocess")
Sample = tuple[str, tuple[tuple[str, str], ...]]
COLUMNS = ("name", "labels_key", "value")


@dataclass(frozen=True, slots=True)
class Total:
    """A sample of all processes together."""

    name: str
    labels: Mapping[str, str]
    value: float


def count_ended(rows: Iterable[Prediction], batches: Sequence[tuple[str, int]] = ()) -> None:
    """Add finished rows, and batches that a worker ran as (kind, size), in the caller's transaction.

    Rows need `version` loaded.
    """
    added: Counter[Sample] = Counter()
    for kind, size in batches:
        observe(added, "batch_size", float(size), SIZES, kind=kind)
    for row in rows:
        model, number = row.version.model_id, str(row.version.number)
        added[sample("predictions_total", kind=row.kind, model=model, version=number, status=row.status)] += 1
        for stage in STAGES:
            observe(added, "prediction_seconds", getattr(row, f"{stage}_time"), SECONDS, stage=stage)
        if row.status != Status.CANCELED:
            observe(added, "answer_seconds", row.total_time, SECONDS, kind=row.kind)
        if row.cached:
            added[sample("cached_total", kind=row.kind)] += 1
        if row.status == Status.FAILED:
            added[sample("failures_total", kind=row.kind, code=row.error_code)] += 1
    add(added)


def observe(added: Counter[Sample], name: str, value: float | None, bounds: tuple[float, ...], **labels: str) -> None:
    """Add to a histogram: to the bucket that the value falls into, and to the sum."""
    if value is None:
        return
    at = bisect_left(bounds, value)
    bound = str(bounds[at]) if at < len(bounds) else "+Inf"
    added[sample(f"{name}_within", **labels, le=bound)] += 1
    added[sample(f"{name}_sum", **labels)] += value  # type: ignore[assignment]  # Counter adds floats just as well


@lru_cache(maxsize=4096)
def sample(name: str, **labels: str) -> Sample:
    """A counter with its labels."""
    return name, tuple(sorted(labels.items()))


def add(added: Mapping[Sample, float]) -> None:
    """Add to the rows of this process; in a fixed order, in case that another has the same name."""
    me = workers.here().name
    rows = [(me, name, _key(labels), value) for (name, labels), value in sorted(added.items())]
    if rows:
        insert_values(WorkerTally, ("writer", *COLUMNS), rows, _added_up(WorkerTally, "writer", "name", "labels_key"))


def totals() -> list[Total]:
    """Every sample, by one statement: what is folded meanwhile is counted once."""
    parts = Tally.objects.values_list(*COLUMNS).union(WorkerTally.objects.values_list(*COLUMNS), all=True)
    found: defaultdict[tuple[str, str], float] = defaultdict(float)
    for name, key, value in parts:
        found[name, key] += value
    return [Total(name, dict(json.loads(key)), value) for (name, key), value in sorted(found.items())]


@transaction.atomic
def fold() -> None:
    """Add up what was left by processes that report no more. One that is still there begins anew, at nothing."""
    left = WorkerTally.objects.exclude(writer__in=Worker.objects.values("name"))
    # Nobody is waited for, who may wait for one of these rows.
    rows = list(left.select_for_update(skip_locked=True))
    folded: defaultdict[tuple[str, str], float] = defaultdict(float)
    for row in rows:
        folded[row.name, row.labels_key] += row.value
    values = [(name, key, value, dict(json.loads(key))) for (name, key), value in sorted(folded.items())]
    if values:
        insert_values(Tally, (*COLUMNS, "labels"), values, _added_up(Tally, "name", "labels_key"))
    WorkerTally.objects.filter(pk__in=[row.pk for row in rows]).delete()


@lru_cache(maxsize=4096)
def _key(labels: tuple[tuple[str, str], ...]) -> str:
    return json.dumps(labels)


def _added_up(model: type[Model], *unique: str) -> str:
    table = connection.ops.quote_name(model._meta.db_table)
    return f"ON CONFLICT ({', '.join(unique)}) DO UPDATE SET value = {table}.value + excluded.value"
