from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import User
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from apps.monitoring.tests.rows import IMAGE, SPEECH, answered, failed, prediction

URL = "/api/v1/operations/predictions"
NOON = datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)


def names(client: APIClient, **query: Any) -> list[str]:
    answer = client.get(URL, query)
    assert answer.status_code == 200, answer.json()
    return [one["prediction"]["input"]["name"] for one in answer.json()["results"]]


@pytest.fixture
def rows(owner: User, stranger: User) -> None:
    """Four predictions of two people."""
    answered(owner, NOON, name="cat.jpg", claimed_by="worker-1")
    answered(stranger, NOON + timedelta(minutes=1), name="seven.wav", kind=SPEECH, claimed_by="worker-2")
    failed(owner, NOON + timedelta(minutes=2), "timeout", name="slow.jpg", claimed_by="worker-2")
    prediction(stranger, NOON + timedelta(minutes=3), name="dog.png")


def test_only_staff_see_what_others_sent(
    as_operator: APIClient, as_owner: APIClient, as_stranger: APIClient, nobody: APIClient
) -> None:
    clients = (as_operator, as_owner, as_stranger, nobody)
    assert [client.get(URL).status_code for client in clients] == [200, 403, 403, 401]


def test_all_predictions_are_listed_newest_first_with_their_owners(as_operator: APIClient, rows: None) -> None:
    results = as_operator.get(URL).json()["results"]
    seen = [(one["prediction"]["input"]["name"], one["owner"]) for one in results]
    assert seen == [("dog.png", "stranger"), ("slow.jpg", "owner"), ("seven.wav", "stranger"), ("cat.jpg", "owner")]
    assert results[0]["prediction"]["position"] == 1


def test_the_media_stay_the_owners(as_operator: APIClient, rows: None) -> None:
    newest = as_operator.get(URL).json()["results"][0]["prediction"]
    assert as_operator.get(newest["input"]["url"]).status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"status": "failed"}, ["slow.jpg"]),
        ({"status": "queued,failed"}, ["dog.png", "slow.jpg"]),
        ({"kind": SPEECH}, ["seven.wav"]),
        ({"kind": IMAGE, "status": "succeeded"}, ["cat.jpg"]),
        ({"model": "small-speech/versions/1"}, ["seven.wav"]),
        ({"model": "small-speech/versions/2"}, []),
        ({"code": "timeout"}, ["slow.jpg"]),
        ({"worker": "worker-2"}, ["slow.jpg", "seven.wav"]),
        ({"owner": "owner"}, ["slow.jpg", "cat.jpg"]),
        ({"q": "Seven"}, ["seven.wav"]),
        ({"q": "", "code": ""}, ["dog.png", "slow.jpg", "seven.wav", "cat.jpg"]),
    ],
)
def test_filters_narrow_the_list(as_operator: APIClient, rows: None, query: dict[str, str], found: list[str]) -> None:
    assert names(as_operator, **query) == found


def test_a_prediction_belongs_to_the_span_in_which_it_ended_or_came_if_it_has_not(
    as_operator: APIClient, owner: User, rows: None
) -> None:
    answered(owner, NOON - timedelta(minutes=5), seconds=301, name="long.jpg")
    span = {"from": NOON.isoformat(), "to": (NOON + timedelta(minutes=1)).isoformat()}
    assert names(as_operator, **span) == ["cat.jpg", "long.jpg"]
    assert names(as_operator, **{"from": (NOON + timedelta(minutes=2, seconds=30)).isoformat()}) == ["dog.png"]


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ({"status": "lost"}, "/status"),
        ({"kind": "video"}, "/kind"),
        ({"from": "then"}, "/from"),
        ({"limit": 0}, "/limit"),
    ],
)
def test_a_filter_that_cannot_be_is_refused_with_its_name(
    as_operator: APIClient, query: dict[str, str | int], pointer: str
) -> None:
    answer = as_operator.get(URL, query)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == pointer


def test_pages_follow_each_other_and_keep_the_filters(as_operator: APIClient, rows: None) -> None:
    body = as_operator.get(URL, {"limit": "1", "owner": "owner"}).json()
    address = urlsplit(body["next"])
    rest = as_operator.get(f"{address.path}?{address.query}").json()
    assert [one["prediction"]["input"]["name"] for one in body["results"] + rest["results"]] == ["slow.jpg", "cat.jpg"]
    assert rest["next"] is None


def test_the_list_takes_as_many_queries_for_fifty_rows_as_for_one(
    as_operator: APIClient, owner: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for step in range(60):
        answered(owner, NOON + timedelta(seconds=step))
    with django_assert_max_num_queries(3):
        assert len(names(as_operator)) == 50
