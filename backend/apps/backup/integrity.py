"""Is what the database says true of the files, and of itself? Every finding says what to do."""

import hashlib
import random
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS
from django.utils import timezone

from apps.backup import consistency
from apps.backup.files import file_sets, stores
from apps.backup.runs import Outcome, ProgressCallback
from apps.backup.schemas import FindingSchema, RunFiguresSchema, seconds_since
from apps.storage.file_sets import FileSet
from apps.storage.file_store import FileStore, media
from apps.training import files as training
from apps.uploads.models import Upload

# Of the files of each set so many are read.
SAMPLE = 200
# Younger files may belong to a request that has not yet written its row.
YOUNG = timedelta(hours=2)
ADVICE = {
    "media": "Fetch it out of a backup, or ask its owner to delete the prediction and send the file again.",
    "models": "Run `manage.py install_bundles` if it came with Slipway; else restore it from a backup, or install its "
    "bundle again with `manage.py install_bundles FOLDER`.",
    "training": "Fetch it out of a backup that holds it (SLIPWAY_BACKUP_TRAINING), or delete it in Training and "
    "make it anew.",
}
CLEANUP = "Nothing to do: the hourly tidying removes it. If it stays, see whether scheduler and workers run."
MOUNT = "Let the check run where web and trainers work: they share the folders datasets and runs of SLIPWAY_DATA_DIR."


def check(progress: ProgressCallback, *, everything: bool = False) -> Outcome:
    """Check models, media, training and rows; of the files' content a sample, unless `everything`.

    Raises:
        StorageAway: a storage cannot be used.
    """
    begun = datetime.now(UTC)
    files = _Files(progress, everything=everything)
    findings = (*files.check(), *consistency.check(progress))
    figures = RunFiguresSchema(
        problems=len(findings), files=files.looked_at, read=files.read, seconds=seconds_since(begun)
    )
    words = f"{files.looked_at} files and all rows were looked at, {files.read} of the files to the last byte"
    return Outcome(f"{words}. Findings: {len(findings) or 'none'}.", figures, findings)


@dataclass(slots=True)
class _Files:
    """Every file is where its row says, and is what was stored; `looked_at` and `read` count them."""

    progress: ProgressCallback
    everything: bool
    looked_at: int = 0
    read: int = 0

    def check(self) -> Iterator[FindingSchema]:
        sets = list(file_sets(DEFAULT_DB_ALIAS, "all", settings.DATA_DIR))
        # After the rows: what has come in between is a file without a row, and young.
        uploads = {one.name: one.modified for one in media().files("uploads/")}
        if not training.are_mounted() and any(files.store == "training" for files in sets):
            sets = [files for files in sets if files.store != "training"]
            detail = "The folders of data sets and runs are not seen from here."
            yield FindingSchema(subject=str(settings.DATA_DIR), detail=detail, advice=MOUNT)
        for files in sets:
            # One finding says enough of a model or a data set.
            yield from {finding.subject: finding for finding in self._compare(files, uploads)}.values()

    def _compare(self, files: FileSet, uploads: Mapping[str, datetime]) -> Iterator[FindingSchema]:
        self.progress(f"looks at {files.label or files.store}")
        store, sums = stores()[files.store], dict(files.files())
        there = {name for name in sums if (name in uploads if files.store == "media" else store.exists(name))}
        self.looked_at += len(there)
        for name in sorted(sums.keys() - there):
            if not _was_deleted(files, name):
                yield _finding(files, name, "is missing.")
        for name in there if self.everything else random.sample(sorted(there), min(SAMPLE, len(there))):
            self.progress(f"reads file {self.read + 1}")
            found = _sha256(store, name)
            self.read += found is not None
            if found not in {None, sums[name]} and not _was_deleted(files, name):
                yield _finding(files, name, "is not what was stored: its sha256 differs.")
        if files.store == "media":
            before = timezone.now() - YOUNG
            for name in sorted(uploads.keys() - sums.keys()):
                if uploads[name] < before and not Upload.objects.filter(file=name).exists():
                    yield FindingSchema(subject=name, detail="No row names this file.", advice=CLEANUP)


def _finding(files: FileSet, name: str, wrong: str) -> FindingSchema:
    return FindingSchema(subject=files.label or name, detail=f"{name} {wrong}", advice=ADVICE[files.store])


def _was_deleted(files: FileSet, name: str) -> bool:
    """People delete what they sent while the check goes on."""
    return files.store == "media" and not Upload.objects.filter(file=name).exists()


def _sha256(store: FileStore, name: str) -> str | None:
    """None where the file has gone meanwhile."""
    digest = hashlib.sha256()
    try:
        for piece in store.pieces(name, 0, sys.maxsize):
            digest.update(piece)
    except FileNotFoundError:
        return None
    return digest.hexdigest()
