"""Keyset pages: `{"results": [...], "next": url or null}`, newest first, stable while rows are added."""

from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.utils.dateparse import parse_datetime
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import NotFound
from rest_framework.pagination import Cursor, CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from apps.core.errors import Problem
from apps.core.parsing import query_number
from apps.core.schemas import Schema

Row = TypeVar("Row", bound=Model)

PAGE_NAMES = ("limit", "cursor")
PAGE = [
    OpenApiParameter(
        "limit",
        {"type": "integer", "minimum": 1},
        OpenApiParameter.QUERY,
        description="Rows of a page; more than 200 are 200",
    ),
    OpenApiParameter("cursor", str, OpenApiParameter.QUERY, description="From `next` of the page before"),
]


class KeysetPagination(CursorPagination):
    """Pages by (created_at, id); the cursor is opaque to the caller."""

    page_size = 50
    max_page_size = 200
    page_size_query_param = "limit"
    ordering = ("-created_at", "-id")

    def get_page_size(self, request: Request) -> int:
        """Rows of a page, at most `max_page_size`. Raises Problem 400 for what is no number above 0."""
        wanted = query_number(request.query_params, self.page_size_query_param, self.page_size)
        if wanted < 1:
            detail = f"limit is 1 to {self.max_page_size}."
            raise Problem(400, detail, errors=[{"pointer": "/limit", "detail": detail}])
        return min(wanted, self.max_page_size)

    def decode_cursor(self, request: Request) -> Cursor | None:
        """Where the page begins. Raises Problem 400 for what no page has named."""
        given = request.query_params.get(self.cursor_query_param, "")
        if not given:
            return None
        with suppress(NotFound, ValueError):
            cursor: Cursor | None = super().decode_cursor(request)
            # base64 is decoded leniently, and what is not understood would be the first page.
            if cursor and self._is_named(given, cursor):
                return cursor
        detail = "cursor is not one of those that a page names under `next`."
        raise Problem(400, detail, errors=[{"pointer": "/cursor", "detail": detail}])

    def _is_named(self, given: str, cursor: Cursor) -> bool:
        """Whether a page would write `cursor` so."""
        written = replace_query_param(self.base_url or "", self.cursor_query_param, given)
        moment = cursor.position is None or parse_datetime(str(cursor.position))
        return bool(moment) and self.encode_cursor(cursor) == written

    def get_paginated_response(self, data: object) -> Response:
        """The contract's page."""
        return Response({"results": data, "next": self.get_next_link()})

    def get_paginated_response_schema(self, schema: dict[str, object]) -> dict[str, object]:
        """The same page for the OpenAPI document."""
        return {
            "type": "object",
            "required": ["results", "next"],
            "properties": {
                "results": schema,
                "next": {"type": ["string", "null"], "format": "uri"},
            },
        }


def paged(request: Request, rows: QuerySet[Row], shape: Callable[[Row], Schema]) -> Response:
    """The page of `rows` that a request asks for, each in its shape. Raises Problem 400."""
    pages = KeysetPagination()
    page = pages.paginate_queryset(rows, request) or []
    return pages.get_paginated_response([shape(row).to_json() for row in page])
