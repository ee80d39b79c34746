"""Programs that are generated from the OpenAPI document."""

import json
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from httpx import WSGITransport
from PIL import Image

from apps.accounts.keys import create_key
from apps.core.errors import codes
from config.env import ROOT
from config.tests.kept_connection import kept_connection

DOCUMENT = ROOT / "frontend" / "openapi.json"
OPERATIONS = [
    pytest.param(operation, id=f"{method} {path}")
    for path, methods in json.loads(DOCUMENT.read_text(encoding="utf-8"))["paths"].items()
    for method, operation in methods.items()
]
QUIET = "post_hooks: []\n"


@pytest.mark.parametrize("operation", OPERATIONS)
def test_an_operation_says_in_a_line_what_it_does_who_may_and_when_to_come_again(operation: dict[str, Any]) -> None:
    assert 3 <= len(operation["summary"]) <= 120
    assert "security" in operation
    assert {"429", "503", "default"} <= operation["responses"].keys()


def test_the_document_lists_every_code_and_where_it_is_served() -> None:
    document = json.loads(DOCUMENT.read_text(encoding="utf-8"))
    assert document["components"]["schemas"]["Code"]["enum"] == codes()
    assert document["components"]["securitySchemes"]["apiKey"]["scheme"] == "bearer"
    assert [server["url"] for server in document["servers"]] == ["/"]


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The name of the package that `openapi-python-client` makes of the document."""
    folder = tmp_path_factory.mktemp("generated")
    (folder / "config.yml").write_text(QUIET)
    made = subprocess.run(
        [
            Path(sys.executable).with_name("openapi-python-client"), "generate", "--fail-on-warning", "--meta", "none",
            "--path", DOCUMENT, "--output-path", folder / "slipway_client", "--config", folder / "config.yml",
        ],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert made.returncode == 0, made.stdout + made.stderr
    sys.path.insert(0, str(folder))
    yield "slipway_client"
    sys.path.remove(str(folder))


@pytest.mark.django_db
@pytest.mark.usefixtures("broker")
def test_a_generated_client_sends_a_photo_and_fetches_the_very_bytes(generated: str, owner: User) -> None:
    call_command("install_bundles", verbosity=0)
    picture = BytesIO()
    Image.new("RGB", (40, 30)).save(picture, "PNG")
    package, types, models = (import_module(f"{generated}{part}") for part in ("", ".types", ".models"))
    calls = f"{generated}.api.predictions"
    key = create_key(owner, name="generated", scopes=["predict"])[1]
    client = package.AuthenticatedClient(
        base_url="http://testserver", token=key, httpx_args={"transport": WSGITransport(get_wsgi_application())}
    )
    photo = types.File(payload=BytesIO(picture.getvalue()), file_name="black.png", mime_type="image/png")
    with kept_connection():
        sent = import_module(f"{calls}.predictions_create").sync(
            client=client, body=models.SubmitRequest(file=[photo], model="resnet-cifar10")
        )
        assert (sent.status, sent.kind) == (models.PredictionStatus.QUEUED, models.Kind.IMAGE_CLASSIFICATION)
        fetched = import_module(f"{calls}.predictions_input").sync(sent.id, client=client)
        assert fetched.payload.read() == picture.getvalue()
        missing = import_module(f"{calls}.predictions_retrieve").sync(UUID(int=0), client=client)
        assert missing.code.value == "not_found"
