"""A lease is renewed while its batch runs, and only then."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone

from apps.predictions import finish
from apps.predictions.batch import Batch
from apps.predictions.claim import claim_batch
from apps.predictions.finish import release_expired
from apps.predictions.models import Prediction, Status
from apps.predictions.tests.conftest import KINDS, InstantEngine, work
from apps.queueing import renew
from conftest import Configure

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
Queued = Callable[[int], list[str]]
LONG_AGO = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _often(configure: Configure) -> None:
    configure(lease_seconds=2)


def renewals(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Set when leases have been renewed."""
    renewed = threading.Event()

    class Watched:
        def close(self) -> None:
            connection.close()  # of the thread that asks
            renewed.set()

    monkeypatch.setattr(renew, "connection", Watched())
    return renewed


def test_what_runs_longer_than_its_lease_is_not_taken_back(
    owner: User, engine: InstantEngine, queued: Queued, monkeypatch: pytest.MonkeyPatch
) -> None:
    queued(2)
    batch = claim_batch(KINDS)
    Prediction.objects.update(lease_expires_at=timezone.now() - LONG_AGO)
    renewed = renewals(monkeypatch)
    with renew.renewed(lambda: Prediction.held_of(batch)):
        assert renewed.wait(20)
        assert release_expired() == 0
    assert set(Prediction.objects.values_list("status", flat=True)) == {Status.PROCESSING}


def test_what_somebody_else_has_claimed_meanwhile_is_not_renewed(
    owner: User, engine: InstantEngine, queued: Queued, monkeypatch: pytest.MonkeyPatch
) -> None:
    queued(1)
    batch = claim_batch(KINDS)
    Prediction.objects.update(lease_expires_at=timezone.now() - LONG_AGO, attempt=2)
    renewed = renewals(monkeypatch)
    with renew.renewed(lambda: Prediction.held_of(batch)):
        assert renewed.wait(20)
        assert release_expired() == 1


def test_an_answer_is_written_under_a_lease_that_was_renewed(
    owner: User, engine: InstantEngine, queued: Queued, monkeypatch: pytest.MonkeyPatch
) -> None:
    renewed, outcomes = renewals(monkeypatch), Batch.outcomes

    def slow(batch: Batch) -> list[finish.Outcome]:
        batch.prepare()
        assert renewed.wait(20)
        return outcomes(batch)

    monkeypatch.setattr(Batch, "outcomes", slow)
    queued(1)
    work()
    assert Prediction.objects.get().status == Status.SUCCEEDED
