"""Beside the computing a worker claims and reads the next batch, and writes the last one."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from apps.catalogue.models import Version
from apps.core import draining
from apps.core.errors import StorageAway
from apps.predictions import batch, finish, run
from apps.predictions.beside import Threads
from apps.predictions.claim import claim_batch
from apps.predictions.counters import totals
from apps.predictions.models import Prediction
from apps.predictions.tests.conftest import KINDS, InstantEngine, statuses, work
from apps.uploads.copies import local_copies
from apps.uploads.models import Upload
from conftest import Configure

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
Queued = Callable[[int], list[str]]


@pytest.fixture(autouse=True)
def _pairs_of_a_fast_model(configure: Configure, versions: dict[str, Version]) -> None:
    configure(batch_items=2)
    Version.objects.update(seconds_per_item=0.001)


def until(what: Callable[[], bool]) -> bool:
    """Whether it became true within some seconds."""
    ends = time.monotonic() + 20
    while not what() and time.monotonic() < ends:
        time.sleep(0.01)
    return what()


def claimed(count: int) -> Callable[[], bool]:
    return lambda: Prediction.objects.exclude(attempt=0).count() == count


def during(engine: InstantEngine, *steps: Callable[[], object]) -> None:
    """What happens while the first batch is computed, the second one and so on."""
    left = list(steps)

    def step() -> None:
        if left:
            left.pop(0)()

    engine.before = step


def test_the_next_batch_is_claimed_and_the_last_one_written_meanwhile(
    owner: User, engine: InstantEngine, queued: Queued
) -> None:
    queued(6)
    seen: list[bool] = []
    during(
        engine,
        lambda: seen.append(until(claimed(4))),
        lambda: seen.append(until(lambda: statuses(owner)[:2] == ["succeeded"] * 2)),
    )
    work()
    assert seen == [True, True]
    assert engine.batches == [2, 2, 2]
    assert statuses(owner) == ["succeeded"] * 6


def test_who_answers_the_only_batch_starts_no_thread_and_writes_at_once(engine: InstantEngine, queued: Queued) -> None:
    queued(2)
    names: list[str] = []
    engine.before = lambda: names.extend(thread.name for thread in threading.enumerate())
    work()
    assert not [name for name in names if name.startswith(("ahead", "behind"))]


@pytest.mark.parametrize("seconds", [None, 10.0])
def test_who_takes_long_or_does_not_know_claims_nothing_that_a_colleague_could_begin(
    engine: InstantEngine, queued: Queued, seconds: float | None
) -> None:
    Version.objects.update(seconds_per_item=seconds)
    queued(4)
    held: list[int] = []
    during(engine, lambda: held.append(Prediction.objects.filter(status="processing").count()))
    work()
    assert held == [2]
    assert engine.batches == [2, 2]


def test_what_takes_some_seconds_has_the_next_batch_claimed_when_it_is_nearly_done(
    engine: InstantEngine, queued: Queued
) -> None:
    Version.objects.update(seconds_per_item=0.75)
    queued(4)
    held: list[int] = []

    def compute() -> None:
        held.append(Prediction.objects.filter(status="processing").count())
        assert until(claimed(4))

    during(engine, compute)
    work()
    assert held == [2]
    assert engine.batches == [2, 2]


def test_a_batch_that_is_done_sooner_than_foretold_does_not_wait_for_the_next_claim(
    owner: User, engine: InstantEngine, queued: Queued
) -> None:
    Version.objects.update(seconds_per_item=5)
    queued(4)
    began = time.monotonic()
    work()
    assert time.monotonic() - began < 9
    assert statuses(owner) == ["succeeded"] * 4


def test_what_comes_meanwhile_is_claimed_and_fed_when_there_is_room(
    owner: User, engine: InstantEngine, queued: Queued
) -> None:
    Version.objects.update(seconds_per_item=1)
    queued(2)
    seen: list[bool] = []

    def compute() -> None:
        queued(2)
        seen.append(claimed(2)())
        engine.room()
        seen.extend([until(claimed(4)), until(lambda: engine.fed == [2])])

    during(engine, compute)
    work()
    assert seen == [True, True, True]
    assert engine.batches == [2, 2]
    assert statuses(owner) == ["succeeded"] * 4


def test_what_has_its_answer_is_written_when_there_is_room_and_its_batch_is_counted_once(
    owner: User, engine: InstantEngine, queued: Queued
) -> None:
    queued(2)
    seen: list[bool] = []

    def compute() -> None:
        engine.room()
        seen.append(until(lambda: statuses(owner) == ["succeeded", "processing"]))

    during(engine, compute)
    work()
    assert seen == [True]
    assert statuses(owner) == ["succeeded"] * 2
    counted = {total.name: total.value for total in totals() if total.name.startswith("batch_size")}
    assert counted == {"batch_size_within": 1, "batch_size_sum": 2}


def test_when_the_time_is_up_what_was_written_before_stays(owner: User, engine: InstantEngine, queued: Queued) -> None:
    queued(2)

    def slow() -> None:
        engine.room()
        run.time_is_up()

    during(engine, slow)
    work()
    assert engine.batches == [2, 1]
    assert statuses(owner) == ["succeeded"] * 2
    assert list(Prediction.objects.order_by("created_at").values_list("attempt", flat=True)) == [1, 2]


def test_what_is_claimed_early_is_fed_when_there_is_room_and_not_before(engine: InstantEngine, queued: Queued) -> None:
    queued(6)
    seen: list[object] = []

    def compute() -> None:
        assert until(claimed(4))
        time.sleep(0.1)
        seen.append(list(engine.fed))
        engine.room()
        seen.append(until(lambda: engine.fed == [2]))

    during(engine, compute)
    work()
    assert seen == [[], True]
    assert engine.batches == [2, 2, 2]
    assert engine.fed == [2], "what has no room said is fed by nobody"


def test_a_worker_that_shall_end_gives_back_what_it_claimed_ahead(
    owner: User, engine: InstantEngine, queued: Queued, monkeypatch: pytest.MonkeyPatch
) -> None:
    queued(6)

    def end() -> None:
        assert until(claimed(4))
        monkeypatch.setattr(draining, "has_begun", lambda: True)

    during(engine, end)
    assert run.drain(KINDS, seconds=60, wake=lambda _kinds: None) is True
    assert statuses(owner) == ["succeeded"] * 2 + ["queued"] * 4
    assert list(Prediction.objects.order_by("created_at").values_list("attempt", flat=True)) == [1, 1, 0, 0, 0, 0]


def test_when_the_time_is_up_what_was_claimed_ahead_waits_as_if_it_had_not_been(
    owner: User, engine: InstantEngine, queued: Queued
) -> None:
    queued(4)

    def slow() -> None:
        assert until(claimed(4))
        run.time_is_up()

    during(engine, slow)
    work()
    assert engine.batches == [2, 1, 1, 2]
    assert statuses(owner) == ["succeeded"] * 4
    assert list(Prediction.objects.order_by("created_at").values_list("attempt", flat=True)) == [2, 2, 1, 1]


def test_what_was_lost_before_is_never_held_beside_another_batch(
    owner: User, engine: InstantEngine, queued: Queued
) -> None:
    queued(5)
    lost = claim_batch(KINDS)
    finish.release(Prediction.held_of(lost))
    held: list[int] = []
    engine.before = lambda: held.append(Prediction.objects.filter(status="processing").count())
    work()
    assert engine.batches == [1, 1, 2, 1]
    assert held[:2] == [1, 1]
    assert statuses(owner) == ["succeeded"] * 5


def test_what_was_claimed_ahead_keeps_its_lease(
    owner: User, engine: InstantEngine, queued: Queued, configure: Configure
) -> None:
    configure(lease_seconds=2, batch_items=2)
    queued(4)

    def long() -> None:
        assert until(claimed(4))
        Prediction.objects.update(lease_expires_at=timezone.now() - timedelta(hours=1))
        assert until(lambda: not Prediction.expired().exists())

    during(engine, long)
    work()
    assert list(Prediction.objects.values_list("status", "attempt")) == [("succeeded", 1)] * 4


def test_what_cannot_be_read_ahead_waits_again(
    owner: User, engine: InstantEngine, queued: Queued, monkeypatch: pytest.MonkeyPatch
) -> None:
    queued(4)
    away = threading.Event()

    @contextmanager
    def away_from_the_other_thread(uploads: Sequence[Upload]) -> Iterator[object]:
        if threading.current_thread() is not threading.main_thread():
            away.set()
            raise StorageAway("The bucket does not answer.")
        with local_copies(uploads) as paths:
            yield paths

    monkeypatch.setattr(batch, "local_copies", away_from_the_other_thread)
    during(engine, lambda: away.wait(20) and until(claimed(2)))
    work()
    assert away.is_set()
    assert statuses(owner) == ["succeeded"] * 4
    assert set(Prediction.objects.values_list("attempt", flat=True)) == {1}


def test_an_answer_that_cannot_be_written_is_not_passed_over(
    owner: User, engine: InstantEngine, queued: Queued, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("no room")

    queued(6)
    monkeypatch.setattr(run, "finish", broken)
    with pytest.raises(RuntimeError, match="no room"):
        work()
    assert "queued" in statuses(owner)
    assert "succeeded" not in statuses(owner)


def test_who_drains_again_goes_on_with_the_same_threads(owner: User, engine: InstantEngine, queued: Queued) -> None:
    used: list[str] = []
    engine.before = lambda: used.extend(thread.name for thread in threading.enumerate())
    with Threads() as threads:
        for _ in range(2):
            queued(6)
            run.drain(KINDS, seconds=60, wake=lambda _kinds: None, threads=threads)
        assert {name for name in used if name.startswith(("ahead", "behind"))} == {"ahead_0", "behind_0"}
        assert [thread.name for thread in threading.enumerate()].count("ahead_0") == 1
    assert statuses(owner) == ["succeeded"] * 12
    assert not {"ahead_0", "behind_0"} & {thread.name for thread in threading.enumerate()}
