"""Files where a model can read them: where they lie, or as temporary copies of what lies in a bucket."""

import shutil
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings

from apps.core.errors import StorageAway
from apps.storage.file_store import media
from apps.uploads.incoming import is_arriving
from apps.uploads.models import Upload

DOWNLOADS_AT_ONCE = 8
PREFIX = "batch-"


@contextmanager
def local_copies(uploads: Sequence[Upload]) -> Iterator[list[Path | None]]:
    """A path for each upload, None for one that is no longer in storage; copies go when the block ends.

    Raises:
        StorageAway: the storage does not answer, or this machine has no room for the copies.
    """
    own = [media().own_path(str(upload.file.name)) for upload in uploads]
    if all(own):
        yield [path if path and path.is_file() else None for path in own]
        return
    with TemporaryDirectory(prefix=PREFIX, dir=settings.FILE_UPLOAD_TEMP_DIR, ignore_cleanup_errors=True) as folder:
        targets = [Path(folder) / str(number) for number in range(len(uploads))]
        with ThreadPoolExecutor(DOWNLOADS_AT_ONCE) as pool:
            paths = list(pool.map(_fetched, uploads, targets))
        yield paths


def _fetched(upload: Upload, target: Path) -> Path | None:
    try:
        media().fetch(str(upload.file.name), target)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StorageAway(f"{target.parent} has no room for a copy of {upload.file.name}: {error.strerror}.") from error
    return target


def remove_left_behind(older_than: timedelta, names: str = "*") -> int:
    """Remove what killed processes left in the folder of incoming files. Returns how many.

    Args:
        names: only what is called so.
    """
    before = time.time() - older_than.total_seconds()
    removed = 0
    for path in Path(settings.FILE_UPLOAD_TEMP_DIR).glob(names):
        with suppress(FileNotFoundError):  # uploads come and go meanwhile
            if path.stat().st_mtime >= before:
                continue
            if path.is_dir():
                shutil.rmtree(path)
            elif is_arriving(path):
                continue  # the first of many files may have been here for hours
            else:
                path.unlink()
            removed += 1
    return removed
