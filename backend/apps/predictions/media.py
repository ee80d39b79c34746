"""The bytes of a prediction: the original, the small picture, the transcript as subtitles."""

from functools import partial
from urllib.parse import quote
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from apps.accounts.authentication import user_of
from apps.core.errors import Problem
from apps.core.parsing import query_choice, refuse_unknown
from apps.predictions import selectors
from apps.predictions.models import Prediction, Status
from apps.storage.file_store import media
from apps.uploads.attachment import ASK_AGAIN, attachment
from apps.uploads.thumbnails import thumbnail_of
from ml.errors import BadInput
from ml.kinds import kind_of
from ml.speech import subtitles
from ml.types import Transcript, Word

# Programs that are generated from the document know bytes by the first of the two; the second says what comes.
BYTES = dict.fromkeys([(200, "application/octet-stream"), (200, "*/*")], OpenApiTypes.BINARY)
# As well for a file whose ETag may be given back.
FILE = BYTES | dict.fromkeys([(206, "application/octet-stream"), (206, "*/*")], OpenApiTypes.BINARY) | {304: None}
FILE_HEADERS = [
    OpenApiParameter("Range", str, OpenApiParameter.HEADER, description="One range of bytes: 206 with that part"),
    OpenApiParameter("If-Range", str, OpenApiParameter.HEADER, description="An ETag: of another file all comes"),
    OpenApiParameter("If-None-Match", str, OpenApiParameter.HEADER, description="The ETag of what one has: 304"),
    OpenApiParameter(
        "ETag", str, OpenApiParameter.HEADER, response=[200, 206, 304], description="The file's sha256, in quotes"
    ),
]
FORMATS = {"srt": "application/x-subrip", "vtt": "text/vtt", "txt": "text/plain"}


class AnyRenderer(JSONRenderer):
    """Lets every Accept header through: the bytes have their own type, and only errors are rendered, as JSON."""

    media_type = "*/*"


class MediaView(APIView):
    """Answers with bytes."""

    renderer_classes = (JSONRenderer, AnyRenderer)


class InputView(MediaView):
    """The uploaded bytes."""

    @extend_schema(operation_id="predictions_input", parameters=FILE_HEADERS, responses=FILE)
    def get(self, request: Request, prediction_id: UUID) -> HttpResponseBase:
        """The original bytes, as an attachment that no browser guesses the type of."""
        upload = selectors.find(user_of(request), prediction_id).upload
        try:
            return attachment(
                request.headers,
                upload.size,
                partial(media().pieces, str(upload.file.name)),
                content_type=upload.content_type,
                name=upload.name,
                sha256=upload.sha256,
            )
        except FileNotFoundError as error:
            raise Problem(404, "The file is no longer in storage.") from error


class ThumbnailView(MediaView):
    """The small picture."""

    @extend_schema(
        operation_id="predictions_thumbnail",
        responses=dict.fromkeys([(200, "application/octet-stream"), (200, "image/webp")], OpenApiTypes.BINARY),
    )
    def get(self, request: Request, prediction_id: UUID) -> HttpResponse:
        """A WebP of at most 256 px; 404 for sound."""
        upload = selectors.find(user_of(request), prediction_id).upload
        if not upload.width:
            raise Problem(404, "Sound has no thumbnail.")
        tag = f'"{upload.sha256}-small"'
        if known := get_conditional_response(request._request, etag=tag):
            return known
        try:
            picture = thumbnail_of(upload)
        except FileNotFoundError as error:
            raise Problem(404, "The file is no longer in storage.") from error
        except BadInput as error:
            raise Problem(404, f"No small picture can be made: {error.detail}") from error
        headers = {"Cache-Control": ASK_AGAIN, "ETag": tag, "X-Content-Type-Options": "nosniff"}
        return HttpResponse(picture, content_type="image/webp", headers=headers)


class TranscriptView(MediaView):
    """The text for a player or an editor."""

    @extend_schema(
        operation_id="predictions_transcript",
        parameters=[OpenApiParameter("format", str, OpenApiParameter.QUERY, enum=list(FORMATS), default="txt")],
        responses={(200, content_type): OpenApiTypes.STR for content_type in FORMATS.values()},
    )
    def get(self, request: Request, prediction_id: UUID) -> HttpResponse:
        """The transcript as srt, vtt or txt; 409 until it succeeded, 404 for pictures."""
        row = selectors.find(user_of(request), prediction_id)
        refuse_unknown(request.query_params, "format", what="parameter")
        wanted = query_choice(request.query_params, "format", FORMATS) or "txt"
        body = getattr(subtitles, wanted)(_transcript(row))
        name = quote(f"{row.upload.name}.{wanted}")
        headers = {"Content-Disposition": f"attachment; filename*=utf-8''{name}"}
        return HttpResponse(body, content_type=f"{FORMATS[wanted]}; charset=utf-8", headers=headers)


def _transcript(row: Prediction) -> Transcript:
    if kind_of(row.kind).answer != "text":
        raise Problem(404, "An answer in labels has no transcript.")
    if row.status != Status.SUCCEEDED or row.output is None:
        raise Problem(409, f"There is no text: the prediction has {row.status}.")
    words = tuple(Word(**word) for word in row.output["words"])
    return Transcript(row.output["text"], words, row.output["confidence"])
