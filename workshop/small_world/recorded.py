"""AN4 and Speech Commands as they come in their packs: one tar of sound files, one table with the same name."""

import csv
import tarfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from ml.errors import DataSetError
from small_world.clip import Clip

PACKS = ("an4", "speech-commands")
SPLITS = {"train": "train", "dev": "validation", "test": "test", "noise": "noise"}


@dataclass(frozen=True, slots=True)
class Recording:
    """A clip of a pack; `split` is train, validation, test or noise, `name` the file's in its pack."""

    pack: str
    name: str
    split: str
    clip: Clip


def held_out(speaker: str) -> bool:
    """Whether this AN4 training speaker belongs to the development set: about one in ten, by hash."""
    return sha256(speaker.encode()).digest()[0] % 10 == 0


def recordings(packs: Path, workspace: Path) -> list[Recording]:
    """Unpack the packs into `workspace` and list what is in them. Raises DataSetError where one is missing."""
    return [recording for pack in PACKS for recording in _unpacked(packs / pack, workspace / pack)]


def _unpacked(pack: Path, workspace: Path) -> list[Recording]:
    table, archive = pack / f"{pack.name}.tsv", pack / f"{pack.name}.tar"
    for part in (table, archive):
        if not part.is_file():
            raise DataSetError(f"{part} is missing; the data packs that the model is made of belong there.")
    with tarfile.open(archive) as members:
        members.extractall(workspace, filter="data")
    with table.open(encoding="utf-8") as lines:
        return [_recording(pack.name, row, workspace) for row in csv.DictReader(lines, delimiter="\t", quoting=3)]


def _recording(pack: str, row: dict[str, str], workspace: Path) -> Recording:
    split = SPLITS[row["split"]]
    if pack == "an4" and split == "train" and held_out(row["speaker"]):
        split = "validation"
    clip = Clip(workspace / row["file"], row["text"], f"{pack}-{row['speaker']}")
    return Recording(pack, row["file"], split, clip)
