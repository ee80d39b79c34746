import re
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from django.contrib.auth.models import User
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from apps.catalogue.models import Version, Worker
from apps.monitoring import roll_up
from apps.monitoring.buckets import ALL, Subject
from apps.monitoring.figures import overview
from apps.monitoring.histogram import RELATIVE_ERROR
from apps.monitoring.looks import Looks
from apps.monitoring.models import Counted, KeptBucket
from apps.monitoring.schemas import BucketSchema, OperationsOverviewSchema
from apps.monitoring.spans import RANGES, Range, span_of
from apps.monitoring.tests.rows import IMAGE, SPEECH, answered, failed, prediction, upload_of, version_of
from apps.predictions.models import Prediction, Status

pytestmark = pytest.mark.postgres
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
AT_MOST = 9


def counted_at(now: datetime) -> None:
    """All that the scheduler does in some minutes."""
    roll_up.catch_up(now)
    while roll_up._hour_back(now):
        pass


def seen(name: Range, now: datetime = NOW, subject: Subject = ALL) -> OperationsOverviewSchema:
    return overview(span_of(name, now), subject)


def at(body: OperationsOverviewSchema, moment: datetime) -> BucketSchema:
    (bucket,) = [one for one in body.series if one.at <= moment < one.at + timedelta(seconds=body.bucket_seconds)]
    return bucket


def many(owner: User, number: int, length: timedelta) -> list[float]:
    """Answers at any time of the last `length`. Returns how long each took."""
    dice, upload, version = Random(11), upload_of(owner), version_of(IMAGE)
    times = [dice.lognormvariate(-1, 1) for _ in range(number)]
    ends = [NOW - dice.random() * length for _ in times]
    Prediction.objects.bulk_create(
        Prediction(
            owner=owner, upload=upload, version=version, kind=upload.kind, status=Status.SUCCEEDED, search="",
            created_at=end, started_at=end, completed_at=end, queue_time=0.0, total_time=seconds, attempt=1,
        )
        for end, seconds in zip(ends, times, strict=True)
    )  # fmt: skip
    return times


@pytest.mark.parametrize("name", RANGES)
def test_every_range_counts_each_once_and_its_percentiles_are_those_of_all_rows(owner: User, name: Range) -> None:
    length = timedelta(seconds=RANGES[name][0] - RANGES[name][1])
    times = sorted(many(owner, 400, length))
    counted_at(NOW)
    body = seen(name)
    assert body.totals.succeeded == sum(bucket.succeeded for bucket in body.series) == 400
    assert body.stages[-1].p50 == pytest.approx(times[199], rel=RELATIVE_ERROR * 1.01)
    assert body.stages[-1].p99 == pytest.approx(times[395], rel=RELATIVE_ERROR * 1.01)


def test_what_is_over_is_no_longer_read_from_the_rows(
    owner: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    many(owner, 300, DAY)
    counted_at(NOW)
    before = seen("24h")
    Prediction.objects.filter(completed_at__lt=NOW - 2 * MINUTE).delete()
    with django_assert_max_num_queries(AT_MOST) as statements:
        assert seen("24h") == before
    (rows,) = [one["sql"] for one in statements.captured_queries if "preprocess_time" in one["sql"]]
    since = min(re.findall(r"completed_at\W+>= '([^']+)", rows))
    assert datetime.fromisoformat(since).replace(tzinfo=UTC) >= NOW - timedelta(seconds=75)
    ended = Prediction.objects.filter(completed_at__gte=NOW - MINUTE, completed_at__lt=NOW).order_by()
    assert "ended_order" in ended.explain(), "the whole table is read"


def test_nothing_is_counted_twice_by_a_second_scheduler(owner: User) -> None:
    answered(owner, NOW - 10 * MINUTE)
    roll_up.catch_up(NOW)
    counted = Counted.objects.get()
    Counted.objects.update(until=counted.until - 30 * MINUTE)
    late = Counted.objects.get()
    roll_up.catch_up(NOW)
    assert not roll_up._step(late, NOW)
    assert seen("1h").totals.succeeded == 1


def test_after_a_pause_of_the_scheduler_what_ended_meanwhile_is_counted_and_nobody_looked_at_the_queue(
    owner: User,
) -> None:
    looks = Looks()
    looks.look(NOW - 40 * MINUTE)
    roll_up.catch_up(NOW - 38 * MINUTE)
    answered(owner, NOW - 20 * MINUTE)
    looks.look(NOW)
    assert not at(seen("1h"), NOW - 20 * MINUTE).counted
    roll_up.catch_up(NOW)
    body = seen("1h")
    assert at(body, NOW - 20 * MINUTE).succeeded == 1
    assert [at(body, NOW - n * MINUTE).waiting for n in (40, 30, 0)] == [0, None, 0]
    assert [at(body, NOW - n * MINUTE).workers for n in (40, 30, 0)] == [0, None, 0]


def test_a_peak_between_two_calm_moments_stays_a_peak_in_a_month(owner: User) -> None:
    looks, peak = Looks(), NOW - 3 * DAY
    Counted.objects.create(pk=1, since=peak - HOUR, until=peak - HOUR)
    worker = Worker.objects.create(
        name="w", queue="q", kinds=[SPEECH], device="cpu", pid=1, started_at=peak, last_seen=peak
    )
    for second in (0, 5, 10):
        rows = [prediction(owner, peak - MINUTE) for _ in range(7 if second == 5 else 0)]
        looks.look(peak + timedelta(seconds=second))
        Prediction.objects.filter(pk__in=[row.pk for row in rows]).delete()
    worker.delete()
    for _ in range(4):
        roll_up.catch_up(NOW)
    body = at(seen("30d"), peak)
    assert (body.waiting, body.workers) == (7, 1)
    assert body.oldest_seconds == pytest.approx(65)


def test_who_came_and_went_between_two_looks_is_known_by_how_long_it_waited(owner: User) -> None:
    Looks().look(NOW - 5 * MINUTE)
    for _ in range(3):
        answered(owner, NOW - 5 * MINUTE, seconds=12)
    roll_up.catch_up(NOW)
    bucket = at(seen("15m"), NOW - 5 * MINUTE + timedelta(seconds=12))
    assert (bucket.oldest_seconds, bucket.waiting) == (6, 3 * 6 / 15)


def test_the_busiest_quarter_of_a_minute_is_kept_in_longer_buckets(owner: User) -> None:
    for index in range(5):
        answered(owner, NOW - 2 * HOUR + timedelta(seconds=index))
    answered(owner, NOW - 2 * HOUR + 5 * MINUTE)
    counted_at(NOW)
    assert at(seen("7d"), NOW - 2 * HOUR).busiest_per_minute == 20


def test_a_model_and_a_version_have_figures_of_their_own(owner: User, as_operator: APIClient) -> None:
    first = version_of(IMAGE)
    second = Version.objects.create(model=first.model, number=2, digest="1" * 64, manifest={}, size=1)
    for kind in (IMAGE, IMAGE, IMAGE, SPEECH, SPEECH):
        answered(owner, NOW - 5 * MINUTE, kind=kind)
    newer = failed(owner, NOW - 5 * MINUTE, "model_failed")
    Prediction.objects.filter(pk=newer.pk).update(version=second)
    roll_up.catch_up(NOW)
    wanted = {"": (5, 1), "small-image": (3, 1), "small-speech": (2, 0)}
    for model, counts in wanted.items():
        totals = seen("15m", subject=Subject(model)).totals
        assert (totals.succeeded, totals.failed) == counts
    only = seen("15m", subject=Subject("small-image", 2))
    assert [(failure.code, failure.count) for failure in only.failures] == [("model_failed", 1)]
    assert [(one.model, one.version, one.succeeded, one.failed) for one in only.versions] == [
        ("small-image", 1, 3, 0), ("small-image", 2, 0, 1), ("small-speech", 1, 2, 0),
    ]  # fmt: skip
    found = as_operator.get("/api/v1/operations/overview", {"model": "small-image/versions/2"})
    assert found.status_code == 200
    for wrong in ("small-image@production", "a b", "small-image/versions/x"):
        assert as_operator.get("/api/v1/operations/overview", {"model": wrong}).status_code == 400


def test_a_model_of_which_nothing_waits_waits_for_nothing_while_somebody_looks(owner: User) -> None:
    prediction(owner, NOW - MINUTE)
    Looks().look(NOW)
    assert seen("15m", subject=Subject("small-image")).series[-1].waiting == 1
    assert seen("15m", subject=Subject("small-speech")).series[-1].waiting == 0
    assert seen("15m", subject=Subject("small-speech")).series[-2].waiting is None


def test_shares_of_what_is_not_sure_or_outside_are_of_answers_with_labels(owner: User) -> None:
    sure, unsure = ({"labels": [{"label": "cat", "index": 0, "score": score}]} for score in (0.9, 0.3))
    for output in (sure, sure, unsure, {**sure, "outside": True, "familiar": 0.0}):
        answered(owner, NOW - 5 * MINUTE, output=output)
    answered(owner, NOW - 5 * MINUTE, kind=SPEECH, output={"text": "SEVEN", "words": []})
    roll_up.catch_up(NOW)
    image, speech = seen("15m").versions
    assert (image.labelled, image.in_doubt, image.outside) == (4, 2, 1)
    assert (speech.succeeded, speech.labelled, speech.in_doubt) == (1, 0, 0)


def test_batches_and_known_answers_are_counted(owner: User) -> None:
    for size in (4, 4, 4, 4, 1):
        answered(owner, NOW - 5 * MINUTE, batch_size=size, attempt=1)
    answered(owner, NOW - 5 * MINUTE, attempt=0)
    roll_up.catch_up(NOW)
    (bucket,) = [one for one in seen("15m").series if one.succeeded]
    assert (bucket.mean_batch, bucket.largest_batch, bucket.cached) == (2.5, 4, 1)


def test_figures_go_when_nobody_can_look_at_them_any_more(owner: User) -> None:
    Counted.objects.create(pk=1, since=NOW, until=NOW)
    answered(owner, NOW + MINUTE)
    roll_up.catch_up(NOW + 2 * HOUR)
    assert set(KeptBucket.objects.values_list("length", flat=True)) == {15, 300, 3600}
    for later, lengths in ((4 * HOUR, {300, 3600}), (3 * DAY, {3600}), (32 * DAY, set())):
        Counted.objects.update(until=NOW + later - HOUR)
        roll_up.catch_up(NOW + later + HOUR)
        assert set(KeptBucket.objects.values_list("length", flat=True)) == lengths


def test_a_look_at_the_queue_costs_three_statements(
    db: None, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(3):
        Looks().look(NOW)
