"""Photos of two kinds, and a worker that learns with the shipped base model."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from redis import Redis
from rest_framework.test import APIClient

from apps.catalogue.install import install
from apps.catalogue.models import Version
from apps.lessons import run
from apps.uploads.tests.files import photo

Answer = Any


@pytest.fixture(autouse=True)
def _quiet_broker(broker: Redis) -> None:
    broker.flushdb()


@pytest.fixture
def base(db: None) -> Version:
    """The model that lessons start from."""
    return install(settings.SHIPPED_BUNDLES_DIR / "efficientnet-lite0", shipped=True)


def kind_of_photo(label: str, number: int) -> SimpleUploadedFile:
    """Dark ones and bright ones, all unlike."""
    return photo(f"{label}{number}.png", shade=(10 if label == "dark" else 150) + 9 * number)


def begin(client: APIClient, title: str = "Cups") -> str:
    """A new lesson; its id."""
    answer = client.post("/api/v1/lessons", {"title": title}, format="json")
    assert answer.status_code == 201, answer.content
    return str(answer.json()["id"])


def show(client: APIClient, lesson: str, label: str, *files: SimpleUploadedFile, **more: object) -> Answer:
    """Add photos."""
    return client.post(
        f"/api/v1/lessons/{lesson}/photos", {"label": label, "file": list(files), **more}, format="multipart"
    )


@pytest.fixture
def shown(as_owner: APIClient, base: Version) -> str:
    """A lesson of the owner with five photos of two labels each; its id."""
    lesson = begin(as_owner)
    for label in ("dark", "bright"):
        answer = show(as_owner, lesson, label, *(kind_of_photo(label, number) for number in range(5)))
        assert (answer.status_code, answer.json()["left_out"]) == (201, [])
    return lesson


def work(pause: Callable[[], None] = lambda: None) -> bool:
    """What a worker does when the bell of lessons rings."""
    return run.work(60, pause)


def learn(client: APIClient, lesson: str) -> Answer:
    """Ask for it, let a worker do it, and look."""
    assert client.post(f"/api/v1/lessons/{lesson}/learn").status_code == 202
    work()
    return client.get(f"/api/v1/lessons/{lesson}").json()
