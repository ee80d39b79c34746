"""A prediction can be followed in the log, from its request to its end, by either id."""

import logging
from collections.abc import Callable

import pytest
from rest_framework.test import APIClient

from apps.predictions import finish
from apps.predictions.claim import claim_batch
from apps.predictions.models import Prediction
from apps.predictions.tests.conftest import KINDS, InstantEngine, send, work
from apps.uploads.tests.files import photo

pytestmark = pytest.mark.django_db(transaction=True)
Told = Callable[[], list[dict[str, object]]]


@pytest.fixture
def told(caplog: pytest.LogCaptureFixture) -> Told:
    """What was said of predictions."""
    caplog.set_level(logging.INFO)
    return lambda: [
        {**record.facts, "request_id": record.request_id, "level": record.levelname}  # type: ignore[attr-defined]
        for record in caplog.records
        if record.name == "apps.predictions.log"
    ]


def test_it_is_told_when_it_is_queued_and_how_it_ended(as_owner: APIClient, engine: InstantEngine, told: Told) -> None:
    answer = send(as_owner, photo(), headers={"X-Request-ID": "follow-me-1"}).json()
    work()
    queued, ended = told()
    assert [(one["request_id"], one["prediction"]) for one in (queued, ended)] == [("follow-me-1", answer["id"])] * 2
    assert (queued["status"], ended["status"]) == ("queued", "succeeded")
    assert (ended["model"], ended["attempt"], ended["batch_size"]) == ("image-classification v1", 1, 1)
    assert float(str(ended["seconds"])) >= float(str(ended["queue_seconds"])) >= 0


def test_a_cancel_a_new_try_and_a_loss_are_told_as_well(as_owner: APIClient, engine: InstantEngine, told: Told) -> None:
    first = send(as_owner, photo()).json()["id"]
    as_owner.post(f"/api/v1/predictions/{first}/cancel")
    headers = {"X-Request-ID": "again"}
    again = as_owner.post(f"/api/v1/predictions/{first}/retry", headers=headers).json()["id"]
    claim_batch(KINDS)
    finish.release(Prediction.objects.all(), "its memory ran out")
    assert [(one["prediction"], one["status"], one["level"]) for one in told()] == [
        (first, "queued", "INFO"),
        (first, "canceled", "INFO"),
        (again, "queued", "INFO"),
        (again, "queued", "WARNING"),
    ]
    assert told()[-1]["request_id"] == "again"
    assert told()[-1]["why"] == "its memory ran out"


def test_nothing_is_told_of_an_answer_that_came_too_late(
    as_owner: APIClient, engine: InstantEngine, told: Told
) -> None:
    send(as_owner, photo())
    claimed = claim_batch(KINDS)
    Prediction.objects.update(attempt=9)
    assert finish.finish(claimed, [finish.Failure("timeout", "")]) == []
    assert [one["status"] for one in told()] == ["queued"]
