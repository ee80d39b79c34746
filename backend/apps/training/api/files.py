"""The files of a data set: pictures and sounds for those who judge it."""

from pathlib import Path

from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from apps.core.errors import Problem
from apps.training import selectors
from apps.training.api.base import TrainingView
from apps.training.items import frozen_file, item_file
from apps.uploads.byte_range import byte_range

TYPES = {
    ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".webp": "image/webp", ".gif": "image/gif",
    ".bmp": "image/bmp", ".wav": "audio/wav", ".flac": "audio/flac", ".ogg": "audio/ogg", ".opus": "audio/ogg",
    ".mp3": "audio/mpeg", ".m4a": "audio/mp4", ".webm": "audio/webm",
}  # fmt: skip
OTHER = "application/octet-stream"


class AnyRenderer(JSONRenderer):
    """Lets every Accept header through: the bytes have their own type, and only errors are rendered, as JSON."""

    media_type = "*/*"


class ItemFileView(TrainingView):
    """A file of the last check."""

    renderer_classes = (JSONRenderer, AnyRenderer)

    @extend_schema(operation_id="data_sets_item_file", responses={(200, "*/*"): OpenApiTypes.BINARY})
    def get(self, request: Request, slug: str, number: int) -> HttpResponseBase:
        """The bytes, as an attachment."""
        return answer(request, item_file(selectors.find_data_set(slug), number))


class FrozenFileView(TrainingView):
    """A file of a frozen set, by its content."""

    renderer_classes = (JSONRenderer, AnyRenderer)

    @extend_schema(operation_id="data_set_versions_file", responses={(200, "*/*"): OpenApiTypes.BINARY})
    def get(self, request: Request, slug: str, number: int, sha256: str) -> HttpResponseBase:
        """The bytes, as an attachment."""
        return answer(request, frozen_file(selectors.find_data_set_version(slug, number), sha256))


def answer(request: Request, path: Path | None) -> HttpResponseBase:
    """The bytes of a file or the part that was asked for. Raises Problem 404, 416."""
    try:
        size = path.stat().st_size if path else 0
    except OSError:
        path = None
    if path is None:
        raise Problem(404, "There is no such file.")
    part = byte_range(request.headers.get("Range", ""), size)
    response: FileResponse | StreamingHttpResponse
    if part:
        response = StreamingHttpResponse(iter([piece(path, *part)]), status=206)
        response["Content-Range"] = f"bytes {part[0]}-{part[1] - 1}/{size}"
        response["Content-Length"] = str(part[1] - part[0])
        response["Content-Disposition"] = "attachment"
    else:
        response = FileResponse(path.open("rb"), as_attachment=True, filename=path.name)
    response["Content-Type"] = TYPES.get(path.suffix.lower(), OTHER)
    response["Accept-Ranges"] = "bytes"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=3600"
    return response


def piece(path: Path, start: int, stop: int) -> bytes:
    """The bytes from `start` to before `stop`: of a clip or a picture, so that they fit into memory."""
    with path.open("rb") as file:
        file.seek(start)
        return file.read(stop - start)
