"""Counts what has ended, for `/metrics`.

In the database rather than in a process: workers have no port to scrape, come and go, and any web process may be asked.
Counters survive restarts and deleted predictions.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping

from django.db import connection

from apps.predictions.models import Prediction, Status, Tally

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0)
SIZES = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0)
STAGES = ("queue", "preprocess", "predict", "postprocess")
Sample = tuple[str, tuple[tuple[str, str], ...]]


def count_ended(rows: Iterable[Prediction]) -> None:
    """Add finished rows to the counters, in the caller's transaction. Rows need `version` loaded."""
    added: Counter[Sample] = Counter()
    for row in rows:
        version = row.version
        labels = {"kind": row.kind, "model": version.model_id, "version": str(version.number), "status": row.status}
        added[sample("predictions_total", labels)] += 1
        for stage in STAGES:
            observe(added, "prediction_seconds", {"stage": stage}, getattr(row, f"{stage}_time"), SECONDS)
        if row.status != Status.CANCELED:
            observe(added, "answer_seconds", {"kind": row.kind}, row.total_time, SECONDS)
        if row.status == Status.FAILED:
            added[sample("failures_total", {"kind": row.kind, "code": row.error_code})] += 1
    add(added)


def count_batch(kind: str, size: int) -> None:
    """Add one batch that a worker ran."""
    added: Counter[Sample] = Counter()
    observe(added, "batch_size", {"kind": kind}, float(size), SIZES)
    add(added)


def observe(
    added: Counter[Sample], name: str, labels: Mapping[str, str], value: float | None, bounds: tuple[float, ...]
) -> None:
    """A histogram in Prometheus' way: cumulative buckets, a sum and a count."""
    if value is None:
        return
    for bound in bounds:
        if value <= bound:
            added[sample(f"{name}_bucket", {**labels, "le": str(bound)})] += 1
    added[sample(f"{name}_bucket", {**labels, "le": "+Inf"})] += 1
    added[sample(f"{name}_count", labels)] += 1
    added[sample(f"{name}_sum", labels)] += value  # type: ignore[assignment]  # Counter adds floats just as well


def sample(name: str, labels: Mapping[str, str]) -> Sample:
    """A counter with its labels."""
    return name, tuple(sorted(labels.items()))


def add(added: Mapping[Sample, float]) -> None:
    """One statement for all; in a fixed order, so that two workers never lock the same rows crosswise."""
    rows = [
        (name, json.dumps(labels), json.dumps(dict(labels)), value) for (name, labels), value in sorted(added.items())
    ]
    if not rows:
        return
    table = connection.ops.quote_name(Tally._meta.db_table)
    # F() cannot be used with bulk_create's update_conflicts; this form is understood by PostgreSQL and SQLite alike.
    places = ", ".join(["(%s, %s, %s, %s)"] * len(rows))
    statement = (
        f"INSERT INTO {table} (name, labels_key, labels, value) VALUES {places} "  # noqa: S608 - no value is in it
        f"ON CONFLICT (name, labels_key) DO UPDATE SET value = {table}.value + excluded.value"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [part for row in rows for part in row])
