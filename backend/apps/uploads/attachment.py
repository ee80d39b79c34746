"""Answer with the bytes of a file, or the part of them that was asked for, as an attachment of no guessed type."""

from collections.abc import Callable, Iterable

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

from apps.uploads.byte_range import byte_range

HOUR = "private, max-age=3600"
FOR_EVER = "private, max-age=31536000, immutable"


def attachment(
    wanted: str,
    size: int,
    pieces: Callable[[int, int], Iterable[bytes]],
    *,
    content_type: str,
    name: str = "",
    cache: str = HOUR,
) -> StreamingHttpResponse:
    """The answer, with status 206 for a part.

    Args:
        wanted: the Range header of the request.
        size: bytes of the file.
        pieces: the bytes from the first number to before the second.
        name: what a browser calls the file that it saves; its own choice where it is empty.

    Raises:
        Problem: 416 where the file has no such part.
        FileNotFoundError: by `pieces`.
    """
    part = byte_range(wanted, size)
    start, stop = part or (0, size)
    response = StreamingHttpResponse(pieces(start, stop), status=206 if part else 200, content_type=content_type)
    response["Content-Length"] = str(stop - start)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["Accept-Ranges"] = "bytes"
    if part:
        response["Content-Range"] = f"bytes {start}-{stop - 1}/{size}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = cache
    return response
