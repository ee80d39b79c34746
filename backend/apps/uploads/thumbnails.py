"""The small picture of an upload: made when somebody first looks at it, since most are never looked at."""

from apps.core.errors import Problem
from apps.uploads.copies import local_copies
from apps.uploads.inspectors import inspectors
from apps.uploads.models import Upload
from ml.inspector import InspectorAway


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
    with local_copies([upload]) as (path,):
        if path is None:
            raise FileNotFoundError(str(upload.file.name))
        try:
            made = inspectors.thumbnail(path, (upload.width or 0) * (upload.height or 0))
        except InspectorAway as error:
            raise Problem(503, f"{error} Try again shortly.", retry_after=5) from error
    Upload.objects.filter(pk=upload.pk).update(thumbnail=made)
    return made
