"""HTTP in: parse, call one function, answer."""

import re
import time
from collections.abc import Sequence
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, PolymorphicProxySerializer, extend_schema
from rest_framework import status
from rest_framework.permissions import AllowAny
from rest_framework.request import Request as HttpRequest
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.authentication import user_of
from apps.catalogue.selectors import model_filter
from apps.core.errors import Problem
from apps.core.pagination import PAGE, PAGE_NAMES, KeysetPagination
from apps.core.parsing import query_choice, query_number, query_text, refuse_unknown
from apps.core.schemas import answer
from apps.live import events
from apps.predictions import actions, forms, headers, idempotency, page_schemas, schemas, selectors, submit
from apps.predictions.created import Created
from apps.predictions.doubt import DOUBTS
from apps.predictions.models import Status
from apps.predictions.submission import submission_of, webhook_of
from apps.uploads.forms import FilesParser, OneFileParser
from ml.formats import types_of
from ml.kinds import KINDS

FILTERS = ("status", "kind", "model", "q", "sha256", "doubt")
_SHA256 = re.compile("[0-9a-fA-F]{64}")
CREATED = PolymorphicProxySerializer(
    component_name="Created",
    serializers=[schemas.PredictionSchema, schemas.PredictionListSchema],  # type: ignore[list-item]
    resource_type_field_name=None,
)
FORM = {"multipart/form-data": forms.SubmitSerializer}


def _told(name: str, description: str, *statuses: int) -> OpenApiParameter:
    return OpenApiParameter(name, str, OpenApiParameter.HEADER, description=description, response=list(statuses))


ADDRESS = "Address of the prediction, of several the first"
APPLIED = _told("Preference-Applied", "wait=N, where it was waited for", 200, 201, 202)


def _query(name: str, description: str = "", of: type = str, enum: Sequence[str] | None = None) -> OpenApiParameter:
    return OpenApiParameter(name, of, OpenApiParameter.QUERY, description=description, enum=enum)


class PredictionsView(APIView):
    """All of mine."""

    parser_classes = [FilesParser]

    @extend_schema(
        operation_id="predictions_list",
        parameters=[
            _query("status", "One or several, separated by commas"),
            _query("kind", enum=list(KINDS)),
            _query("model", "slug, slug@alias (what was sent to that alias) or slug/versions/N"),
            _query("q", "Words in the file's name or the answer"),
            _query("sha256", "Of the file: all answers to the same one"),
            _query(
                "doubt",
                "`unsure`: what was not sure or outside when it was answered; `outside`: that alone",
                enum=list(DOUBTS),
            ),
            *PAGE,
        ],
        responses=schemas.PredictionPageSchema,
    )
    def get(self, request: HttpRequest) -> Response:
        """List my predictions, newest first."""
        given = request.query_params
        refuse_unknown(given, *FILTERS, *PAGE_NAMES, what="parameter")
        sum_of_file = _sha256(query_text(given, "sha256"))
        rows = selectors.filtered(
            selectors.of_file(user_of(request), sum_of_file) if sum_of_file else selectors.with_parts(),
            owner=user_of(request),
            statuses=_statuses(given.getlist("status")),
            kind=query_choice(given, "kind", KINDS),
            model=model_filter(query_text(given, "model")),
            text=query_text(given, "q"),
            doubt=query_choice(given, "doubt", DOUBTS),
        )
        pages = KeysetPagination()
        page = pages.paginate_queryset(rows, request, view=self) or []
        return pages.get_paginated_response([shape.to_json() for shape in schemas.shapes_of(page)])

    @extend_schema(
        operation_id="predictions_create",
        parameters=[forms.PREFER, forms.KEY, forms.CACHE, forms.PINNED, _told("Location", ADDRESS, 201, 202), APPLIED],
        request=FORM,
        responses={201: CREATED, 202: CREATED},
    )
    def post(self, request: HttpRequest) -> HttpResponse:
        """Send 1 to 64 files. 202 with the prediction; 201 when it ended within `Prefer: wait`."""
        since = time.monotonic()
        submission = submission_of(request)
        key = headers.idempotency_key(request.headers)
        queued = (
            idempotency.submit_once(user_of(request), key, submission)
            if key
            else submit.submit(user_of(request), submission)
        )
        created = Created(request.path, *queued, many=len(submission.files) > 1)
        return created.answer(user_of(request), wait=headers.wait(request.headers), since=since)


class PredictionView(APIView):
    """One of mine."""

    parser_classes = [OneFileParser]

    @extend_schema(operation_id="predictions_retrieve", responses=schemas.PredictionSchema)
    def get(self, request: HttpRequest, prediction_id: UUID) -> Response:
        """One prediction."""
        return answer(schemas.shape_of(selectors.find(user_of(request), prediction_id)))

    @extend_schema(
        operation_id="predictions_put",
        parameters=[forms.PREFER, forms.CACHE, forms.PINNED, _told("Location", ADDRESS, 200, 201, 202), APPLIED],
        request=FORM,
        responses=dict.fromkeys((200, 201, 202), schemas.PredictionSchema),
    )
    def put(self, request: HttpRequest, prediction_id: UUID) -> HttpResponse:
        """Create with the caller's id. Repeated, it answers with the same prediction and runs nothing."""
        since = time.monotonic()
        submission = submission_of(request, most=1)
        queued, created = idempotency.submit_as(user_of(request), prediction_id, submission)
        put = Created(request.path, *queued, status=None if created else 200)
        return put.answer(user_of(request), wait=headers.wait(request.headers), since=since)

    @extend_schema(operation_id="predictions_destroy", responses={204: None})
    def delete(self, request: HttpRequest, prediction_id: UUID) -> Response:
        """Delete a prediction and its file."""
        actions.delete(user_of(request), prediction_id)
        return Response(status=status.HTTP_204_NO_CONTENT)


class CancelView(APIView):
    """End it early."""

    @extend_schema(operation_id="predictions_cancel", request=None, responses=schemas.PredictionSchema)
    def post(self, request: HttpRequest, prediction_id: UUID) -> Response:
        """Cancel a prediction that has not ended; 409 when it has."""
        return answer(schemas.shape_of(actions.cancel(user_of(request), prediction_id)))


class RetryView(APIView):
    """Once more."""

    @extend_schema(
        operation_id="predictions_retry",
        parameters=[_told("Location", "Address of the new prediction", 202)],
        request=forms.RetrySerializer,
        responses={202: schemas.PredictionSchema},
    )
    def post(self, request: HttpRequest, prediction_id: UUID) -> Response:
        """A new prediction of the same input, by another model or with other options where the body names them."""
        form = forms.RetrySerializer(data=request.data)
        form.is_valid(raise_exception=True)
        given = form.validated_data
        (row,), places = submit.retry(
            user_of(request), prediction_id, given.get("model"), given.get("options"), webhook_of(request)
        )
        (shape,) = schemas.shapes_of([row], places)
        return answer(shape, status=202, headers={"Location": schemas.url_of(row.pk)})


class EventsView(APIView):
    """What happened to it."""

    @extend_schema(
        operation_id="predictions_events",
        parameters=[_query("after", "Only events after this seq", of=int)],
        responses=schemas.EventListSchema,
    )
    def get(self, request: HttpRequest, prediction_id: UUID) -> Response:
        """The events of a prediction in order, `data` as on the socket."""
        selectors.find(user_of(request), prediction_id)
        refuse_unknown(request.query_params, "after", what="parameter")
        after = query_number(request.query_params, "after", 0)
        found = events.of(prediction_id, "prediction.updated", after)
        return answer(schemas.EventListSchema(results=[schemas.EventSchema.of(event) for event in found]))


class SummaryView(APIView):
    """For the badge in the header."""

    @extend_schema(operation_id="summary", responses=page_schemas.SummarySchema)
    def get(self, request: HttpRequest) -> Response:
        """How many of mine wait and run, and whether somebody is there to answer."""
        waiting, processing = (
            selectors.count_of(user_of(request), status) for status in (Status.QUEUED, Status.PROCESSING)
        )
        unserved = selectors.unserved()
        return answer(page_schemas.SummarySchema(waiting=waiting, processing=processing, unserved=unserved))


class LimitsView(APIView):
    """For the page, before anything is sent."""

    permission_classes = [AllowAny]

    @extend_schema(operation_id="limits", responses=page_schemas.LimitsSchema)
    def get(self, _request: HttpRequest) -> Response:
        """What may be sent."""
        names = ("max_bytes", "max_pixels", "max_seconds", "max_files", "max_waiting_per_user", "max_waiting")
        limits = {name: getattr(settings.SLIPWAY, name) for name in names}
        types = {"image_types": types_of("image"), "sound_types": types_of("sound")}
        return answer(page_schemas.LimitsSchema(**limits, **types))


def _sha256(given: str) -> str:
    if given and not _SHA256.fullmatch(given):
        detail = "sha256 is not 64 hexadecimal digits."
        raise Problem(400, detail, errors=[{"pointer": "/sha256", "detail": detail}])
    return given.lower()


def _statuses(given: list[str]) -> list[str]:
    wanted = [part for value in given for part in value.split(",") if part]
    for one in wanted:
        if one not in Status.values:
            detail = f"{one!r} is no status; there are {', '.join(Status.values)}."
            raise Problem(400, detail, errors=[{"pointer": "/status", "detail": detail}])
    return wanted
