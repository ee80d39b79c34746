"""Several workers and several requests at once, which only a database with row locks lets truly run side by side."""

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.db import connection
from rest_framework.test import APIClient

from apps.core.errors import Problem
from apps.live.models import Event
from apps.predictions import actions, finish
from apps.predictions.claim import claim_batch
from apps.predictions.models import Prediction, Status
from apps.predictions.tests.conftest import KINDS, InstantEngine, infer
from apps.uploads.tests.files import photo
from conftest import Configure, signed_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
Queued = Callable[[int], list[str]]
T = TypeVar("T")


@pytest.fixture(autouse=True)
def _only_with_row_locks(db: None) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")


def at_once(count: int, job: Callable[[int], T]) -> list[T]:
    """Run `job` in threads that start together, each with its own connection."""
    start = threading.Barrier(count)

    def one(number: int) -> T:
        start.wait()
        try:
            return job(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


def test_two_workers_never_claim_the_same_row(
    owner: User, engine: InstantEngine, queued: Queued, configure: Configure
) -> None:
    configure(batch_items=3)
    queued(40)
    taken: list[str] = []

    def drain(_number: int) -> None:
        while batch := claim_batch(KINDS):
            taken.extend(str(row.pk) for row in batch)
            finish.finish(batch, infer(batch))

    at_once(4, drain)
    assert Counter(taken).most_common(1)[0][1] == 1
    assert Prediction.objects.filter(status=Status.SUCCEEDED, attempt=1).count() == 40
    seqs = list(Event.objects.filter(user=owner).order_by("seq").values_list("seq", flat=True))
    assert seqs == list(range(1, 121))


def test_the_same_put_at_once_runs_once(owner: User, engine: InstantEngine) -> None:
    mine = uuid4()

    def put(_number: int) -> int:
        client: APIClient = signed_in(owner)
        return client.put(f"/api/v1/predictions/{mine}", {"file": photo()}, format="multipart").status_code

    codes = at_once(4, put)
    assert sorted(codes) == [200, 200, 200, 202]
    assert Prediction.objects.count() == 1


def test_a_cancel_and_a_result_at_once_end_it_once(owner: User, engine: InstantEngine, queued: Queued) -> None:
    ids = queued(10)
    batch = claim_batch(KINDS)

    def race(number: int) -> None:
        if number == 0:
            finish.finish(batch, infer(batch))
            return
        for one in ids:
            try:
                actions.cancel(owner, Prediction.objects.get(pk=one).pk)
            except Problem:
                continue

    at_once(2, race)
    for one in ids:
        published = [event.data["status"] for event in Event.objects.filter(subject=one).order_by("seq")]
        assert sum(status in {"succeeded", "canceled"} for status in published) == 1
