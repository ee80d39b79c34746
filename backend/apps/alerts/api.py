"""Alerts over HTTP. Staff only."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.authentication import user_of
from apps.accounts.permissions import IsStaff
from apps.alerts import actions, selectors, tuning
from apps.alerts.forms import RuleChangeSerializer, SnoozeSerializer
from apps.alerts.schemas import AlertRuleSchema, AlertRulesSchema, AlertSchema, AlertsSchema
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


class ReopenView(APIView):
    """Nobody sees to it after all."""

    permission_classes = [IsStaff]

    @extend_schema(operation_id="alerts_reopen", request=None, responses=AlertSchema)
    def post(self, request: Request, alert_id: UUID) -> Response:
        """Take back that somebody sees to it. 409 where it is over. For staff."""
        return answer(AlertSchema.of(actions.reopen(user_of(request), alert_id)))


class SnoozeView(APIView):
    """Quiet for a while."""

    permission_classes = [IsStaff]

    @extend_schema(operation_id="alerts_snooze", request=SnoozeSerializer, responses=AlertSchema)
    def post(self, request: Request, alert_id: UUID) -> Response:
        """Take it out of the banner for some minutes. 409 where it is over. For staff."""
        form = SnoozeSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        return answer(AlertSchema.of(actions.snooze(user_of(request), alert_id, form.validated_data["minutes"])))


class RulesView(APIView):
    """What is looked at."""

    permission_classes = [IsStaff]

    @extend_schema(operation_id="alert_rules_list", responses=AlertRulesSchema)
    def get(self, _request: Request) -> Response:
        """All rules as they are in force, with what they are as shipped. For staff."""
        return answer(AlertRulesSchema(results=[AlertRuleSchema.of(tuned) for tuned in tuning.tuned_rules()]))


class RuleView(APIView):
    """One of them."""

    permission_classes = [IsStaff]

    @extend_schema(operation_id="alert_rules_update", request=RuleChangeSerializer, responses=AlertRuleSchema)
    def patch(self, request: Request, key: str) -> Response:
        """Change a threshold or a time, or switch a rule off or on. It holds from the next look on. For staff."""
        form = RuleChangeSerializer(data=request.data, partial=True)
        form.is_valid(raise_exception=True)
        return answer(AlertRuleSchema.of(tuning.change(user_of(request), key, form.validated_data)))

    @extend_schema(operation_id="alert_rules_reset", responses={204: None})
    def delete(self, request: Request, key: str) -> Response:
        """Let a rule be as it is shipped again. For staff."""
        tuning.reset(user_of(request), key)
        return Response(status=204)
