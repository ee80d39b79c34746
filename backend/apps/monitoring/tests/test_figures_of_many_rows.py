from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from pytest_django import DjangoAssertNumQueries

from apps.monitoring import latency, series
from apps.monitoring.figures import overview
from apps.monitoring.spans import Span, span_of
from apps.monitoring.tests.rows import upload_of, version_of
from apps.predictions.models import Prediction, Status

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
MANY = 100_000
QUERIES = 8


@pytest.fixture
def span(owner: User) -> Span:
    """A day with 100,000 answers, evenly spread, whose times rise from 0 to 1 s within every second of the day."""
    upload, version = upload_of(owner), version_of("image-classification")
    step = timedelta(hours=20) / MANY
    Prediction.objects.bulk_create(
        (
            Prediction(
                owner=owner, upload=upload, version=version, kind=upload.kind, status=Status.SUCCEEDED, search="",
                created_at=NOW - index * step, started_at=NOW - index * step, completed_at=NOW - index * step,
                queue_time=0.0, preprocess_time=0.0, predict_time=0.0, postprocess_time=0.0,
                total_time=index % 1000 / 1000,
            )
            for index in range(1, MANY + 1)
        ),
        batch_size=5000,
    )  # fmt: skip
    return span_of("24h", NOW)


def test_counts_are_exact_and_the_latencies_come_from_a_bounded_even_sample(
    span: Span, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(QUERIES):
        body = overview(span)
    assert body["totals"]["succeeded"] == sum(bucket["succeeded"] for bucket in body["series"]) == MANY
    assert {bucket["waiting"] for bucket in body["series"]} == {0}
    assert body["totals"]["p95"] == pytest.approx(0.95, abs=0.02)
    answered = [bucket for bucket in body["series"] if bucket["succeeded"]]
    assert all(bucket["p50"] == pytest.approx(0.5, abs=0.15) for bucket in answered)
    found = latency.sample(span, MANY)
    assert latency.SAMPLE_ROWS * 0.9 < len(found.buckets) < latency.SAMPLE_ROWS * 1.1
    assert "figures_order" in series.ended_in(span_of("15m", NOW)).explain(), "the whole table is read"


def test_no_more_queries_for_an_empty_table(db: None, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(QUERIES):
        overview(span_of("7d", NOW))
