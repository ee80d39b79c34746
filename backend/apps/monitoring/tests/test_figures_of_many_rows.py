from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

import pytest
from django.contrib.auth.models import User
from pytest_django import DjangoAssertNumQueries

from apps.monitoring import latency, series
from apps.monitoring.figures import overview
from apps.monitoring.spans import Span, span_of
from apps.monitoring.tests.rows import upload_of, version_of
from apps.predictions.models import Prediction, Status

pytestmark = pytest.mark.postgres
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
MANY, SAMPLED = 10_000, 2_000
QUERIES = 9


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


def test_counts_are_exact_and_the_latencies_come_from_a_bounded_even_sample(
    span: Span, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(QUERIES):
        body = overview(span)
    assert body.totals.succeeded == sum(bucket.succeeded for bucket in body.series) == MANY
    assert {bucket.waiting for bucket in body.series} == {0}
    assert body.totals.p95 == pytest.approx(0.95, abs=0.02)
    answered = [bucket for bucket in body.series if bucket.succeeded]
    assert all(bucket.p50 == pytest.approx(0.5, abs=0.3) for bucket in answered)
    found = latency.sample(span, MANY)
    assert SAMPLED * 0.85 < len(found.buckets) < SAMPLED * 1.15
    assert "figures_order" in series.ended_in(span_of("15m", NOW)).explain(), "the whole table is read"


def test_no_more_queries_for_an_empty_table(db: None, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(QUERIES):
        overview(span_of("7d", NOW))
