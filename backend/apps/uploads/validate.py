"""Is this a file that we read? Judged by its bytes; the name and the header of the sender count for nothing."""

import time
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile

from apps.core.errors import FieldError, Problem
from apps.uploads.inspectors import inspectors
from ml import media
from ml.errors import BadInput
from ml.inspector import InspectorAway
from ml.types import Inspected, Limits

STATUS = {"too_large": 413, "unsupported_media_type": 415}
# Once a file is wrong all are refused: so long it is worth to find out which others are.
SEARCH_SECONDS = 5.0


def inspect_all(files: Sequence[TemporaryUploadedFile]) -> list[Inspected]:
    """Each of a request, or none.

    Raises:
        Problem: as `inspect`, with the status and code of the first wrong file; detail and `errors` name all of them.
    """
    found: list[Inspected] = []
    wrong: dict[int, Problem] = {}
    until = float("inf")
    for number, file in enumerate(files):
        try:
            found.append(inspect(Path(file.temporary_file_path()), file.name or "file"))
        except Problem as problem:
            if problem.status == 503:
                raise
            until = time.monotonic() + SEARCH_SECONDS if not wrong else until
            wrong[number] = problem
        if time.monotonic() > until:
            break
    if wrong:
        raise _together(wrong)
    return found


def _together(wrong: dict[int, Problem]) -> Problem:
    first = next(iter(wrong.values()))
    errors: list[FieldError] = [
        {"pointer": f"/file/{number}", "detail": problem.detail} for number, problem in wrong.items()
    ]
    return Problem(first.status, " ".join(one["detail"] for one in errors), code=first.code, errors=errors)


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
