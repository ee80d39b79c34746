"""Files on their way in: to disk as they arrive, counted and hashed in passing, refused at the first byte too many."""

import hashlib
from typing import Any, cast

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from apps.core.errors import Problem, StorageAway


class LimitedFileUploadHandler(TemporaryFileUploadHandler):
    """Gives the finished file a `sha256` attribute."""

    variable = "SLIPWAY_MAX_BYTES"

    @property
    def limit(self) -> int:
        """Bytes."""
        return int(settings.SLIPWAY.max_bytes)

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """A further file begins."""
        super().new_file(*args, **kwargs)
        self.received = 0
        self.hash = hashlib.sha256()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """A piece of the file. Raises Problem 413 over the limit, StorageAway where the disk is full."""
        self.received += len(raw_data)
        if self.received > self.limit:
            self.file.close()
            raise Problem(413, f"{self.file_name} is larger than the limit of {self.limit} bytes ({self.variable}).")
        self.hash.update(raw_data)
        try:
            super().receive_data_chunk(raw_data, start)
        except OSError as error:
            self.file.close()
            raise StorageAway(f"The server cannot take files just now: {error.strerror}.") from error

    def file_complete(self, file_size: int) -> TemporaryUploadedFile:
        """The file with its hash."""
        file = cast("TemporaryUploadedFile", super().file_complete(file_size))
        file.sha256 = self.hash.hexdigest()  # type: ignore[attr-defined]  # read by uploads.store
        return file
