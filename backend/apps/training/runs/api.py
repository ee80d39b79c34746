"""Runs over HTTP."""

from uuid import UUID

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.authentication import user_of
from apps.core.pagination import PAGE
from apps.core.parsing import query_choice, query_number, query_text, refuse_unknown
from apps.core.schemas import answer
from apps.training.api import TrainingView, page, read
from apps.training.data_sets.selectors import data_set_version_called
from apps.training.forms import NewName, RegisterForm
from apps.training.jobs import actions
from apps.training.runs import forms, recipes, selectors, submit
from apps.training.runs.register import register
from apps.training.runs.schemas import (
    CurveSchema,
    PointSchema,
    PresetListSchema,
    PresetSchema,
    TrainingRunDetailSchema,
    TrainingRunListSchema,
    TrainingRunSchema,
)
from apps.training.schemas import RegisteredSchema
from apps.training.versions import version_called
from ml.kinds import KINDS
from ml.training.recipe import json_schema


class RunsView(TrainingView):
    """All of them."""

    @extend_schema(operation_id="runs_list", parameters=PAGE, responses=TrainingRunListSchema)
    def get(self, request: Request) -> Response:
        """Runs, newest first."""
        rows, following = page(request, selectors.runs())
        return answer(TrainingRunListSchema(results=[TrainingRunSchema.of(row) for row in rows], next=following))

    @extend_schema(operation_id="runs_create", request=forms.NewRunForm, responses={202: TrainingRunDetailSchema})
    def post(self, request: Request) -> Response:
        """Train a model on a frozen data set, from scratch or from a model that is there."""
        wanted = read(forms.NewRunForm, request, submit.RunRequest)
        version = data_set_version_called(wanted.data_set, wanted.version)
        parent = version_called(wanted.parent, "/parent") if wanted.parent else None
        kind = version.manifest["kind"]
        recipe = recipes.recipe_of(wanted.recipe) if wanted.recipe else recipes.recipe_for(kind, fine_tune=bool(parent))
        run = submit.train(user_of(request), submit.NewRun(version, recipe, parent, wanted.slug, wanted.title))
        return _answer(run.pk, status=202)


class RunView(TrainingView):
    """One."""

    @extend_schema(operation_id="runs_retrieve", responses=TrainingRunDetailSchema)
    def get(self, _request: Request, run_id: UUID) -> Response:
        """A run with its epochs and, at its end, its evaluation."""
        return _answer(run_id)

    @extend_schema(operation_id="runs_destroy", responses={204: None})
    def delete(self, _request: Request, run_id: UUID) -> Response:
        """Remove a run with its checkpoints; the version that it became stays. 409 until it has ended."""
        actions.delete(selectors.find_run(run_id).job_id)
        return Response(status=204)


class PauseView(TrainingView):
    """Stop for now."""

    @extend_schema(operation_id="runs_pause", request=None, responses=TrainingRunDetailSchema)
    def post(self, _request: Request, run_id: UUID) -> Response:
        """Write a checkpoint and stop."""
        actions.pause(selectors.find_run(run_id).job_id)
        return _answer(run_id)


class ResumeView(TrainingView):
    """Go on."""

    @extend_schema(operation_id="runs_resume", request=None, responses=TrainingRunDetailSchema)
    def post(self, _request: Request, run_id: UUID) -> Response:
        """Go on from the last checkpoint."""
        actions.resume(selectors.find_run(run_id).job_id)
        return _answer(run_id)


class CancelView(TrainingView):
    """Stop for good."""

    @extend_schema(operation_id="runs_cancel", request=None, responses=TrainingRunDetailSchema)
    def post(self, _request: Request, run_id: UUID) -> Response:
        """Cancel a run that has not ended."""
        actions.cancel(selectors.find_run(run_id).job_id)
        return _answer(run_id)


class RetryView(TrainingView):
    """Once more."""

    @extend_schema(operation_id="runs_retry", request=None, responses=TrainingRunDetailSchema)
    def post(self, _request: Request, run_id: UUID) -> Response:
        """Go on with a run that failed or was canceled, from its last checkpoint."""
        actions.retry(selectors.find_run(run_id).job_id)
        return _answer(run_id)


class CurveView(TrainingView):
    """Its numbers."""

    @extend_schema(
        operation_id="runs_curve",
        parameters=[OpenApiParameter("after", int, OpenApiParameter.QUERY, description="Only points after this step")],
        responses=CurveSchema,
    )
    def get(self, request: Request, run_id: UUID) -> Response:
        """Loss, learning rate and pace over the steps, in order."""
        refuse_unknown(request.query_params, "after", what="parameter")
        points = selectors.curve(selectors.find_run(run_id), query_number(request.query_params, "after", 0))
        return answer(CurveSchema(results=[PointSchema.model_validate(row, from_attributes=True) for row in points]))


class RegisterView(TrainingView):
    """Into the catalogue."""

    @extend_schema(operation_id="runs_register", request=RegisterForm, responses={201: RegisteredSchema})
    def post(self, request: Request, run_id: UUID) -> Response:
        """Make the model of a finished run a version, which predictions can name."""
        wanted = read(RegisterForm, request, NewName)
        version = register(selectors.find_run(run_id), wanted.slug, user_of(request))
        return answer(RegisteredSchema.of(version), status=201)


class RecipesView(TrainingView):
    """To begin with."""

    @extend_schema(
        operation_id="recipes_list",
        parameters=[
            OpenApiParameter("kind", str, OpenApiParameter.QUERY, enum=list(KINDS)),
            OpenApiParameter("parent", str, OpenApiParameter.QUERY, description="slug/versions/N to fine-tune"),
        ],
        responses=PresetListSchema,
    )
    def get(self, request: Request) -> Response:
        """Recipes for a kind of data set; with `parent` those that fine-tune it."""
        given = request.query_params
        refuse_unknown(given, "kind", "parent", what="parameter")
        kind, parent = query_choice(given, "kind", KINDS), query_text(given, "parent")
        if parent:
            kind = version_called(parent, "/parent").model.kind
        found = recipes.presets(kind, fine_tune=bool(parent))
        return answer(PresetListSchema(results=[PresetSchema.of(name, recipe) for name, recipe in found.items()]))


class RecipeSchemaView(TrainingView):
    """For a form."""

    @extend_schema(operation_id="recipes_schema", responses=OpenApiTypes.OBJECT)
    def get(self, _request: Request) -> Response:
        """JSON schema of recipes, told apart by `kind`; each field with description, bounds, default and `unit`."""
        return Response(json_schema())


def _answer(run_id: UUID, status: int = 200) -> Response:
    return answer(TrainingRunDetailSchema.of(selectors.find_run(run_id)), status)
