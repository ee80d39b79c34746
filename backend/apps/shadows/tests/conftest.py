"""A model with two versions, and what the second one answers copies with."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from rest_framework.test import APIClient

from apps.catalogue.models import Version
from apps.predictions.models import Prediction
from apps.predictions.tests.conftest import (  # noqa: F401 - fixtures
    InstantEngine,
    _quiet_broker,
    engine,
    queued,
    versions,
    work,
)
from apps.shadows import claim, mirror
from apps.shadows.models import Shadow
from ml.errors import BadInput
from ml.types import Classification, Item, LabelScore, Result, Timing

IMAGE = "image-classification"
START = f"/api/v1/models/{IMAGE}/shadows"
Answers = Callable[[int], list[Prediction]]


@dataclass
class Candidate:
    """Says `label` to everything, or fails."""

    label: str = "dog"
    fails: bool = False
    given: list[int] = field(default_factory=list)

    def predict_many(self, items: Sequence[Item]) -> list[Result | BadInput]:
        """One for each."""
        self.given.append(len(items))
        if self.fails:
            return [BadInput("model_failed", "As it was told to.") for _ in items]
        output = Classification((LabelScore(self.label, 1, 0.9),))
        return [Result(output, Timing(0.001, 0.002, 0.0, len(items), 0.002)) for _ in items]


@pytest.fixture
def candidate(monkeypatch: pytest.MonkeyPatch, versions: dict[str, Version]) -> Candidate:  # noqa: F811 - the fixture
    """Version 2; what has ended is looked at the moment after."""
    first, made = versions[IMAGE], Candidate()
    Version.objects.create(model=first.model, number=2, digest="2" * 64, manifest=first.manifest, size=1)
    monkeypatch.setattr(mirror, "engine_for", lambda _version: made)
    monkeypatch.setattr(claim, "SETTLED", timedelta(0))
    return made


@pytest.fixture
def answered(queued: Callable[[int], list[str]], engine: InstantEngine) -> Answers:  # noqa: F811 - fixtures
    """`answered(n)`: so many pictures of the owner, each of which production took for a cat."""

    def make(count: int) -> list[Prediction]:
        ids = queued(count)
        work()
        return list(Prediction.objects.filter(pk__in=ids).order_by("completed_at", "pk"))

    return make


def start(client: APIClient) -> Shadow:
    """One that has begun."""
    answer = client.post(START, {"version": 2, "reason": "Trained on March"}, format="json")
    assert answer.status_code == 201, answer.content
    return Shadow.objects.get(pk=answer.json()["id"])


def mirrored(shadow: Shadow) -> Shadow:
    """After a worker has mirrored all that there is."""
    assert mirror.work(IMAGE, 10.0, lambda: False) is False
    shadow.refresh_from_db()
    return shadow
