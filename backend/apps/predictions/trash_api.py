"""The trash over HTTP: for the page, which lets people undo what they delete. `DELETE` of a prediction is final."""

from collections.abc import Collection
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.authentication import user_of
from apps.core.schemas import answer
from apps.predictions import trash
from apps.predictions.forms import IdsSerializer
from apps.predictions.page_schemas import TrashSchema


class TrashView(APIView):
    """Of one person."""

    @extend_schema(operation_id="predictions_trash_list", responses=TrashSchema)
    def get(self, request: Request) -> Response:
        """What can still be had back."""
        return answer(TrashSchema(results=trash.of(user_of(request))))

    @extend_schema(operation_id="predictions_trash", request=IdsSerializer, responses=TrashSchema)
    def post(self, request: Request) -> Response:
        """Delete several predictions and their files in ten seconds, unless that is undone by `restore` meanwhile."""
        return answer(TrashSchema(results=trash.put(user_of(request), _ids(request))))


class RestoreView(APIView):
    """Back from the trash."""

    @extend_schema(operation_id="predictions_restore", request=IdsSerializer, responses={204: None})
    def post(self, request: Request) -> Response:
        """Undo a deletion by `trash`; 404 once all of them are deleted for good."""
        trash.restore(user_of(request), _ids(request))
        return Response(status=204)


def _ids(request: Request) -> Collection[UUID]:
    form = IdsSerializer(data=request.data)
    form.is_valid(raise_exception=True)
    return set(form.validated_data["ids"])
