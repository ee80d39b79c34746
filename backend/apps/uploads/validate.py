"""Is this a file that we read? Judged by its bytes; the name and the header of the sender count for nothing."""

from pathlib import Path

from django.conf import settings

from apps.core.errors import Problem
from ml import media
from ml.errors import BadInput
from ml.types import Inspected, Limits

STATUS = {"too_large": 413, "unsupported_media_type": 415}


def inspect(path: Path, name: str) -> Inspected:
    """Decode a file once, in bounded memory, before it is accepted.

    Raises:
        Problem: 413 `too_large`, 415 `unsupported_media_type`, 422 `invalid_media`; the detail begins with `name`.
    """
    try:
        return media.inspect(path, Limits(settings.SLIPWAY.max_pixels, settings.SLIPWAY.max_seconds))
    except BadInput as error:
        status = STATUS.get(error.code, 422)
        code = error.code if status != 422 else "invalid_media"
        raise Problem(status, f"{name}: {error.detail}", code=code) from error
