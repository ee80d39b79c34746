"""What the hourly tidying removes, and what it leaves."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.utils import timezone

from apps.live.models import Event
from apps.predictions import worker
from apps.predictions.models import IdempotencyKey, Prediction
from apps.uploads.models import Upload

pytestmark = pytest.mark.django_db
Queued = Callable[[int], list[str]]


def files() -> list[Path]:
    return [path for path in (Path(settings.DATA_DIR) / "media" / "uploads").rglob("*") if path.is_file()]


def grow_old(paths: list[Path]) -> None:
    for path in paths:
        os.utime(path, (0, 0))


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
