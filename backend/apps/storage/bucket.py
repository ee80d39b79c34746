"""Files in an S3 bucket, of AWS or of any server that speaks its protocol."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from weakref import WeakSet

from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from storages.backends.s3 import S3Storage

from apps.core.errors import StorageAway
from apps.storage.file_store import PIECE, Stored

MISSING = {"NoSuchKey", "404"}
REASONS = {
    "NoSuchBucket": "there is no such bucket",
    "InvalidAccessKeyId": "the access key is not known there (AWS_ACCESS_KEY_ID)",
    "SignatureDoesNotMatch": "the secret key is wrong (AWS_SECRET_ACCESS_KEY)",
    "AccessDenied": "access was denied; listing, reading, writing and deleting are needed",
}
PATIENT: dict[str, object] = {
    "connect_timeout": 3,
    "read_timeout": 20,
    "retries": {"mode": "standard", "total_max_attempts": 3},
}
# Whoever uploads waits for a server that hangs: 10 s at most, with up to a second between the tries. Workers try again
# by themselves.
HURRIED: dict[str, object] = {
    "connect_timeout": 3,
    "read_timeout": 4.5,
    "retries": {"mode": "standard", "total_max_attempts": 2},
}
# Servers that are not AWS know neither host names made of buckets nor the newer checksums that boto3 sends by itself
# (https://github.com/aws/aws-cli/issues/9214).
COMPATIBLE: dict[str, object] = {
    "s3": {"addressing_style": "path"},
    "request_checksum_calculation": "when_required",
    "response_checksum_validation": "when_required",
}


_instances: "WeakSet[BucketStorage]" = WeakSet()


class BucketStorage(S3Storage):  # type: ignore[misc]  # django-storages has no annotations
    """Answers as `FileStore`. Safe for threads, which share one client: to make one takes a tenth of a second.

    Args:
        hurried: somebody waits for each answer.
    """

    def __init__(self, *, hurried: bool = False, **options: object) -> None:
        compatible = COMPATIBLE if options.get("endpoint_url") else {}
        super().__init__(client_config=Config(**(HURRIED if hurried else PATIENT), **compatible), **options)
        self._away = False
        self.forget_connection()
        _instances.add(self)

    def forget_connection(self) -> None:
        """After a fork: two processes on one socket would read each other's answers."""
        self._lock, self._connections = threading.Lock(), threading.local()
        self._shared: Any = None
        self._bucket: Any = None

    @property
    def connection(self) -> Any:
        """The one resource of this process."""
        with self._lock:
            if self._shared is None:
                self._shared = super().connection
        return self._shared

    def _save(self, name: str, content: "File[bytes]") -> str:
        with self._errors():
            return str(super()._save(name, content))

    def delete(self, name: str) -> None:
        """Remove an object."""
        with self._errors():
            super().delete(name)

    def exists(self, name: str) -> bool:
        """Whether there is such an object."""
        with self._errors():
            return bool(super().exists(name))

    def own_path(self, name: str) -> Path | None:  # noqa: ARG002
        """None: an object has no place on this machine."""
        return None

    def fetch(self, name: str, target: Path) -> None:
        """Download an object. Raises OSError where `target` cannot be written."""
        with target.open("wb") as file, self._errors():
            for piece in self._body(name):
                file.write(piece)

    def pieces(self, name: str, start: int, stop: int) -> Iterator[bytes]:
        """The request is made at once, its answer read as it is asked for."""
        with self._errors():
            return self._body(name, Range=f"bytes={start}-{stop - 1}")

    def _body(self, name: str, **more: str) -> Iterator[bytes]:
        client = self.connection.meta.client
        answer = client.get_object(Bucket=self.bucket_name, Key=self._normalize_name(name), **more)
        pieces: Iterator[bytes] = answer["Body"].iter_chunks(PIECE)
        return pieces

    def files(self, prefix: str, after: str = "") -> Iterator[Stored]:
        """Page by page, a thousand objects each."""
        root = f"{self.location}/" if self.location else ""
        with self._errors():
            for entry in self.bucket.objects.filter(Prefix=root + prefix, Marker=root + after if after else ""):
                yield Stored(entry.key.removeprefix(root), entry.last_modified)

    def put_folder(self, source: Path, name: str, last: str) -> None:
        """File by file, that one last."""
        files = [path for path in source.rglob("*") if path.is_file()]
        for path in sorted(files, key=lambda path: path.name == last):
            with path.open("rb") as content:
                self._save(f"{name}/{path.relative_to(source).as_posix()}", File(content))

    def check(self) -> None:
        """List one object: that needs the bucket, the credentials and the right to list."""
        with self._errors():
            self.connection.meta.client.list_objects_v2(Bucket=self.bucket_name, Prefix=self.location, MaxKeys=1)
        self._away = False

    def usable(self) -> bool:
        """Asks the server only after a failure."""
        if self._away:
            try:
                self.check()
            except StorageAway:
                return False
        return True

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """What boto3 throws becomes FileNotFoundError or StorageAway."""
        try:
            yield
        except ClientError as error:
            code = str(error.response.get("Error", {}).get("Code", ""))
            if code in MISSING:
                raise FileNotFoundError(str(error)) from error
            raise self._is_away(REASONS.get(code, str(error))) from error
        except (BotoCoreError, Boto3Error) as error:
            raise self._is_away(str(error).rstrip(".")) from error

    def _is_away(self, reason: str) -> StorageAway:
        self._away = True
        return StorageAway(f"The bucket {self.bucket_name} cannot be used: {reason}.")


def _forget_connections() -> None:
    for storage in _instances:
        storage.forget_connection()


os.register_at_fork(after_in_child=_forget_connections)
