"""The bytes of a prediction: the original, the small picture, what the model saw, the transcript as subtitles."""

from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from statistics import fmean
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
from apps.predictions.answers import said_by_person
from apps.predictions.models import Prediction, Status
from apps.predictions.output_schemas import TranscriptSchema, WordSchema
from apps.uploads.attachment import ASK_AGAIN, original
from apps.uploads.thumbnails import seen_of, thumbnail_of
from ml.errors import BadInput
from ml.kinds import kind_of
from ml.speech import subtitles
from ml.speech.align import aligned
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
TEXTS = {"srt": "application/x-subrip", "vtt": "text/vtt", "txt": "text/plain"}
FORMATS = {**TEXTS, "json": "application/json"}


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
        return original(request.headers, selectors.find(user_of(request), prediction_id).upload)


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
        tag = f"{upload.sha256}-small"
        return _picture(request, tag, "image/webp", partial(thumbnail_of, upload))


class SeenView(MediaView):
    """What the model saw."""

    @extend_schema(
        operation_id="predictions_seen",
        responses=dict.fromkeys([(200, "application/octet-stream"), (200, "image/png")], OpenApiTypes.BINARY),
    )
    def get(self, request: Request, prediction_id: UUID) -> HttpResponse:
        """A PNG of the part of the picture that the version got, in the size in which it got it; 404 for sound."""
        row = selectors.find(user_of(request), prediction_id)
        if not row.upload.width:
            raise Problem(404, "Of a sound there is nothing to be seen.")
        numbers = row.version.parsed.preprocess.model_dump(mode="json")
        tag = f"{row.upload.sha256}-seen-{row.version.digest[:16]}"
        return _picture(request, tag, "image/png", partial(seen_of, row.upload, numbers))


def _picture(request: Request, name: str, content_type: str, make: Callable[[], bytes]) -> HttpResponse:
    tag = f'"{name}"'
    if known := get_conditional_response(request._request, etag=tag):
        return known
    try:
        picture = make()
    except FileNotFoundError as error:
        raise Problem(404, "The file is no longer in storage.") from error
    except BadInput as error:
        raise Problem(404, f"No such picture can be made: {error.detail}") from error
    headers = {"Cache-Control": ASK_AGAIN, "ETag": tag, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(picture, content_type=content_type, headers=headers)


class TranscriptView(MediaView):
    """The text for a player or an editor."""

    @extend_schema(
        operation_id="predictions_transcript",
        parameters=[OpenApiParameter("format", str, OpenApiParameter.QUERY, enum=list(FORMATS), default="txt")],
        responses={(200, content_type): OpenApiTypes.STR for content_type in TEXTS.values()}
        | {(200, FORMATS["json"]): TranscriptSchema},
    )
    def get(self, request: Request, prediction_id: UUID) -> HttpResponse:
        """The text that counts, with times as srt, vtt or json, or as txt; 409 until it succeeded, 404 for pictures.

        Of a corrected text the words that were heard keep their times, and new ones get what is between.
        """
        row = selectors.find(user_of(request), prediction_id)
        refuse_unknown(request.query_params, "format", what="parameter")
        wanted = query_choice(request.query_params, "format", FORMATS) or "txt"
        body = _written(_transcript(row), wanted)
        name = quote(f"{row.upload.name}.{wanted}")
        headers = {"Content-Disposition": f"attachment; filename*=utf-8''{name}"}
        return HttpResponse(body, content_type=f"{FORMATS[wanted]}; charset=utf-8", headers=headers)


def _transcript(row: Prediction) -> Transcript:
    if kind_of(row.kind).answer != "text":
        raise Problem(404, "An answer in labels has no transcript.")
    if row.status != Status.SUCCEEDED or row.output is None:
        raise Problem(409, f"There is no text: the prediction has {row.status}.")
    heard = tuple(Word(**word) for word in row.output["words"])
    text = said_by_person(row)
    if text is None or text == row.output["text"]:
        return Transcript(row.output["text"], heard, row.output["confidence"])
    words = aligned(text, heard, row.upload.duration or 0.0)
    return Transcript(text, words, fmean(word.confidence for word in words) if words else 1.0)


def _written(transcript: Transcript, wanted: str) -> str:
    if wanted == "json":
        words = [WordSchema(**asdict(word)) for word in transcript.words]
        return TranscriptSchema(text=transcript.text, words=words, confidence=transcript.confidence).to_text()
    return str(getattr(subtitles, wanted)(transcript))
