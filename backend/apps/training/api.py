"""What the views of training have in common: who may, how a form is read, and pages of a list."""

from collections.abc import Sequence
from typing import TypeVar

from django.conf import settings
from django.db.models import Model, QuerySet
from pydantic import BaseModel
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.views import APIView

from apps.accounts.models import Scope
from apps.accounts.permissions import IsStaff
from apps.core.errors import Problem
from apps.core.forms import Form
from apps.core.pagination import PAGE_NAMES, KeysetPagination
from apps.core.parsing import refuse_unknown
from ml.datasets.frozen import SLUG

Row = TypeVar("Row", bound=Model)
Content = TypeVar("Content", bound=BaseModel)
LARGEST = 2**31 - 1


class Pages(KeysetPagination):
    """Data sets have no number as their key."""

    page_size = 100
    ordering = ("-created_at", "-pk")


class TrainingView(APIView):
    """For staff by session and programs with a staff user's key of `models:write`, where training is offered."""

    permission_classes = [IsStaff]
    required_scope = Scope.MODELS_WRITE

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        """What nobody would ever do is not taken. Raises Problem 404."""
        super().initial(request, *args, **kwargs)
        if not settings.SLIPWAY.training:
            raise Problem(404, "Training is switched off on this Slipway (SLIPWAY_TRAINING).", code="training_off")


class SlugField(serializers.RegexField):
    """Lower case letters, digits and '-', at most 63."""

    def __init__(self, *, help_text: str, required: bool = True) -> None:
        super().__init__(
            SLUG,
            max_length=63,
            help_text=help_text,
            required=required,
            error_messages={"invalid": "Write it in lower case letters, digits and '-', a letter or digit first."},
        )


def read(form: type[Form], request: Request, content: type[Content]) -> Content:
    """The checked content of a request, of a GET the query. Raises ValidationError."""
    found = form(data=request.query_params if request.method == "GET" else request.data)
    found.is_valid(raise_exception=True)
    return content(**found.validated_data)


def page(request: Request, rows: QuerySet[Row]) -> tuple[Sequence[Row], str | None]:
    """A page of a list, newest first, and where the next one is. Raises Problem 400."""
    refuse_unknown(request.query_params, *PAGE_NAMES, what="parameter")
    pages = Pages()
    return pages.paginate_queryset(rows, request) or [], pages.get_next_link()
