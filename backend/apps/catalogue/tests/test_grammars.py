"""What a version hears where a request says nothing is chosen by staff."""

import pytest
from rest_framework.test import APIClient

from apps.catalogue.models import Model, Version
from apps.predictions.tests.conftest import manifest

pytestmark = pytest.mark.django_db
GRAMMARS = {"laugh": {"titles": {"en": "laughter", "zh": "笑"}, "pattern": "A+"}}
ADDRESS = "/api/v1/models/ear/versions/1"


@pytest.fixture(autouse=True)
def ear(db: None) -> Version:
    bundle = {**manifest("speech-recognition"), "grammars": GRAMMARS}
    model = Model.objects.create(slug="ear", kind="speech-recognition", title="Ear")
    return Version.objects.create(model=model, number=1, digest="0" * 64, manifest=bundle, size=1)


def choose(client: APIClient, grammar: object) -> tuple[int, object]:
    answer = client.patch(ADDRESS, {"default_grammar": grammar}, format="json")
    return answer.status_code, answer.json().get("default_grammar", answer.json().get("detail"))


def test_a_version_says_what_it_offers(as_owner: APIClient) -> None:
    found = as_owner.get(ADDRESS).json()
    assert found["grammars"] == [{"name": "laugh", "titles": {"en": "laughter", "zh": "笑"}}]
    assert found["default_grammar"] is None


def test_staff_choose_one_of_them_or_none(as_operator: APIClient) -> None:
    assert choose(as_operator, "laugh") == (200, "laugh")
    assert choose(as_operator, None) == (200, None)


def test_one_that_is_not_offered_is_refused(as_operator: APIClient) -> None:
    assert choose(as_operator, "digits") == (422, "ear v1 has no grammar 'digits'; it offers laugh.")


def test_only_staff_choose(as_owner: APIClient, ear: Version) -> None:
    assert choose(as_owner, "laugh")[0] == 403
    ear.refresh_from_db()
    assert ear.default_grammar == ""


def test_hiding_leaves_it_as_it_is(as_operator: APIClient) -> None:
    choose(as_operator, "laugh")
    hidden = as_operator.patch(ADDRESS, {"hidden": True}, format="json").json()
    assert (hidden["hidden"], hidden["default_grammar"]) == (True, "laugh")


@pytest.mark.parametrize("body", [{}, {"default": "laugh"}, {"default_grammar": 7}, {"default_grammar": "x" * 64}])
def test_what_changes_nothing_is_refused(as_operator: APIClient, body: dict[str, object]) -> None:
    assert as_operator.patch(ADDRESS, body, format="json").status_code in {400, 422}
