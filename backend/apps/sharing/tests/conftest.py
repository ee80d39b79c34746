"""A link of the operator to a model of pictures, and a phone that has it."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from redis import Redis
from rest_framework.test import APIClient

from apps.catalogue.models import Version
from apps.predictions.tests.conftest import engine, versions  # noqa: F401 - fixtures
from apps.sharing import links
from apps.sharing.models import Link
from apps.uploads.tests.files import photo

# What the test client returns: an HttpResponse with `json()` and more.
Answer = Any
PICTURES, SOUNDS = "image-classification", "speech-recognition"


@pytest.fixture(autouse=True)
def _quiet_broker(broker: Redis) -> None:
    broker.flushdb()


class Phone:
    """Of somebody without an account who has a link."""

    def __init__(self, token: str, address: str = "10.0.0.1") -> None:
        self.client = APIClient()
        self.token = token
        self.move_to(address)

    def move_to(self, address: str) -> None:
        self.client.credentials(HTTP_AUTHORIZATION=f"Bearer {self.token}", REMOTE_ADDR=address)

    def look(self) -> Answer:
        return self.client.get("/api/v1/guest")

    def send(
        self,
        file: SimpleUploadedFile | None = None,
        under: UUID | str | None = None,
        more: Mapping[str, str] | None = None,
    ) -> Answer:
        path = f"/api/v1/guest/predictions/{under or uuid4()}"
        return self.client.put(path, {"file": file or photo(), **(more or {})}, format="multipart")

    def ask(self, for_: str) -> Answer:
        return self.client.get(f"/api/v1/guest/predictions/{for_}")


Share = Callable[..., tuple[Link, Phone]]


@pytest.fixture
def share(operator: User, versions: dict[str, Version]) -> Share:  # noqa: F811 - a fixture
    """`share(hours=1)`: a new link of the operator, and a phone with it."""

    def make(slug: str = PICTURES, address: str = "10.0.0.1", **more: Any) -> tuple[Link, Phone]:
        form = {"name": "tea fair", "hours": 24, "most_a_day": 100, **more}
        link, token = links.make(operator, slug, **form)
        return link, Phone(token, address)

    return make


@pytest.fixture
def phone(share: Share) -> Phone:
    return share()[1]
