"""An inspected file goes to storage and gets its row; slow I/O happens outside of any transaction."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import PurePath

from django.contrib.auth.models import User
from django.core.files.storage import Storage
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.db import transaction
from django.utils import timezone

from apps.uploads.models import Upload
from apps.uploads.validate import Inspected


def store(owner: User, file: TemporaryUploadedFile, inspected: Inspected) -> Upload:
    """Move the bytes to storage and return the unsaved row; whoever saves its users saves it, in one transaction."""
    upload = Upload(
        owner=owner,
        name=_harmless(file.name or "file"),
        kind=inspected.kind,
        content_type=inspected.content_type,
        size=file.size or 0,
        sha256=file.sha256,  # type: ignore[attr-defined]  # set by LimitedFileUploadHandler
        width=inspected.width,
        height=inspected.height,
        duration=inspected.duration,
        sample_rate=inspected.sample_rate,
        peaks=inspected.peaks,
        thumbnail=inspected.thumbnail,
    )
    upload.file.save(upload.name, file, save=False)
    return upload


def discard(upload: Upload) -> None:
    """Remove the bytes of an upload whose row was never written."""
    upload.file.delete(save=False)


def delete(upload: Upload) -> None:
    """Remove the row now and the bytes once that is committed."""
    name, storage = str(upload.file.name), upload.file.storage
    upload.delete()
    transaction.on_commit(lambda: storage.delete(name))


def remove_orphans(older_than: timedelta) -> int:
    """Remove files that no row names: of an owner who was deleted, or of a request that broke off. Returns how many.

    Young files are left alone, since their row may be about to be written.
    """
    storage = Upload._meta.get_field("file").storage
    before = timezone.now() - older_than
    removed = 0
    for name in _stored(storage):
        if storage.get_modified_time(name) < before and not Upload.objects.filter(file=name).exists():
            storage.delete(name)
            removed += 1
    return removed


def _stored(storage: Storage) -> Iterator[str]:
    """Every file below `uploads/`."""
    if not storage.exists("uploads"):
        return
    for folder in storage.listdir("uploads")[0]:
        for name in storage.listdir(f"uploads/{folder}")[1]:
            yield f"uploads/{folder}/{name}"


def _harmless(name: str) -> str:
    """The last part of the name, without control characters, at most 255 characters with its ending kept."""
    clean = "".join(letter for letter in PurePath(name.replace("\\", "/")).name if letter.isprintable()) or "file"
    ending = PurePath(clean).suffix[:20]
    return clean if len(clean) <= 255 else clean[: 255 - len(ending)] + ending
