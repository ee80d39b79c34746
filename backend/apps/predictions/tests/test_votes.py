"""Which of two answers to one file is better: said, said otherwise, taken back."""

import pytest
from rest_framework.test import APIClient

from apps.predictions.models import Vote
from apps.predictions.tests.conftest import Answer, send, work
from apps.uploads.tests.files import photo

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("engine")]
LIST = "/api/v1/predictions"


@pytest.fixture
def two(as_owner: APIClient) -> tuple[str, str]:
    """Two answers to one file."""
    one = send(as_owner, photo()).json()["id"]
    other = as_owner.post(f"{LIST}/{one}/retry").json()["id"]
    work()
    return one, other


def vote(client: APIClient, one: str, other: str, better: object = True) -> Answer:
    return client.put(f"{LIST}/{one}/votes/{other}", {"better": better}, format="json")


def said(client: APIClient, one: str) -> list[tuple[str, bool]]:
    return [(row["other"], row["better"]) for row in client.get(f"{LIST}/{one}/votes").json()["results"]]


def test_a_vote_is_seen_from_both_answers(as_owner: APIClient, two: tuple[str, str]) -> None:
    one, other = two
    assert vote(as_owner, one, other).status_code == 204
    assert (said(as_owner, one), said(as_owner, other)) == ([(other, True)], [(one, False)])


@pytest.mark.parametrize("from_the_first", [True, False])
def test_a_later_word_replaces_the_earlier_one(as_owner: APIClient, two: tuple[str, str], from_the_first: bool) -> None:
    one, other = two
    vote(as_owner, one, other)
    assert (vote(as_owner, one, other, False) if from_the_first else vote(as_owner, other, one)).status_code == 204
    assert said(as_owner, one) == [(other, False)]


def test_a_vote_is_taken_back_from_either_side(as_owner: APIClient, two: tuple[str, str]) -> None:
    one, other = two
    vote(as_owner, one, other)
    for _ in range(2):
        assert as_owner.delete(f"{LIST}/{other}/votes/{one}").status_code == 204
    assert said(as_owner, one) == []


def test_a_vote_goes_with_either_answer(as_owner: APIClient, two: tuple[str, str]) -> None:
    one, other = two
    vote(as_owner, one, other)
    as_owner.delete(f"{LIST}/{other}")
    assert (said(as_owner, one), Vote.objects.count()) == ([], 0)


def test_only_answers_to_the_same_file_are_compared(as_owner: APIClient, two: tuple[str, str]) -> None:
    one, other = two
    another_file = send(as_owner, photo(shade=1)).json()["id"]
    waiting = as_owner.post(f"{LIST}/{one}/retry").json()["id"]
    refused = {(one, one): 400, (one, another_file): 400, (one, waiting): 409, (waiting, other): 409}
    assert {pair: vote(as_owner, *pair).status_code for pair in refused} == refused
    assert vote(as_owner, one, other, "perhaps").status_code == 400
    assert not Vote.objects.exists()


def test_a_stranger_has_no_word(as_owner: APIClient, as_stranger: APIClient, two: tuple[str, str]) -> None:
    one, other = two
    vote(as_owner, one, other)
    assert vote(as_stranger, other, one).status_code == 404
    assert as_stranger.get(f"{LIST}/{one}/votes").status_code == 404
    assert as_stranger.delete(f"{LIST}/{one}/votes/{other}").status_code == 404
    assert said(as_owner, one) == [(other, True)]
