"""Who did what, over HTTP. Staff only."""

from django.http import StreamingHttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.authentication import user_of
from apps.accounts.permissions import IsStaff
from apps.audit import selectors
from apps.audit.chain import link
from apps.audit.export import CONTENT_TYPES, as_lines
from apps.audit.forms import AuditExportQuerySerializer, AuditPageQuerySerializer
from apps.audit.schemas import AuditEntrySchema, AuditPageSchema, AuditVerdictSchema
from apps.audit.verify import verify
from apps.core import audit
from apps.core.pagination import KeysetPagination
from apps.core.schemas import answer


class NewestFirst(KeysetPagination):
    """Pages by (at, id)."""

    ordering = ("-at", "-id")


class AuditView(APIView):
    """The audit."""

    permission_classes = [IsStaff]

    @extend_schema(operation_id="audit_list", parameters=[AuditPageQuerySerializer], responses=AuditPageSchema)
    def get(self, request: Request) -> Response:
        """Who did what, newest first. For staff."""
        query = AuditPageQuerySerializer(data=request.query_params)
        query.is_valid(raise_exception=True)
        pages = NewestFirst()
        found = selectors.entries(**query.filters(query.validated_data))
        page = pages.paginate_queryset(found, request, view=self) or []
        shown = selectors.with_previous(page)
        return pages.get_paginated_response([AuditEntrySchema.of(*one).to_json() for one in shown])


class AuditVerificationView(APIView):
    """Whether it is still what was written."""

    permission_classes = [IsStaff]

    @extend_schema(operation_id="audit_verify", request=None, responses=AuditVerdictSchema)
    def post(self, request: Request) -> Response:
        """Compute all digests anew and compare, as `verify_audit` does. That is an entry itself. For staff."""
        verdict = verify()
        audit.note("audit_verified", by=user_of(request), checked=verdict.checked, fault=verdict.fault)
        return answer(AuditVerdictSchema.of(verdict))


class AuditExportView(APIView):
    """The audit as a file."""

    permission_classes = [IsStaff]

    @extend_schema(
        operation_id="audit_export",
        parameters=[AuditExportQuerySerializer],
        responses={(200, "application/jsonl"): OpenApiTypes.STR, (200, "text/csv"): OpenApiTypes.STR},
    )
    def get(self, request: Request) -> StreamingHttpResponse:
        """Who did what as a file, oldest first. For staff.

        Lines of JSON carry all that their digests are made of. That somebody exports is an entry itself.
        """
        query = AuditExportQuerySerializer(data=request.query_params)
        query.is_valid(raise_exception=True)
        given = query.validated_data
        form = given["format"]
        wanted = {name: str(value) for name, value in request.query_params.items() if name != "format"}
        audit.note("audit_exported", by=user_of(request), format=form, filters=wanted)
        while link():
            pass
        rows = selectors.entries(**query.filters(given)).exclude(number=None)
        name = f"slipway-audit-{timezone.now():%Y%m%d-%H%M%S}.{form}"
        return StreamingHttpResponse(
            as_lines(rows, form),
            content_type=CONTENT_TYPES[form],
            headers={"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"},
        )
