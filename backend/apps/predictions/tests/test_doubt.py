"""What was not sure, or outside, is found by a filter that says the same as the answers do, by an index of its own."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone
from rest_framework.test import APIClient

from apps.catalogue.models import Version
from apps.predictions import selectors
from apps.predictions.models import Prediction, Status
from apps.predictions.output_schemas import output_of
from apps.uploads.models import Upload

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def labels(score: float, **more: object) -> dict[str, object]:
    return {"labels": [{"label": "cat", "index": 0, "score": score}], **more}


def text(**more: object) -> dict[str, object]:
    return {"text": "SEVEN", "words": [], "confidence": 0.2, **more}


KEPT: list[dict[str, object] | None] = [
    labels(0.9), labels(0.5), labels(0.4999), labels(0.9, sure=False), labels(0.3, sure=True),
    labels(0.9, familiar=0.06, sure=False), labels(0.9, familiar=0.01, outside=True), labels(0.9, familiar=0.7),
    {"labels": []}, text(), text(familiar=0.01, outside=True), text(familiar=0.3), None,
]  # fmt: skip


def add(owner: User, version: Version, output: object) -> Prediction:
    upload = Upload.objects.create(owner=owner, file="x", name="x.png", kind=version.model.kind, size=1)
    status = Status.FAILED if output is None else Status.SUCCEEDED
    return Prediction.objects.create(
        owner=owner, upload=upload, version=version, kind=upload.kind, status=status, search="x.png",
        output=output, created_at=timezone.now(), completed_at=timezone.now(),
    )  # fmt: skip


def test_the_filter_says_what_the_answers_say(
    owner: User, stranger: User, as_owner: APIClient, versions: dict[str, Version]
) -> None:
    rows = [add(owner, versions["image-classification"], output) for output in KEPT]
    add(stranger, versions["image-classification"], labels(0.1, familiar=0.0, outside=True))
    told: list[dict[str, Any]] = [shape.to_json() if (shape := output_of(output)) else {} for output in KEPT]

    def found(doubt: str) -> set[str]:
        return {row["id"] for row in as_owner.get("/api/v1/predictions", {"doubt": doubt}).json()["results"]}

    outside = {str(row.pk) for row, output in zip(rows, told, strict=True) if output.get("outside")}
    unsure = {str(row.pk) for row, output in zip(rows, told, strict=True) if output.get("sure") is False}
    assert (len(outside), len(unsure | outside)) == (2, 5)
    assert found("outside") == outside
    assert found("unsure") == unsure | outside


@pytest.mark.parametrize(("doubt", "index"), [("unsure", "in_doubt_of_owner"), ("outside", "outside_of_owner")])
def test_each_has_an_index_of_its_own(owner: User, doubt: str, index: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL decides by what the table holds")
    rows = selectors.filtered(Prediction.objects.filter(trashed_at=None), owner=owner, doubt=doubt)
    plan = rows.order_by("-created_at", "-id").explain()
    assert index in plan
    assert "history_order" not in plan
