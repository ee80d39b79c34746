"""Who computes, as it reports itself."""

import pytest

from apps.catalogue.models import Worker
from apps.engines import workers

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
