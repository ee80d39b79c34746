"""What operators look at, over HTTP. Staff only."""

from uuid import UUID

from django.http import HttpResponseBase
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.authentication import user_of
from apps.accounts.permissions import IsStaff
from apps.core import audit
from apps.core.pagination import KeysetPagination
from apps.core.schemas import answer
from apps.monitoring import figures, reruns, selectors
from apps.monitoring.buckets import ALL
from apps.monitoring.forms import OverviewQuerySerializer, PredictionsQuerySerializer, RerunForm
from apps.monitoring.schemas import (
    FailedPredictionSchema,
    OperationsOverviewSchema,
    OwnedPredictionPageSchema,
    OwnedPredictionSchema,
    RefusedSchema,
    RerunSchema,
    RerunsSchema,
)
from apps.monitoring.spans import span_of
from apps.predictions.media import FILE, FILE_HEADERS, MediaView
from apps.predictions.schemas import shape_of, shapes_of
from apps.uploads.attachment import original


class OverviewView(APIView):
    """All figures of a range."""

    permission_classes = [IsStaff]

    @extend_schema(
        operation_id="operations_overview",
        parameters=[OverviewQuerySerializer],
        responses=OperationsOverviewSchema,
    )
    def get(self, request: Request) -> Response:
        """What waits, how fast answers come, what fails, who works. For staff."""
        query = OverviewQuerySerializer(data=request.query_params)
        query.is_valid(raise_exception=True)
        span = span_of(query.validated_data["range"], timezone.now())
        return answer(figures.overview(span, query.validated_data.get("model", ALL)))


class EverybodysPredictionsView(APIView):
    """The predictions of all users."""

    permission_classes = [IsStaff]

    @extend_schema(
        operation_id="operations_predictions",
        parameters=[PredictionsQuerySerializer],
        responses=OwnedPredictionPageSchema,
    )
    def get(self, request: Request) -> Response:
        """The predictions of all users, newest first. For staff."""
        query = PredictionsQuerySerializer(data=request.query_params)
        query.is_valid(raise_exception=True)
        given = query.validated_data
        rows = selectors.everybodys(
            statuses=given.get("status", ()),
            text=given.get("q", ""),
            since=given.get("from"),
            until=given.get("to"),
            **{name: given.get(name, "") for name in ("kind", "model", "code", "worker", "owner")},
        )
        pages = KeysetPagination()
        page = pages.paginate_queryset(rows, request, view=self) or []
        known = reruns.latest(page)
        owned = [
            OwnedPredictionSchema.of(shape, row, known.get(row.pk))
            for shape, row in zip(shapes_of(page), page, strict=True)
        ]
        return pages.get_paginated_response([shape.to_json() for shape in owned])


class FailedPredictionView(APIView):
    """One that failed."""

    permission_classes = [IsStaff]

    @extend_schema(operation_id="operations_failed_prediction", responses=FailedPredictionSchema)
    def get(self, _request: Request, prediction_id: UUID) -> Response:
        """A failed prediction with the worker's traceback, where there is one. For staff."""
        row = selectors.failed(prediction_id)
        owned = OwnedPredictionSchema.of(shape_of(row), row, reruns.latest([row]).get(row.pk))
        return answer(FailedPredictionSchema(**dict(owned), traceback=row.traceback))


class FailedInputView(MediaView):
    """The file of one that failed."""

    permission_classes = [IsStaff]

    @extend_schema(operation_id="operations_failed_input", parameters=FILE_HEADERS, responses=FILE)
    def get(self, request: Request, prediction_id: UUID) -> HttpResponseBase:
        """The original bytes of what failed; the audit has who read somebody else's. For staff."""
        row, by = selectors.failed(prediction_id), user_of(request)
        if row.owner != by:
            audit.note("file_read", by=by, owner=row.owner.username, prediction=row.pk)
        return original(request.headers, row.upload)


class RerunsView(APIView):
    """Once more."""

    permission_classes = [IsStaff]

    @extend_schema(operation_id="operations_rerun", request=RerunForm, responses=RerunsSchema)
    def post(self, request: Request) -> Response:
        """Have failed predictions answered once more, for their owners: some, or 100 at a time of a code. For staff."""
        form = RerunForm(data=request.data)
        form.is_valid(raise_exception=True)
        given, by = form.validated_data, user_of(request)
        model = given.get("model")
        some = "ids" in given
        asked = reruns.rerun(by, given["ids"], model) if some else reruns.rerun_code(by, given["code"], model)
        return answer(
            RerunsSchema(
                queued=[RerunSchema.of(one) for one in asked.queued],
                refused=[RefusedSchema(**one._asdict()) for one in asked.refused],
                left=asked.left,
            )
        )
