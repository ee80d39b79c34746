"""What somebody made for themselves is theirs and the staff's; for others there is no such model."""

from pathlib import Path
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from rest_framework.test import APIClient

from apps.catalogue.install import install
from apps.catalogue.models import Model, Split, Version
from apps.catalogue.selectors import resolve
from apps.catalogue.tests.test_install import bundle
from apps.core.errors import Problem

pytestmark = pytest.mark.django_db
PATHS = ["/api/v1/models/mine", "/api/v1/models/mine/versions/1"]


@pytest.fixture
def mine(owner: User, tmp_path: Path) -> Version:
    return install(bundle(tmp_path / "mine", slug="mine"), owner=owner)


def listed(client: APIClient) -> list[str]:
    return [model["slug"] for model in client.get("/api/v1/models").json()["results"]]


@pytest.mark.parametrize("path", PATHS)
def test_its_maker_and_staff_see_it_and_nobody_else(
    as_owner: APIClient, as_operator: APIClient, as_stranger: APIClient, mine: Version, path: str
) -> None:
    assert [client.get(path).status_code for client in (as_owner, as_operator, as_stranger)] == [200, 200, 404]
    assert [listed(client) for client in (as_owner, as_operator, as_stranger)] == [["mine"], ["mine"], []]
    assert as_owner.get("/api/v1/models/mine").json()["owner"] == "owner"


@pytest.mark.parametrize("reference", ["mine", "mine@production", "mine/versions/1"])
def test_who_does_not_see_it_cannot_ask_it_and_is_not_told_that_it_is_there(
    owner: User, operator: User, stranger: User, mine: Version, reference: str
) -> None:
    for user in (owner, operator):
        assert resolve(reference, "image-classification", by=user).version == mine
    with pytest.raises(Problem) as refusal:
        resolve(reference, "image-classification", by=stranger)
    assert refusal.value.detail == f"There is no model {reference!r}. There are: none."


def test_it_answers_no_file_that_names_no_model(owner: User, mine: Version) -> None:
    with pytest.raises(Problem, match="No default model"):
        resolve(None, "image-classification", by=owner)


def test_its_newest_version_answers_by_its_name(owner: User, mine: Version, tmp_path: Path) -> None:
    second = install(bundle(tmp_path / "again", slug="mine", weights=b"2"), owner=owner)
    assert resolve("mine", "image-classification", by=owner).version == second


def test_while_a_rollout_runs_its_newest_version_waits_to_be_chosen(owner: User, mine: Version, tmp_path: Path) -> None:
    second = install(bundle(tmp_path / "again", slug="mine", weights=b"2"), owner=owner)
    Split.objects.create(model=mine.model, version=mine, rollout=uuid4(), salt="", share=0.0, step=0)
    third = install(bundle(tmp_path / "once more", slug="mine", weights=b"3"), owner=owner)
    assert resolve("mine", "image-classification", by=owner).version == second
    assert resolve("mine/versions/3", "image-classification", by=owner).version == third


def test_its_maker_hides_and_deletes_it_and_a_stranger_does_not(
    as_owner: APIClient, as_stranger: APIClient, mine: Version, tmp_path: Path
) -> None:
    install(bundle(tmp_path / "everybodys", slug="everybodys"))
    for client, path in ((as_stranger, PATHS[1]), (as_owner, "/api/v1/models/everybodys/versions/1")):
        assert client.delete(path).status_code == 403
        assert client.patch(path, {"hidden": True}, format="json").status_code == 403
    assert as_owner.patch(PATHS[1], {"hidden": True}, format="json").json()["hidden"] is True
    assert as_owner.delete(PATHS[1]).status_code == 204
    assert list(Model.objects.values_list("slug", flat=True)) == ["everybodys"]


def test_it_goes_with_its_maker(owner: User, mine: Version) -> None:
    owner.delete()
    assert not Model.objects.exists()
