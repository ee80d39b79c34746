"""An inspected file goes to storage and gets its row; slow I/O happens outside of any transaction."""

import logging
import time
import unicodedata
from collections.abc import Sequence
from datetime import timedelta
from itertools import islice
from pathlib import PurePath
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from apps.core.errors import StorageAway
from apps.storage.file_store import media
from apps.uploads import quota
from apps.uploads.incoming import ArrivedFile
from apps.uploads.models import Upload, media_path
from ml.types import Inspected

logger = logging.getLogger(__name__)
NAMES_AT_ONCE = 500


def store(owner: User, file: ArrivedFile, inspected: Inspected, kind: str) -> Upload:
    """Move the bytes to storage and return the unsaved row; whoever saves its users saves it, in one transaction.

    Raises:
        StorageAway: nothing was stored.
    """
    upload = Upload(
        owner=owner,
        name=_harmless(file.name or "file"),
        kind=kind,
        content_type=inspected.content_type,
        size=file.size or 0,
        sha256=file.sha256,
        width=inspected.width,
        height=inspected.height,
        duration=inspected.duration,
        sample_rate=inspected.sample_rate,
        peaks=inspected.peaks,
    )
    upload.file = media().save(media_path(upload, upload.name), file)
    # It has moved. Left open it would be looked for again, whenever Python finds that nobody needs it.
    file.close()
    return upload


def discard(upload: Upload) -> None:
    """Remove the bytes of an upload whose row was never written."""
    _remove(str(upload.file.name))


def delete(uploads: QuerySet[Upload]) -> None:
    """Remove the rows now and the bytes once that is committed."""
    found = list(uploads.values_list("pk", "file", "owner_id"))
    if found:
        Upload.objects.filter(pk__in=[key for key, _, _ in found]).delete()
        transaction.on_commit(lambda: _remove(*(name for _, name, _ in found)))
        transaction.on_commit(lambda: quota.forget(*{owner for _, _, owner in found}))


def _remove(*names: str) -> None:
    """Nobody waits for this: what cannot be removed now is an orphan, and goes with those."""
    try:
        for name in names:
            media().delete(name)
    except StorageAway as error:
        logger.warning("%s, or what comes after it, stays until it is tidied away: %s", name, error)


def remove_orphans(older_than: timedelta, *, after: str = "", seconds: float = float("inf")) -> tuple[int, str]:
    """Remove files that no row names: of an owner who was deleted, or of a request that broke off.

    Young files are left alone, since their row may be about to be written. Raises StorageAway.

    Args:
        after: where the last call stopped.
        seconds: when this call stops at the latest, a few hundred files later.

    Returns:
        How many were removed, and after which file it stopped; "" where it came to the end.
    """
    before, ends, removed = timezone.now() - older_than, time.monotonic() + seconds, 0
    files = media().files("uploads/", after)
    while some := list(islice(files, NAMES_AT_ONCE)):
        old = [file.name for file in some if file.modified < before]
        orphans = set(old) - _named_by_rows(old)
        for name in orphans:
            media().delete(name)
        removed += len(orphans)
        if time.monotonic() >= ends:
            return removed, some[-1].name
    return removed, ""


def _named_by_rows(names: Sequence[str]) -> set[str]:
    """Files are named by their row's id, so that the primary key finds them; there is no index on the name."""
    ids = [found for name in names if (found := _id_in(name))]
    return set(Upload.objects.filter(pk__in=ids).values_list("file", flat=True))


def _id_in(name: str) -> UUID | None:
    try:
        return UUID(PurePath(name).name)
    except ValueError:
        return None


def _harmless(name: str) -> str:
    """The last part of the name, without what a reader cannot see through, at most 255 characters, ending kept."""
    clean = "".join(letter for letter in PurePath(name.replace("\\", "/")).name if not _misleads(letter)) or "file"
    ending = PurePath(clean).suffix[:20]
    return clean if len(clean) <= 255 else clean[: 255 - len(ending)] + ending


def _misleads(letter: str) -> bool:
    """Controls, line ends, halves of a pair, and what turns the direction of reading and so hides an ending.

    Spaces of every width and joiners belong to names: Persian, emoji and the screenshots of a Mac have them.
    """
    turns = unicodedata.bidirectional(letter) in {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    return turns or unicodedata.category(letter) in {"Cc", "Cs", "Zl", "Zp"}
