"""The queue is fair between people, and everybody's own order stays as it was sent."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from rest_framework.test import APIClient

from apps.catalogue.models import Version, Worker
from apps.core import brief
from apps.engines import workers
from apps.predictions.claim import claim_batch
from apps.predictions.models import Prediction, Status
from apps.predictions.selectors import waiting_for
from apps.predictions.tests.conftest import KINDS, InstantEngine, send, work
from apps.predictions.turns import take_turns
from apps.uploads.models import Upload
from apps.uploads.tests.files import photo
from conftest import Configure

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
Queued = Callable[[int], list[str]]
IMAGE, SPEECH = KINDS


def takes(seconds: float) -> None:
    Version.objects.update(seconds_per_item=seconds)


def claimed(configure: Configure) -> list[str]:
    """The ids of all that waits, in the order in which one worker takes them."""
    configure(batch_items=1)
    found = []
    while batch := claim_batch(KINDS):
        found += [str(row.pk) for row in batch]
    return found


def sound(version: Version, owner: User, seconds: float) -> Prediction:
    upload = Upload(owner=owner, kind=SPEECH, duration=seconds)
    return Prediction(owner=owner, upload=upload, version=version, kind=SPEECH, created_at=timezone.now())


def test_a_file_of_somebody_else_comes_after_the_first_of_many(
    queued: Queued, as_stranger: APIClient, configure: Configure
) -> None:
    takes(60)
    mine = queued(4)
    theirs = send(as_stranger, photo()).json()
    assert theirs["position"] == 2
    assert claimed(configure) == [mine[0], theirs["id"], *mine[1:]]


@pytest.mark.usefixtures("versions")
def test_the_files_of_one_request_and_of_one_person_stay_in_order(as_owner: APIClient, configure: Configure) -> None:
    takes(60)
    several = send(as_owner, photo(shade=1), photo(shade=2), photo(shade=3)).json()["predictions"]
    last = send(as_owner, photo(shade=4)).json()
    assert [one["position"] for one in (*several, last)] == [1, 2, 3, 4]
    assert claimed(configure) == [one["id"] for one in (*several, last)]


def test_nobody_is_put_before_a_turn_that_has_passed(
    queued: Queued, as_stranger: APIClient, configure: Configure
) -> None:
    takes(60)
    mine = queued(3)
    before = timezone.now() - timedelta(minutes=10)
    Prediction.objects.filter(pk__in=mine[1:]).update(turn=before)
    theirs = send(as_stranger, photo()).json()
    assert theirs["position"] == 4
    assert claimed(configure)[-1] == theirs["id"]


def test_what_a_release_before_has_queued_goes_by_the_time_it_came(queued: Queued, configure: Configure) -> None:
    takes(60)
    mine = queued(3)
    Prediction.objects.update(turn=None)
    assert claimed(configure) == mine


def test_ten_minutes_of_sound_count_for_what_they_take(versions: dict[str, Version], owner: User) -> None:
    takes(0.2)
    version = Version.objects.get(pk=versions[SPEECH].pk)
    rows = [sound(version, owner, 600.0), sound(version, owner, 600.0), sound(version, owner, 2.0)]
    take_turns(rows, {})
    first, second, third = (row.takes_turn_at for row in rows)
    assert first == rows[0].created_at
    assert (second - first).total_seconds() == pytest.approx(12)
    assert (third - second).total_seconds() == pytest.approx(0.2)


def test_sounds_that_wait_do_not_push_back_the_pictures_of_the_same_person(
    queued: Queued, owner: User, versions: dict[str, Version], as_owner: APIClient
) -> None:
    takes(60)
    queued(1)
    Prediction.objects.update(kind=SPEECH)
    assert set(waiting_for(owner).my_last) == {SPEECH}
    send(as_owner, photo())
    assert Prediction.objects.get(kind=IMAGE).turn is None


def serves(*kinds: str) -> None:
    Worker.objects.create(
        name="-".join(kinds), kinds=list(kinds), state=Worker.State.BUSY, pid=1, started_at=timezone.now(),
        last_seen=timezone.now(),
    )  # fmt: skip


def runs(ids: list[str], *, since: float = 0.0, kind: str = IMAGE) -> None:
    """What is being computed."""
    began = timezone.now() - timedelta(seconds=since)
    rows = Prediction.objects.filter(pk__in=ids)
    rows.update(status=Status.PROCESSING, started_at=began, kind=kind, attempt=1, lease_expires_at=timezone.now())
    brief.forget_all()


def eta(client: APIClient) -> float | None:
    found: float | None = send(client, photo(shade=99)).json()["eta_seconds"]
    return found


def test_what_runs_counts_into_the_time_that_is_told(queued: Queued, as_owner: APIClient) -> None:
    takes(2)
    serves(IMAGE)
    runs(queued(3))
    assert eta(as_owner) == 2 + 3 * 2


def test_no_time_is_told_while_what_runs_takes_far_longer_than_usual(queued: Queued, as_owner: APIClient) -> None:
    takes(2)
    serves(IMAGE)
    runs(queued(1), since=60)
    assert eta(as_owner) is None


@pytest.mark.parametrize(("kinds", "told"), [((IMAGE, SPEECH), None), ((IMAGE,), 2)])
def test_no_time_is_told_while_the_same_worker_is_busy_with_another_kind(
    queued: Queued, as_owner: APIClient, kinds: tuple[str, ...], told: float | None
) -> None:
    takes(2)
    serves(*kinds)
    runs(queued(1), kind=SPEECH)
    assert eta(as_owner) == told


def test_all_of_it_is_answered(queued: Queued, as_stranger: APIClient, engine: InstantEngine) -> None:
    takes(60)
    queued(3)
    send(as_stranger, photo())
    work()
    assert set(Prediction.objects.values_list("status", flat=True)) == {Status.SUCCEEDED}
    assert workers.count_of("nothing") is None
