"""Who may: staff by session, and programs with a staff user's key of the scope `models:write`."""

from collections.abc import Mapping
from typing import Any

from rest_framework.request import Request
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from apps.accounts.models import Scope
from apps.accounts.permissions import IsStaff


class TrainingView(APIView):
    """For staff."""

    permission_classes = [IsStaff]
    required_scope = Scope.MODELS_WRITE


def read(form: type[Serializer[Any]], request: Request) -> Mapping[str, Any]:
    """The checked content of a request."""
    found = form(data=request.data)
    found.is_valid(raise_exception=True)
    content: Mapping[str, Any] = found.validated_data
    return content
