"""What Prometheus reads at `/metrics`."""

from datetime import timedelta
from pathlib import Path
from unittest.mock import Mock

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import OperationalError, connection
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families
from redis import Redis
from rest_framework.test import APIClient

from apps.backup.models import BackupRun, Operation, Status
from apps.catalogue.models import Worker
from apps.core.brief import Brief
from apps.monitoring import metrics
from apps.monitoring.tests.rows import IMAGE, SPEECH, answered, failed, prediction
from apps.predictions import tasks
from apps.predictions.counters import SECONDS, count_ended
from apps.predictions.models import Tally

Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]


def scraped(client: APIClient) -> Samples:
    """What Prometheus' own parser reads."""
    answer = client.get("/metrics")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/plain")
    families = text_string_to_metric_families(answer.content.decode())
    return {(one.name, frozenset(one.labels.items())): one.value for family in families for one in family.samples}


def of(samples: Samples, name: str, **labels: str) -> float:
    """The value of one sample."""
    return samples[f"slipway_{name}", frozenset(labels.items())]


def test_with_nothing_counted_the_gauges_are_zero_for_every_kind(nobody: APIClient, db: None) -> None:
    samples = scraped(nobody)
    for kind in (IMAGE, SPEECH):
        assert of(samples, "queue_depth", kind=kind) == of(samples, "workers", kind=kind) == 0


def test_endings_are_counted_by_kind_model_version_and_status(nobody: APIClient, owner: User) -> None:
    now = timezone.now()
    count_ended([answered(owner, now), answered(owner, now), failed(owner, now)])
    count_ended([answered(owner, now, kind=SPEECH)])
    samples = scraped(nobody)
    image = {"kind": IMAGE, "model": "small-image", "version": "1"}
    assert of(samples, "predictions_total", **image, status="succeeded") == 2
    assert of(samples, "predictions_total", **image, status="failed") == 1
    speech = {"kind": SPEECH, "model": "small-speech", "version": "1"}
    assert of(samples, "predictions_total", **speech, status="succeeded") == 1
    assert of(samples, "predictions_total", **speech, status="failed") == 0


def test_a_histogram_has_all_its_buckets_cumulative_and_in_order(nobody: APIClient, owner: User) -> None:
    now = timezone.now()
    count_ended([answered(owner, now, seconds=seconds) for seconds in (0.1, 2.0, 4.0)])
    lines = nobody.get("/metrics").content.decode().splitlines()
    buckets = [line for line in lines if line.startswith("slipway_prediction_seconds_bucket") and '"queue"' in line]
    counts = [float(line.split()[-1]) for line in buckets]
    assert len(buckets) == len(SECONDS) + 1
    assert counts == sorted(counts)
    samples = scraped(nobody)
    assert of(samples, "prediction_seconds_bucket", stage="queue", le="0.025") == 0
    assert of(samples, "prediction_seconds_bucket", stage="queue", le="1.0") == 2
    assert of(samples, "prediction_seconds_bucket", stage="queue", le="+Inf") == 3
    assert of(samples, "prediction_seconds_count", stage="queue") == 3
    assert of(samples, "prediction_seconds_sum", stage="queue") == pytest.approx(3.05)


def test_batches_are_counted_by_their_size(nobody: APIClient, db: None) -> None:
    count_ended([], [(IMAGE, 3)])
    count_ended([], [(IMAGE, 32)])
    samples = scraped(nobody)
    assert of(samples, "batch_size_bucket", kind=IMAGE, le="4.0") == 1
    assert of(samples, "batch_size_sum", kind=IMAGE) == 35


def test_counters_outlive_the_predictions_that_they_counted(nobody: APIClient, owner: User) -> None:
    row = answered(owner, timezone.now())
    count_ended([row])
    row.delete()
    labels = {"kind": IMAGE, "model": "small-image", "version": "1", "status": "succeeded"}
    assert of(scraped(nobody), "predictions_total", **labels) == 1


def test_the_queue_and_the_workers_that_are_there_are_told(nobody: APIClient, owner: User) -> None:
    now = timezone.now()
    prediction(owner, now)
    for name, silent in (("fresh", 0), ("also-fresh", 10), ("silent", 90)):
        Worker.objects.create(
            name=name, queue=name, kinds=[IMAGE, SPEECH], device="cpu", pid=1, state=Worker.State.READY,
            loaded=[["small-image", 1]], started_at=now, last_seen=now - timedelta(seconds=silent),
        )  # fmt: skip
    samples = scraped(nobody)
    assert of(samples, "queue_depth", kind=IMAGE) == 1
    assert of(samples, "workers", kind=SPEECH) == 2
    assert of(samples, "model_loaded", model="small-image", version="1") == 2


def test_failures_are_counted_by_their_code_and_every_code_is_there_from_the_start(
    nobody: APIClient, owner: User
) -> None:
    assert of(scraped(nobody), "failures_total", kind=SPEECH, code="quarantined") == 0
    count_ended([failed(owner, timezone.now(), "quarantined"), answered(owner, timezone.now())])
    samples = scraped(nobody)
    assert of(samples, "failures_total", kind=IMAGE, code="quarantined") == 1
    assert of(samples, "failures_total", kind=IMAGE, code="timeout") == 0


def test_the_whole_way_of_an_answer_is_timed_by_kind_and_what_was_canceled_is_not(
    nobody: APIClient, owner: User
) -> None:
    now = timezone.now()
    canceled = answered(owner, now, seconds=9.0, status="canceled")
    count_ended([answered(owner, now, seconds=2.0), answered(owner, now, kind=SPEECH, seconds=20.0), canceled])
    samples = scraped(nobody)
    assert of(samples, "answer_seconds_sum", kind=IMAGE) == pytest.approx(2.0)
    assert of(samples, "answer_seconds_count", kind=IMAGE) == 1
    assert of(samples, "answer_seconds_bucket", kind=SPEECH, le="30.0") == 1


def test_the_age_of_the_queue_and_what_is_worked_on_are_told(nobody: APIClient, owner: User) -> None:
    now = timezone.now()
    for minutes in (3, 1):
        prediction(owner, now - timedelta(minutes=minutes))
    prediction(owner, now - timedelta(hours=1), status="processing")
    samples = scraped(nobody)
    assert of(samples, "queue_oldest_seconds", kind=IMAGE) == pytest.approx(180, abs=5)
    assert of(samples, "queue_oldest_seconds", kind=SPEECH) == 0
    assert of(samples, "processing", kind=IMAGE) == 1
    assert of(samples, "queue_limit") == settings.SLIPWAY.max_waiting


def test_each_worker_is_told_with_its_silence(nobody: APIClient, db: None) -> None:
    now = timezone.now()
    Worker.objects.create(
        name="celery@one", queue="q", kinds=[IMAGE], device="cpu", pid=1, state=Worker.State.BUSY, items=7,
        started_at=now - timedelta(hours=1), last_seen=now - timedelta(seconds=200),
    )  # fmt: skip
    samples = scraped(nobody)
    one = {"worker": "celery@one", "device": "cpu"}
    assert of(samples, "worker_last_seen_seconds", **one) == pytest.approx(200, abs=5)
    assert of(samples, "worker_start_timestamp_seconds", **one) == pytest.approx(now.timestamp() - 3600, abs=5)
    assert of(samples, "worker_predictions_total", **one) == 7


def test_the_last_sweep_is_told_while_the_broker_answers(nobody: APIClient, broker: Redis, db: None) -> None:
    broker.flushdb()
    assert of(scraped(nobody), "sweep_last_timestamp_seconds") == 0
    tasks.sweep()
    samples = scraped(nobody)
    assert of(samples, "broker_up") == 1
    assert of(samples, "sweep_last_timestamp_seconds") == pytest.approx(timezone.now().timestamp(), abs=30)


def test_without_a_broker_all_else_is_told(
    nobody: APIClient, db: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    nobody_there = Redis.from_url(f"unix://{tmp_path}/broker.sock")
    monkeypatch.setattr(tasks, "broker", lambda: nobody_there)
    samples = scraped(nobody)
    assert of(samples, "broker_up") == 0
    assert ("slipway_sweep_last_timestamp_seconds", frozenset()) not in samples
    free = of(samples, "storage_free_bytes", folder="data")
    assert of(samples, "storage_size_bytes", folder="data") >= free > 0


def test_backups_drills_and_checks_tell_their_last_success_and_whether_the_newest_failed(
    nobody: APIClient, db: None
) -> None:
    assert of(scraped(nobody), "backup_last_success_timestamp_seconds") == 0
    now = timezone.now()
    findings = [{"subject": "a", "detail": "b", "advice": "c"}] * 3
    for operation, status, hours, found in (
        (Operation.BACKUP, Status.FAILED, 9, []),
        (Operation.BACKUP, Status.SUCCEEDED, 5, []),
        (Operation.DRILL, Status.SUCCEEDED, 7, []),
        (Operation.DRILL, Status.FAILED, 2, []),
        (Operation.INTEGRITY, Status.FAILED, 1, findings),
    ):
        at = now - timedelta(hours=hours)
        BackupRun.objects.create(
            operation=operation, status=status, requested_at=at, seen_at=at, ended_at=at, findings=found
        )
    samples = scraped(nobody)
    seconds = now.timestamp()
    for name, hours in (("backup", 5), ("drill", 7)):
        last = of(samples, f"{name}_last_success_timestamp_seconds")
        assert last == pytest.approx(seconds - 3600 * hours, abs=1)
    assert of(samples, "integrity_check_last_success_timestamp_seconds") == 0
    assert [of(samples, "upkeep_failed", task=task) for task in ("backup", "drill", "integrity")] == [0, 1, 1]
    assert of(samples, "integrity_problems") == 3


def test_while_the_database_is_away_the_answer_is_a_problem(nobody: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object, **__: object) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(Tally.objects, "values_list", away)
    answer = nobody.get("/metrics")
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")


def test_the_size_of_the_database_is_told(nobody: APIClient, db: None) -> None:
    assert of(scraped(nobody), "database_bytes") > 100_000


@pytest.mark.postgres
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite would have to read its tables")
def test_postgresql_tells_of_each_table_how_large_it_is_and_about_how_many_rows(nobody: APIClient, owner: User) -> None:
    answered(owner, timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE predictions_prediction")
    samples = scraped(nobody)
    assert of(samples, "table_rows", table="predictions_prediction") == 1
    assert of(samples, "table_bytes", table="predictions_prediction") >= 8192
    assert of(samples, "table_bytes", table="live_event") > 0


@pytest.mark.django_db
def test_many_scrapes_at_once_read_the_database_once(nobody: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    reading = Mock(side_effect=metrics._read)
    monkeypatch.setattr(metrics, "_text", Brief(1.0, reading))
    assert [nobody.get("/metrics").status_code for _ in range(5)] == [200] * 5
    reading.assert_called_once()
