"""Claims, batches, fences and leases. Run on SQLite and, marked so, on PostgreSQL as well."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from rest_framework.test import APIClient

from apps.catalogue.models import Worker
from apps.core import draining
from apps.engines import standby, workers
from apps.engines.speed import note_speed
from apps.live.models import Event
from apps.predictions import batch as batches
from apps.predictions import finish, run, worker
from apps.predictions.claim import claim_batch
from apps.predictions.models import Prediction, Status
from apps.predictions.tests.conftest import KINDS, InstantEngine, infer, send, statuses, work
from apps.uploads.tests.files import photo, sound
from conftest import Configure
from ml.errors import BadInput, BundleError

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
Queued = Callable[[int], list[str]]


def test_waiting_rows_are_answered_oldest_first_in_batches(
    owner: User, engine: InstantEngine, queued: Queued, configure: Configure
) -> None:
    configure(batch_items=4)
    ids = queued(10)
    first = claim_batch(KINDS)
    assert [str(row.pk) for row in first] == ids[:4]
    finish.finish(first, infer(first))
    work()
    assert engine.batches == [4, 4, 2]
    assert statuses(owner) == ["succeeded"] * 10


def test_an_answer_carries_output_times_and_attempt(as_owner: APIClient, engine: InstantEngine, queued: Queued) -> None:
    (one,) = queued(1)
    work()
    body = as_owner.get(f"/api/v1/predictions/{one}").json()
    assert body["output"]["labels"][0] == {"label": "cat", "index": 0, "score": 0.9}
    assert (body["status"], body["attempt"], body["position"]) == ("succeeded", 1, None)
    assert body["metrics"]["predict_time"] == 0.002
    assert body["metrics"]["batch_size"] == 1
    assert body["metrics"]["total_time"] >= body["metrics"]["queue_time"] >= 0


def test_a_version_learns_how_long_an_item_takes_here(engine: InstantEngine, queued: Queued) -> None:
    queued(1)
    work()
    version = Prediction.objects.get().version
    assert version.seconds_per_item == pytest.approx(0.003)
    note_speed(version.pk, 1.003)
    version.refresh_from_db()
    assert version.seconds_per_item == pytest.approx(0.103)


def test_a_bad_file_fails_alone(as_owner: APIClient, owner: User, engine: InstantEngine) -> None:
    send(as_owner, sound(seconds=1), sound(seconds=0.5), sound(seconds=2))
    work()
    assert engine.batches == [3]
    assert statuses(owner) == ["succeeded", "failed", "succeeded"]
    failed = Prediction.objects.get(status=Status.FAILED)
    body = as_owner.get(f"/api/v1/predictions/{failed.pk}").json()
    assert (body["error"]["code"], body["error"]["status"]) == ("decode_failed", 422)


@pytest.mark.parametrize("error", [BundleError("damaged"), RuntimeError("bug"), BadInput("model_failed", "no")])
def test_a_broken_engine_fails_the_rows_and_not_the_worker(
    owner: User, queued: Queued, engine: InstantEngine, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def broken(_version: object) -> InstantEngine:
        raise error

    monkeypatch.setattr(batches, "engine_for", broken)
    queued(2)
    work()
    assert statuses(owner) == ["failed", "failed"]
    assert set(Prediction.objects.values_list("error_code", flat=True)) == {"model_failed"}


def test_when_the_time_is_up_each_is_tried_alone_and_only_the_slow_one_fails(
    owner: User, engine: InstantEngine, queued: Queued
) -> None:
    queued(3)
    calls = 0

    def slow() -> None:
        nonlocal calls
        calls += 1
        if calls in {1, 3}:  # the batch of three, then the second row alone
            run.time_is_up()

    engine.before = slow
    work()
    assert engine.batches == [3, 1, 1, 1]
    assert statuses(owner) == ["succeeded", "failed", "succeeded"]
    assert Prediction.objects.get(status=Status.FAILED).error_code == "timeout"


def test_who_is_out_of_time_leaves_alone_what_a_colleague_has_claimed_meanwhile(
    owner: User, engine: InstantEngine, queued: Queued
) -> None:
    queued(2)

    def lost_and_late() -> None:
        engine.before = lambda: None
        finish.release(Prediction.objects.all())
        (colleagues,) = claim_batch(KINDS)
        assert colleagues.attempt == 2
        run.time_is_up()

    engine.before = lost_and_late
    work()
    assert sorted(Prediction.objects.values_list("status", "attempt")) == [("processing", 2), ("succeeded", 2)]


def test_the_result_of_an_older_attempt_is_void(owner: User, engine: InstantEngine, queued: Queued) -> None:
    queued(1)
    slow = claim_batch(KINDS)
    finish.release(Prediction.objects.all())
    fast = claim_batch(KINDS)
    assert finish.finish(fast, infer(fast))[0].attempt == 2
    assert finish.finish(slow, infer(slow)) == []
    assert Prediction.objects.get().attempt == 2


def test_the_result_of_who_was_overtaken_is_void_while_the_colleague_is_still_at_work(
    owner: User, engine: InstantEngine, queued: Queued
) -> None:
    queued(1)
    slow = claim_batch(KINDS)
    finish.release(Prediction.objects.all())
    fast = claim_batch(KINDS)
    assert finish.finish(slow, infer(slow)) == []
    assert Prediction.objects.get().status == Status.PROCESSING
    assert [row.status for row in finish.finish(fast, infer(fast))] == [Status.SUCCEEDED]


def test_a_row_whose_lease_ran_out_waits_again_and_is_then_taken_alone(
    owner: User, engine: InstantEngine, queued: Queued
) -> None:
    queued(3)
    claim_batch(KINDS)
    Prediction.objects.update(lease_expires_at=timezone.now() - timedelta(seconds=1))
    assert finish.release_expired() == 3
    assert statuses(owner) == ["queued"] * 3
    work()
    assert engine.batches == [1, 1, 1]
    assert statuses(owner) == ["succeeded"] * 3


def test_a_row_that_is_lost_three_times_is_quarantined_and_its_neighbours_are_not(
    as_owner: APIClient, engine: InstantEngine, queued: Queued
) -> None:
    poison, *_neighbours = queued(3)
    claim_batch(KINDS)
    finish.release(Prediction.objects.all())
    for _ in range(2):
        (row,) = claim_batch(KINDS)
        assert str(row.pk) == poison
        finish.release(Prediction.objects.all())
    work()
    body = as_owner.get(f"/api/v1/predictions/{poison}").json()
    assert (body["status"], body["error"]["code"]) == ("failed", "quarantined")
    assert Prediction.objects.filter(status="succeeded").count() == 2


@pytest.mark.parametrize(("why", "said"), [("its memory ran out", "because its memory ran out."), ("", "this file.")])
def test_what_a_worker_was_lost_by_is_said_where_it_is_known(
    as_owner: APIClient, queued: Queued, why: str, said: str
) -> None:
    (poison,) = queued(1)
    for _ in range(3):
        claim_batch(KINDS)
        finish.release(Prediction.objects.all(), why)
    detail = as_owner.get(f"/api/v1/predictions/{poison}").json()["error"]["detail"]
    assert detail.startswith("A worker was lost 3 times while it worked on this file")
    assert f"{said} It will not be tried again." in detail


def test_a_restarted_worker_takes_back_what_its_former_self_held(
    owner: User, engine: InstantEngine, queued: Queued, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(standby, "hold_ready", lambda _kinds: None)
    queued(5)
    claim_batch(KINDS)
    worker.start()
    assert statuses(owner) == ["queued"] * 5


def test_a_cancel_while_it_runs_is_final(as_owner: APIClient, engine: InstantEngine, queued: Queued) -> None:
    (one,) = queued(1)
    batch = claim_batch(KINDS)
    assert as_owner.post(f"/api/v1/predictions/{one}/cancel").json()["status"] == "canceled"
    assert finish.finish(batch, infer(batch)) == []
    assert as_owner.get(f"/api/v1/predictions/{one}").json()["status"] == "canceled"


def test_a_worker_serves_only_its_kinds(owner: User, as_owner: APIClient, engine: InstantEngine) -> None:
    send(as_owner, photo())
    send(as_owner, sound())
    run.drain(["speech-recognition"], seconds=60, wake=lambda _kinds: None)
    assert statuses(owner) == ["queued", "succeeded"]


def test_long_sounds_do_not_share_a_batch(as_owner: APIClient, engine: InstantEngine) -> None:
    send(as_owner, sound(seconds=70), sound(seconds=40), sound(seconds=30))
    work()
    assert engine.batches == [2, 1]


def test_idle_colleagues_are_woken_while_something_waits(
    engine: InstantEngine, queued: Queued, configure: Configure
) -> None:
    configure(batch_items=1)
    queued(2)
    woken: list[set[str]] = []
    run.drain(KINDS, seconds=60, wake=lambda kinds: woken.append(set(kinds)))
    assert woken == [{"image-classification"}, set()]


def test_a_worker_that_shall_end_claims_nothing_after_its_batch(
    owner: User, engine: InstantEngine, queued: Queued, configure: Configure, monkeypatch: pytest.MonkeyPatch
) -> None:
    configure(batch_items=2)
    queued(5)
    monkeypatch.setattr(draining, "has_begun", lambda: bool(engine.batches))
    assert run.drain(KINDS, seconds=60, wake=lambda _kinds: None) is True  # somebody should be rung for the rest
    assert engine.batches == [2]
    assert sorted(statuses(owner)) == ["queued"] * 3 + ["succeeded"] * 2


def test_a_worker_that_ends_takes_its_report_along_and_gives_back_what_it_holds(
    owner: User, engine: InstantEngine, queued: Queued, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "_here", workers.Identity("celery@here", queue="worker.celery@here"))
    workers.announce(Worker.State.READY)
    queued(2)
    claim_batch(KINDS)
    worker.stop(queue="worker.celery@elsewhere")
    assert (Worker.objects.count(), statuses(owner)) == (1, ["processing"] * 2)
    worker.stop(queue="worker.celery@here")
    assert (Worker.objects.count(), statuses(owner)) == (0, ["queued"] * 2)


def test_every_change_is_an_event_in_order(as_owner: APIClient, engine: InstantEngine, queued: Queued) -> None:
    (one,) = queued(1)
    work()
    found = as_owner.get(f"/api/v1/predictions/{one}/events").json()["results"]
    assert [event["data"]["status"] for event in found] == ["queued", "processing", "succeeded"]
    assert [event["seq"] for event in found] == sorted(event["seq"] for event in found)
    later = as_owner.get(f"/api/v1/predictions/{one}/events?after={found[1]['seq']}").json()["results"]
    assert [event["data"]["status"] for event in later] == ["succeeded"]
    assert found[-1]["data"] == as_owner.get(f"/api/v1/predictions/{one}").json()
    assert Event.objects.count() == 3
