"""A model with three versions, people, and a worker whose engines fail where they are told to."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth.models import User
from rest_framework.test import APIClient

from apps.catalogue.models import Version
from apps.catalogue.splits import Arm, arm_of
from apps.predictions import batch
from apps.predictions.batch import Room
from apps.predictions.models import Prediction
from apps.predictions.tests.conftest import (  # noqa: F401 - fixtures
    InstantEngine,
    Waiting,
    _quiet_broker,
    send,
    versions,
    work,
)
from apps.rollouts.models import Rollout
from apps.uploads.tests.files import photo
from conftest import signed_in
from ml.errors import BadInput
from ml.types import Result

IMAGE = "image-classification"
START = f"/api/v1/models/{IMAGE}/rollouts"
STEP = {"share": 0.2, "bake_seconds": 0, "least": 1}


@pytest.fixture
def three(versions: dict[str, Version]) -> list[Version]:  # noqa: F811 - the fixture
    """Of one model; the first is in production."""
    first = versions[IMAGE]
    more = [
        Version.objects.create(
            model=first.model, number=number, digest=str(number) * 64, manifest=first.manifest, size=1
        )
        for number in (2, 3)
    ]
    return [first, *more]


@dataclass
class Engines:
    """Of each version; `fails` has the code with which those of a number fail."""

    fails: dict[int, str] = field(default_factory=dict)

    def of(self, version: Version) -> "OneEngine":
        return OneEngine(self.fails.get(version.number))


class OneEngine(InstantEngine):
    """Fails each item with one code, where there is one."""

    def __init__(self, code: Any) -> None:
        super().__init__()
        self._code = code

    def end(self, begun: Waiting, room: Room) -> list[Result | BadInput]:
        answers = super().end(begun, room)
        return [BadInput(self._code, "As it was told to.") for _ in answers] if self._code else answers


@pytest.fixture
def engines(monkeypatch: pytest.MonkeyPatch) -> Engines:
    """What the worker computes with."""
    made = Engines()
    monkeypatch.setattr(batch, "engine_for", made.of)
    return made


def start(client: APIClient, version: int = 2, **more: object) -> Rollout:
    """A rollout that has begun, with one step of a fifth of the people."""
    answer = client.post(START, {"version": version, "steps": [STEP], **more}, format="json")
    assert answer.status_code == 201, answer.content
    return Rollout.objects.get(pk=answer.json()["id"])


def person(rollout: Rollout, arm: Arm, number: int = 0) -> APIClient:
    """The browser of the `number`th person of an arm; people are made until there is one."""
    share, found = rollout.parsed.steps[rollout.step].share, 0
    for name in range(10_000):
        user, _ = User.objects.get_or_create(username=f"person-{name}")
        if arm_of(rollout.salt, user.pk, share) is arm:
            if found == number:
                return signed_in(user)
            found += 1
    raise AssertionError("nobody")


def sent(client: APIClient, **more: object) -> Prediction:
    """A photo that waits."""
    answer = send(client, photo(), **{"model": IMAGE, **more})
    assert answer.status_code == 202, answer.content
    return Prediction.objects.select_related("version").get(pk=UUID(answer.json()["id"]))


def worked() -> Sequence[Prediction]:
    """Everything that waits is answered, by one batch after the other."""
    work()
    return list(Prediction.objects.select_related("version").order_by("created_at"))
