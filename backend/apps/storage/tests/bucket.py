"""A real S3 server over HTTP for tests, and the settings that point at it."""

import logging
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
import requests
from moto.server import ThreadedMotoServer

from config.env import Env
from config.storages import storage_of
from processes.tests.stack import free_port

BUCKET = "slipway-test"
KEY, SECRET = "key-of-the-tests", "secret-of-the-tests"


def variables(endpoint: str, url: str = f"s3://{BUCKET}/team") -> dict[str, str]:
    """The environment of a Slipway that keeps its files at `url`."""
    return {
        "SLIPWAY_STORAGE_URL": url,
        "SLIPWAY_S3_ENDPOINT": endpoint,
        "SLIPWAY_S3_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": KEY,
        "AWS_SECRET_ACCESS_KEY": SECRET,
    }


def use(settings: Any, environment: dict[str, str]) -> None:
    """Let this process keep its files as `environment` says."""
    given: dict[str, Any] = {Env.variables()[name]: value for name, value in environment.items()}
    env = Env(_env_file=None, **given).model_copy(update={"data_dir": settings.DATA_DIR})
    kept = {"default": storage_of(env, "media"), "bundles": storage_of(env, "models")}
    settings.STORAGES = {**settings.STORAGES, **kept}


def nowhere() -> dict[str, str]:
    """The environment of a Slipway whose bucket's server is down."""
    return variables(f"http://127.0.0.1:{free_port()}")


@pytest.fixture(scope="session")
def bucket_server() -> Iterator[str]:
    """The address of an S3 server that lives as long as the tests."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(bucket_server: str, settings: Any) -> Any:
    """An empty bucket (boto3's), in which this process keeps its files."""
    requests.post(f"{bucket_server}/moto-api/reset", timeout=10)
    own = boto3.resource(
        "s3", endpoint_url=bucket_server, aws_access_key_id=KEY, aws_secret_access_key=SECRET, region_name="us-east-1"
    ).Bucket(BUCKET)
    own.create()
    use(settings, variables(bucket_server))
    return own


def keys(bucket: Any) -> list[str]:
    """The names of all objects."""
    return [entry.key for entry in bucket.objects.all()]
