"""A file that its owner has had answered is answered at once, where the request or the installation says so."""

import logging
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from redis import Redis
from rest_framework.test import APIClient

from apps.catalogue.models import Alias, Version
from apps.core import brief
from apps.live import events
from apps.predictions import known, search
from apps.predictions.models import Prediction, Status
from apps.predictions.tests.conftest import Answer, InstantEngine, manifest, send, work
from apps.uploads.tests.files import photo, sound
from conftest import Configure

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
MINUTE = {"Cache-Control": "max-age=60"}
IMAGE = "image-classification"


def again(client: APIClient, *files: SimpleUploadedFile, **more: object) -> Answer:
    """Sent so that an answer of the last minute will do."""
    headers = {**MINUTE, **more.pop("headers", {})}  # type: ignore[dict-item]
    return send(client, *(files or (photo(),)), headers=headers, **more)


@pytest.fixture
def answered(as_owner: APIClient, engine: InstantEngine) -> Mapping[str, object]:
    """The usual photo, as it was answered a moment ago."""
    sent = send(as_owner, photo())
    work()
    engine.batches.clear()
    found: Mapping[str, object] = as_owner.get(sent["Location"]).json()
    return found


def test_the_answer_is_there_at_once_under_an_id_and_a_name_of_its_own(
    as_owner: APIClient, answered: Mapping[str, object], engine: InstantEngine
) -> None:
    response = again(as_owner, photo("other.png"))
    body = response.json()
    assert (response.status_code, body["status"], body["cached"], body["attempt"]) == (202, "succeeded", True, 0)
    assert (body["output"], body["options"]) == (answered["output"], answered["options"])
    assert body["id"] != answered["id"]
    assert body["input"]["name"] == "other.png"
    assert (body["started_at"], body["completed_at"], body["position"]) == (None, body["created_at"], None)
    work()
    assert engine.batches == []
    assert as_owner.get(response["Location"]).json() == body


def test_it_took_no_time_and_no_stage_was_run(as_owner: APIClient, answered: Mapping[str, object]) -> None:
    metrics = again(as_owner).json()["metrics"]
    assert metrics.pop("total_time") == 0
    assert set(metrics.values()) == {None}


def test_an_answer_that_was_computed_says_so(answered: Mapping[str, object]) -> None:
    assert answered["cached"] is False


def test_nothing_is_taken_from_an_earlier_answer_unless_somebody_says_so(
    as_owner: APIClient, answered: Mapping[str, object], configure: Configure
) -> None:
    assert send(as_owner, photo()).json()["status"] == "queued"
    configure(cache_seconds=60)
    assert send(as_owner, photo()).json()["cached"]
    assert send(as_owner, photo(), headers={"Cache-Control": "no-cache"}).json()["status"] == "queued"


def alter(answered: Mapping[str, object], **values: object) -> None:
    Prediction.objects.filter(pk=str(answered["id"])).update(**values)


@pytest.mark.parametrize(
    ("what", "values"),
    [
        ("in the trash", {"trashed_at": timezone.now()}),
        ("too old", {"completed_at": timezone.now() - timedelta(seconds=61)}),
        ("failed", {"status": Status.FAILED}),
        ("known from an earlier one itself", {"attempt": 0}),
    ],
)
def test_an_answer_does_not_count_that_is(
    as_owner: APIClient, answered: Mapping[str, object], what: str, values: Mapping[str, object]
) -> None:
    assert again(as_owner).json()["cached"], f"it counts until it is {what}"
    alter(answered, **values)
    assert again(as_owner).json()["status"] == "queued"


def judge(client: APIClient, answer: Mapping[str, object], **feedback: object) -> None:
    given = client.put(f"/api/v1/predictions/{answer['id']}/feedback", feedback, format="json")
    assert given.status_code == 200


@pytest.mark.parametrize("feedback", [{"label": "dog"}, {"correct": False}])
@pytest.mark.parametrize("copied", [False, True], ids=["where it was computed", "where it was given again"])
def test_an_answer_that_was_called_wrong_does_not_count_until_it_is_computed_anew(
    as_owner: APIClient, answered: Mapping[str, object], copied: bool, feedback: Mapping[str, object]
) -> None:
    judge(as_owner, again(as_owner).json() if copied else answered, **feedback)
    assert again(as_owner).json()["status"] == "queued"
    work()
    assert again(as_owner).json()["cached"]


def test_an_answer_to_another_question_that_was_called_wrong_takes_nothing_away(
    as_owner: APIClient, answered: Mapping[str, object]
) -> None:
    other = send(as_owner, photo(), options={"top_k": 2}).json()
    work()
    judge(as_owner, other, correct=False)
    assert again(as_owner).json()["cached"]


def test_an_answer_that_was_called_right_counts(as_owner: APIClient, answered: Mapping[str, object]) -> None:
    judge(as_owner, answered, correct=True)
    assert again(as_owner).json()["cached"]


def test_an_answer_that_was_deleted_does_not_count(as_owner: APIClient, answered: Mapping[str, object]) -> None:
    as_owner.delete(f"/api/v1/predictions/{answered['id']}")
    assert again(as_owner).json()["status"] == "queued"


def test_another_file_or_other_options_are_another_question(
    as_owner: APIClient, answered: Mapping[str, object]
) -> None:
    assert again(as_owner, photo(shade=91)).json()["status"] == "queued"
    assert again(as_owner, options={"top_k": 3}).json()["status"] == "queued"
    # What is meant anyway may be said.
    assert again(as_owner, options={"top_k": 5}, model=f"{IMAGE}/versions/1").json()["cached"]


def test_another_version_is_another_question(as_owner: APIClient, answered: Mapping[str, object]) -> None:
    newer = Version.objects.create(model_id=IMAGE, number=2, digest="1" * 64, manifest=manifest(IMAGE), size=1)
    Alias.objects.update(version=newer)
    assert again(as_owner).json()["status"] == "queued"
    assert again(as_owner, model=f"{IMAGE}/versions/1").json()["cached"]


def test_what_somebody_else_has_sent_cannot_be_found_out(
    as_stranger: APIClient, answered: Mapping[str, object]
) -> None:
    assert again(as_stranger).json()["status"] == "queued"


def test_another_try_is_computed(
    as_owner: APIClient, answered: Mapping[str, object], engine: InstantEngine, configure: Configure
) -> None:
    configure(cache_seconds=60)
    assert as_owner.post(f"/api/v1/predictions/{answered['id']}/retry").json()["status"] == "queued"
    work()
    assert engine.batches == [1]


def test_of_several_files_each_is_looked_up_by_itself(
    as_owner: APIClient, answered: Mapping[str, object], engine: InstantEngine
) -> None:
    sent = again(as_owner, photo("new.png", shade=1), photo("known.png"), sound("new.wav"), photo("twin.png"))
    bodies = sent.json()["predictions"]
    assert [body["cached"] for body in bodies] == [False, True, False, True]
    assert [body["position"] for body in bodies] == [1, None, 1, None]
    work()
    assert sorted(engine.batches) == [1, 1]


def test_all_files_of_a_request_are_looked_up_by_one_statement(
    as_owner: APIClient, engine: InstantEngine, broker: Redis
) -> None:
    def statements(headers: Mapping[str, str], files: int, shade: int) -> int:
        brief.forget_all()
        with CaptureQueriesContext(connection) as captured:
            send(as_owner, *(photo(shade=shade + n) for n in range(files)), headers=headers)
        return len(captured)

    statements({}, 1, 0)
    without = statements({}, 1, 1)
    assert [statements(MINUTE, 1, 2), statements(MINUTE, 16, 3)] == [without + 1] * 2


def test_the_newest_of_a_file_that_was_sent_over_and_over_are_looked_at(
    as_owner: APIClient, answered: Mapping[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(known, "_OUTPUT", known._OUTPUT.replace(f"LIMIT {known.LOOKED_AT}", "LIMIT 2"))
    assert [again(as_owner).json()["cached"] for _ in range(3)] == [True, True, False]


def test_two_at_once_are_both_answered_and_counted(
    owner: User, with_key: Callable[..., APIClient], answered: Mapping[str, object], nobody: APIClient
) -> None:
    clients = [with_key(owner) for _ in range(4)]

    def sent(client: APIClient) -> Answer:
        try:
            return again(client)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(clients)) as pool:
        bodies = [answer.json() for answer in pool.map(sent, clients)]
    assert [body["cached"] for body in bodies] == [True] * 4
    told = events.after(owner.pk, 0) or []
    assert [message["seq"] for message in told] == list(range(1, 8))
    assert f'slipway_cached_total{{kind="{IMAGE}"}} 4.0' in nobody.get("/metrics").content.decode()


def test_two_equal_ones_that_nobody_has_answered_are_both_computed(as_owner: APIClient, engine: InstantEngine) -> None:
    assert [again(as_owner).json()["status"] for _ in range(2)] == ["queued"] * 2
    work()
    assert engine.batches == [2]


def test_a_put_is_answered_at_once_and_repeated_is_the_same(
    as_owner: APIClient, answered: Mapping[str, object]
) -> None:
    def put() -> Answer:
        return as_owner.put(address, {"file": photo()}, format="multipart", headers={**MINUTE, "Prefer": "wait=5"})

    address = f"/api/v1/predictions/{uuid4()}"
    first, repeated = put(), put()
    assert (first.status_code, first.json()["cached"]) == (201, True)
    assert (repeated.status_code, repeated.json()) == (200, first.json())


def test_an_idempotency_key_stands_for_what_it_stood_for_first(
    as_owner: APIClient, answered: Mapping[str, object]
) -> None:
    first = again(as_owner, headers={"Idempotency-Key": "a"}).json()
    repeated = again(as_owner, headers={"Idempotency-Key": "a", "Cache-Control": "no-cache"}).json()
    assert first["cached"]
    assert repeated == first


def test_who_waits_gets_it_as_one_that_has_ended(as_owner: APIClient, answered: Mapping[str, object]) -> None:
    response = again(as_owner, headers={"Prefer": "wait=5"})
    assert (response.status_code, response["Preference-Applied"]) == (201, "wait=5")


def test_it_is_told_once_as_it_is(owner: User, as_owner: APIClient, answered: Mapping[str, object]) -> None:
    body = again(as_owner).json()
    told = events.after(owner.pk, 3) or []
    assert [(message["type"], message["data"]) for message in told] == [("prediction.updated", body)]
    results = as_owner.get(f"/api/v1/predictions/{body['id']}/events").json()["results"]
    assert [result["data"] for result in results] == [body]


def test_no_worker_is_rung_for(as_owner: APIClient, answered: Mapping[str, object], broker: Redis) -> None:
    broker.flushdb()
    again(as_owner)
    assert not broker.keys("slipway:rang:*")
    send(as_owner, photo())
    assert broker.keys("slipway:rang:*")


def test_it_is_found_by_its_answer_and_its_name(as_owner: APIClient, answered: Mapping[str, object]) -> None:
    search._indexed.get()
    body = again(as_owner, photo("holiday.png")).json()
    for word in ("holiday", "cat"):
        found = as_owner.get(f"/api/v1/predictions?q={word}").json()["results"]
        assert body["id"] in [row["id"] for row in found]


def test_the_log_says_where_it_came_from(
    as_owner: APIClient, answered: Mapping[str, object], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "apps.predictions.log")
    caplog.clear()
    body = again(as_owner).json()
    said = [record.getMessage() for record in caplog.records if record.name == "apps.predictions.log"]
    assert said == [f"prediction {body['id']} succeeded after 0.000 s: known from an earlier answer"]
