"""Alerts over HTTP. Staff only."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.authentication import user_of
from apps.accounts.permissions import IsStaff
from apps.alerts import actions, selectors
from apps.alerts.forms import SnoozeSerializer
from apps.alerts.schemas import AlertSchema, AlertsSchema
from apps.core.schemas import answer


class AlertsView(APIView):
    """All alerts."""

    permission_classes = [IsStaff]

    @extend_schema(operation_id="alerts_list", responses=AlertsSchema)
    def get(self, _request: Request) -> Response:
        """What is wrong, what was, and whether anybody looks. For staff."""
        return answer(selectors.overview())


class AcknowledgeView(APIView):
    """Somebody sees to it."""

    permission_classes = [IsStaff]

    @extend_schema(operation_id="alerts_acknowledge", request=None, responses=AlertSchema)
    def post(self, request: Request, alert_id: UUID) -> Response:
        """Say that you see to it. 409 where it is over. For staff."""
        return answer(AlertSchema.of(actions.acknowledge(user_of(request), alert_id)))


class SnoozeView(APIView):
    """Quiet for a while."""

    permission_classes = [IsStaff]

    @extend_schema(operation_id="alerts_snooze", request=SnoozeSerializer, responses=AlertSchema)
    def post(self, request: Request, alert_id: UUID) -> Response:
        """Take it out of the banner for some minutes. 409 where it is over. For staff."""
        form = SnoozeSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        return answer(AlertSchema.of(actions.snooze(user_of(request), alert_id, form.validated_data["minutes"])))
