"""Rows for the figures, written straight into the tables: what is tested here is counting, not predicting."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User

from apps.catalogue.models import Model, Version
from apps.predictions.models import Prediction, Status
from apps.uploads.models import Upload

IMAGE, SPEECH = "image-classification", "speech-recognition"


def version_of(kind: str) -> Version:
    """The one version of the one model of `kind`."""
    model, _ = Model.objects.get_or_create(slug=f"small-{kind.split('-', maxsplit=1)[0]}", defaults={"kind": kind})
    version, _ = Version.objects.get_or_create(
        model=model, number=1, defaults={"digest": "0" * 64, "manifest": {}, "size": 1}
    )
    return version


def upload_of(owner: User, name: str = "cat.jpg", kind: str = IMAGE) -> Upload:
    """A description of a file; there are no bytes."""
    return Upload.objects.create(
        owner=owner, file="nothing", name=name, kind=kind, content_type="image/jpeg", size=1, sha256="0" * 64
    )


def prediction(owner: User, came: datetime, *, name: str = "cat.jpg", **fields: Any) -> Prediction:
    """A row that came at `came`; `fields` say what became of it."""
    kind = fields.setdefault("kind", IMAGE)
    return Prediction.objects.create(
        owner=owner,
        upload=upload_of(owner, name, kind),
        version=version_of(kind),
        created_at=came,
        search=name,
        **fields,
    )


def answered(owner: User, came: datetime, seconds: float = 1.0, **fields: Any) -> Prediction:
    """An answer that took `seconds`, half of them waiting."""
    times = {"queue": 0.5, "preprocess": 0.1, "predict": 0.3, "postprocess": 0.1, "total": 1.0}
    measured = {f"{stage}_time": share * seconds for stage, share in times.items()}
    return prediction(
        owner,
        came,
        **{
            "status": Status.SUCCEEDED,
            "started_at": came + timedelta(seconds=seconds / 2),
            "completed_at": came + timedelta(seconds=seconds),
            **measured,
            **fields,
        },
    )


def failed(owner: User, came: datetime, code: str = "decode_failed", **fields: Any) -> Prediction:
    """A failure, one second after it came."""
    end = came + timedelta(seconds=1)
    times = {"started_at": end, "completed_at": end, "total_time": 1.0}
    return prediction(owner, came, status=Status.FAILED, error_code=code, **{**times, **fields})
