"""Keyset pages: `{"results": [...], "next": url or null}`, newest first, stable while rows are added."""

from django.utils.dateparse import parse_datetime
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import NotFound
from rest_framework.pagination import Cursor, CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core.errors import Problem
from apps.core.parsing import query_number

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
        try:
            cursor: Cursor | None = super().decode_cursor(request)
            if cursor is None or cursor.position is None or parse_datetime(str(cursor.position)):
                return cursor
        except (NotFound, ValueError):
            pass
        detail = "cursor is not one of those that a page names under `next`."
        raise Problem(400, detail, errors=[{"pointer": "/cursor", "detail": detail}])

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
