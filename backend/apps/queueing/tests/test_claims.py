"""One algorithm of claim, lease, fence and third loss, for each table that is a queue."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from apps.catalogue.models import Model, Version
from apps.predictions.models import Prediction
from apps.queueing.models import Leased
from apps.queueing.release import LAST_LOSS, locked, release
from apps.training.models import Job
from apps.uploads.models import Upload
from conftest import Configure

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
NOW = timezone.now()
Make = Callable[..., Any]


def prediction(owner: User, age: int) -> Prediction:
    """One that has waited for so many seconds."""
    model, _ = Model.objects.get_or_create(slug="pets", kind="image-classification", title="Pets", summary="Pets.")
    version, _ = Version.objects.get_or_create(model=model, number=1, digest="0" * 64, manifest={}, size=1)
    upload = Upload(owner=owner, name="a.png", kind=model.kind, content_type="image/png", size=1, sha256="0" * 64)
    upload.file.save("a.png", ContentFile(b"a"), save=False)
    upload.save()
    return Prediction.objects.create(
        owner=owner, upload=upload, version=version, kind=model.kind, created_at=NOW - timedelta(seconds=age), search=""
    )


def job(owner: User, age: int) -> Job:
    """As `prediction`."""
    return Job.objects.create(work="install", owner=owner, created_at=NOW - timedelta(seconds=age))


@pytest.fixture(params=[prediction, job])
def make(request: pytest.FixtureRequest, owner: User) -> Make:
    """Makes a row of one of the queues."""
    return lambda age=0: request.param(owner, age)


def claimed(row: Leased, by: str = "me", *, until: float = 60) -> Any:
    """The row in the hands of a process, as that read it."""
    row.claim(by)
    row.lease_expires_at = timezone.now() + timedelta(seconds=until)
    row.save()
    return type(row)._default_manager.get(pk=row.pk)


def test_the_oldest_comes_first_and_what_is_claimed_waits_no_more(make: Make) -> None:
    young, old, middle = make(1), make(30), make(10)
    kind = type(young)
    assert [row.pk for row in kind.waiting()] == [old.pk, middle.pk, young.pk]
    claimed(old)
    assert [row.pk for row in kind.waiting()] == [middle.pk, young.pk]
    next_one = kind.next_in_line().first()
    assert next_one
    assert next_one.pk == middle.pk


def test_a_claim_says_who_and_until_when_and_raises_the_attempt(make: Make, configure: Configure) -> None:
    configure(lease_seconds=100)
    row = make()
    began = timezone.now()
    row.claim("me")
    assert (row.status, row.attempt, row.claimed_by) == (row.CLAIMED, 1, "me")
    assert 99 <= (row.lease_expires_at - began).total_seconds() <= 101
    row.put_back()
    assert (row.status, row.attempt, row.claimed_by, row.lease_expires_at) == (row.WAITING, 1, "", None)
    row.claim("another")
    assert row.attempt == 2


def test_only_what_is_held_longer_than_its_lease_has_expired(make: Make) -> None:
    lost, held, waiting = claimed(make(), until=-1), claimed(make(), until=60), make()
    assert {row.pk for row in type(lost).expired()} == {lost.pk}
    assert waiting.status == held.WAITING


def test_a_process_finds_what_its_former_self_had_claimed(make: Make) -> None:
    mine, yours, theirs = claimed(make(), "me"), claimed(make(), "you"), claimed(make(), "they")
    assert {row.pk for row in type(mine).held_by(["me", "you"])} == {mine.pk, yours.pk}
    assert [row.pk for row in type(mine).held_by(["they"])] == [theirs.pk]
    assert not type(mine).held_by([]).exists()


def test_behind_the_fence_is_only_the_claim_that_was_read(make: Make) -> None:
    former = claimed(make())
    assert former.held().exists()
    again = claimed(type(former)._default_manager.get(pk=former.pk), "another")
    assert (former.held().exists(), again.held().exists()) == (False, True)
    again.put_back()
    again.save()
    assert not again.held().exists()


def test_of_several_rows_those_that_are_still_held_are_held(make: Make) -> None:
    rows = [claimed(make()) for _ in range(3)]
    kind = type(rows[0])
    kind._default_manager.filter(pk=rows[1].pk).update(attempt=2)
    kind._default_manager.filter(pk=rows[2].pk).delete()
    assert [row.pk for row in kind.held_of(rows)] == [rows[0].pk]


def saved(over: Sequence[Leased], again: Sequence[Leased]) -> None:
    """Those that were lost too often are marked by an end of their own."""
    for row in over:
        row.status = "failed"
    for row in (*over, *again):
        row.save()


def test_what_is_released_waits_again_until_it_is_lost_for_the_third_time(make: Make) -> None:
    row = make()
    kind = type(row)
    seen = []
    for _ in range(LAST_LOSS):
        claimed(kind._default_manager.get(pk=row.pk))
        assert release(kind._default_manager.all(), count_loss=lambda one: one.attempt, save=saved) == 1
        seen.append(kind._default_manager.get(pk=row.pk).status)
    assert seen == ["queued", "queued", "failed"]


def test_what_nobody_holds_is_not_released(make: Make) -> None:
    row = make()
    assert release(type(row)._default_manager.all(), count_loss=lambda _: 9, save=saved) == 0
    assert type(row)._default_manager.get(pk=row.pk).status == "queued"


def test_a_save_that_fails_releases_nothing(make: Make) -> None:
    row = claimed(make())

    def fails(_over: Sequence[Leased], again: Sequence[Leased]) -> None:
        for one in again:
            one.save()
        raise RuntimeError("the disk is full")

    with pytest.raises(RuntimeError):
        release(type(row)._default_manager.all(), count_loss=lambda _: 1, save=fails)
    assert row.held().exists()


@pytest.mark.django_db(transaction=True)
def test_rows_are_locked_in_one_order(make: Make) -> None:
    rows = [make(age) for age in (1, 5, 3)]
    with transaction.atomic():
        found = locked(type(rows[0])._default_manager.order_by("-created_at"))
    assert [row.pk for row in found] == sorted(row.pk for row in rows)
