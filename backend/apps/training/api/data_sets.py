"""Data sets over HTTP."""

from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.http import HttpRequest
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.authentication import user_of
from apps.core.errors import Problem
from apps.core.parsing import StrictJSONParser
from apps.training import change, forms, selectors, shown, submit
from apps.training.api.base import PAGE, TrainingView, page, read
from apps.training.payloads import CheckPayload, FreezePayload
from apps.training.serializers.data_sets import DataSetDetailSerializer, DataSetListSerializer, DataSetVersionSerializer
from apps.uploads.receive import LimitedFileUploadHandler


class DataSetUploadHandler(LimitedFileUploadHandler):
    """Lets more through than a photo may have."""

    variable = "SLIPWAY_MAX_DATASET_BYTES"

    @property
    def limit(self) -> int:
        """Bytes."""
        return int(settings.SLIPWAY.max_dataset_bytes)


class DataSetsView(TrainingView):
    """All of them."""

    parser_classes = [MultiPartParser, StrictJSONParser]

    def initialize_request(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Request:
        """Before anything reads the form: the check of the CSRF token does."""
        request.upload_handlers = [DataSetUploadHandler(request)]
        return super().initialize_request(request, *args, **kwargs)

    @extend_schema(operation_id="data_sets_list", parameters=PAGE, responses=DataSetListSerializer)
    def get(self, request: Request) -> Response:
        """Data sets, newest first."""
        return page(request, selectors.data_sets(), shown.data_set)

    @extend_schema(
        operation_id="data_sets_create",
        request={"multipart/form-data": forms.NewDataSetForm, "application/json": forms.NewDataSetForm},
        responses={202: DataSetDetailSerializer},
    )
    def post(self, request: Request) -> Response:
        """Send a zip, tar or npz, or name a folder of this server. It is checked by a trainer, which `job` tells of."""
        asked = read(forms.NewDataSetForm, request)
        file, folder = asked.get("file"), asked.get("folder")
        if (file is None) == (folder is None):
            detail = "Send exactly one of 'file' and 'folder'."
            raise Problem(400, detail, errors=[{"pointer": "/file", "detail": detail}])
        owner, slug, title = user_of(request), asked["slug"], asked["title"]
        if isinstance(file, TemporaryUploadedFile):
            row = submit.receive_data_set(owner, slug, title, file)
        else:
            row = submit.name_data_set(owner, slug, title, str(folder))
        return Response(shown.data_set_detail(selectors.find_data_set(row.pk)), status=202)


class DataSetView(TrainingView):
    """One."""

    @extend_schema(operation_id="data_sets_retrieve", responses=DataSetDetailSerializer)
    def get(self, _request: Request, slug: str) -> Response:
        """A data set with its versions and the report of its last check."""
        return Response(shown.data_set_detail(selectors.find_data_set(slug)))

    @extend_schema(operation_id="data_sets_destroy", responses={204: None})
    def delete(self, _request: Request, slug: str) -> Response:
        """Remove a data set with its versions and files; 409 while a run names it."""
        change.delete_data_set(selectors.find_data_set(slug))
        return Response(status=204)


class CheckView(TrainingView):
    """Look at it again."""

    @extend_schema(operation_id="data_sets_check", request=forms.CheckForm, responses={202: DataSetDetailSerializer})
    def post(self, request: Request, slug: str) -> Response:
        """Check a data set with other options; the report changes when the job has succeeded."""
        submit.check(user_of(request), selectors.find_data_set(slug), CheckPayload(**read(forms.CheckForm, request)))
        return Response(shown.data_set_detail(selectors.find_data_set(slug)), status=202)


class FreezeView(TrainingView):
    """Make a version that never changes."""

    @extend_schema(operation_id="data_sets_freeze", request=forms.FreezeForm, responses={202: DataSetDetailSerializer})
    def post(self, request: Request, slug: str) -> Response:
        """Check, split and freeze; the next version is there when the job has succeeded."""
        submit.freeze(user_of(request), selectors.find_data_set(slug), FreezePayload(**read(forms.FreezeForm, request)))
        return Response(shown.data_set_detail(selectors.find_data_set(slug)), status=202)


class DataSetVersionView(TrainingView):
    """A frozen set."""

    @extend_schema(operation_id="data_set_versions_retrieve", responses=DataSetVersionSerializer)
    def get(self, _request: Request, slug: str, number: int) -> Response:
        """What it holds."""
        return Response(shown.data_set_version(selectors.find_data_set_version(slug, number)))
