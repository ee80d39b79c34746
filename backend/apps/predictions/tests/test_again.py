"""Once more on the same file: by another version or model, with other options, without sending it again."""

from pathlib import Path

import pytest
from rest_framework.test import APIClient

from apps.catalogue.models import Model, Version
from apps.predictions.tests.conftest import Answer, manifest, send, work
from apps.uploads.models import Upload
from apps.uploads.tests.files import photo, sound

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("engine")]
LIST = "/api/v1/predictions"


@pytest.fixture
def thousand(versions: dict[str, Version]) -> Version:
    """Another model of pictures, that nobody gets unasked."""
    kind = "image-classification"
    model = Model.objects.create(slug="thousand", kind=kind, title="A thousand kinds", summary="A test model.")
    return Version.objects.create(
        model=model, number=3, digest="3" * 64, manifest={**manifest(kind), "slug": "thousand"}, size=1
    )


def again(client: APIClient, one: str, body: object = None) -> Answer:
    return client.post(f"{LIST}/{one}/retry", body, format="json")


def test_another_version_answers_the_same_file(as_owner: APIClient, thousand: Version) -> None:
    one = send(as_owner, photo(), options={"top_k": 2}).json()["id"]
    answer = again(as_owner, one, {"model": "thousand/versions/3"})
    assert answer.status_code == 202
    other = answer.json()
    assert other["model"] == {"slug": "thousand", "version": 3, "alias": None}
    assert other["options"] == {"top_k": 2}
    work()
    assert as_owner.get(f"{LIST}/{other['id']}").json()["status"] == "succeeded"
    assert Upload.objects.count() == 1


def test_other_options_are_checked_and_shown(as_owner: APIClient) -> None:
    one = send(as_owner, photo()).json()["id"]
    assert again(as_owner, one, {"options": {"top_k": 1}}).json()["options"] == {"top_k": 1}
    refused = again(as_owner, one, {"options": {"top_k": 0}})
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_options")


def test_either_is_deleted_and_the_other_keeps_the_file(as_owner: APIClient, thousand: Version) -> None:
    one = send(as_owner, photo()).json()["id"]
    other = again(as_owner, one, {"model": "thousand/versions/3"}).json()["id"]
    file = Path(Upload.objects.get().file.path)
    assert as_owner.delete(f"{LIST}/{one}").status_code == 204
    assert as_owner.get(f"{LIST}/{other}/input").status_code == 200
    assert as_owner.delete(f"{LIST}/{other}").status_code == 204
    assert not file.exists()


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"model": "nobody"}, 422, "unknown_model"),
        ({"model": "speech-recognition"}, 422, "wrong_kind"),
        ({"model": ""}, 400, "invalid_request"),
        ({"options": [1]}, 400, "invalid_request"),
        ({"options": {"colour": "red"}}, 422, "invalid_options"),
        ({"version": 2}, 400, "invalid_request"),
        ([1], 400, "invalid_request"),
    ],
)
def test_what_cannot_answer_it_is_refused(as_owner: APIClient, body: object, status: int, code: str) -> None:
    one = send(as_owner, photo()).json()["id"]
    refused = again(as_owner, one, body)
    assert (refused.status_code, refused.json()["code"]) == (status, code)
    assert len(as_owner.get(LIST).json()["results"]) == 1


def test_all_answers_to_a_file_are_found_by_its_sum(
    as_owner: APIClient, as_stranger: APIClient, thousand: Version
) -> None:
    first = send(as_owner, photo()).json()
    second = again(as_owner, first["id"], {"model": "thousand/versions/3"}).json()["id"]
    sent_anew = send(as_owner, photo("the-same.png")).json()["id"]
    send(as_owner, photo(shade=1))
    send(as_owner, sound())
    send(as_stranger, photo())
    query = {"sha256": first["input"]["sha256"].upper()}
    found = [row["id"] for row in as_owner.get(LIST, query).json()["results"]]
    assert found == [sent_anew, second, first["id"]]
