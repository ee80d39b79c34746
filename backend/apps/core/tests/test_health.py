"""Health: the process answers, and readiness names what is away."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from apps.catalogue.models import Worker
from apps.core import broker, draining
from ml.kinds import KINDS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("broker")]


def worker(**changes: object) -> None:
    now = timezone.now()
    fields = {"queue": "q", "kinds": list(KINDS), "device": "cpu", "pid": 1, "state": "ready", "started_at": now}
    Worker.objects.create(name="w", **{**fields, "last_seen": now, **changes})


def test_the_process_answers(client: Client) -> None:
    assert client.get("/healthz").status_code == 200


def test_ready_when_database_broker_and_a_worker_of_each_kind_answer(client: Client) -> None:
    worker()
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert set(answer.json()["parts"]) == {"database", "broker", "storage", "workers"}


@pytest.mark.parametrize(
    "changes",
    [
        {"last_seen": timezone.now() - timedelta(seconds=61)},
        {"state": "starting"},
        {"kinds": ["image-classification"]},
    ],
)
def test_not_ready_without_a_fresh_worker_of_each_kind(client: Client, changes: dict[str, object]) -> None:
    worker(**changes)
    answer = client.get("/readyz")
    body = answer.json()
    assert (answer.status_code, answer["Content-Type"]) == (503, "application/problem+json")
    assert (body["code"], body["parts"]["workers"]["ok"], body["parts"]["database"]["ok"]) == (
        "unavailable",
        False,
        True,
    )
    assert "speech-recognition" in body["parts"]["workers"]["detail"]
    assert "Retry-After" in answer.headers


def test_not_ready_while_the_broker_is_away(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from redis import Redis

    worker()
    monkeypatch.setattr(broker, "broker", lambda: Redis(unix_socket_path="/nonexistent.sock"))
    body = client.get("/readyz").json()
    assert (body["status"], body["parts"]["broker"]["ok"]) == (503, False)


def test_a_part_may_be_asked_for_alone(client: Client) -> None:
    answer = client.get("/readyz?parts=database,broker")
    assert answer.status_code == 200
    assert set(answer.json()["parts"]) == {"database", "broker"}


def test_an_unknown_part_is_refused(client: Client) -> None:
    answer = client.get("/readyz?parts=database,printer")
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_request")
    assert "'printer'" in answer.json()["detail"]


def test_a_process_that_is_about_to_end_is_not_ready(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draining, "has_begun", lambda: True)
    answer = client.get("/readyz?parts=database")
    assert (answer.status_code, "draining" in answer.json()["detail"]) == (503, True)
    assert "Retry-After" in answer.headers
    assert client.get("/healthz").status_code == 200
