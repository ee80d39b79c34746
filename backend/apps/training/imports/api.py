"""Models that others made, over HTTP."""

from uuid import UUID

from django.http import HttpResponseBase
from drf_spectacular.utils import extend_schema
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.authentication import user_of
from apps.core.schemas import answer
from apps.predictions.media import BYTES, AnyRenderer
from apps.training.api import TrainingView, read
from apps.training.data_sets.media import file_answer
from apps.training.imports import forms, review, submit
from apps.training.imports.files import own_file
from apps.training.imports.schemas import ImportSchema
from apps.training.jobs.schemas import TrainingJobSchema
from apps.training.jobs.selectors import find_job
from apps.training.models import Job
from apps.training.schemas import RegisteredSchema
from apps.uploads.forms import FilesParser, LargeFileParser


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


class ImportView(TrainingView):
    """One that was brought."""

    @extend_schema(operation_id="imports_retrieve", responses=ImportSchema)
    def get(self, _request: Request, job_id: UUID) -> Response:
        """How it stands, what was said of it, and what it answers to its owner's files."""
        return answer(ImportSchema.of(review.brought(job_id)))


class AgainView(TrainingView):
    """Before it is registered."""

    parser_classes = [FilesParser]

    @extend_schema(
        operation_id="imports_again",
        request={"multipart/form-data": forms.AgainForm},
        responses={202: TrainingJobSchema},
    )
    def post(self, request: Request, job_id: UUID) -> Response:
        """Let it answer up to three files of your own, or be described otherwise; 409 where it is at work.

        A model that was refused may be described otherwise, too, without being sent again. From then on it waits for
        `register`.
        """
        return _answer(review.again(job_id, read(forms.AgainForm, request, review.AgainRequest)))


class RegisterView(TrainingView):
    """Into the catalogue."""

    @extend_schema(operation_id="imports_register", request=None, responses={201: RegisteredSchema})
    def post(self, request: Request, job_id: UUID) -> Response:
        """Make a model that was taken in with `register_later` a version, which predictions can name."""
        return answer(RegisteredSchema.of(review.register(job_id, user_of(request))), status=201)


class OwnFileView(TrainingView):
    """A file that it was to answer."""

    renderer_classes = (JSONRenderer, AnyRenderer)

    @extend_schema(operation_id="imports_file", responses=BYTES)
    def get(self, request: Request, job_id: UUID, number: int) -> HttpResponseBase:
        """The bytes, as an attachment; `number` counts from 0."""
        return file_answer(request, own_file(review.brought(job_id), number))


def _answer(job: Job) -> Response:
    return answer(TrainingJobSchema.of(find_job(job.pk)), status=202)
