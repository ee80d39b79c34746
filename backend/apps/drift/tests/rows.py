"""Answers of a version whose bundle keeps what its validation pictures were like, written straight into the tables."""

from datetime import datetime, timedelta

import numpy as np
from django.contrib.auth.models import User
from django.utils import timezone

from apps.catalogue.models import Version
from apps.drift import answers
from apps.drift.models import Cursor
from apps.monitoring.tests.rows import upload_of, version_of
from apps.predictions.models import Prediction, Status
from ml.drift.reference import reference_of

LABELS = ("cat", "dog", "ship")
IMAGE = "image-classification"


def drawn(count: int, seed: int, sharper: float = 0.0) -> list[tuple[str, dict[str, float]]]:
    random = np.random.default_rng(seed)
    return [
        (
            str(random.choice(LABELS)),
            {
                "confidence": float(random.beta(8, 1)),
                "familiar": float(random.random()),
                "sharpness": float(random.normal()) + sharper,
            },
        )
        for _ in range(count)
    ]  # fmt: skip


def watched_version() -> Version:
    """One whose bundle keeps what its validation pictures were like."""
    answers.reference_of.cache_clear()
    rows = drawn(1000, seed=1)
    figures = {name: np.array([one[name] for _, one in rows]) for name in rows[0][1]}
    right = np.random.default_rng(2).random(1000) < figures["confidence"]
    reference = reference_of([label for label, _ in rows], LABELS, right, figures)
    assert reference
    found = version_of(IMAGE)
    found.manifest = {"drift": reference.model_dump(mode="json")}
    found.save()
    return found


def given(owner: User, at: datetime, rows: list[tuple[str, dict[str, float]]], **fields: object) -> None:
    """Answers, one a millisecond from `at` on."""
    upload = upload_of(owner)
    Prediction.objects.bulk_create(
        Prediction(**{
            "owner": owner, "upload": upload, "version": version_of(IMAGE), "kind": IMAGE, "created_at": at,
            "completed_at": at + timedelta(milliseconds=number), "status": Status.SUCCEEDED, "attempt": 1,
            "output": {"labels": [{"label": label, "score": one["confidence"]}], "familiar": one["familiar"]},
            "traits": {"sharpness": one["sharpness"]}, **fields,
        })
        for number, (label, one) in enumerate(rows)
    )  # fmt: skip


def begun(ago: timedelta) -> datetime:
    """The scheduler has looked before."""
    moment = timezone.now() - ago
    Cursor.objects.create(pk=Cursor.ONLY, at=moment)
    return moment + timedelta(seconds=1)
