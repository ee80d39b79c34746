"""Pictures of an upload: made when somebody looks at it, since most are never looked at."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from apps.core.errors import Problem
from apps.uploads.copies import local_copies
from apps.uploads.inspectors import inspectors
from apps.uploads.models import Upload
from ml.inspector import InspectorAway
from ml.types import JsonObject


def thumbnail_of(upload: Upload) -> bytes:
    """A WebP of at most 256 pixels each way, and kept from then on. The upload is a picture.

    Raises:
        FileNotFoundError: the file is no longer in storage.
        StorageAway: the storage does not answer.
        BadInput: none can be made of its bytes.
        Problem: 503 where nobody could make it.
    """
    kept = Upload.objects.filter(pk=upload.pk).values_list("thumbnail", flat=True).first()
    if kept:
        return bytes(kept)
    made = _made(upload, inspectors.thumbnail)
    Upload.objects.filter(pk=upload.pk).update(thumbnail=made)
    return made


def seen_of(upload: Upload, numbers: JsonObject) -> bytes:
    """A PNG of what a network with these numbers of preprocessing gets of it. Raises as `thumbnail_of`."""
    return _made(upload, partial(inspectors.seen, numbers=numbers))


def _made(upload: Upload, make: Callable[[Path, int], bytes]) -> bytes:
    with local_copies([upload]) as (path,):
        if path is None:
            raise FileNotFoundError(str(upload.file.name))
        try:
            return make(path, (upload.width or 0) * (upload.height or 0))
        except InspectorAway as error:
            raise Problem(503, f"{error} Try again shortly.", retry_after=5) from error
