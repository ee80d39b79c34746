"""What a link opens, over HTTP: these routes and no other."""

import time
from typing import cast
from uuid import UUID

from django.http import HttpResponse, QueryDict
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request as HttpRequest
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.core.errors import Problem
from apps.core.forms import Form
from apps.core.parsing import refuse_unknown
from apps.core.schemas import answer
from apps.predictions import headers, selectors, submit
from apps.predictions.forms import PREFER, OptionsField
from apps.predictions.submission import options_of
from apps.sharing.guests import actions
from apps.sharing.guests.authentication import ByLink, FilesThrottle, LinkAuthentication, link_of
from apps.sharing.guests.schemas import GuestPredictionSchema, GuestSchema
from apps.sharing.guests.waiting import answered
from apps.uploads.forms import OneFileParser
from apps.uploads.incoming import ArrivedFile


class GuestForm(Form):
    """The form of a guest."""

    file = serializers.FileField(help_text="A picture or a sound, whichever the model takes")
    options = OptionsField(required=False, help_text="A JSON object, as text: what `spoken` of the link offers")


class _ByLink(APIView):
    """For whoever comes with a link: sessions and keys count for nothing here, and a link for nothing elsewhere."""

    authentication_classes = [LinkAuthentication]
    permission_classes = [ByLink]
    throttle_classes = [FilesThrottle]


class GuestView(_ByLink):
    """What a link opens."""

    @extend_schema(operation_id="guest_retrieve", responses=GuestSchema)
    def get(self, request: HttpRequest) -> Response:
        """The model that this link opens, and how much it still takes today; 410 `link_ended` where it opens none."""
        link = link_of(request)
        return answer(GuestSchema.of(link, unserved=link.model.kind in selectors.unserved()))


class GuestPredictionView(_ByLink):
    """What a guest sent."""

    parser_classes = [OneFileParser]

    @extend_schema(operation_id="guest_predictions_retrieve", parameters=[PREFER], responses=GuestPredictionSchema)
    def get(self, request: HttpRequest, prediction_id: UUID) -> HttpResponse:
        """The answer to what was sent by this link under this id. With `Prefer: wait` as soon as there is one."""
        since, link = time.monotonic(), link_of(request)
        row = actions.find(link, prediction_id)
        return answered(link, row, wait=headers.wait(request.headers), since=since, status=200)

    @extend_schema(
        operation_id="guest_predictions_put",
        parameters=[PREFER],
        request={"multipart/form-data": GuestForm},
        responses=dict.fromkeys((200, 201, 202), GuestPredictionSchema),
    )
    def put(self, request: HttpRequest, prediction_id: UUID) -> HttpResponse:
        """Send one file, under an id of one's own that nobody guesses (a random UUID): it is what reads the answer.

        Repeated, it answers with the same prediction and runs nothing.
        """
        since, link = time.monotonic(), link_of(request)
        row, created = actions.send(link, prediction_id, _submission(request))
        status = None if created else 200
        return answered(link, row, wait=headers.wait(request.headers), since=since, status=status)


def _submission(request: HttpRequest) -> submit.Request:
    """The form of a guest. Raises Problem 400."""
    refuse_unknown([*cast("QueryDict", request.data), *request.FILES], "file", "options", what="field")
    refuse_unknown(request.query_params, what="parameter")
    files = cast("list[ArrivedFile]", request.FILES.getlist("file"))
    if len(files) != 1:
        detail = f"Send one file in the field 'file'; there are {len(files)}."
        raise Problem(400, detail, errors=[{"pointer": "/file", "detail": detail}])
    return submit.Request(files, options=options_of(request))
