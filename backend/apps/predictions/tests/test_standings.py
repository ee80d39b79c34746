"""Votes on two answers to one file, summed by the versions that gave them."""

import pytest
from django.contrib.auth.models import User
from rest_framework.test import APIClient

from apps.catalogue.models import Model, Version
from apps.predictions.models import Prediction
from apps.predictions.standings import Standing
from apps.predictions.tests.conftest import send, work
from apps.uploads.tests.files import photo

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("engine")]
LIST = "/api/v1/predictions"
SUMS = "/api/v1/models/image-classification/votes"


@pytest.fixture
def second(versions: dict[str, Version]) -> Version:
    """A second version of the model of pictures."""
    first = versions["image-classification"]
    return Version.objects.create(model=first.model, number=2, digest="1" * 64, manifest=first.manifest, size=1)


def compare(client: APIClient, new: Version, shade: int, *, better: bool) -> None:
    """Send a photo, have `new` answer it too, and say whether that is better."""
    one = send(client, photo(shade=shade)).json()["id"]
    other = client.post(f"{LIST}/{one}/retry", {"model": f"{new.model_id}/versions/{new.number}"}, format="json")
    work()
    client.put(f"{LIST}/{other.json()['id']}/votes/{one}", {"better": better}, format="json")


def test_votes_are_summed_from_both_sides(as_owner: APIClient, second: Version) -> None:
    for shade, better in enumerate([True, True, True, False]):
        compare(as_owner, second, shade, better=better)
    new, old = as_owner.get(SUMS).json()["results"]
    assert (new["version"], new["other_model"], new["other_version"]) == (2, "image-classification", 1)
    assert (new["won"], new["lost"], new["share"]) == (3, 1, 0.75)
    assert (old["version"], old["won"], old["lost"], old["share"]) == (1, 1, 3, 0.25)
    assert (old["low"], old["high"]) == pytest.approx((1 - new["high"], 1 - new["low"]), abs=1e-4)
    assert new["chance"] == old["chance"] == 0.625


def test_answers_of_one_version_are_no_comparison_of_versions(as_owner: APIClient, second: Version) -> None:
    compare(as_owner, second, 1, better=True)
    Prediction.objects.update(version=second)
    assert as_owner.get(SUMS).json()["results"] == []


def test_of_models_that_one_may_not_see_nothing_is_told(
    as_owner: APIClient, as_stranger: APIClient, owner: User, second: Version
) -> None:
    compare(as_owner, second, 1, better=True)
    mine = Model.objects.create(
        slug="mine", kind="image-classification", title="Mine", summary="", is_default=False, owner=owner
    )
    Version.objects.filter(pk=second.pk).update(model=mine)
    assert len(as_owner.get(SUMS).json()["results"]) == 1
    assert as_stranger.get(SUMS).json()["results"] == []
    assert as_stranger.get("/api/v1/models/mine/votes").status_code == 404


@pytest.mark.parametrize(
    ("won", "lost", "chance"), [(1, 0, 1.0), (5, 5, 1.0), (8, 2, 0.109375), (10, 0, 0.001953125), (2, 8, 0.109375)]
)
def test_the_sign_test_is_the_binomial_one(won: int, lost: int, chance: float) -> None:
    assert Standing(Version(), Version(), won, lost).chance == pytest.approx(chance)
