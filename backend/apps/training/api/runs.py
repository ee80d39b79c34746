"""Runs over HTTP."""

from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.authentication import user_of
from apps.core.errors import Problem
from apps.training import change, curve, forms, selectors, shown, submit
from apps.training.api.base import PAGE, TrainingView, page, read
from apps.training.register import register_run
from apps.training.serializers.jobs import RegisteredSerializer
from apps.training.serializers.runs import CurveSerializer, TrainingRunDetailSerializer, TrainingRunListSerializer


class RunsView(TrainingView):
    """All of them."""

    @extend_schema(operation_id="runs_list", parameters=PAGE, responses=TrainingRunListSerializer)
    def get(self, request: Request) -> Response:
        """Runs, newest first."""
        return page(request, selectors.runs(), shown.run)

    @extend_schema(operation_id="runs_create", request=forms.NewRunForm, responses={202: TrainingRunDetailSerializer})
    def post(self, request: Request) -> Response:
        """Train a model on a frozen data set, from scratch or from a model that is there."""
        asked = read(forms.NewRunForm, request)
        version = selectors.data_set_version_called(asked["data_set"], asked["version"])
        parent = selectors.version_called(asked["parent"], "/parent") if asked.get("parent") else None
        recipe = asked.get("recipe") or submit.recipe_for(version.manifest["kind"], fine_tune=parent is not None)
        run = submit.train(
            user_of(request),
            submit.NewRun(version, recipe, parent, asked.get("slug", ""), asked.get("title", "")),
        )
        return _answer(run.pk, status=202)


class RunView(TrainingView):
    """One."""

    @extend_schema(operation_id="runs_retrieve", responses=TrainingRunDetailSerializer)
    def get(self, _request: Request, run_id: UUID) -> Response:
        """A run with its epochs and, at its end, its evaluation."""
        return _answer(run_id)

    @extend_schema(operation_id="runs_destroy", responses={204: None})
    def delete(self, _request: Request, run_id: UUID) -> Response:
        """Remove a run with its checkpoints; the version that it became stays. 409 until it has ended."""
        change.delete_run(selectors.find_run(run_id))
        return Response(status=204)


class PauseView(TrainingView):
    """Stop for now."""

    @extend_schema(operation_id="runs_pause", request=None, responses=TrainingRunDetailSerializer)
    def post(self, _request: Request, run_id: UUID) -> Response:
        """Write a checkpoint and stop."""
        change.pause(selectors.find_run(run_id).job_id)
        return _answer(run_id)


class ResumeView(TrainingView):
    """Go on."""

    @extend_schema(operation_id="runs_resume", request=None, responses=TrainingRunDetailSerializer)
    def post(self, _request: Request, run_id: UUID) -> Response:
        """Go on from the last checkpoint."""
        change.resume(selectors.find_run(run_id).job_id)
        return _answer(run_id)


class CancelView(TrainingView):
    """Stop for good."""

    @extend_schema(operation_id="runs_cancel", request=None, responses=TrainingRunDetailSerializer)
    def post(self, _request: Request, run_id: UUID) -> Response:
        """Cancel a run that has not ended."""
        change.cancel(selectors.find_run(run_id).job_id)
        return _answer(run_id)


class RetryView(TrainingView):
    """Once more."""

    @extend_schema(operation_id="runs_retry", request=None, responses=TrainingRunDetailSerializer)
    def post(self, _request: Request, run_id: UUID) -> Response:
        """Go on with a run that failed or was canceled, from its last checkpoint."""
        change.retry(selectors.find_run(run_id).job_id)
        return _answer(run_id)


class CurveView(TrainingView):
    """Its numbers."""

    @extend_schema(
        operation_id="runs_curve",
        parameters=[OpenApiParameter("after", int, OpenApiParameter.QUERY, description="Only points after this step")],
        responses=CurveSerializer,
    )
    def get(self, request: Request, run_id: UUID) -> Response:
        """Loss, learning rate and pace over the steps, in order."""
        after = request.query_params.get("after") or "0"
        if not (after.isascii() and after.isdigit() and len(after) < 10):
            raise Problem(400, "`after` is no step.", errors=[{"pointer": "/after", "detail": "a number"}])
        points = selectors.find_run(run_id).points.filter(step__gt=int(after))
        return Response({"results": [shown.point(row) for row in curve.thinned(list(points))]})


class RegisterView(TrainingView):
    """Into the catalogue."""

    @extend_schema(operation_id="runs_register", request=forms.RegisterForm, responses={201: RegisteredSerializer})
    def post(self, request: Request, run_id: UUID) -> Response:
        """Make the model of a finished run a version, which predictions can name."""
        asked = read(forms.RegisterForm, request)
        version = register_run(selectors.find_run(run_id), asked.get("slug", ""))
        return Response(shown.registered(version), status=201)


def _answer(run_id: UUID, status: int = 200) -> Response:
    return Response(shown.run_detail(selectors.find_run(run_id)), status=status)
