"""Jobs over HTTP, and who does them."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from apps.training import change, selectors, shown
from apps.training.api.base import PAGE, TrainingView, page
from apps.training.serializers.jobs import TrainerSerializer, TrainingJobListSerializer, TrainingJobSerializer

ADVICE = "Nobody is there to do the work: start `make trainer` beside `make run`."


class JobsView(TrainingView):
    """What was asked for."""

    @extend_schema(operation_id="jobs_list", parameters=PAGE, responses=TrainingJobListSerializer)
    def get(self, request: Request) -> Response:
        """The jobs of everybody, newest first. For staff, as all of training."""
        return page(request, selectors.jobs(), shown.job)


class JobView(TrainingView):
    """One job."""

    @extend_schema(operation_id="jobs_retrieve", responses=TrainingJobSerializer)
    def get(self, _request: Request, job_id: UUID) -> Response:
        """How it stands."""
        return Response(shown.job(selectors.find_job(job_id)))

    @extend_schema(operation_id="jobs_destroy", responses={204: None})
    def delete(self, _request: Request, job_id: UUID) -> Response:
        """Remove a job with what it made; a version that this became stays. 409 until it has ended."""
        change.delete_job(job_id)
        return Response(status=204)


class JobCancelView(TrainingView):
    """End it early."""

    @extend_schema(operation_id="jobs_cancel", request=None, responses=TrainingJobSerializer)
    def post(self, _request: Request, job_id: UUID) -> Response:
        """Cancel a job that has not ended; one that runs ends within seconds."""
        return Response(shown.job(selectors.find_job(change.cancel(job_id).pk)))


class JobRetryView(TrainingView):
    """Once more."""

    @extend_schema(operation_id="jobs_retry", request=None, responses=TrainingJobSerializer)
    def post(self, _request: Request, job_id: UUID) -> Response:
        """Try again what failed or was canceled."""
        return Response(shown.job(selectors.find_job(change.retry(job_id).pk)))


class TrainerView(TrainingView):
    """Whether anybody is there to do the work."""

    @extend_schema(operation_id="trainer", responses=TrainerSerializer)
    def get(self, _request: Request) -> Response:
        """How many trainers answered within the last minute, and what waits for them."""
        there = selectors.trainers()
        body = {
            "trainers": len(there),
            "device": there[0].device if there else None,
            "waiting": selectors.waiting(),
            "advice": None if there else ADVICE,
        }
        return Response(body)
