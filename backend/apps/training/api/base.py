"""Who may: staff by session, and programs with a staff user's key of the scope `models:write`."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.conf import settings
from django.db.models import Model, QuerySet
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from apps.accounts.models import Scope
from apps.accounts.permissions import IsStaff
from apps.core.errors import Problem
from apps.core.pagination import KeysetPagination

Row = TypeVar("Row", bound=Model)
PAGE = [
    OpenApiParameter("limit", int, OpenApiParameter.QUERY, description="Rows of a page, at most 200; 100 without it"),
    OpenApiParameter("cursor", str, OpenApiParameter.QUERY, description="From `next` of the page before"),
]


class Pages(KeysetPagination):
    """Data sets have no number as their key."""

    page_size = 100
    ordering = ("-created_at", "-pk")


class TrainingView(APIView):
    """For staff, where training is offered at all."""

    permission_classes = [IsStaff]
    required_scope = Scope.MODELS_WRITE

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """What nobody would ever do is not taken. Raises Problem 404."""
        super().initial(request, *args, **kwargs)
        if not settings.SLIPWAY.training:
            raise Problem(404, "Training is switched off on this Slipway (SLIPWAY_TRAINING).", code="training_off")


def read(form: type[Serializer[Any]], request: Request) -> Mapping[str, Any]:
    """The checked content of a request."""
    found = form(data=request.data)
    found.is_valid(raise_exception=True)
    content: Mapping[str, Any] = found.validated_data
    return content


def page(request: Request, rows: QuerySet[Row], show: Callable[[Row], Mapping[str, Any]]) -> Response:
    """A page of a list, newest first."""
    pages = Pages()
    return pages.get_paginated_response([show(row) for row in pages.paginate_queryset(rows, request) or ()])
