"""Answered pictures, and a worker that explains with the shipped models."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from redis import Redis
from rest_framework.test import APIClient

from apps.catalogue.install import install
from apps.catalogue.models import Version
from apps.engines import engines
from apps.explanations import run
from apps.predictions.tests.conftest import Answer, send
from apps.predictions.tests.conftest import work as answer_predictions

CAT = Path(__file__).parents[4] / "frontend" / "public" / "examples" / "cat.jpg"


@pytest.fixture(autouse=True)
def _quiet_broker(broker: Redis) -> None:
    broker.flushdb()


def shipped(name: str) -> Version:
    """A model that travels with Slipway."""
    return install(settings.SHIPPED_BUNDLES_DIR / name, shipped=True)


@pytest.fixture(autouse=True)
def _nothing_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A new database gives its versions the keys of those that tests before it loaded."""
    monkeypatch.setattr(engines, "_loaded", {})


@pytest.fixture
def small(db: None) -> Version:
    """One whose feature map is too small, so that its pictures are covered piece by piece."""
    return shipped("resnet-cifar10")


def cat() -> SimpleUploadedFile:
    """A photo."""
    return SimpleUploadedFile("cat.jpg", CAT.read_bytes(), content_type="image/jpeg")


@pytest.fixture
def answered(as_owner: APIClient, small: Version) -> str:
    """A prediction of the owner that has its answer; its id."""
    prediction: str = send(as_owner, cat()).json()["id"]
    answer_predictions()
    return prediction


def path(prediction: str) -> str:
    """Of its explanation."""
    return f"/api/v1/predictions/{prediction}/explanation"


def ask(client: APIClient, prediction: str, **what: object) -> Answer:
    """POST."""
    return client.post(path(prediction), what, format="json")


def work(pause: Callable[[], None] = lambda: None) -> bool:
    """What a worker does when the bell of explanations rings."""
    return run.work(60, pause)
