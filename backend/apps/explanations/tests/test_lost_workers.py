"""A worker that is lost while it explains."""

from datetime import timedelta

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from apps.core.errors import StorageAway
from apps.explanations import run, tasks
from apps.explanations.claim import claim
from apps.explanations.models import Explanation
from apps.explanations.tests.conftest import ask, path, work
from ml.serving.watch import TimeUp

pytestmark = pytest.mark.django_db(transaction=True)


def lose(row: Explanation | None) -> None:
    assert row is not None
    row.held().update(lease_expires_at=timezone.now() - timedelta(seconds=1))
    tasks.sweep()


def test_it_waits_again_and_the_third_time_it_has_failed(as_owner: APIClient, answered: str) -> None:
    ask(as_owner, answered)
    lose(claim())
    assert as_owner.get(path(answered)).json()["status"] == "queued"
    lose(claim())
    lose(claim())
    told = as_owner.get(path(answered)).json()
    assert (told["status"], told["error"].startswith("The worker was lost three times")) == ("failed", True)
    assert claim() is None
    assert ask(as_owner, answered).json()["status"] == "queued"
    work()
    assert as_owner.get(path(answered)).json()["status"] == "succeeded"


def test_who_was_thought_lost_writes_nothing(as_owner: APIClient, answered: str) -> None:
    ask(as_owner, answered)
    first = claim()
    lose(first)
    second = claim()
    assert first is not None
    assert second is not None
    run._explain(first, lambda: None)
    assert as_owner.get(path(answered)).json()["status"] == "processing"
    run._explain(second, lambda: None)
    assert as_owner.get(path(answered)).json()["status"] == "succeeded"


def test_while_the_storage_is_away_it_waits(
    as_owner: APIClient, answered: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise StorageAway("The storage does not answer.")

    ask(as_owner, answered)
    with monkeypatch.context() as patched:
        patched.setattr(run, "local_folder", away)
        assert work() is False
    row = Explanation.objects.get()
    assert (row.status, row.losses) == ("queued", 0)
    work()
    assert as_owner.get(path(answered)).json()["status"] == "succeeded"


def test_one_that_takes_too_long_says_so(as_owner: APIClient, answered: str) -> None:
    def late() -> None:
        raise TimeUp

    ask(as_owner, answered)
    with pytest.raises(TimeUp):  # what the pause after it raises, as it is a test's
        work(late)
    told = as_owner.get(path(answered)).json()
    assert (told["status"], told["error"]) == ("failed", run.TOO_LONG)
