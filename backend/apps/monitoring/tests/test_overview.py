from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from rest_framework.test import APIClient

from apps.catalogue.models import Worker
from apps.monitoring.figures import overview
from apps.monitoring.histogram import RELATIVE_ERROR
from apps.monitoring.roll_up import catch_up
from apps.monitoring.spans import RANGES, Range, span_of
from apps.monitoring.tests.rows import IMAGE, SPEECH, answered, failed, prediction
from apps.predictions.models import Status
from apps.training.models import Job
from apps.training.states import Status as JobStatus

# The buckets are computed by the database, in words of its own.
pytestmark = pytest.mark.postgres
URL = "/api/v1/operations/overview"
NOON = datetime(2026, 11, 22, 12, 0, 30, tzinfo=UTC)


def seen(range_name: Range = "15m", now: datetime = NOON) -> dict[str, Any]:
    catch_up(now)
    return overview(span_of(range_name, now)).model_dump()


def within(seconds: float) -> Any:
    """As exact as figures are."""
    return pytest.approx(seconds, rel=RELATIVE_ERROR)


def test_only_staff_see_the_figures(
    as_operator: APIClient, as_owner: APIClient, as_stranger: APIClient, nobody: APIClient
) -> None:
    clients = (as_operator, as_owner, as_stranger, nobody)
    assert [client.get(URL).status_code for client in clients] == [200, 403, 403, 401]


def test_an_operators_key_needs_the_scope_admin(operator: User, with_key: Callable[..., APIClient]) -> None:
    assert with_key(operator, "predict").get(URL).status_code == 403
    assert with_key(operator, "admin").get(URL).status_code == 200


def test_an_unknown_range_is_refused_with_its_field(as_operator: APIClient) -> None:
    answer = as_operator.get(URL, {"range": "2y"})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == "/range"


@pytest.mark.parametrize("name", RANGES)
def test_every_range_is_cut_into_buckets_that_cover_it_to_now(as_operator: APIClient, name: Range) -> None:
    body = as_operator.get(URL, {"range": name}).json()
    starts = [datetime.fromisoformat(bucket["at"]).timestamp() for bucket in body["series"]]
    step = body["bucket_seconds"]
    assert starts == [starts[0] + step * index for index in range(len(starts))]
    assert len(starts) == RANGES[name][0] / step
    assert starts[0] == datetime.fromisoformat(body["from"]).timestamp()
    assert starts[-1] <= datetime.fromisoformat(body["to"]).timestamp() < starts[-1] + step


def test_with_no_rows_the_figures_are_zero_and_the_latencies_unknown(as_operator: APIClient) -> None:
    body = as_operator.get(URL).json()
    assert body["range"] == "1h"
    assert body["waiting"] == body["processing"] == {IMAGE: 0, SPEECH: 0}
    assert body["totals"] == {
        "succeeded": 0, "failed": 0, "canceled": 0, "per_minute": 0.0, "p95": None, "failing_ratio": 0.0,
    }  # fmt: skip
    assert {stage["p99"] for stage in body["stages"]} == {None}
    assert body["failures"] == body["workers"] == []
    assert all(bucket["p50"] is None and bucket["stages"] is None for bucket in body["series"])


def test_endings_are_counted_in_the_bucket_in_which_they_happened(owner: User) -> None:
    answered(owner, NOON - timedelta(seconds=1))
    answered(owner, NOON - timedelta(minutes=5, seconds=1))
    failed(owner, NOON - timedelta(minutes=5))
    answered(owner, NOON - timedelta(hours=1))
    body = seen()
    counts = {bucket["at"]: (bucket["succeeded"], bucket["failed"]) for bucket in body["series"]}
    busy = {at: count for at, count in counts.items() if any(count)}
    assert busy == {datetime(2026, 11, 22, 11, 55, 30, tzinfo=UTC): (1, 1)}


def test_totals_are_per_minute_of_the_range_and_the_ratio_leaves_canceled_ones_out(owner: User) -> None:
    for minute in (1, 2, 3):
        answered(owner, NOON - timedelta(minutes=minute))
    failed(owner, NOON - timedelta(minutes=4))
    prediction(owner, NOON - timedelta(minutes=2), status=Status.CANCELED, completed_at=NOON - timedelta(minutes=1))
    totals = seen()["totals"]
    assert (totals["succeeded"], totals["failed"], totals["canceled"]) == (3, 1, 1)
    assert totals["failing_ratio"] == 0.25
    assert totals["per_minute"] == pytest.approx(4 / 14.75, abs=0.001)


def test_what_waits_and_runs_now_is_told_by_kind(owner: User) -> None:
    prediction(owner, NOON)
    prediction(owner, NOON, kind=SPEECH)
    prediction(owner, NOON, kind=SPEECH)
    prediction(owner, NOON, kind=SPEECH, status=Status.PROCESSING, started_at=NOON)
    body = seen()
    assert body["waiting"] == {IMAGE: 1, SPEECH: 2}
    assert body["processing"] == {IMAGE: 0, SPEECH: 1}


def test_percentiles_of_each_stage_come_from_answers_only(owner: User) -> None:
    for hundredths in range(1, 101):
        answered(owner, NOON - timedelta(minutes=5), seconds=hundredths / 100)
    failed(owner, NOON - timedelta(minutes=5), total_time=1000.0)
    body = seen()
    stages = {stage.pop("stage"): stage for stage in body["stages"]}
    assert stages["total"] == {"p50": within(0.5), "p95": within(0.95), "p99": within(0.99)}
    assert stages["queue"]["p50"] == within(0.25)
    assert list(stages) == ["queue", "preprocess", "predict", "postprocess", "total"]
    assert body["totals"]["p95"] == within(0.95)


def test_the_mean_stages_of_a_bucket_add_up_to_its_mean_total(owner: User) -> None:
    answered(owner, NOON - timedelta(seconds=65), seconds=1.0)
    answered(owner, NOON - timedelta(seconds=67), seconds=3.0)
    (bucket,) = [bucket for bucket in seen()["series"] if bucket["stages"]]
    assert sum(bucket["stages"].values()) == pytest.approx(2.0)
    assert (bucket["p50"], bucket["p99"]) == (within(1.0), within(1.0))


def test_failures_are_counted_by_code_most_frequent_first(owner: User) -> None:
    for code in ("timeout", "decode_failed", "model_failed", "decode_failed"):
        failed(owner, NOON - timedelta(minutes=2), code)
    failed(owner, NOON - timedelta(days=1), "worker_lost")
    assert seen()["failures"] == [
        {"code": "decode_failed", "count": 2},
        {"code": "model_failed", "count": 1},
        {"code": "timeout", "count": 1},
    ]


def test_a_worker_that_is_silent_for_a_minute_is_gone_and_comes_last(as_operator: APIClient) -> None:
    now = timezone.now()
    for name, silent in (("a", 61), ("b", 5)):
        Worker.objects.create(
            name=name, queue=name, kinds=[IMAGE], device="cpu", pid=1, state=Worker.State.BUSY,
            loaded=[["small-image", 1]], batches=2, items=9, started_at=now, last_seen=now - timedelta(seconds=silent),
        )  # fmt: skip
    workers = as_operator.get(URL).json()["workers"]
    assert [(worker["name"], worker["state"]) for worker in workers] == [("b", "busy"), ("a", "gone")]
    assert workers[0]["loaded"] == [{"slug": "small-image", "version": 1}]
    assert (workers[0]["batches"], workers[0]["items"]) == (2, 9)


def test_jobs_of_training_are_told_with_who_is_there_for_them(db: None) -> None:
    assert seen()["training"] == {"trainers": 0, "waiting": 0, "running": 0}
    for status in (JobStatus.QUEUED, JobStatus.QUEUED, JobStatus.RUNNING, JobStatus.PAUSED, JobStatus.FAILED):
        Job.objects.create(work="install", status=status, created_at=timezone.now())
    now = timezone.now()
    report = {"queue": "q", "device": "cpu", "pid": 1, "state": "ready", "started_at": now, "kinds": ["training"]}
    Worker.objects.create(name="trainer@here", last_seen=now, **report)
    Worker.objects.create(name="trainer@gone", last_seen=now - timedelta(minutes=5), **report)
    assert seen()["training"] == {"trainers": 1, "waiting": 2, "running": 1}
