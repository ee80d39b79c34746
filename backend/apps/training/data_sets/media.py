"""The files of a data set: pictures and sounds for those who judge it."""

from collections.abc import Iterable
from functools import partial
from pathlib import Path

from django.http import HttpResponseBase
from drf_spectacular.utils import extend_schema
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from apps.accounts.authentication import user_of
from apps.core import audit
from apps.core.errors import Problem
from apps.predictions.media import BYTES, AnyRenderer
from apps.training.api import TrainingView
from apps.training.data_sets import selectors
from apps.training.data_sets.files import frozen_file, item_file
from apps.training.models import DataSet
from apps.uploads.attachment import attachment
from ml.formats import format_of_suffix

OTHER = "application/octet-stream"
PIECE = 65536


class ItemFileView(TrainingView):
    """A file of the last check."""

    renderer_classes = (JSONRenderer, AnyRenderer)

    @extend_schema(operation_id="data_sets_item_file", responses=BYTES)
    def get(self, request: Request, slug: str, number: int) -> HttpResponseBase:
        """The bytes, as an attachment."""
        data_set = selectors.find_data_set(slug)
        _note(request, data_set, number)
        return file_answer(request, item_file(data_set, number))


class FrozenFileView(TrainingView):
    """A file of a frozen set, by its content."""

    renderer_classes = (JSONRenderer, AnyRenderer)

    @extend_schema(operation_id="data_set_versions_file", responses=BYTES)
    def get(self, request: Request, slug: str, number: int, sha256: str) -> HttpResponseBase:
        """The bytes, as an attachment."""
        version = selectors.find_data_set_version(slug, number)
        _note(request, version.data_set, sha256)
        return file_answer(request, frozen_file(version, sha256), sha256)


def _note(request: Request, data_set: DataSet, file: object) -> None:
    """The files of corrections are other people's."""
    if selectors.is_of_corrections(data_set):
        audit.note("file_read", by=user_of(request), data_set=data_set.slug, file=file)


def file_answer(request: Request, path: Path | None, sha256: str = "") -> HttpResponseBase:
    """A file as an attachment. Raises Problem 404."""
    try:
        size = path.stat().st_size if path else 0
    except OSError:
        path = None
    if path is None:
        raise Problem(404, "There is no such file.")
    return attachment(
        request.headers,
        size,
        partial(_pieces, path),
        content_type=found.mime if (found := format_of_suffix(path.suffix)) else OTHER,
        name=path.name,
        sha256=sha256,
    )


def _pieces(path: Path, start: int, stop: int) -> Iterable[bytes]:
    with path.open("rb") as file:
        file.seek(start)
        while start < stop and (piece := file.read(min(PIECE, stop - start))):
            start += len(piece)
            yield piece
