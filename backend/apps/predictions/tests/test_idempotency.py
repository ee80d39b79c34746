"""Two requests that are one."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from rest_framework.test import APIClient

from apps.catalogue.models import Version
from apps.predictions.models import IdempotencyKey, Prediction
from apps.predictions.tests.conftest import Answer, InstantEngine, send, work
from apps.uploads.tests.files import photo

pytestmark = pytest.mark.django_db


def put(client: APIClient, prediction_id: object, shade: int = 90) -> Answer:
    """PUT predictions/{id}."""
    return client.put(f"/api/v1/predictions/{prediction_id}", {"file": photo(shade=shade)}, format="multipart")


def test_a_put_with_the_callers_id_repeated_runs_nothing_twice(as_owner: APIClient, engine: InstantEngine) -> None:
    mine = uuid4()
    first = put(as_owner, mine)
    assert (first.status_code, first.json()["id"]) == (202, str(mine))
    again = put(as_owner, mine)
    assert (again.status_code, again.json()["id"]) == (200, str(mine))
    work()
    assert engine.batches == [1]
    assert put(as_owner, mine).json()["status"] == "succeeded"


def test_an_id_of_somebody_else_does_not_exist(
    as_owner: APIClient, as_stranger: APIClient, versions: dict[str, Version]
) -> None:
    taken = uuid4()
    put(as_owner, taken)
    answer = put(as_stranger, taken)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_an_id_that_stands_for_another_file_is_a_conflict(as_owner: APIClient, versions: dict[str, Version]) -> None:
    mine = uuid4()
    put(as_owner, mine)
    assert put(as_owner, mine, shade=1).status_code == 409
    assert Prediction.objects.count() == 1


def test_the_same_idempotency_key_and_body_give_the_same_prediction(
    as_owner: APIClient, versions: dict[str, Version]
) -> None:
    first = send(as_owner, photo(), headers={"Idempotency-Key": '"abc"'})
    again = send(as_owner, photo(), headers={"Idempotency-Key": "abc"})
    assert first.json()["id"] == again.json()["id"]
    assert again.status_code == 202
    assert Prediction.objects.count() == 1


def test_the_same_key_with_another_body_is_refused(as_owner: APIClient, versions: dict[str, Version]) -> None:
    send(as_owner, photo(), headers={"Idempotency-Key": "abc"})
    assert send(as_owner, photo(shade=1), headers={"Idempotency-Key": "abc"}).status_code == 422
    assert send(as_owner, photo(), options={"top_k": 1}, headers={"Idempotency-Key": "abc"}).status_code == 422
    assert Prediction.objects.count() == 1


def test_keys_of_two_people_do_not_meet(
    as_owner: APIClient, as_stranger: APIClient, versions: dict[str, Version]
) -> None:
    mine = send(as_owner, photo(), headers={"Idempotency-Key": "abc"}).json()["id"]
    theirs = send(as_stranger, photo(), headers={"Idempotency-Key": "abc"}).json()["id"]
    assert mine != theirs


def test_while_the_first_request_is_at_work_the_second_is_told_so(
    as_owner: APIClient, owner: User, versions: dict[str, Version]
) -> None:
    send(as_owner, photo(), headers={"Idempotency-Key": "abc"})
    IdempotencyKey.objects.update(predictions=None)
    assert send(as_owner, photo(), headers={"Idempotency-Key": "abc"}).status_code == 409


def test_a_key_is_forgotten_after_a_day(as_owner: APIClient, versions: dict[str, Version]) -> None:
    first = send(as_owner, photo(), headers={"Idempotency-Key": "abc"}).json()["id"]
    IdempotencyKey.objects.update(created_at=timezone.now() - timedelta(hours=25))
    assert send(as_owner, photo(), headers={"Idempotency-Key": "abc"}).json()["id"] != first


def test_a_repeated_request_whose_prediction_was_deleted_is_told_so(
    as_owner: APIClient, versions: dict[str, Version]
) -> None:
    address = send(as_owner, photo(), headers={"Idempotency-Key": "abc"})["Location"]
    as_owner.delete(address)
    again = send(as_owner, photo(), headers={"Idempotency-Key": "abc"})
    assert (again.status_code, again.json()["code"]) == (404, "not_found")
    assert again.json()["detail"].startswith("What this Idempotency-Key stands for was deleted.")


def test_a_refused_request_leaves_its_key_free(
    as_owner: APIClient, versions: dict[str, Version], queued: Callable[[int], list[str]]
) -> None:
    refused = send(as_owner, photo(), model="none", headers={"Idempotency-Key": "abc"})
    assert refused.status_code == 422
    assert send(as_owner, photo(), headers={"Idempotency-Key": "abc"}).status_code == 202
