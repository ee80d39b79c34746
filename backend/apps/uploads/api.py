"""What a user keeps here, over HTTP."""

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.authentication import user_of
from apps.core.schemas import answer
from apps.uploads.quota import kept_by
from apps.uploads.schemas import StorageSchema


class StorageView(APIView):
    """Of the user who asks."""

    @extend_schema(summary="What I keep here", operation_id="me_storage", responses=StorageSchema)
    def get(self, request: Request) -> Response:
        """How many files of mine are kept, how large they are together, and how much of both I may keep."""
        kept, env = kept_by(user_of(request)), settings.SLIPWAY
        return answer(
            StorageSchema(
                files=kept.files,
                bytes=kept.bytes,
                max_files=env.max_user_files or None,
                max_bytes=env.max_user_bytes or None,
            )
        )
