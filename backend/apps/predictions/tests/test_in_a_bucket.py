"""The life of a prediction whose file lies in a bucket."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.contrib.auth.models import User
from rest_framework.test import APIClient

from apps.predictions import finish, worker
from apps.predictions.claim import claim_batch
from apps.predictions.models import Prediction
from apps.predictions.tests.conftest import InstantEngine, send, statuses, work
from apps.storage.file_store import media
from apps.storage.tests.bucket import keys, nowhere, use, variables
from apps.uploads import store
from apps.uploads.copies import remove_left_behind
from apps.uploads.models import Upload
from apps.uploads.tests.files import photo

pytestmark = pytest.mark.django_db
Queued = Callable[[int], list[str]]
ONE = "/api/v1/predictions/{}"


def incoming() -> list[Path]:
    return list(Path(configured.FILE_UPLOAD_TEMP_DIR).iterdir())


def test_a_file_goes_to_the_bucket_and_is_answered_from_a_copy_that_goes(
    bucket: Any, owner: User, queued: Queued, engine: InstantEngine
) -> None:
    queued(3)
    names = Upload.objects.order_by("file").values_list("file", flat=True)
    assert keys(bucket) == [f"team/media/{name}" for name in names]
    work()
    assert statuses(owner) == ["succeeded"] * 3
    assert engine.batches == [3]
    assert incoming() == []


def test_the_original_comes_back_whole_and_in_parts(bucket: Any, as_owner: APIClient, queued: Queued) -> None:
    file = photo()
    url = send(as_owner, file).json()["input"]["url"]
    whole = as_owner.get(url)
    assert (whole.status_code, whole.getvalue()) == (200, photo().read())
    part = as_owner.get(url, headers={"Range": "bytes=10-19"})
    assert (part.status_code, part.getvalue()) == (206, photo().read()[10:20])
    assert part["Content-Range"] == f"bytes 10-19/{file.size}"


def test_a_deleted_prediction_takes_its_object_along(
    bucket: Any, as_owner: APIClient, queued: Queued, django_capture_on_commit_callbacks: Any
) -> None:
    (one,) = queued(1)
    with django_capture_on_commit_callbacks(execute=True):
        assert as_owner.delete(ONE.format(one)).status_code == 204
    assert keys(bucket) == []


def test_an_object_that_is_gone_fails_alone(
    bucket: Any, as_owner: APIClient, owner: User, queued: Queued, engine: InstantEngine
) -> None:
    ids = queued(3)
    lost = Upload.objects.get(predictions__id=ids[1])
    bucket.Object(f"team/media/{lost.file.name}").delete()
    work()
    assert statuses(owner) == ["succeeded", "failed", "succeeded"]
    assert as_owner.get(ONE.format(ids[1])).json()["error"]["code"] == "file_missing"
    assert as_owner.get(ONE.format(ids[1]) + "/input").status_code == 404


def test_while_the_bucket_is_away_rows_wait_and_lose_no_attempt(
    bucket: Any, bucket_server: str, owner: User, queued: Queued, engine: InstantEngine, settings: Any
) -> None:
    queued(2)
    use(settings, nowhere())
    for _ in range(4):
        work()
    assert statuses(owner) == ["queued", "queued"]
    assert set(Prediction.objects.values_list("attempt", "claimed_by")) == {(0, "")}
    use(settings, variables(bucket_server))
    work()
    assert statuses(owner) == ["succeeded", "succeeded"]
    assert engine.batches == [2]


def test_nothing_is_claimed_before_the_bucket_answers_again(
    bucket: Any, owner: User, queued: Queued, engine: InstantEngine, settings: Any
) -> None:
    queued(1)
    use(settings, nowhere())
    work()
    first_told = Prediction.objects.get().owner.events.count()
    work()
    assert Prediction.objects.get().owner.events.count() == first_told


def test_the_answer_of_who_was_overtaken_is_not_given_back(owner: User, queued: Queued, engine: InstantEngine) -> None:
    queued(1)
    batch = claim_batch(["image-classification"])
    Prediction.objects.update(attempt=2)
    finish.give_back(batch)
    assert Prediction.objects.values_list("status", "attempt").get() == ("processing", 2)


@pytest.mark.parametrize("broken", ["down", "no bucket"])
def test_an_upload_that_finds_no_storage_is_503_and_leaves_nothing(
    bucket: Any, bucket_server: str, as_owner: APIClient, versions: object, settings: Any, broken: str
) -> None:
    use(settings, nowhere() if broken == "down" else variables(bucket_server, "s3://not-there"))
    answer = send(as_owner, photo("a.png"), photo("b.png", shade=3))
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert answer["Content-Type"] == "application/problem+json"
    assert (Upload.objects.count(), Prediction.objects.count(), keys(bucket)) == (0, 0, [])


def test_an_original_that_cannot_be_read_now_is_503(
    bucket: Any, as_owner: APIClient, queued: Queued, settings: Any
) -> None:
    (one,) = queued(1)
    use(settings, nowhere())
    assert as_owner.get(ONE.format(one) + "/input").status_code == 503


def test_orphans_are_found_by_listing_alone(bucket: Any, queued: Queued, monkeypatch: pytest.MonkeyPatch) -> None:
    queued(2)
    for name in ("uploads/aa/0", "uploads/aa/1", "uploads/bb/2", "elsewhere/3"):
        bucket.Object(f"team/media/{name}").put(Body=b"nobody's")
    operations: list[str] = []
    storage: Any = media()
    note = lambda model, **_: operations.append(model.name)  # noqa: E731
    storage.connection.meta.client.meta.events.register("before-call.s3", note)
    monkeypatch.setattr(store, "NAMES_AT_ONCE", 2)
    assert store.remove_orphans(older_than=timedelta(hours=1)) == (0, "")
    assert store.remove_orphans(older_than=timedelta(seconds=-5)) == (3, "")
    assert set(operations) == {"ListObjects", "DeleteObject"}
    assert len(keys(bucket)) == 3
    assert {f"team/media/{name}" for name in Upload.objects.values_list("file", flat=True)} < set(keys(bucket))


def test_tidying_goes_on_while_the_bucket_is_away(bucket: Any, settings: Any) -> None:
    left = Path(configured.FILE_UPLOAD_TEMP_DIR) / "batch-of-a-killed-worker"
    left.mkdir()
    (left / "0").write_bytes(b"copy")
    use(settings, nowhere())
    worker.tidy()
    assert left.exists()
    remove_left_behind(older_than=timedelta(seconds=-5))
    assert not left.exists()
