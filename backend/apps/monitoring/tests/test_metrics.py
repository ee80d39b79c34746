from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families
from rest_framework.test import APIClient

from apps.catalogue.models import Worker
from apps.monitoring.tests.rows import IMAGE, SPEECH, answered, failed, prediction
from apps.predictions.tally import SECONDS, count_batch, count_ended

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
    count_batch(IMAGE, 3)
    count_batch(IMAGE, 32)
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
