"""Models to ask, files to send, and a worker whose engine answers at once."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from redis import Redis
from rest_framework.test import APIClient

from apps.catalogue.models import Alias, Model, Version
from apps.predictions import batch, run
from apps.predictions.batch import Room
from apps.predictions.finish import Outcome
from apps.predictions.models import Prediction
from apps.uploads.tests.files import photo
from ml.errors import BadInput
from ml.types import Classification, Item, LabelScore, Result, Timing, Transcript, Word

# What the test client returns: an HttpResponse with `json()` and more.
Answer = Any
KINDS = ["image-classification", "speech-recognition"]


@pytest.fixture(autouse=True)
def _quiet_broker(broker: Redis) -> None:
    broker.flushdb()


def manifest(kind: str) -> dict[str, object]:
    """The least that a bundle says of itself."""
    common = {
        "slug": kind, "kind": kind, "title": kind, "summary": "A test model.", "licence": "MIT", "metrics": {},
        "lineage": {}, "parameters": 1, "files": {},
    }  # fmt: skip
    if kind == "image-classification":
        spec = {"size": 32, "resize": "squash", "mean": [0.5] * 3, "std": [0.5] * 3}
        return {**common, "preprocess": spec, "labels": ["cat", "dog", "ship"]}
    spec = {
        "sample_rate": 16000, "normalize": True, "buckets": [1.0], "window_seconds": 20.0, "overlap_seconds": 2.0,
        "frame_stride": 320,
    }  # fmt: skip
    return {**common, "preprocess": spec, "vocabulary": ["-", "|", "A"], "blank": 0, "word_delimiter": "|"}


@pytest.fixture
def versions(db: None) -> dict[str, Version]:
    """A default model of each kind, version 1 in production."""
    made = {}
    for kind in KINDS:
        model = Model.objects.create(slug=kind, kind=kind, title=kind, summary="A test model.", is_default=True)
        version = Version.objects.create(model=model, number=1, digest="0" * 64, manifest=manifest(kind), size=1)
        Alias.objects.create(model=model, name="production", version=version)
        made[kind] = version
    return made


@dataclass(frozen=True)
class Waiting:
    """Files that an engine was told of."""

    requests: Sequence[Item]
    fed: list[int]

    def feed(self) -> None:
        """It is noted, and nothing computed."""
        self.fed.append(len(self.requests))

    def close(self) -> None:
        """Nothing was begun."""


class InstantEngine:
    """Answers without computing, so that the queue can be tested alone; `before` may say that there is `room`.

    Then the first item has its answer.
    """

    def __init__(self) -> None:
        self.batches: list[int] = []
        self.fed: list[int] = []
        self.before: Callable[[], None] = lambda: None
        self.room: Callable[[], None] = lambda: None

    def begin(self, items: Sequence[Item], *, ahead: bool) -> Waiting:
        """Nothing is read ahead."""
        return Waiting(items, self.fed)

    def end(self, begun: Waiting, room: Room) -> list[Result | BadInput]:
        """A cat for every picture, a digit for every sound; a sound of 8,000 samples cannot be decoded."""
        items = begun.requests
        self.room = lambda: room([self._answer(item, len(items)) for item in items[:1]] + [None] * (len(items) - 1))
        self.batches.append(len(items))
        self.before()
        return [self._answer(item, len(items)) for item in items]

    def _answer(self, item: Item, size: int) -> Result | BadInput:
        timing = Timing(0.001, 0.002, 0.0, size, 0.002 / size)
        if "top_k" in item.options:
            return Result(Classification((LabelScore("cat", 0, 0.9), LabelScore("dog", 1, 0.1))), timing)
        if item.path.stat().st_size < 20_000:
            return BadInput("decode_failed", "The sound cannot be decoded.")
        return Result(Transcript("SEVEN", (Word("SEVEN", 0.1, 0.4, 0.9),), 0.9), timing)


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch, versions: dict[str, Version]) -> InstantEngine:
    """The engine that every version gets."""
    made = InstantEngine()
    monkeypatch.setattr(batch, "engine_for", lambda _version: made)
    return made


def send(client: APIClient, *files: SimpleUploadedFile, options: object = None, **more: object) -> Answer:
    """POST predictions."""
    headers = more.pop("headers", {})
    body: dict[str, object] = {"file": list(files), **more}
    if options is not None:
        body["options"] = json.dumps(options)
    return client.post("/api/v1/predictions", body, format="multipart", headers=headers)


@pytest.fixture
def queued(as_owner: APIClient, versions: dict[str, Version]) -> Callable[[int], list[str]]:
    """`queued(n)`: n waiting predictions of the owner; their ids in order."""

    def make(count: int) -> list[str]:
        ids = []
        for number in range(count):
            answer = send(as_owner, photo(f"{number}.png", shade=number % 256))
            assert answer.status_code == 202, answer.content
            ids.append(answer.json()["id"])
        return ids

    return make


def infer(rows: Sequence[Prediction]) -> list[Outcome]:
    """Compute claimed rows and write nothing."""
    with batch.Batch(rows) as claimed:
        return claimed.outcomes()


def work() -> None:
    """What a worker does when the bell rings."""
    run.drain(KINDS, seconds=60, wake=lambda _kinds: None)


def statuses(owner: User) -> list[str]:
    """Statuses of the owner's predictions, oldest first."""
    return list(Prediction.objects.filter(owner=owner).order_by("created_at").values_list("status", flat=True))
