"""Models that others made, over HTTP."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.authentication import user_of
from apps.core.schemas import answer
from apps.training.api import TrainingView, read
from apps.training.imports import forms, submit
from apps.training.jobs.schemas import TrainingJobSchema
from apps.training.jobs.selectors import find_job
from apps.training.models import Job
from apps.uploads.forms import LargeFileParser


class ImportsView(TrainingView):
    """Bring your own."""

    parser_classes = [LargeFileParser]

    @extend_schema(
        operation_id="imports_create",
        request={"multipart/form-data": forms.ImportForm},
        responses={202: TrainingJobSchema},
    )
    def post(self, request: Request) -> Response:
        """Send a model; a trainer looks at it, and where all is well it is a version when the job has succeeded."""
        wanted = read(forms.ImportForm, request, submit.ImportRequest)
        return _answer(submit.import_file(user_of(request), wanted))


class InstallsView(TrainingView):
    """By name."""

    @extend_schema(operation_id="installs_create", request=forms.InstallForm, responses={202: TrainingJobSchema})
    def post(self, request: Request) -> Response:
        """Fetch a model of a hub; a download that broke off goes on when the job is tried again."""
        wanted = read(forms.InstallForm, request, submit.InstallRequest)
        return _answer(submit.install(user_of(request), wanted))


def _answer(job: Job) -> Response:
    return answer(TrainingJobSchema.of(find_job(job.pk)), status=202)
