"""A version that came out wrong is hidden by staff, and shown again."""

import pytest
from rest_framework.test import APIClient

from apps.catalogue.models import Alias, Model, Version
from apps.catalogue.selectors import resolve

pytestmark = pytest.mark.django_db
MANIFEST = {
    "title": "M", "summary": "", "licence": "MIT", "labels": ["cat"], "metrics": {}, "preprocess": {}, "lineage": {},
    "parameters": 5,
}  # fmt: skip


def made(slug: str, versions: int, is_default: bool = False) -> Model:
    """The first version answers by the model's bare name."""
    model = Model.objects.create(slug=slug, kind="image-classification", title=slug, is_default=is_default)
    for number in range(1, versions + 1):
        digest = f"{slug}{number}".ljust(64, "0")
        Version.objects.create(model=model, number=number, digest=digest, manifest=MANIFEST, size=10)
    Alias.objects.create(model=model, name="production", version=model.versions.get(number=1))
    return model


def hide(client: APIClient, version: str, hidden: object = True) -> int:
    return client.patch(f"/api/v1/models/{version}", {"hidden": hidden}, format="json").status_code


def offered(client: APIClient) -> dict[str, list[int]]:
    """What the list of models shows."""
    found = client.get("/api/v1/models").json()["results"]
    return {model["slug"]: [version["number"] for version in model["versions"]] for model in found}


def test_a_hidden_version_is_left_out_of_the_list_and_answers_who_names_it(as_operator: APIClient) -> None:
    made("m", 2)
    assert hide(as_operator, "m/versions/2") == 200
    assert offered(as_operator) == {"m": [1]}
    assert resolve("m/versions/2", "image-classification").version.number == 2
    whole = as_operator.get("/api/v1/models/m").json()
    assert [(one["number"], one["hidden"]) for one in whole["versions"]] == [(2, True), (1, False)]
    assert whole["latest"]["number"] == 1
    assert hide(as_operator, "m/versions/2", hidden=False) == 200
    assert offered(as_operator) == {"m": [2, 1]}


def test_a_model_whose_only_version_is_hidden_is_in_no_list(as_operator: APIClient) -> None:
    made("good", 1, is_default=True)
    made("wrong", 1)
    assert hide(as_operator, "wrong/versions/1") == 200
    assert offered(as_operator) == {"good": [1]}
    assert as_operator.get("/api/v1/models/wrong").status_code == 200


def test_what_answers_by_the_bare_name_or_for_all_is_not_hidden(as_operator: APIClient) -> None:
    made("m", 2)
    made("usual", 1, is_default=True)
    assert (hide(as_operator, "m/versions/1"), hide(as_operator, "usual/versions/1")) == (409, 409)
    assert offered(as_operator) == {"m": [2, 1], "usual": [1]}


def test_a_version_that_is_let_answer_is_shown_again(as_operator: APIClient) -> None:
    made("m", 2)
    hide(as_operator, "m/versions/2")
    as_operator.put("/api/v1/models/m/aliases/production", {"version": 2}, format="json")
    assert offered(as_operator) == {"m": [2, 1]}


def test_only_staff_may_hide_and_only_what_there_is(
    as_operator: APIClient, as_owner: APIClient, nobody: APIClient
) -> None:
    made("m", 2)
    assert (hide(nobody, "m/versions/2"), hide(as_owner, "m/versions/2")) == (401, 403)
    assert (hide(as_operator, "m/versions/3"), hide(as_operator, "m/versions/2", hidden="perhaps")) == (404, 400)
    assert as_owner.get("/api/v1/models/m/versions/2").status_code == 200
    assert offered(as_owner) == {"m": [2, 1]}
