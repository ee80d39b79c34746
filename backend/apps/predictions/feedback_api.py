"""HTTP in: what the right answer was."""

from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request as HttpRequest
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.authentication import user_of
from apps.core.schemas import answer
from apps.predictions import actions, forms, headers, schemas

SAID = "The feedback's ETag, which is its `at` in quotes"
UNCHANGED = [
    OpenApiParameter("If-Match", str, OpenApiParameter.HEADER, description=f"{SAID}: 412 where it is another by now"),
    OpenApiParameter(
        "If-None-Match", str, OpenApiParameter.HEADER, description="`*`: 412 where something was said already"
    ),
    OpenApiParameter("ETag", str, OpenApiParameter.HEADER, description=SAID, response=[200]),
]


class FeedbackView(APIView):
    """What the right answer was."""

    @extend_schema(
        operation_id="predictions_feedback",
        parameters=UNCHANGED,
        request=forms.FeedbackInputSerializer,
        responses=schemas.PredictionSchema,
    )
    def put(self, request: HttpRequest, prediction_id: UUID) -> Response:
        """Say what the right answer was: one of `label`, `text`, `correct`; 412 where `If-Match` does not hold."""
        form = forms.FeedbackInputSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        expected = headers.precondition(request.headers)
        row = actions.give_feedback(user_of(request), prediction_id, form.validated_data, expected)
        return answer(schemas.shape_of(row), headers={"ETag": actions.feedback_tag(row) or ""})

    @extend_schema(
        operation_id="predictions_feedback_withdraw",
        parameters=UNCHANGED[:1],
        request=None,
        responses={200: schemas.PredictionSchema},
    )
    def delete(self, request: HttpRequest, prediction_id: UUID) -> Response:
        """Take back what was said, once or again: what the model said counts."""
        expected = headers.precondition(request.headers)
        return answer(schemas.shape_of(actions.withdraw_feedback(user_of(request), prediction_id, expected)))
