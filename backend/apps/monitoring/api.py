"""What operators look at, over HTTP. Staff only."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.permissions import IsStaff
from apps.core.pagination import KeysetPagination
from apps.core.schemas import answer
from apps.monitoring import figures, selectors
from apps.monitoring.buckets import ALL
from apps.monitoring.forms import OverviewQuerySerializer, PredictionsQuerySerializer
from apps.monitoring.schemas import OperationsOverviewSchema, OwnedPredictionPageSchema, OwnedPredictionSchema
from apps.monitoring.spans import span_of
from apps.predictions.schemas import shapes_of


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
        owned = [
            OwnedPredictionSchema(prediction=shape, owner=row.owner.username)
            for shape, row in zip(shapes_of(page), page, strict=True)
        ]
        return pages.get_paginated_response([shape.to_json() for shape in owned])
