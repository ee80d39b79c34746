"""Models that others made, over HTTP."""

from typing import Any

from django.core.files.uploadedfile import TemporaryUploadedFile
from django.http import HttpRequest
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.authentication import user_of
from apps.core.errors import Problem
from apps.training import bring, forms, selectors, shown
from apps.training.api.base import TrainingView, read
from apps.training.api.data_sets import DataSetUploadHandler
from apps.training.serializers.jobs import TrainingJobSerializer


class ImportsView(TrainingView):
    """Bring your own."""

    parser_classes = [MultiPartParser]

    def initialize_request(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Request:
        """Before anything reads the form: the check of the CSRF token does."""
        request.upload_handlers = [DataSetUploadHandler(request)]
        return super().initialize_request(request, *args, **kwargs)

    @extend_schema(
        operation_id="imports_create",
        request={"multipart/form-data": forms.ImportForm},
        responses={202: TrainingJobSerializer},
    )
    def post(self, request: Request) -> Response:
        """Send a model; a trainer looks at it, and where all is well it is a version when the job has succeeded."""
        asked = read(forms.ImportForm, request)
        file = asked["file"]
        if not isinstance(file, TemporaryUploadedFile):
            raise Problem(400, "Send the model as a file.", errors=[{"pointer": "/file", "detail": "a file"}])
        job = bring.import_file(user_of(request), file, asked)
        return Response(shown.job(selectors.find_job(job.pk)), status=202)


class InstallsView(TrainingView):
    """By name."""

    @extend_schema(operation_id="installs_create", request=forms.InstallForm, responses={202: TrainingJobSerializer})
    def post(self, request: Request) -> Response:
        """Fetch a model of a hub; a download that broke off goes on when the job is tried again."""
        asked = read(forms.InstallForm, request)
        job = bring.install(user_of(request), asked)
        return Response(shown.job(selectors.find_job(job.pk)), status=202)
