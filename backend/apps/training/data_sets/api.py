"""Data sets over HTTP."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.authentication import user_of
from apps.core.errors import Problem
from apps.core.pagination import PAGE
from apps.core.parsing import StrictJSONParser
from apps.core.schemas import answer
from apps.training.api import TrainingView, page, read
from apps.training.data_sets import actions, forms, selectors, submit
from apps.training.data_sets.payload import CheckPayload, FreezePayload
from apps.training.data_sets.schemas import (
    DataSetDetailSchema,
    DataSetListSchema,
    DataSetSchema,
    DataSetVersionSchema,
)
from apps.uploads.forms import LargeFileParser
from apps.uploads.incoming import ArrivedFile


class DataSetsView(TrainingView):
    """All of them."""

    parser_classes = [LargeFileParser, StrictJSONParser]

    @extend_schema(operation_id="data_sets_list", parameters=PAGE, responses=DataSetListSchema)
    def get(self, request: Request) -> Response:
        """Data sets, newest first."""
        rows, following = page(request, selectors.data_sets())
        return answer(DataSetListSchema(results=[DataSetSchema.of(row) for row in rows], next=following))

    @extend_schema(
        operation_id="data_sets_create",
        request={"multipart/form-data": forms.NewDataSetForm, "application/json": forms.NewDataSetForm},
        responses={202: DataSetDetailSchema},
    )
    def post(self, request: Request) -> Response:
        """Send a zip, tar or npz, or name a folder of this server. It is checked by a trainer, which `job` tells of."""
        wanted = read(forms.NewDataSetForm, request, submit.NewDataSet)
        if (wanted.file is None) == (wanted.folder is None):
            detail = "Send exactly one of 'file' and 'folder'."
            raise Problem(400, detail, errors=[{"pointer": "/file", "detail": detail}])
        owner = user_of(request)
        if isinstance(wanted.file, ArrivedFile):
            row = submit.receive(owner, wanted.slug, wanted.title, wanted.file)
        else:
            row = submit.name(owner, wanted.slug, wanted.title, str(wanted.folder))
        return _answer(row.pk, status=202)


class DataSetView(TrainingView):
    """One."""

    @extend_schema(operation_id="data_sets_retrieve", responses=DataSetDetailSchema)
    def get(self, _request: Request, slug: str) -> Response:
        """A data set with its versions and the report of its last check."""
        return _answer(slug)

    @extend_schema(operation_id="data_sets_destroy", responses={204: None})
    def delete(self, request: Request, slug: str) -> Response:
        """Remove a data set with its versions and files; 409 while a run names it."""
        actions.delete(selectors.find_data_set(slug), user_of(request))
        return Response(status=204)


class CheckView(TrainingView):
    """Look at it again."""

    @extend_schema(operation_id="data_sets_check", request=forms.CheckForm, responses={202: DataSetDetailSchema})
    def post(self, request: Request, slug: str) -> Response:
        """Check a data set with other options; the report changes when the job has succeeded."""
        row = selectors.find_data_set(slug)
        submit.check(user_of(request), row, read(forms.CheckForm, request, CheckPayload))
        return _answer(slug, status=202)


class FreezeView(TrainingView):
    """Make a version that never changes."""

    @extend_schema(operation_id="data_sets_freeze", request=forms.FreezeForm, responses={202: DataSetDetailSchema})
    def post(self, request: Request, slug: str) -> Response:
        """Check, split and freeze; the next version is there when the job has succeeded."""
        row = selectors.find_data_set(slug)
        submit.freeze(user_of(request), row, read(forms.FreezeForm, request, FreezePayload))
        return _answer(slug, status=202)


class DataSetVersionView(TrainingView):
    """A frozen set."""

    @extend_schema(operation_id="data_set_versions_retrieve", responses=DataSetVersionSchema)
    def get(self, _request: Request, slug: str, number: int) -> Response:
        """What it holds."""
        return answer(DataSetVersionSchema.of(selectors.find_data_set_version(slug, number)))


def _answer(slug: str, status: int = 200) -> Response:
    return answer(DataSetDetailSchema.of(selectors.find_data_set(slug)), status)
