"""What has ended is counted by each process for itself, and told as one figure."""

import json
import threading
from collections import Counter
from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.test import Client

from apps.catalogue.models import Worker
from apps.engines import workers
from apps.predictions.counters import SIZES, Sample, add, fold, observe, sample, totals
from apps.predictions.models import Tally, WorkerTally

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
Become = Callable[[str], None]
FAILED = sample("failures_total", kind="image-classification", code="timeout")


@pytest.fixture
def become(monkeypatch: pytest.MonkeyPatch) -> Become:
    """This process goes on under another name."""
    return lambda name: monkeypatch.setattr(workers, "_here", workers.Identity(name, queue="here"))


def count() -> dict[str, float]:
    """The totals by name."""
    return {total.name: total.value for total in totals()}


def batches(*sizes: float) -> dict[Sample, float]:
    """What is added for batches of these sizes."""
    added: Counter[Sample] = Counter()
    for size in sizes:
        observe(added, "batch_size", size, SIZES, kind="image-classification")
    return dict(added)


def scraped(name: str) -> list[str]:
    """The lines of `/metrics` about something of pictures."""
    text = Client().get("/metrics").content.decode()
    return [line for line in text.splitlines() if line.startswith(name) and "image-classification" in line]


def test_each_process_adds_to_rows_of_its_own_and_the_figure_is_their_sum(become: Become) -> None:
    for name in ("one", "other", "one"):
        become(name)
        add({FAILED: 2})
    assert count() == {"failures_total": 6}
    assert sorted(WorkerTally.objects.values_list("writer", "value")) == [("one", 4), ("other", 2)]


def test_what_gone_processes_left_is_folded_and_the_sum_stays(become: Become) -> None:
    become("here")
    workers.announce(Worker.State.READY)
    add({FAILED: 1})
    for gone in ("gone", "away"):
        become(gone)
        add({FAILED: 2})
    for _ in range(2):
        fold()
        assert count() == {"failures_total": 5}
    assert (WorkerTally.objects.get().writer, Tally.objects.get().value) == ("here", 4)
    assert Tally.objects.get().labels == {"kind": "image-classification", "code": "timeout"}
    add({FAILED: 1})  # it is still there after all
    assert count() == {"failures_total": 6}


def test_a_histogram_goes_on_from_what_earlier_versions_counted(become: Become) -> None:
    add(batches(1, 3, 100))
    fold()
    for bound in ("4.0", "8.0", "16.0", "32.0", "64.0", "+Inf"):
        _, key = sample("", kind="image-classification", le=bound)
        Tally.objects.create(name="batch_size_bucket", labels=dict(key), labels_key=json.dumps(key), value=10)
    become("here")
    add(batches(3))
    found = [float(line.rsplit(" ", 1)[1]) for line in scraped("slipway_batch_size_bucket")]
    assert found == [1, 1, 13, 13, 13, 13, 13, 14]
    assert [line.rsplit(" ", 1)[1] for line in scraped("slipway_batch_size_sum")] == ["107.0"]


@pytest.mark.django_db(transaction=True)
def test_workers_do_not_wait_for_each_other_to_count(become: Become) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")
    become("slow")
    add({FAILED: 1})
    counted, done = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            add({FAILED: 1})
            counted.set()
            done.wait(20)
        connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    assert counted.wait(20)
    become("quick")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '1s'")
        add({FAILED: 1})
    fold()  # leaves alone what is being written
    done.set()
    thread.join()
    assert count() == {"failures_total": 3}
