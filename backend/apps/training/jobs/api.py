"""Jobs over HTTP, and who does them."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core.pagination import PAGE
from apps.core.schemas import answer
from apps.training.api import TrainingView, page
from apps.training.jobs import actions, selectors
from apps.training.jobs.schemas import TrainerSchema, TrainingJobListSchema, TrainingJobSchema
from apps.training.models import Job


class JobsView(TrainingView):
    """What was asked for."""

    @extend_schema(operation_id="jobs_list", parameters=PAGE, responses=TrainingJobListSchema)
    def get(self, request: Request) -> Response:
        """The jobs of everybody, newest first. For staff, as all of training."""
        rows, following = page(request, selectors.jobs())
        return answer(TrainingJobListSchema(results=[TrainingJobSchema.of(row) for row in rows], next=following))


class JobView(TrainingView):
    """One job."""

    @extend_schema(operation_id="jobs_retrieve", responses=TrainingJobSchema)
    def get(self, _request: Request, job_id: UUID) -> Response:
        """How it stands."""
        return _answer(job_id)

    @extend_schema(operation_id="jobs_destroy", responses={204: None})
    def delete(self, _request: Request, job_id: UUID) -> Response:
        """Remove a job with what it made; a version that this became stays. 409 until it has ended."""
        actions.delete(job_id)
        return Response(status=204)


class JobCancelView(TrainingView):
    """End it early."""

    @extend_schema(operation_id="jobs_cancel", request=None, responses=TrainingJobSchema)
    def post(self, _request: Request, job_id: UUID) -> Response:
        """Cancel a job that has not ended; one that runs ends within seconds."""
        actions.cancel(job_id)
        return _answer(job_id)


class JobRetryView(TrainingView):
    """Once more."""

    @extend_schema(operation_id="jobs_retry", request=None, responses=TrainingJobSchema)
    def post(self, _request: Request, job_id: UUID) -> Response:
        """Try again what failed or was canceled."""
        actions.retry(job_id)
        return _answer(job_id)


class TrainerView(TrainingView):
    """Whether anybody is there to do the work."""

    @extend_schema(operation_id="trainer", responses=TrainerSchema)
    def get(self, _request: Request) -> Response:
        """How many trainers answered within the last minute, and what waits for them."""
        return answer(TrainerSchema.of(selectors.trainers(), Job.waiting().count()))


def _answer(job_id: UUID) -> Response:
    return answer(TrainingJobSchema.of(selectors.find_job(job_id)))
