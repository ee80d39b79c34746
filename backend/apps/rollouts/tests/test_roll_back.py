"""Back to the version before, by one press."""

import pytest
from django.contrib.auth.models import User
from rest_framework.test import APIClient

from apps.catalogue.models import Version
from apps.predictions.models import Prediction
from apps.predictions.tests.conftest import send
from apps.uploads.tests.files import photo

pytestmark = pytest.mark.django_db
IMAGE = "image-classification"
ALIAS, BACK = f"/api/v1/models/{IMAGE}/aliases/production", f"/api/v1/models/{IMAGE}/roll-back"


@pytest.fixture(autouse=True)
def _three_versions(versions: dict[str, Version]) -> None:
    first = versions[IMAGE]
    for number in (2, 3):
        Version.objects.create(
            model=first.model, number=number, digest=str(number) * 64, manifest=first.manifest, size=1
        )


def serve(client: APIClient, number: int) -> None:
    assert client.put(ALIAS, {"version": number}, format="json").status_code == 200


def back(client: APIClient, expected: int) -> int:
    """The version that answers now."""
    answer = client.post(BACK, {"expected": expected, "reason": "It sees cats everywhere"}, format="json")
    assert answer.status_code == 200, answer.content
    return int(answer.json()["aliases"]["production"])


def test_each_press_goes_one_version_further_back_and_never_to_what_was_rolled_back(as_operator: APIClient) -> None:
    serve(as_operator, 2)
    serve(as_operator, 3)
    changes = f"/api/v1/models/{IMAGE}/alias-changes"
    for now, then in ((3, 2), (2, 1)):
        assert as_operator.get(changes).json()["back_to"] == then
        assert back(as_operator, now) == then
    assert as_operator.get(changes).json()["back_to"] is None
    none = as_operator.post(BACK, {"expected": 1}, format="json")
    assert (none.status_code, none.json()["code"]) == (409, "conflict")


def test_of_two_who_press_at_once_one_goes_back_and_one_is_told(as_operator: APIClient) -> None:
    serve(as_operator, 2)
    serve(as_operator, 3)
    assert back(as_operator, 3) == 2
    second = as_operator.post(BACK, {"expected": 3}, format="json")
    assert (second.status_code, "means version 2 by now" in second.json()["detail"]) == (409, True)


def test_what_waits_is_answered_by_the_version_before_but_who_named_a_version_gets_it(
    as_operator: APIClient, as_owner: APIClient, owner: User
) -> None:
    serve(as_operator, 2)
    waits = send(as_owner, photo(), model=IMAGE).json()["id"]
    named = send(as_owner, photo(), model=f"{IMAGE}/versions/2").json()["id"]
    assert back(as_operator, 2) == 1
    version = {str(row.pk): row.version.number for row in Prediction.objects.select_related("version")}
    assert (version[waits], version[named]) == (1, 2)
    told = as_owner.get(f"/api/v1/predictions/{waits}/events").json()["results"]
    assert [one["data"]["model"]["version"] for one in told][-1] == 1


def test_it_is_for_staff_and_the_history_tells_it(as_operator: APIClient, as_owner: APIClient) -> None:
    serve(as_operator, 2)
    assert as_owner.post(BACK, {"expected": 2}, format="json").status_code == 403
    assert as_operator.post(BACK, {}, format="json").status_code == 400
    back(as_operator, 2)
    newest = as_operator.get(f"/api/v1/models/{IMAGE}/alias-changes").json()["results"][0]
    assert (newest["how"], newest["was"], newest["version"]) == ("rolled_back", 2, 1)
    assert newest["reason"] == "It sees cats everywhere"
