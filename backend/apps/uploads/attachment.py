"""Answer with the bytes of a file, or the part of them that was asked for, as an attachment of no guessed type."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header, parse_etags

from apps.core.errors import Problem
from apps.storage.file_store import media
from apps.uploads.byte_range import byte_range
from apps.uploads.models import Upload

# A browser asks again before it shows what it has: after a sign-out or a deletion it may not. Unchanged, that is a 304.
ASK_AGAIN = "private, no-cache"


def attachment(
    asked: Mapping[str, str],
    size: int,
    pieces: Callable[[int, int], Iterable[bytes]],
    *,
    content_type: str,
    name: str = "",
    sha256: str = "",
) -> HttpResponseBase:
    """The answer, with status 206 for a part and 304 for whoever has the file.

    Args:
        asked: the headers of the request: Range, If-Range and If-None-Match count.
        size: bytes of the file.
        pieces: the bytes from the first number to before the second.
        name: what a browser calls the file that it saves; its own choice where it is empty.
        sha256: of the file, which is its ETag; a file without one has none.

    Raises:
        Problem: 416 where the file has no such part.
        FileNotFoundError: by `pieces`.
    """
    tag = f'"{sha256}"' if sha256 else ""
    headers = {"Cache-Control": ASK_AGAIN, **({"ETag": tag} if tag else {})}
    if tag and _has(asked.get("If-None-Match", ""), tag):
        return HttpResponse(status=304, headers=headers)
    part = byte_range(asked.get("Range", ""), size) if asked.get("If-Range", tag).strip() == tag else None
    start, stop = part or (0, size)
    headers |= {
        "Content-Length": str(stop - start),
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=name) or "attachment",
        "Accept-Ranges": "bytes",
        "X-Content-Type-Options": "nosniff",
    }
    if part:
        headers["Content-Range"] = f"bytes {start}-{stop - 1}/{size}"
    status = 206 if part else 200
    return StreamingHttpResponse(pieces(start, stop), status=status, content_type=content_type, headers=headers)


def original(asked: Mapping[str, str], upload: Upload) -> HttpResponseBase:
    """The bytes of an upload as they came, as `attachment`. Raises Problem 404 where they are no longer there."""
    try:
        return attachment(
            asked,
            upload.size,
            partial(media().pieces, str(upload.file.name)),
            content_type=upload.content_type,
            name=upload.name,
            sha256=upload.sha256,
        )
    except FileNotFoundError as error:
        raise Problem(404, "The file is no longer in storage.") from error


def _has(header: str, tag: str) -> bool:
    """Whether If-None-Match names the tag, strong or weak (RFC 9110, section 13.1.2)."""
    return any(known in ("*", tag, f"W/{tag}") for known in parse_etags(header))
