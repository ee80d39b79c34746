"""Explanations over HTTP: parse, call one function, answer."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.authentication import user_of
from apps.core.schemas import answer
from apps.explanations import actions, selectors
from apps.explanations.forms import ExplanationForm
from apps.explanations.models import UNDER_WAY
from apps.explanations.schemas import ExplanationSchema


class ExplanationView(APIView):
    """Of one prediction."""

    @extend_schema(operation_id="predictions_explanation", responses=ExplanationSchema)
    def get(self, request: Request, prediction_id: UUID) -> Response:
        """Where in the picture the answer comes from; 404 until somebody has asked."""
        return answer(ExplanationSchema.of(selectors.explanation_of(user_of(request), prediction_id)))

    @extend_schema(
        operation_id="predictions_explain",
        request=ExplanationForm,
        responses={200: ExplanationSchema, 202: ExplanationSchema},
    )
    def post(self, request: Request, prediction_id: UUID) -> Response:
        """Have a worker find out where in the picture the answer comes from: 202; 200 where that is known already.

        409 for sounds, and where there is no answer. It comes with `explanation.updated`, or by asking again.
        """
        form = ExplanationForm(data=request.data)
        form.is_valid(raise_exception=True)
        row = actions.ask(user_of(request), prediction_id, form.validated_data.get("label", ""))
        return answer(ExplanationSchema.of(row), status=202 if row.status in UNDER_WAY else 200)

    @extend_schema(operation_id="predictions_explanation_destroy", responses={204: None})
    def delete(self, request: Request, prediction_id: UUID) -> Response:
        """Stop finding it out, or delete what was found."""
        actions.withdraw(user_of(request), prediction_id)
        return Response(status=204)
