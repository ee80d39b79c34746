"""A prediction is retried in the moment in which it is removed: its file is there for the new one, or both are gone."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.utils import timezone

from apps.core.errors import Problem
from apps.predictions import actions, selectors, submit, trash
from apps.predictions.models import Prediction
from apps.predictions.remove import remove_old
from apps.predictions.tests.conftest import InstantEngine, work
from apps.uploads.models import Upload

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
Queued = Callable[[int], list[str]]


@pytest.fixture(autouse=True)
def _several_writers() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")


@pytest.fixture
def ended(owner: User, engine: InstantEngine, queued: Queued) -> Prediction:
    """It ended so long ago that it is removed."""
    queued(1)
    work()
    row = Prediction.objects.get()
    Prediction.objects.update(completed_at=timezone.now() - timedelta(days=31))
    return row


def empty(row: Prediction) -> int:
    Prediction.objects.filter(pk=row.pk).update(trashed_at=timezone.now() - 2 * trash.UNDO)
    return trash.empty()


def too_old(_: Prediction) -> int:
    return remove_old(30, seconds=0.1)


def by_its_owner(row: Prediction) -> int:
    actions.delete(row.owner, row.pk)
    return 1


@contextmanager
def beside(*parts: Callable[[], object]) -> Iterator[None]:
    """Another connection does `parts` in one transaction, which ends when the block does."""
    reached, end = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            for part in parts:
                part()
            reached.set()
            end.wait(20)
        connection.close()

    thread = threading.Thread(target=hold)
    thread.start()
    assert reached.wait(20)
    try:
        yield
    finally:
        end.set()
        thread.join()


@pytest.mark.parametrize("go", [empty, too_old])
def test_what_is_being_retried_goes_the_next_time_and_its_file_stays(
    owner: User, ended: Prediction, go: Callable[[Prediction], int]
) -> None:
    with beside(lambda: submit.retry(owner, ended.pk)):
        assert go(ended) == 0
    assert go(ended) == 1
    (again,) = Prediction.objects.all()
    assert again.upload_id == ended.upload_id == Upload.objects.get().pk


@pytest.mark.parametrize("go", [empty, too_old, by_its_owner])
def test_what_is_being_removed_cannot_be_retried(
    owner: User, ended: Prediction, go: Callable[[Prediction], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = threading.Event()

    def find(owner: User, prediction_id: UUID) -> Prediction:
        old = selectors.find(owner, prediction_id)
        found.set()
        return old

    monkeypatch.setattr(submit, "find", find)
    outcomes: list[object] = []

    def retry() -> None:
        try:
            outcomes.append(submit.retry(owner, ended.pk))
        except Problem as problem:
            outcomes.append(problem.status)
        connection.close()

    thread = threading.Thread(target=retry)
    with beside(lambda: go(ended)):
        # It does not see that yet.
        thread.start()
        assert found.wait(20)
    thread.join()
    assert outcomes == [404]
    assert not Upload.objects.exists()
