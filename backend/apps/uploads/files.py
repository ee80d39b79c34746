"""Which files the rows of uploads have."""

from apps.storage.file_sets import FileSet
from apps.uploads.models import Upload


def file_set(alias: str) -> FileSet:
    """All uploads of a database."""
    sums = list(Upload.objects.using(alias).order_by("pk").values_list("file", "sha256"))
    return FileSet("media", lambda: sums)
