"""Corrections over HTTP."""

from uuid import UUID

from django.http import HttpResponseBase
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.authentication import user_of
from apps.core import audit
from apps.core.parsing import query_choice, refuse_unknown
from apps.core.schemas import answer
from apps.predictions.media import BYTES, AnyRenderer
from apps.training.api import TrainingView, read
from apps.training.corrections import forms, rehearsal, selectors, train, trainable
from apps.training.corrections.review import Review, review
from apps.training.corrections.schemas import (
    CorrectionCountsSchema,
    CorrectionListSchema,
    CorrectionSchema,
    LearnerListSchema,
    LearnerSchema,
)
from apps.training.data_sets.schemas import DataSetDetailSchema
from apps.training.data_sets.selectors import data_set_version_called, find_data_set
from apps.training.versions import version_called
from apps.uploads.attachment import original
from ml.kinds import KINDS

SHOWN = 200


class CorrectionsView(TrainingView):
    """What people said."""

    @extend_schema(
        operation_id="corrections_list",
        parameters=[
            OpenApiParameter("kind", str, OpenApiParameter.QUERY, enum=list(KINDS)),
            OpenApiParameter("state", str, OpenApiParameter.QUERY, enum=selectors.STATES),
        ],
        responses=CorrectionListSchema,
    )
    def get(self, request: Request) -> Response:
        """The latest 200 predictions that somebody judged, with the word of the operator where there is one."""
        given = request.query_params
        refuse_unknown(given, "kind", "state", what="parameter")
        kind, state = query_choice(given, "kind", KINDS), query_choice(given, "state", selectors.STATES)
        rows = selectors.corrections(kind, state)[:SHOWN]
        counts = {name: selectors.corrections(kind, name).count() for name in selectors.STATES}
        results = [CorrectionSchema.of(row) for row in rows]
        return answer(CorrectionListSchema(results=results, counts=CorrectionCountsSchema(**counts)))


class CorrectionView(TrainingView):
    """One."""

    @extend_schema(operation_id="corrections_review", request=forms.ReviewForm, responses=CorrectionSchema)
    def put(self, request: Request, prediction_id: UUID) -> Response:
        """Accept or reject a correction, with another answer where the person was wrong."""
        wanted = read(forms.ReviewForm, request, Review)
        review(user_of(request), selectors.find(prediction_id), wanted)
        return answer(CorrectionSchema.of(selectors.find(prediction_id)))


class CorrectionFileView(TrainingView):
    """The picture or the sound."""

    renderer_classes = (JSONRenderer, AnyRenderer)

    @extend_schema(operation_id="corrections_file", responses=BYTES)
    def get(self, request: Request, prediction_id: UUID) -> HttpResponseBase:
        """The bytes, as an attachment: staff have to see what they accept."""
        row = selectors.find(prediction_id)
        if row.owner != user_of(request):
            audit.note("file_read", by=user_of(request), owner=row.owner.username, prediction=row.pk)
        return original(request.headers, row.upload)


class LearnersView(TrainingView):
    """Who can learn from them."""

    @extend_schema(operation_id="corrections_learners", responses=LearnerListSchema)
    def get(self, _request: Request) -> Response:
        """The models of which corrections were accepted, whether these are enough, and what can be mixed in."""
        models = trainable.trainable_models()
        found = [LearnerSchema.of(model, rehearsal.sets_for(model.parent)) for model in models]
        return answer(LearnerListSchema(results=found))


class CorrectionsRunView(TrainingView):
    """Learn from them."""

    @extend_schema(
        operation_id="corrections_run",
        request=forms.CorrectionsRunForm,
        responses={202: DataSetDetailSchema},
    )
    def post(self, request: Request) -> Response:
        """Freeze what was accepted of a model's answers as a data set, and fine-tune the model on it."""
        wanted = read(forms.CorrectionsRunForm, request, train.TrainRequest)
        parent = version_called(wanted.parent, "/parent")
        beside = data_set_version_called(wanted.data_set, wanted.version) if wanted.version else None
        data_set = train.begin(user_of(request), wanted.slug, parent, beside)
        return answer(DataSetDetailSchema.of(find_data_set(data_set.pk)), status=202)
