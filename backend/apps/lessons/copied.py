"""Pictures that were sent for an answer before, copied: either may be deleted, and the other stays."""

from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import User

from apps.core.errors import Problem
from apps.predictions.selectors import owned
from apps.uploads.copies import local_copies
from apps.uploads.incoming import Allowed, ArrivedFile

PIECE = 1 << 20


def copies_of(owner: User, predictions: Sequence[UUID]) -> list[ArrivedFile]:
    """Their pictures as files that have arrived. Raises Problem 404 where one is not there, or its file is not."""
    if not predictions:
        return []
    rows = {row.pk: row for row in owned(owner).filter(pk__in=predictions)}
    missing = [str(key) for key in predictions if key not in rows]
    if missing:
        detail = f"There is no prediction {missing[0]}."
        raise Problem(404, detail, errors=[{"pointer": "/prediction", "detail": detail}])
    uploads = [rows[key].upload for key in dict.fromkeys(predictions)]
    with local_copies(uploads) as paths:
        return [_copy(path, upload.name) for path, upload in zip(paths, uploads, strict=True)]


def _copy(path: Path | None, name: str) -> ArrivedFile:
    if path is None:
        raise Problem(404, f"{name} is no longer in storage.")
    copy = ArrivedFile(name, Allowed(1, settings.SLIPWAY.max_bytes, "SLIPWAY_MAX_BYTES"))
    with path.open("rb") as source:
        while piece := source.read(PIECE):
            copy.add(piece)
    copy.end()
    return copy
