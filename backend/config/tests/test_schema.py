"""The OpenAPI document is the one that the code makes, and the API keeps what it promises."""

import io
import json
from typing import Any

import pytest
import schemathesis
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from PIL import Image
from redis import Redis
from rest_framework.test import APIClient

from apps.accounts.throttling import PerUserThrottle
from apps.core import rate
from apps.sharing import links
from config.env import ROOT
from config.tests.kept_connection import kept_connection

DOCUMENT = ROOT / "frontend" / "openapi.json"
EXAMPLES = 15
NOT_HERE = [
    # Repeat the request without this test's sign-in; apps.accounts tests by name who is let in.
    schemathesis.checks.unsupported_method,
    schemathesis.checks.ignored_auth,
    # Know no rule beyond the schema: that the password must be right, that `?limit=` may be left empty.
    schemathesis.checks.positive_data_acceptance,
    schemathesis.checks.negative_data_rejection,
]
# Half of all ids that are tried exist.
KNOWN = "0192f0c1-2345-7abc-8def-0123456789ab"
TOKEN = "t" * 32
GUEST = "/api/v1/guest"
schemathesis.openapi.format("uuid", st.just(KNOWN) | st.uuids().map(str))

schema = schemathesis.openapi.from_path(DOCUMENT).exclude(path="/api/v1/schema")
schema.app = get_wsgi_application()


def test_the_document_in_the_repository_is_the_one_that_the_code_makes(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("spectacular", format="openapi-json")
    assert json.loads(capsys.readouterr().out) == json.loads(DOCUMENT.read_text(encoding="utf-8")), "run `make openapi`"


@pytest.fixture
def cookies(as_operator: APIClient, operator: User, broker: Redis, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The cookies of a browser in which the operator is signed in, who has a model and the prediction KNOWN."""
    monkeypatch.setattr(PerUserThrottle, "THROTTLE_RATES", {"user": None})
    # What counts tries counts each example.
    monkeypatch.setattr(rate, "count", lambda *_: 0.0)
    call_command("install_bundles", verbosity=0)
    picture = io.BytesIO()
    Image.new("RGB", (40, 30)).save(picture, "PNG")
    picture.seek(0)
    picture.name = "black.png"
    answer = as_operator.put(f"/api/v1/predictions/{KNOWN}", {"file": picture}, format="multipart")
    assert answer.status_code == 202, answer.content
    return {"csrftoken": TOKEN, "sessionid": as_operator.cookies["sessionid"].value}


@pytest.fixture
def link(cookies: dict[str, str], operator: User) -> str:
    """The token of a link to the model."""
    return links.make(operator, "resnet-cifar10", name="tea fair", hours=1, most_a_day=100)[1]


@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_operation_answers_as_the_document_says(
    case: schemathesis.Case[Any], cookies: dict[str, str], link: str
) -> None:
    case.headers.pop("Authorization", None)  # a made-up key would be refused before anything is tried
    path, headers = case.operation.path, {"X-CSRFToken": TOKEN}
    if path.startswith(GUEST):
        headers["Authorization"] = f"Bearer {link}"
    with kept_connection():
        answer = case.call_and_validate(headers=headers, cookies=cookies, excluded_checks=NOT_HERE)
    # Of what a guest may do it is tried without the link as well.
    assert answer.status_code not in {401, 429} or path.startswith(("/api/v1/session", GUEST))
