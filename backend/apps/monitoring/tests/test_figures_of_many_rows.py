import re
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from random import Random
from threading import Semaphore
from uuid import UUID

import numpy as np
import pytest
from django.contrib.auth.models import User
from pytest_django import DjangoAssertNumQueries

from apps.monitoring import kept, latency
from apps.monitoring.buckets import Bucket
from apps.monitoring.figures import overview
from apps.monitoring.spans import RANGES, Range, Span, span_of
from apps.monitoring.tests.rows import answered, failed, upload_of, version_of
from apps.predictions.models import Prediction, Status

pytestmark = pytest.mark.postgres
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
MANY, SAMPLED = 10_000, 30
AT_MOST, AGAIN = 22, 7


@pytest.fixture
def span(owner: User, monkeypatch: pytest.MonkeyPatch) -> Span:
    """A day with five times as many answers as are sampled, evenly spread, whose times rise from 0 to 1 s in turns."""
    monkeypatch.setattr(latency, "SAMPLE_ROWS", SAMPLED)
    upload, version = upload_of(owner), version_of("image-classification")
    step = timedelta(hours=20) / MANY
    # Always the same ids, so that always the same rows are sampled.
    dice = Random(7)
    Prediction.objects.bulk_create(
        (
            Prediction(
                id=UUID(int=dice.getrandbits(128)), owner=owner, upload=upload, version=version, kind=upload.kind,
                status=Status.SUCCEEDED, search="",
                created_at=NOW - index * step, started_at=NOW - index * step, completed_at=NOW - index * step,
                queue_time=0.0, preprocess_time=0.0, predict_time=0.0, postprocess_time=0.0,
                total_time=index % 100 / 100,
            )
            for index in range(1, MANY + 1)
        ),
        batch_size=1000,
    )  # fmt: skip
    return span_of("24h", NOW)


def test_counts_are_exact_and_the_latencies_come_from_a_bounded_even_sample(span: Span) -> None:
    body = overview(span)
    assert body.totals.succeeded == sum(bucket.succeeded for bucket in body.series) == MANY
    assert {bucket.waiting for bucket in body.series} == {0}
    assert body.totals.p95 == pytest.approx(0.95, abs=0.02)
    answered = [bucket for bucket in body.series if bucket.succeeded]
    assert all(bucket.p50 == pytest.approx(0.5, abs=0.3) for bucket in answered)
    buckets = kept.buckets_of(span)
    sampled = sum(len(bucket.sample.weights) for bucket in buckets.values())
    assert SAMPLED * len(buckets) * 0.85 < sampled < SAMPLED * len(buckets) * 1.15
    assert sum(bucket.sample.weights.sum() for bucket in buckets.values()) == pytest.approx(MANY)


def test_what_is_over_is_read_once_and_the_rest_by_an_index(
    span: Span, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(AT_MOST):
        first = overview(span)
    with django_assert_max_num_queries(AGAIN) as statements:
        assert overview(span) == first
    since = min(
        found[0]
        for one in statements.captured_queries
        if (found := re.findall(r"completed_at.*?>= '([^']+)", one["sql"]))
    )
    assert datetime.fromisoformat(since).replace(tzinfo=UTC) >= NOW - timedelta(seconds=75)
    rows = Prediction.objects.filter(completed_at__gte=NOW - timedelta(minutes=1), completed_at__lt=NOW).order_by()
    assert "ended_order" in rows.explain(), "the whole table is read"


def test_an_empty_table_takes_no_more_statements(
    db: None, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(AT_MOST):
        overview(span_of("7d", NOW))


@pytest.mark.parametrize("name", RANGES)
def test_kept_buckets_say_what_counting_anew_says(owner: User, name: Range) -> None:
    dice = Random(11)
    length = timedelta(seconds=RANGES[name][0])
    for index in range(60):
        came = NOW - dice.random() * length
        if index % 6:
            answered(owner, came, seconds=dice.random() * 600)
        else:
            failed(owner, came)
    later = NOW + length / 7
    for step in range(8):
        overview(span_of(name, NOW + step * length / 50))
    seen = overview(span_of(name, later))
    kept.forget_all()
    fresh = overview(span_of(name, later))
    assert seen.totals == fresh.totals
    assert seen.stages == fresh.stages
    assert seen.series == fresh.series


def test_a_sample_that_is_thinned_keeps_its_percentiles_and_what_it_stands_for() -> None:
    dice = np.random.default_rng(3)
    busy = latency.Sample(np.tile(dice.random((900, 1)), 5), np.full(900, 100.0))
    calm = latency.Sample(np.tile(5 + dice.random((100, 1)), 5), np.full(100, 1.0))
    both = latency.Sample.of([busy, calm])
    thin = both.thinned()
    assert len(thin.weights) == latency.SAMPLE_ROWS
    assert thin.weights.sum() == pytest.approx(90_100)
    assert thin.by_stage()["total"].p95 == pytest.approx(both.by_stage()["total"].p95, abs=0.05)
    assert both.by_stage()["total"].p99 == pytest.approx(0.99, abs=0.02)


def test_two_looks_at_once_count_one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    at_once = Semaphore(1)

    def count(start: int, end: datetime, length: int) -> dict[int, Bucket]:
        assert at_once.acquire(blocking=False)
        time.sleep(0.02)
        at_once.release()
        return {at: Bucket() for at in range(start, int(end.timestamp()) + 1, length)}

    monkeypatch.setattr(kept, "count", count)
    with ThreadPoolExecutor(4) as pool:
        looks = [pool.submit(kept.buckets_of, span_of("1h", NOW + timedelta(minutes=n))) for n in (0, 70, 0, 140)]
    assert [len(look.result()) for look in looks] == [len(looks[0].result())] * 4
