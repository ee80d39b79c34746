"""What people send with files in it: the parsers of the views that take some."""

from collections.abc import Mapping
from typing import IO, Any

from django.conf import settings
from rest_framework.parsers import BaseParser, DataAndFiles

from apps.uploads.incoming import Allowed
from apps.uploads.receive import Form

PIECE = 64 * 1024


class FilesParser(BaseParser):
    """A form with as many files as a request may have."""

    media_type = "multipart/form-data"

    def allowed(self) -> Allowed:
        """What may be in it."""
        return Allowed(settings.SLIPWAY.max_files, settings.SLIPWAY.max_bytes, "SLIPWAY_MAX_BYTES")

    def sink(self, content_type: str) -> Form:
        """Takes the body of a request while it comes."""
        return Form(content_type, self.allowed())

    def parse(
        self, stream: IO[bytes], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> "DataAndFiles[Any, Any]":
        """The fields and the files. Raises Problem 400, 413; StorageAway."""
        request = (parser_context or {})["request"]._request
        admission = getattr(request, "admission", None)
        form = admission.sink if admission else self._read(stream, media_type or "")
        return DataAndFiles(form.data, form.files)

    def _read(self, stream: IO[bytes], content_type: str) -> Form:
        form = self.sink(content_type)
        try:
            while piece := stream.read(PIECE):
                form.feed(piece)
            form.finish()
        except BaseException:
            form.close()
            raise
        return form


class OneFileParser(FilesParser):
    """A form with one file."""

    def allowed(self) -> Allowed:
        """What may be in it."""
        return Allowed(1, settings.SLIPWAY.max_bytes, "SLIPWAY_MAX_BYTES")


class LargeFileParser(FilesParser):
    """A form with one data set or model."""

    def allowed(self) -> Allowed:
        """What may be in it."""
        return Allowed(1, settings.SLIPWAY.max_dataset_bytes, "SLIPWAY_MAX_DATASET_BYTES")
