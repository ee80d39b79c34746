"""Corrections over HTTP."""

from uuid import UUID

from django.http import HttpResponseBase, StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.authentication import user_of
from apps.catalogue.models import Kind
from apps.core.errors import Problem
from apps.core.parsing import query_text
from apps.storage.file_store import media
from apps.training import corrections, forms, learners, lessons, mixing, selectors, shown
from apps.training.api.base import TrainingView, read
from apps.training.api.files import AnyRenderer
from apps.training.models import Correction
from apps.training.serializers.corrections import (
    CorrectionListSerializer,
    CorrectionSerializer,
    LearnerListSerializer,
)
from apps.training.serializers.data_sets import DataSetDetailSerializer

SHOWN = 200
STATES = [corrections.PENDING, *Correction.State.values]


class CorrectionsView(TrainingView):
    """What people said."""

    @extend_schema(
        operation_id="corrections_list",
        parameters=[
            OpenApiParameter("kind", str, OpenApiParameter.QUERY, enum=Kind.values),
            OpenApiParameter("state", str, OpenApiParameter.QUERY, enum=STATES),
        ],
        responses=CorrectionListSerializer,
    )
    def get(self, request: Request) -> Response:
        """The latest 200 predictions that somebody judged, with the word of the operator where there is one."""
        kind, state = query_text(request.query_params, "kind"), query_text(request.query_params, "state")
        rows = corrections.corrections(kind, state)
        counts = {name: corrections.corrections(kind, name).count() for name in STATES}
        return Response({"results": [shown.correction(row) for row in rows[:SHOWN]], "counts": counts})


class CorrectionView(TrainingView):
    """One."""

    @extend_schema(operation_id="corrections_review", request=forms.ReviewForm, responses=CorrectionSerializer)
    def put(self, request: Request, prediction_id: UUID) -> Response:
        """Accept or reject a correction, with another answer where the person was wrong."""
        asked = read(forms.ReviewForm, request)
        row = corrections.find(prediction_id)
        corrections.review(user_of(request), row, asked["state"], asked.get("answer", ""))
        return Response(shown.correction(corrections.find(prediction_id)))


class CorrectionFileView(TrainingView):
    """The picture or the sound."""

    renderer_classes = (JSONRenderer, AnyRenderer)

    @extend_schema(operation_id="corrections_file", responses={(200, "*/*"): OpenApiTypes.BINARY})
    def get(self, _request: Request, prediction_id: UUID) -> HttpResponseBase:
        """The bytes, as an attachment: staff have to see what they accept."""
        upload = corrections.find(prediction_id).upload
        try:
            pieces = media().pieces(str(upload.file.name), 0, upload.size)
        except FileNotFoundError as error:
            raise Problem(404, "The file is no longer in storage.") from error
        response = StreamingHttpResponse(pieces, content_type=upload.content_type)
        response["Content-Length"] = str(upload.size)
        response["Content-Disposition"] = "attachment"
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "private, max-age=3600"
        return response


class LearnersView(TrainingView):
    """Who can learn from them."""

    @extend_schema(operation_id="corrections_learners", responses=LearnerListSerializer)
    def get(self, _request: Request) -> Response:
        """The models of which corrections were accepted, whether these are enough, and what can be mixed in."""
        return Response({"results": [shown.learner(one, mixing.sets_for(one.parent)) for one in learners.learners()]})


class CorrectionsRunView(TrainingView):
    """Learn from them."""

    @extend_schema(
        operation_id="corrections_run",
        request=forms.CorrectionsRunForm,
        responses={202: DataSetDetailSerializer},
    )
    def post(self, request: Request) -> Response:
        """Freeze what was accepted of a model's answers as a data set, and fine-tune the model on it."""
        asked = read(forms.CorrectionsRunForm, request)
        parent = selectors.version_called(asked["parent"], "/parent")
        beside = selectors.data_set_version_called(asked["data_set"], asked["version"]) if "version" in asked else None
        data_set = lessons.begin(user_of(request), asked["slug"], parent, beside)
        return Response(shown.data_set_detail(selectors.find_data_set(data_set.pk)), status=202)
