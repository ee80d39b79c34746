from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from rest_framework.test import APIClient

from apps.catalogue.models import Alias, AliasChange, Version, Worker
from apps.live import events
from apps.monitoring.roll_up import catch_up
from apps.monitoring.tests.rows import IMAGE, answered, prediction
from apps.predictions.counters import count_ended, fold
from apps.predictions.models import IdempotencyKey, Prediction, Status

LISTS = {
    "catalogue/model": "small-image",
    "catalogue/version": "0000",
    "catalogue/alias": "production",
    "catalogue/aliaschange": "upgraded",
    "catalogue/worker": "worker-1",
    "uploads/upload": "cat.jpg",
    "predictions/prediction": "cat.jpg",
    "predictions/idempotencykey": "once",
    "predictions/tally": "predictions_total",
    "predictions/workertally": "predictions_total",
    "live/event": "prediction.updated",
    "monitoring/keptbucket": "small-image",
}
RECORDS = sorted(set(LISTS) - {"catalogue/model"})


@pytest.fixture
def answer(owner: User) -> Prediction:
    """One record of everything."""
    now = timezone.now()
    row = answered(owner, now)
    count_ended([row])
    fold()
    count_ended([row])
    catch_up(now + timedelta(minutes=5))
    Alias.objects.create(model=row.version.model, name=Version.PRODUCTION, version=row.version)
    AliasChange.objects.create(slug="small-image", alias="upgraded", version=1, how="moved", created_at=now)
    Worker.objects.create(name="worker-1", queue="q", kinds=[IMAGE], device="cpu", pid=1, started_at=now, last_seen=now)
    with transaction.atomic():
        events.record([events.News.whole(owner.pk, "prediction.updated", row.pk, {})])
    IdempotencyKey.objects.create(owner=owner, key="once", fingerprint="f", created_at=now)
    return row


@pytest.mark.parametrize(("path", "word"), LISTS.items())
def test_every_list_shows_its_records_and_can_be_searched(
    as_operator: APIClient, answer: Prediction, path: str, word: str
) -> None:
    for query in ({}, {"q": word}):
        page = as_operator.get(f"/admin/{path}/", query)
        assert page.status_code == 200
        assert word in page.content.decode()


@pytest.mark.parametrize("path", RECORDS)
def test_records_can_be_read_but_neither_made_nor_changed(
    as_operator: APIClient, answer: Prediction, path: str
) -> None:
    row = apps.get_model(path.replace("/", ".")).objects.first()
    assert row is not None
    page = as_operator.get(f"/admin/{path}/{row.pk}/change/")
    assert page.status_code == 200
    assert "_save" not in page.content.decode()
    assert as_operator.get(f"/admin/{path}/add/").status_code == 403
    assert as_operator.post(f"/admin/{path}/{row.pk}/change/", {}).status_code == 403
    assert as_operator.post(f"/admin/{path}/{row.pk}/delete/", {"post": "yes"}).status_code == 403


def test_an_operator_cancels_what_has_not_ended_and_nothing_else(
    as_operator: APIClient, owner: User, answer: Prediction
) -> None:
    waiting = prediction(owner, timezone.now() - timedelta(seconds=5))
    chosen = {"action": "cancel", "_selected_action": [str(answer.pk), str(waiting.pk)]}
    assert as_operator.post("/admin/predictions/prediction/", chosen).status_code == 302
    assert Prediction.objects.get(pk=waiting.pk).status == Status.CANCELED
    assert Prediction.objects.get(pk=answer.pk).status == Status.SUCCEEDED
