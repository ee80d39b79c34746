"""Rows and files agree, both ways."""

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from apps.backup.runs import Finding, Progress
from apps.storage.file_store import media
from apps.uploads.models import Upload

SAMPLE = 200
# Younger files may belong to a request that has not yet written its row.
YOUNG = timedelta(hours=2)
RESTORE = "Fetch it out of a backup, or ask its owner to delete the prediction and send the file again."
TIDY = "Nothing to do: the hourly tidying removes it. If it stays, see whether scheduler and workers run."


@dataclass(slots=True)
class Looked:
    """How many files were looked at, and how many were read."""

    files: int = 0
    read: int = 0


def check(progress: Progress, looked: Looked, *, everything: bool) -> Iterator[Finding]:
    """Names of all files; the content of all, or of a sample. Raises StorageAway."""
    progress.tell("lists the files")
    # Rows before files: what comes in between is a file without a row, and young.
    named = set(Upload.objects.values_list("file", flat=True))
    stored = {one.name: one.modified for one in media().files("uploads/")}
    looked.files += len(stored)
    for name in sorted(named - stored.keys()):
        if Upload.objects.filter(file=name).exists():
            yield Finding(name, "The file of this upload is missing.", RESTORE)
    before = timezone.now() - YOUNG
    for name in sorted(stored.keys() - named):
        if stored[name] < before and not Upload.objects.filter(file=name).exists():
            yield Finding(name, "No row names this file.", TIDY)
    there = sorted(named & stored.keys())
    chosen = there if everything else random.sample(there, min(SAMPLE, len(there)))
    yield from _contents(chosen, progress, looked)


def _contents(names: list[str], progress: Progress, looked: Looked) -> Iterator[Finding]:
    for name in names:
        progress.tell(f"reads file {looked.read + 1} of {len(names)}")
        row = Upload.objects.filter(file=name).values_list("sha256", "size").first()
        found = _sha256(name, row[1]) if row else None
        looked.read += found is not None
        if row and found and found != row[0]:
            yield Finding(name, "The file is not the one that was sent: its sha256 differs from its row.", RESTORE)


def _sha256(name: str, size: int) -> str | None:
    """None where the file has gone meanwhile."""
    digest = hashlib.sha256()
    try:
        # One more than it should have: a longer file is another one.
        for piece in media().pieces(name, 0, size + 1):
            digest.update(piece)
    except FileNotFoundError:
        return None
    return digest.hexdigest()
