"""Whether an answer counts as sure, and what is unlike anything that the version learned."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from apps.catalogue.models import Version
from apps.predictions.models import Prediction
from apps.predictions.output_schemas import output_of
from apps.predictions.tests.conftest import InstantEngine, send, work
from apps.uploads.tests.files import photo
from ml.errors import BadInput
from ml.types import Classification, Item, LabelScore, Result, Timing

pytestmark = pytest.mark.django_db


class Answering(InstantEngine):
    """Answers with one label of a certain score, as familiar as is said."""

    def __init__(self, score: float, familiar: float | None = None, outside: bool = False) -> None:
        super().__init__()
        self.output = Classification((LabelScore("cat", 0, score),), familiar, outside)

    def _answer(self, item: Item, size: int) -> Result | BadInput:
        return Result(self.output, Timing(0.001, 0.002, 0.0, size, 0.002 / size))


def answered(client: APIClient, engine: InstantEngine, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The output of a picture."""
    monkeypatch.setattr("apps.predictions.batch.engine_for", lambda _version: engine)
    made = send(client, photo("cat.png")).json()
    work()
    output: dict[str, Any] = client.get(f"/api/v1/predictions/{made['id']}").json()["output"]
    return output


@pytest.mark.parametrize(
    ("score", "thresholds", "sure"),
    [
        (0.6, None, True),
        (0.4, None, False),
        (0.6, {"threshold": 0.7, "labels": {}}, False),
        (0.4, {"threshold": 0.3, "labels": {}}, True),
        (0.6, {"threshold": 0.3, "labels": {"cat": 0.8}}, False),
        (0.6, {"threshold": 0.7, "labels": {"dog": 0.2}}, False),
    ],
)
def test_it_is_sure_from_the_threshold_on_that_counts_for_its_label(
    score: float, thresholds: object, sure: bool, as_owner: APIClient, versions: dict[str, Version],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    Version.objects.update(thresholds=thresholds)
    assert answered(as_owner, Answering(score), monkeypatch)["sure"] is sure


def test_an_answer_stays_as_it_was_told_when_the_threshold_is_moved(
    as_owner: APIClient, versions: dict[str, Version], monkeypatch: pytest.MonkeyPatch
) -> None:
    Version.objects.update(thresholds={"threshold": 0.7, "labels": {}})
    assert answered(as_owner, Answering(0.6), monkeypatch)["sure"] is False
    Version.objects.update(thresholds={"threshold": 0.1, "labels": {}})
    found = as_owner.get("/api/v1/predictions").json()["results"]
    assert [one["output"]["sure"] for one in found] == [False]


def test_what_is_unlike_anything_learned_says_so_and_is_never_sure(
    as_owner: APIClient, versions: dict[str, Version], monkeypatch: pytest.MonkeyPatch
) -> None:
    output = answered(as_owner, Answering(0.98, 0.01, outside=True), monkeypatch)
    assert (output["familiar"], output["outside"], output["sure"]) == (0.01, True, False)


@pytest.mark.parametrize(("familiar", "sure"), [(0.06, False), (0.1, False), (0.11, True)])
def test_what_is_rather_strange_is_not_sure_however_high_its_score(
    familiar: float, sure: bool, as_owner: APIClient, versions: dict[str, Version], monkeypatch: pytest.MonkeyPatch
) -> None:
    output = answered(as_owner, Answering(0.98, familiar), monkeypatch)
    assert (output["sure"], "outside" in output) == (sure, False)


def test_what_is_familiar_says_so(
    as_owner: APIClient, versions: dict[str, Version], monkeypatch: pytest.MonkeyPatch
) -> None:
    output = answered(as_owner, Answering(0.98, 0.7), monkeypatch)
    assert (output["familiar"], output["sure"]) == (0.7, True)
    assert "outside" not in output


def test_a_version_that_cannot_tell_says_nothing_of_it_and_keeps_no_byte(
    as_owner: APIClient, versions: dict[str, Version], monkeypatch: pytest.MonkeyPatch
) -> None:
    output = answered(as_owner, Answering(0.98), monkeypatch)
    assert sorted(output) == ["labels", "sure"]
    assert sorted(Prediction.objects.get().output or {}) == ["labels"]


def test_an_answer_without_a_label_is_neither_sure_nor_not() -> None:
    found = output_of({"labels": []})
    assert found is not None
    assert found.to_json() == {"labels": []}
