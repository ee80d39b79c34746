"""Data sets and runs go into the archive, as much of them as SLIPWAY_BACKUP_TRAINING says."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from django.conf import settings

from apps.backup.archive import Writer
from apps.backup.manifest import TRAINING, Level
from apps.backup.runs import Progress
from apps.backup.training import loose
from apps.backup.training.sealed import Sealed, Tables, WrongList, on_disk, sealed

AGAIN = "larger than what was made of it; keep what was sent, or set SLIPWAY_BACKUP_TRAINING=all"
LEFT_OUT: Mapping[Level, Mapping[str, str]] = {
    "none": {"files of data sets and training runs": "SLIPWAY_BACKUP_TRAINING=none"},
    "results": {"files of data sets": "larger than all else together; SLIPWAY_BACKUP_TRAINING=frozen takes them along",
                "checkpoints": "a run that had not ended begins anew; SLIPWAY_BACKUP_TRAINING=all takes them along"},
    "frozen": {"data sets as they were sent": AGAIN, "checkpoints": AGAIN},
    "all": {"what a check unpacked": "the next check unpacks it again"},
}  # fmt: skip


@dataclass(slots=True)
class Plan:
    """What belongs in, as the database of one moment says."""

    level: Level
    sealed: list[Sealed] = field(default_factory=list)
    sources: list[tuple[str, str]] = field(default_factory=list)
    others: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Packed:
    """What became of it; names are those of the archive."""

    files: int = 0
    missing: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)


def plan(alias: str, tables: Tables) -> Plan:
    """Read the rows."""
    level: Level = settings.SLIPWAY.backup_training
    if not is_mounted():
        return Plan("none")
    others = [*loose.told_of_runs(alias, tables, level), *loose.folders(alias, tables, level)]
    return Plan(level, list(sealed(alias, tables, level)), list(loose.sources(alias, tables, level)), others)


def is_mounted() -> bool:
    """Whether this process sees the folders at all: in a cluster they are on a volume that not every pod mounts."""
    return any(folder.is_dir() for folder in (settings.SLIPWAY.own_data_sets_dir, settings.SLIPWAY.runs_dir))


def pack(wanted: Plan, archive: Writer, progress: Progress) -> Packed:
    """Copy the files. Raises OSError where the archive cannot be written."""
    packed = Packed()
    for one in wanted.sealed:
        _sealed(one, archive, progress, packed)
    for slug, name in wanted.sources:
        progress.tell(f"copies what was sent as {slug}")
        if not _loose(name, archive, packed):
            packed.missing.append(f"{TRAINING}{name}")
    for name in wanted.others:
        progress.tell(f"copies {name}")
        _loose(name, archive, packed)
    return packed


def _sealed(one: Sealed, archive: Writer, progress: Progress, packed: Packed) -> None:
    place, name = on_disk(one.folder), f"{TRAINING}{one.folder}"
    try:
        for number, (file, sha256) in enumerate(one.files(place), start=1):
            if number % 50 == 1:
                progress.tell(f"copies file {number} of {one.label}")
            found = _copied(place / file, f"{name}/{file}", archive, packed)
            if found is None:
                packed.missing.append(f"{name}/{file}")
            elif found != sha256:
                packed.damaged.append(f"{name}/{file}")
    except FileNotFoundError:
        # Its owner may have deleted it meanwhile. What a restore did without is known.
        if not one.left_out:
            packed.missing.append(f"{name}/{one.seal}")
    except WrongList:
        packed.damaged.append(f"{name}/{one.seal}")


def _copied(path: Path, name: str, archive: Writer, packed: Packed) -> str | None:
    try:
        with path.open("rb") as file:
            return _add(file, name, archive, packed)
    except FileNotFoundError:
        return None


def _loose(name: str, archive: Writer, packed: Packed) -> bool:
    """Whether there was anything."""
    before = packed.files
    top = on_disk(name)
    for path, file in loose.opened(name):
        below = "" if path == top else f"/{path.relative_to(top).as_posix()}"
        _add(file, f"{TRAINING}{name}{below}", archive, packed)
    return packed.files > before


def _add(file: IO[bytes], name: str, archive: Writer, packed: Packed) -> str:
    packed.files += 1
    return archive.add(name, file, os.fstat(file.fileno()).st_size).sha256
