"""What people said the right answer was: an operator looks it over, and what is accepted becomes a data set."""

import json
import mimetypes
import shutil
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from apps.catalogue.models import Kind, Version
from apps.core.errors import Problem
from apps.core.storage import StorageAway, media
from apps.predictions.models import Prediction, Status
from apps.training import judged, live, submit
from apps.training.models import Correction, DataSet, Work

TABLE = "corrections.jsonl"
SOURCE = "source"
# What the table of types of this machine may not know.
SUFFIXES = {
    "audio/webm": ".webm", "audio/ogg": ".ogg", "audio/flac": ".flac", "audio/wav": ".wav", "image/webp": ".webp",
}  # fmt: skip
PENDING = "pending"


def corrections(kind: str = "", state: str = "") -> QuerySet[Prediction]:
    """Predictions that somebody judged, the latest judgement first."""
    rows = Prediction.objects.filter(status=Status.SUCCEEDED, feedback__isnull=False)
    rows = rows.select_related("upload", "owner", "version__model", "correction__reviewed_by")
    if kind:
        rows = rows.filter(kind=kind)
    if state:
        rows = rows.filter(correction__isnull=True) if state == PENDING else rows.filter(correction__state=state)
    return rows.order_by("-feedback_at", "-id")


def find(prediction_id: UUID) -> Prediction:
    """One. Raises Problem 404."""
    row = corrections().filter(pk=prediction_id).first()
    if row is None:
        raise Problem(404, "There is no such correction.")
    return row


def review(operator: User, row: Prediction, state: str, answer: str) -> None:
    """Accept or reject a correction; `answer` replaces what was said. Raises Problem 422 for an empty label."""
    answer = answer or judged.said(row)
    if state == Correction.State.ACCEPTED and not answer.strip():
        detail = "It was only said that the answer is wrong; say what is right, or reject it."
        raise Problem(422, detail, code="invalid_options", errors=[{"pointer": "/answer", "detail": detail}])
    Correction.objects.update_or_create(
        prediction=row,
        defaults={"state": state, "answer": answer, "reviewed_by": operator, "reviewed_at": timezone.now()},
    )


def gather(operator: User, slug: str, parent: Version) -> DataSet:
    """Make a data set of what was accepted of a model's answers, freeze it, and fine-tune the model on it.

    Raises:
        Problem: 409 where nothing was accepted, or the slug is taken.
        StorageAway: a file cannot be read or written.
    """
    kind = parent.model.kind
    rows = corrections(kind, Correction.State.ACCEPTED).filter(version__model=parent.model)
    if not rows.exists():
        raise Problem(409, f"No correction of {parent.model_id} was accepted yet; look them over first.")
    data_set = DataSet(slug=slug, owner=operator, title=f"Corrections of {parent.model_id}", source=SOURCE)
    payload = {
        "title": data_set.title,
        "licence": "As agreed with those who sent the files",
        "train": {"parent": parent.pk, "slug": parent.model_id},
    }
    try:
        with transaction.atomic():
            data_set.save(force_insert=True)
            _write(rows, data_set.path)
            live.tell(submit.enqueue(Work.FREEZE, operator, payload, data_set=data_set))
    except IntegrityError as error:
        detail = f"There is a data set {slug!r} already; choose another name."
        raise Problem(409, detail, errors=[{"pointer": "/slug", "detail": detail}]) from error
    return data_set


def _write(rows: Iterable[Prediction], folder: Path) -> None:
    """The files and the table that names the right answer of each."""
    try:
        shutil.rmtree(folder.parent, ignore_errors=True)
        folder.mkdir(parents=True)
        with (folder / TABLE).open("w", encoding="utf-8") as table:
            for row in rows:
                name = f"{row.pk}{_suffix(row.upload.content_type)}"
                try:
                    media().fetch(str(row.upload.file.name), folder / name)
                except FileNotFoundError:
                    continue  # its owner deleted it just now
                answer = "label" if row.kind == Kind.IMAGE_CLASSIFICATION else "text"
                line = {"file": name, answer: row.correction.answer, "speaker": f"user-{row.owner_id}"}
                table.write(json.dumps(line, ensure_ascii=False) + "\n")
    except OSError as error:
        shutil.rmtree(folder.parent, ignore_errors=True)
        raise StorageAway(f"The corrections cannot be kept: {error.strerror}.") from error


def _suffix(content_type: str) -> str:
    return SUFFIXES.get(content_type) or mimetypes.guess_extension(content_type) or ".bin"
