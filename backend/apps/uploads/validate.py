"""Is this a file that we read? Judged by its bytes; the name and the header of the sender count for nothing."""

from pathlib import Path

from django.conf import settings

from apps.core.errors import Problem
from apps.uploads.inspectors import inspectors
from ml import media
from ml.errors import BadInput
from ml.inspector import InspectorAway
from ml.types import Inspected, Limits

STATUS = {"too_large": 413, "unsupported_media_type": 415}


def inspect(path: Path, name: str) -> Inspected:
    """Decode a file once before it is accepted: here what is small and plain, all else in a process of its own.

    Raises:
        Problem: 413 `too_large`, 415 `unsupported_media_type`, 422 `invalid_media`; the detail begins with `name`. 503
            where nobody could look at it.
    """
    limits = Limits(settings.SLIPWAY.max_pixels, settings.SLIPWAY.max_seconds)
    try:
        return media.inspect_plain(path, limits) or inspectors.inspect(path, limits)
    except InspectorAway as error:
        raise Problem(503, f"{name}: {error} Try again shortly.", retry_after=5) from error
    except BadInput as error:
        status = STATUS.get(error.code, 422)
        code = error.code if status != 422 else "invalid_media"
        raise Problem(status, f"{name}: {error.detail}", code=code) from error
