"""What `/metrics` tells of this moment: the queue, the workers, the broker, the disk, the upkeep."""

import shutil
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from django.conf import settings
from django.db.models import Count, Min
from django.utils import timezone
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from redis.exceptions import RedisError

from apps.backup.models import Operation
from apps.backup.models import Status as RunStatus
from apps.backup.selectors import last_ended, last_success
from apps.catalogue.models import Worker
from apps.engines import workers
from apps.predictions.models import Prediction, Status
from apps.predictions.tasks import last_sweep
from ml.kinds import KINDS


def of_the_queue() -> Iterator[Metric]:
    """What waits, since when, what is worked on, and how much may wait at most."""
    depth = GaugeMetricFamily("slipway_queue_depth", "Predictions that wait", labels=["kind"])
    oldest = GaugeMetricFamily(
        "slipway_queue_oldest_seconds", "How long the oldest of them has waited; 0 where none waits", labels=["kind"]
    )
    processing = GaugeMetricFamily("slipway_processing", "Predictions that are worked on", labels=["kind"])
    open_ones = Prediction.objects.filter(status__in=[Status.QUEUED, Status.PROCESSING]).order_by()
    found = open_ones.values("kind", "status").annotate(count=Count("pk"), oldest=Min("created_at"))
    rows = {(row["kind"], row["status"]): row for row in found}
    for kind in KINDS:
        waiting, running = rows.get((kind, Status.QUEUED)), rows.get((kind, Status.PROCESSING))
        depth.add_metric([kind], waiting["count"] if waiting else 0)
        oldest.add_metric([kind], _age(waiting["oldest"]) if waiting else 0)
        processing.add_metric([kind], running["count"] if running else 0)
    limit = GaugeMetricFamily("slipway_queue_limit", "Predictions that may wait in all (SLIPWAY_MAX_WAITING)")
    limit.add_metric([], settings.SLIPWAY.max_waiting)
    yield from (depth, oldest, processing, limit)


def of_the_workers() -> Iterator[Metric]:
    """Who works, on what, since when, and how long ago each was last heard of."""
    present = GaugeMetricFamily("slipway_workers", "Workers that answered in the last 60 s", labels=["kind"])
    serving = workers.fresh_by_kind()
    for kind in KINDS:
        present.add_metric([kind], serving.get(kind, 0))
    loaded = GaugeMetricFamily("slipway_model_loaded", "Workers that hold the version", labels=["model", "version"])
    held = [(slug, number) for worker in Worker.fresh() for slug, number in worker.loaded]
    for slug, number in sorted(set(held)):
        loaded.add_metric([slug, str(number)], held.count((slug, number)))
    yield from (present, loaded, *_of_each_worker())


def _of_each_worker() -> Iterator[Metric]:
    """Those that ended as they should are not among them; one that vanished is, for a day."""
    labels = ["worker", "device"]
    seen = GaugeMetricFamily(
        "slipway_worker_last_seen_seconds", "Seconds since the worker last consumed something", labels=labels
    )
    started = GaugeMetricFamily("slipway_worker_start_timestamp_seconds", "When the worker started", labels=labels)
    items = CounterMetricFamily("slipway_worker_predictions", "Predictions it ended since it started", labels=labels)
    for worker in Worker.objects.order_by("name"):
        values = [worker.name, worker.device]
        seen.add_metric(values, _age(worker.last_seen))
        started.add_metric(values, worker.started_at.timestamp())
        items.add_metric(values, worker.items)
    yield from (seen, started, items)


def of_the_broker() -> Iterator[Metric]:
    """Does it answer, and when did the schedule last get through it to a worker?"""
    answers = GaugeMetricFamily("slipway_broker_up", "1 where the broker answers")
    sweep = GaugeMetricFamily(
        "slipway_sweep_last_timestamp_seconds", "When the scheduler's sweep last reached a worker; 0: never seen"
    )
    try:
        sweep.add_metric([], last_sweep())
        answers.add_metric([], 1)
    except RedisError:
        answers.add_metric([], 0)
    yield from (answers, sweep)


def of_the_machine() -> Iterator[Metric]:
    """Which Slipway this is, and the room that the process that answers has for its files."""
    free = GaugeMetricFamily("slipway_storage_free_bytes", "Free room in the folder", labels=["folder"])
    size = GaugeMetricFamily("slipway_storage_size_bytes", "Size of the folder's file system", labels=["folder"])
    for name, folder in _volumes().items():
        disk = shutil.disk_usage(folder)
        free.add_metric([name], disk.free)
        size.add_metric([name], disk.total)
    build = GaugeMetricFamily("slipway_build_info", "1, labelled with the version of Slipway", labels=["version"])
    build.add_metric([_version()], 1)
    yield from (free, size, build)


def _volumes() -> dict[str, Path]:
    """The data dir, and the folder of data sets where that is a volume of its own."""
    data, sets = Path(settings.DATA_DIR), settings.SLIPWAY.own_data_sets_dir
    apart = sets.is_dir() and sets.stat().st_dev != data.stat().st_dev
    return {"data": data, "training": sets} if apart else {"data": data}


def of_the_upkeep() -> Iterator[Metric]:
    """Backups, drills and integrity checks: when one last succeeded, whether the newest failed, and what it found."""
    named = {Operation.BACKUP: "backup", Operation.DRILL: "drill", Operation.INTEGRITY: "integrity_check"}
    for operation, name in named.items():
        family = GaugeMetricFamily(
            f"slipway_{name}_last_success_timestamp_seconds",
            f"When a run of {operation.label} last succeeded; 0: never",
        )
        ended = last_success(operation)
        family.add_metric([], ended.timestamp() if ended else 0)
        yield family
    failed = GaugeMetricFamily("slipway_upkeep_failed", "1 where the newest run of the task failed", labels=["task"])
    for operation in named:
        newest = last_ended(operation)
        failed.add_metric([operation.value], int(newest is not None and newest.status == RunStatus.FAILED))
    check = last_ended(Operation.INTEGRITY)
    problems = GaugeMetricFamily("slipway_integrity_problems", "What the newest integrity check found, at most 100")
    problems.add_metric([], len(check.findings) if check else 0)
    every = GaugeMetricFamily(
        "slipway_backup_interval_seconds", "SLIPWAY_BACKUP_EVERY_HOURS in seconds; 0: no backup by itself"
    )
    every.add_metric([], settings.SLIPWAY.backup_every_hours * 3600)
    yield from (failed, problems, every)


@cache
def _version() -> str:
    try:
        return version("slipway")
    except PackageNotFoundError:
        return "unknown"


def _age(moment: datetime) -> float:
    return max(0.0, (timezone.now() - moment).total_seconds())
