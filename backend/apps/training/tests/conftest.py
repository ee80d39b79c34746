"""Data sets to send, and a trainer that does what waits."""

import io
import json
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.contrib.auth.models import User
from PIL import Image
from redis import Redis
from rest_framework.test import APIClient

from apps.training.jobs import perform as performing
from apps.training.jobs import recorder
from apps.training.jobs.claim import claim
from apps.training.jobs.perform import perform
from apps.training.models import DataSetVersion, Job, Run
from apps.training.runs.submit import NewRun, train
from apps.training.tests.scripted import Script
from conftest import Configure
from ml.vision.recipe import VisionRecipe

# What the test client returns: an HttpResponse with `json()` and more.
Answer = Any
URL = "/api/v1"
CLASSES = ("bird", "boat", "cat")
RECIPE = VisionRecipe(epochs=2)
SENT = RECIPE.model_dump(mode="json")


@pytest.fixture(autouse=True)
def _quiet_broker(broker: Redis) -> None:
    broker.flushdb()


@pytest.fixture(autouse=True)
def _own_folders(configure: Configure, tmp_path: Path) -> None:
    configure(data_dir=tmp_path)


def picture(seed: int) -> bytes:
    """A picture like no other."""
    pixels = np.random.default_rng(seed).integers(0, 256, (24, 24, 3), dtype=np.uint8)
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "PNG")
    return stream.getvalue()


def zipped(files: dict[str, bytes], name: str = "pictures.zip") -> io.BytesIO:
    """A zip to send."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    stream.seek(0)
    stream.name = name
    return stream


def pictures(each: int = 10) -> dict[str, bytes]:
    """So many pictures of three classes."""
    names = [f"{label}/{number}.png" for label in CLASSES for number in range(each)]
    return {name: picture(seed) for seed, name in enumerate(names)}


@pytest.fixture
def send(as_operator: APIClient) -> Callable[..., Answer]:
    """Send a data set as the operator."""

    def post(files: dict[str, bytes] | io.BytesIO, slug: str = "pets", client: APIClient = as_operator) -> Answer:
        file = files if isinstance(files, io.BytesIO) else zipped(files)
        return client.post(f"{URL}/data-sets", {"slug": slug, "title": "Pets", "file": file}, format="multipart")

    return post


def work_off() -> list[Job]:
    """Be the trainer until nothing waits. Returns the jobs as they ended."""
    done = []
    while job := claim():
        perform(job)
        done.append(Job.objects.get(pk=job.pk))
    return done


@pytest.fixture
def frozen(operator: User) -> DataSetVersion:
    """A frozen data set in words, without its files."""
    from apps.training.models import DataSet

    data_set = DataSet.objects.create(slug="pets", owner=operator, title="Pets", source="source.zip")
    counts = {"items": 8, "per_class": {"cat": 4, "dog": 4}}
    manifest = {
        "kind": "image-classification", "title": "Pets", "licence": "MIT", "seed": 1, "classes": ["cat", "dog"],
        "counts": dict.fromkeys(("train", "validation", "test"), counts),
    }  # fmt: skip
    return DataSetVersion.objects.create(
        data_set=data_set, number=1, digest="0" * 64, manifest=json.loads(json.dumps(manifest))
    )


@pytest.fixture
def waiting_run(operator: User, frozen: DataSetVersion) -> Run:
    """A run that no trainer has taken up yet."""
    return train(operator, NewRun(frozen, RECIPE, None, ""))


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Script:
    """Children say what it has; and the trainer looks often, so that a test takes no seconds."""
    found = Script(tmp_path)
    monkeypatch.setattr(sys, "executable", str(found.program))
    monkeypatch.setattr(performing, "TICK_SECONDS", 0.02)
    monkeypatch.setattr(recorder, "EVERY_SECONDS", 0.02)
    return found
