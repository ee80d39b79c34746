"""Who computes, as it reports itself."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from apps.catalogue.models import Worker
from apps.core.health import NotReady
from apps.engines import workers
from conftest import Configure

pytestmark = pytest.mark.django_db


def test_a_worker_whose_report_was_lost_reports_again() -> None:
    workers.announce(Worker.State.READY)
    Worker.objects.all().delete()
    workers.report(Worker.State.READY)
    assert [worker.name for worker in Worker.fresh()] == [workers.here().name]


def test_a_worker_that_works_counts_its_batches() -> None:
    workers.announce(Worker.State.READY)
    workers.report(Worker.State.BUSY)
    workers.report(Worker.State.READY, items=3)
    worker = Worker.objects.get()
    assert (worker.state, worker.batches, worker.items) == ("ready", 1, 3)


@pytest.fixture
def _in_a_hurry() -> Iterator[None]:
    before = workers.here()
    workers.become(workers.Identity("celery@hurry", queue="worker.celery@hurry"))
    workers.announce(Worker.State.READY)
    yield
    workers.become(before)


@pytest.mark.usefixtures("_in_a_hurry")
def test_what_was_not_written_in_a_hurry_goes_with_the_next_report() -> None:
    workers.report(Worker.State.READY)
    for _ in range(3):
        workers.report(Worker.State.BUSY, patience=60)
        workers.report(Worker.State.READY, items=2, patience=60)
    row = Worker.objects.get(name="celery@hurry")
    assert (row.state, row.batches, row.items) == ("ready", 0, 0)
    workers.report(Worker.State.READY)
    row.refresh_from_db()
    assert (row.state, row.batches, row.items) == ("ready", 3, 6)


@pytest.mark.usefixtures("_in_a_hurry")
def test_a_worker_that_was_said_to_be_busy_is_said_to_be_ready_at_once() -> None:
    workers.report(Worker.State.BUSY)
    workers.report(Worker.State.READY, patience=60)
    assert Worker.objects.get(name="celery@hurry").state == "ready"


@pytest.fixture
def _two_nodes() -> Iterator[None]:
    """Reports of two children of node `a` and one of node `b`."""
    before = workers.here()
    for name, queue in (("a", "worker.a"), ("a-1", "worker.a"), ("b", "worker.b")):
        workers.become(workers.Identity(name, queue=queue))
        workers.announce(Worker.State.READY)
    yield
    workers.become(before)


def age(seconds: float, *names: str) -> None:
    Worker.objects.filter(name__in=names).update(last_seen=timezone.now() - timedelta(seconds=seconds))


@pytest.mark.usefixtures("_two_nodes")
def test_a_node_that_ends_takes_its_reports_along_and_no_others() -> None:
    assert sorted(workers.leave("worker.a")) == ["a", "a-1"]
    assert [worker.name for worker in Worker.objects.all()] == ["b"]


@pytest.mark.usefixtures("_two_nodes")
def test_only_who_answered_within_a_minute_counts() -> None:
    age(61, "a")
    age(59, "a-1")
    assert [worker.name for worker in Worker.fresh()] == ["a-1", "b"]
    assert workers.fresh_by_kind() == {"image-classification": 2, "speech-recognition": 2}


@pytest.mark.usefixtures("_two_nodes")
def test_a_worker_that_starts_again_begins_to_count_anew() -> None:
    workers.report(Worker.State.READY, items=5)
    workers.announce(Worker.State.STARTING)
    worker = Worker.objects.get(name="b")
    assert (worker.state, worker.batches, worker.items) == ("starting", 0, 0)
    assert "b" not in [worker.name for worker in Worker.fresh()]


@pytest.mark.usefixtures("_two_nodes")
def test_readiness_names_each_kind_that_nobody_serves() -> None:
    assert workers.check_ready() == "image-classification: 3, speech-recognition: 3"
    Worker.objects.update(kinds=["image-classification"])
    with pytest.raises(NotReady, match=r"^no worker answered in the last 60 s for speech-recognition$"):
        workers.check_ready()


@pytest.mark.usefixtures("_two_nodes")
def test_a_kind_that_this_installation_does_not_serve_needs_no_worker(configure: Configure) -> None:
    Worker.objects.update(kinds=["image-classification"])
    configure(worker_kinds=("image-classification",))
    assert workers.check_ready() == "image-classification: 3"


@pytest.mark.usefixtures("_two_nodes")
def test_a_report_is_forgotten_after_a_day() -> None:
    age(24 * 3600 + 1, "a")
    age(24 * 3600 - 60, "b")
    workers.forget_old()
    assert [worker.name for worker in Worker.objects.all()] == ["a-1", "b"]
