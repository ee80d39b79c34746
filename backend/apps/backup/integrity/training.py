"""Frozen data sets, and the results of runs and variants, lie where their rows say, and are what was made."""

import random
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS

from apps.backup.integrity.media import SAMPLE, Looked
from apps.backup.runs import Finding, Progress
from apps.backup.training.pack import is_mounted
from apps.backup.training.put_back import TABLES
from apps.backup.training.sealed import Sealed, WrongList, on_disk, sealed
from ml.bundle import sha256_of

RESTORE = "Fetch it out of a backup that holds it (SLIPWAY_BACKUP_TRAINING), or delete it in Training and make it anew."
MOUNT = "Let the check run where web and trainers work: they share the folders datasets and runs of SLIPWAY_DATA_DIR."


def check(progress: Progress, looked: Looked, *, everything: bool) -> Iterator[Finding]:
    """Every file is there; of what is in them a sample, unless `everything`. One finding per folder."""
    found = list(sealed(DEFAULT_DB_ALIAS, TABLES))
    if found and not is_mounted():
        yield Finding(str(settings.DATA_DIR), "The folders of data sets and runs are not seen from here.", MOUNT)
        return
    for one in found:
        progress.tell(f"looks at {one.label}")
        wrong = _wrong(one, looked, everything=everything)
        if wrong:
            yield Finding(one.label, wrong, RESTORE)


def _wrong(one: Sealed, looked: Looked, *, everything: bool) -> str:
    place = on_disk(one.folder)
    if one.left_out and not place.exists():
        return ""  # known since a restore, and told in the page
    try:
        files = list(one.files(place))
    except FileNotFoundError as error:
        return f"{Path(error.filename).name} is missing."
    except WrongList as error:
        return f"{error}."
    looked.files += len(files)
    missing = [file for file, _ in files if not (place / file).is_file()]
    if missing:
        return f"{len(missing)} of its files are missing, the first {missing[0]}."
    return _changed(place, files if everything else random.sample(files, min(SAMPLE, len(files))), looked)


def _changed(place: Path, files: list[tuple[str, str]], looked: Looked) -> str:
    for file, sha256 in files:
        try:
            found = sha256_of(place / file)
        except FileNotFoundError:
            continue  # deleted meanwhile
        looked.read += 1
        if found != sha256:
            return f"{file} is not the one that was made: its sha256 differs."
    return ""
