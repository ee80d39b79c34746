"""Predictions go after SLIPWAY_PREDICTION_DAYS, as if their owners had deleted them."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.utils import timezone
from rest_framework.test import APIClient

from apps.live import events
from apps.live.models import Event
from apps.predictions import remove
from apps.predictions.models import Prediction
from apps.predictions.tests.conftest import InstantEngine, send, work
from apps.storage.file_store import media
from apps.storage.tests.bucket import nowhere, use
from apps.uploads.models import Upload
from apps.uploads.tests.files import photo

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
Queued = Callable[[int], list[str]]


def files() -> set[Path]:
    return {path for path in (Path(settings.DATA_DIR) / "media" / "uploads").rglob("*") if path.is_file()}


def ended(days: float, *keys: str) -> None:
    rows = Prediction.objects.filter(pk__in=keys) if keys else Prediction.objects.all()
    rows.update(completed_at=timezone.now() - timedelta(days=days))


def test_what_ended_long_ago_goes_with_all_that_belongs_to_it_and_the_rest_stays(
    owner: User, engine: InstantEngine, queued: Queued
) -> None:
    before = files()
    old, young, *_ = queued(2)
    work()
    (waits,) = queued(1)
    Prediction.objects.filter(pk=waits).update(created_at=timezone.now() - timedelta(days=90))
    ended(31, old)
    ended(29, young)
    assert remove.remove_old(30, seconds=60) == 1
    assert {str(key) for key in Prediction.objects.values_list("pk", flat=True)} == {young, waits}
    assert (Upload.objects.count(), len(files() - before)) == (2, 2)
    assert [event.type for event in Event.objects.filter(subject=old)] == ["prediction.deleted"]
    (told,) = events.after(owner.pk, events.last_seq(owner.pk) - 1) or []
    assert (told["type"], told["data"]) == ("prediction.deleted", {"id": old})


def test_a_file_stays_as_long_as_a_younger_prediction_shares_it(as_owner: APIClient, engine: InstantEngine) -> None:
    first = send(as_owner, photo()).json()["id"]
    work()
    as_owner.post(f"/api/v1/predictions/{first}/retry")
    ended(31, first)
    assert remove.remove_old(30, seconds=60) == 1
    assert (Prediction.objects.count(), Upload.objects.count()) == (1, 1)


def test_it_goes_on_some_at_a_time_until_none_is_left_or_the_time_is_over(
    owner: User, engine: InstantEngine, queued: Queued, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remove, "AT_ONCE", 2)
    queued(5)
    work()
    ended(31)
    assert remove.remove_old(30, seconds=0) == 0
    assert remove.remove_old(30, seconds=60) == 5


def test_nothing_goes_while_the_storage_is_known_to_be_away(
    owner: User, engine: InstantEngine, queued: Queued, settings: Any
) -> None:
    queued(1)
    work()
    ended(31)
    use(settings, nowhere())
    with pytest.raises(Exception, match="cannot be used"):
        media().check()
    assert remove.remove_old(30, seconds=60) == 0
