"""What the hourly tidying removes, and what it leaves."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from apps.live.models import Event
from apps.predictions import worker
from apps.predictions.models import IdempotencyKey, Prediction
from apps.uploads import store
from apps.uploads.models import Upload

pytestmark = pytest.mark.django_db
Queued = Callable[[int], list[str]]


def files() -> list[Path]:
    return [path for path in (Path(settings.DATA_DIR) / "media" / "uploads").rglob("*") if path.is_file()]


def grow_old(paths: list[Path]) -> None:
    for path in paths:
        os.utime(path, (0, 0))


def left_over(name: str) -> Path:
    """An old file that no row names."""
    path = Path(settings.DATA_DIR) / "media" / "uploads" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    grow_old([path])
    return path


def test_a_deleted_person_takes_rows_and_later_files_along(owner: User, stranger: User, queued: Queued) -> None:
    queued(2)
    mine = [Path(settings.DATA_DIR) / "media" / name for name in Upload.objects.values_list("file", flat=True)]
    owner.delete()
    assert (Prediction.objects.count(), Upload.objects.count()) == (0, 0)
    worker.tidy()
    assert all(path.exists() for path in mine)
    grow_old(mine)
    worker.tidy()
    assert not any(path.exists() for path in mine)


def test_tidying_files_goes_on_in_the_next_hour_where_it_stopped(
    owner: User, queued: Queued, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in files():
        path.unlink()
    queued(3)
    owner.delete()
    grow_old(files())
    monkeypatch.setattr(store, "NAMES_AT_ONCE", 1)
    monkeypatch.setattr(worker, "ORPHANS_SECONDS", 0)
    left = sorted(files())
    for _ in range(3):
        worker.tidy()
        assert sorted(files()) == (left := left[1:])
    again = left_over("00/late")
    worker.tidy()
    assert again.exists()
    worker.tidy()
    assert not again.exists()


def test_sessions_that_ran_out_go(owner: User, client: Client) -> None:
    client.force_login(owner)
    Session.objects.create(session_key="old", session_data="", expire_date=timezone.now() - timedelta(minutes=1))
    worker.tidy()
    assert Session.objects.get().session_key == client.session.session_key


def test_files_with_a_row_stay_however_old(queued: Queued) -> None:
    queued(1)
    grow_old(files())
    worker.tidy()
    path = Path(Upload.objects.get().file.path)
    assert path.exists()


def test_old_events_and_keys_go(owner: User, queued: Queued) -> None:
    queued(1)
    old = timezone.now() - timedelta(days=8)
    Event.objects.update(at=old)
    IdempotencyKey.objects.create(owner=owner, key="k", fingerprint="f", created_at=old)
    worker.tidy()
    assert (Event.objects.count(), IdempotencyKey.objects.count()) == (0, 0)
