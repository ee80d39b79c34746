"""What was sent about a model, in the folder of its job."""

import shutil
from pathlib import Path

from apps.core.errors import StorageAway
from apps.training.imports.payload import payload_of
from apps.training.models import Job


def keep(file: Path, target: Path) -> None:
    """Put what was sent into a folder of its own. Raises StorageAway."""
    try:
        target.parent.mkdir(parents=True)
        shutil.move(file, target)
    except OSError as error:
        shutil.rmtree(target.parent, ignore_errors=True)
        raise StorageAway(f"The file cannot be kept: {error.strerror}.") from error


def own_file(job: Job, number: int) -> Path | None:
    """A file that it was to answer, by its place in the list."""
    files = payload_of(job).own_files
    return job.folder / files[number].file if number < len(files) else None
