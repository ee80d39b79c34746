"""Answers are looked at by the scheduler: what has changed is seen, once, and told of the version that it was."""

from datetime import timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from apps.catalogue.models import Version
from apps.drift import answers
from apps.drift.look import look
from apps.drift.models import Cursor, FullWindow, Watch
from apps.drift.tests.rows import begun, drawn, given
from apps.predictions.models import Status
from ml.drift.evidence import ALARM, WINDOW


def test_what_changed_is_seen_and_what_did_not_is_not(version: Version, owner: User) -> None:
    start = begun(timedelta(minutes=5))
    given(owner, start, drawn(450, seed=3))
    look()
    watch = Watch.objects.get(version=version)
    assert (watch.answers, watch.window["count"], watch.drifting_since) == (450, 450 - 2 * WINDOW, None)
    Cursor.objects.update(at=start + timedelta(seconds=10))
    given(owner, start + timedelta(seconds=20), drawn(300, seed=4, sharper=1.5))
    look()
    watch.refresh_from_db()
    assert watch.evidence > ALARM
    assert watch.drifting_since
    assert watch.drifting_since > start + timedelta(seconds=20)
    assert list(FullWindow.objects.values_list("drifting", flat=True)) == [True, False, False]


def test_nothing_is_looked_at_twice(version: Version, owner: User) -> None:
    given(owner, begun(timedelta(minutes=5)), drawn(30, seed=3))
    look()
    look()
    assert Watch.objects.get(version=version).answers == 30


def test_what_is_not_computed_is_not_looked_at(version: Version, owner: User) -> None:
    start = begun(timedelta(minutes=5))
    given(owner, start, drawn(5, seed=3), status=Status.FAILED, output=None)
    given(owner, start, drawn(5, seed=3), attempt=0)
    given(owner, start, drawn(5, seed=3), output={"labels": []})
    look()
    assert not Watch.objects.exists()


def test_a_version_that_keeps_nothing_is_left_alone(version: Version, owner: User) -> None:
    Version.objects.update(manifest={})
    answers.reference_of.cache_clear()
    given(owner, begun(timedelta(minutes=5)), drawn(5, seed=3))
    look()
    assert not Watch.objects.exists()


def test_the_first_look_begins_with_what_comes_next(version: Version, owner: User) -> None:
    given(owner, timezone.now() - timedelta(minutes=5), drawn(5, seed=3))
    look()
    assert not Watch.objects.exists()
