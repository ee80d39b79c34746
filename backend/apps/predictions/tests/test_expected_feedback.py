"""Who corrects an answer replaces only what they have read, where they say so."""

import pytest
from rest_framework.test import APIClient

from apps.predictions.tests.conftest import Answer, send, work
from apps.uploads.tests.files import photo

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("engine")]


@pytest.fixture
def place(as_owner: APIClient) -> str:
    """Of the feedback on an answered photo."""
    one = send(as_owner, photo()).json()["id"]
    work()
    return f"/api/v1/predictions/{one}/feedback"


def say(client: APIClient, place: str, label: str, **headers: str) -> Answer:
    return client.put(place, {"label": label}, format="json", headers=headers)


def label_of(client: APIClient, place: str) -> str:
    return str(client.get(place.removesuffix("/feedback")).json()["answer"]["label"])


def test_the_second_of_two_tabs_is_told(as_owner: APIClient, place: str) -> None:
    first = say(as_owner, place, "dog", **{"If-None-Match": "*"})
    assert first["ETag"] == f'"{first.json()["feedback"]["at"]}"'
    second = say(as_owner, place, "ship", **{"If-None-Match": "*"})
    assert (second.status_code, second.json()["code"]) == (412, "changed_meanwhile")
    assert first.json()["feedback"]["at"] in second.json()["detail"]
    assert label_of(as_owner, place) == "dog"
    assert say(as_owner, place, "ship", **{"If-Match": first["ETag"]}).status_code == 200
    assert label_of(as_owner, place) == "ship"


def test_what_is_read_is_replaced_once(as_owner: APIClient, place: str) -> None:
    tag = say(as_owner, place, "dog")["ETag"]
    assert say(as_owner, place, "ship", **{"If-Match": f'"of something else", {tag}'}).status_code == 200
    assert say(as_owner, place, "cat", **{"If-Match": tag}).status_code == 412
    assert as_owner.delete(place, headers={"If-Match": tag}).status_code == 412
    assert as_owner.delete(place, headers={"If-Match": "*"}).status_code == 200
    gone = say(as_owner, place, "cat", **{"If-Match": tag})
    assert (gone.status_code, "nothing is said of it now" in gone.json()["detail"]) == (412, True)


@pytest.mark.parametrize("none", ["", "of something else", "W/", '"'])
def test_what_is_no_tag_matches_nothing(as_owner: APIClient, place: str, none: str) -> None:
    say(as_owner, place, "dog")
    assert say(as_owner, place, "ship", **{"If-Match": none}).status_code == 412


def test_without_a_condition_the_later_word_replaces(as_owner: APIClient, place: str) -> None:
    assert [say(as_owner, place, label).status_code for label in ("dog", "ship")] == [200, 200]
    assert label_of(as_owner, place) == "ship"
