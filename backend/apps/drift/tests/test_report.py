"""What staff are shown of a version: the estimate beside the true figure, what changed, and which answers stand out."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from rest_framework.test import APIClient

from apps.catalogue.models import Version
from apps.drift import answers
from apps.drift.look import look
from apps.drift.tests.rows import begun, drawn, given
from apps.predictions.models import Prediction

ADDRESS = "/api/v1/models/small-image/versions/1/drift"


def test_the_estimate_stands_beside_the_true_figure(version: Version, owner: User, as_operator: APIClient) -> None:
    given(owner, begun(timedelta(minutes=5)), drawn(300, seed=3))
    for row in Prediction.objects.all()[:50]:
        row.feedback = {"correct": True} if row.pk.int % 2 else {"label": "whale"}
        row.save()
    look()
    told = as_operator.get(ADDRESS).json()
    assert told["is_watched"]
    assert told["answers"] == 300
    assert told["drifting_since"] is None
    assert told["odd"] == []
    assert told["estimate"]["low"] < told["validation_accuracy"] < told["estimate"]["high"]
    right = sum(bool((row.feedback or {}).get("correct")) for row in Prediction.objects.exclude(feedback=None))
    assert told["judged"]["answers"] == 50
    assert told["judged"]["share"] == right / 50
    assert [window["answers"] for window in told["windows"]] == [200]


def test_what_changed_comes_first_and_with_the_answers_that_show_it(
    version: Version, owner: User, as_operator: APIClient
) -> None:
    given(owner, begun(timedelta(minutes=5)), drawn(300, seed=4, sharper=2.0))
    look()
    told = as_operator.get(ADDRESS).json()
    assert told["drifting_since"]
    assert told["evidence"] >= told["alarm_at"]
    figure = told["figures"][0]
    assert figure["name"] == "sharpness"
    assert sum(part["now"] for part in figure["parts"]) == pytest.approx(1)
    assert figure["parts"][0]["from"] is None
    assert all(one["traits"]["sharpness"] > 1 for one in told["odd"])
    assert len(told["odd"]) == 12


def test_of_a_version_that_keeps_nothing_it_is_said_so(version: Version, as_operator: APIClient) -> None:
    Version.objects.update(manifest={})
    answers.reference_of.cache_clear()
    told = as_operator.get(ADDRESS).json()
    assert told["is_watched"] is False
    assert told["validation_accuracy"] is None


def test_it_is_for_staff(version: Version, as_owner: APIClient, as_operator: APIClient, nobody: APIClient) -> None:
    assert nobody.get(ADDRESS).status_code == 401
    assert as_owner.get(ADDRESS).status_code == 403
    assert as_operator.get("/api/v1/models/small-image/versions/9/drift").status_code == 404
