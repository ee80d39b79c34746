"""The data set of `wav2vec2-small`: recorded and synthetic speech of a small world, mixed once and written as files.

How much there is of a kind says how much of it a model sees: the counts are the weights of the mixture.
"""

import csv
import shutil
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from ml.datasets.archives.destination import telling_a_full_disk
from ml.datasets.progress import Watch
from ml.errors import DataSetError
from small_world import flite, kokoro
from small_world.clip import Clip, write_flac
from small_world.phrases import DIGITS
from small_world.recorded import Recording, recordings
from small_world.studio import Studio

TABLE = "clips.tsv"
DOING = "the clips are mixed"
COLUMNS = ("file", "text", "speaker", "split")
# Every recorded command twice and every spelled phrase four times, and of the rest as much as keeps the balance.
MIXTURE = {
    "command": 7060,
    "spelled": 3700,
    "digit": 3600,
    "string": 1680,
    "synthetic-word": 2400,
    "synthetic-phrase": 1010,
    "silence": 340,
}
# Synthetic speech is found again by its number, so what is said under a number may not depend on the mixture's seed.
SPOKEN_SEED = 7
Row = tuple[str, str, str, str]


def mix(
    packs: Path,
    spoken: Path,
    folder: Path,
    *,
    share: float = 1.0,
    seed: int = 7,
    with_kokoro: bool = True,
    watch: Watch | None = None,
) -> None:
    """Write the clips and ``clips.tsv`` into the new folder `folder`, which appears when it is complete.

    Development and test clips are the files of the packs, byte by byte; only what trains is cut and mixed.

    Args:
        packs: where the folders `an4` and `speech-commands` are.
        spoken: where synthetic speech is kept; what is there is not spoken again.
        share: the part of all counts that is made, to try things out with less.
        with_kokoro: without it flite alone speaks, in a hundredth of the time.

    Raises:
        DataSetError: a pack or a synthesiser is missing, `folder` is there already, or the disk is full.
    """
    if folder.exists():
        raise DataSetError(f"{folder} is there already; remove it, or choose another name.")
    if not 0 < share <= 1:
        raise DataSetError("The share must be over 0 and at most 1.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=f".{folder.name}.", dir=folder.parent) as name, telling_a_full_disk(DOING):
        recorded, made = recordings(packs, Path(name) / "packs"), Path(name) / "made"
        made.mkdir()
        clips = kinds(recorded, spoken, with_kokoro=with_kokoro)
        rows = [*kept(recorded, made, share), *mixed(clips, made, share, seed, watch or Watch())]
        with (made / TABLE).open("w", encoding="utf-8", newline="") as table:
            csv.writer(table, delimiter="\t", lineterminator="\n").writerows([COLUMNS, *rows])
        made.rename(folder)


def kept(recorded: Sequence[Recording], folder: Path, share: float) -> Iterator[Row]:
    """Development and test clips as they are."""
    for split in ("validation", "test"):
        found = [one for one in recorded if one.split == split]
        for one in found[:: round(1 / share)]:
            name = f"{one.pack}/{one.name}"
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(one.clip.path, folder / name)
            yield name, one.clip.text, one.clip.speaker, split


def mixed(clips: dict[str, list[Clip]], folder: Path, share: float, seed: int, watch: Watch) -> Iterator[Row]:
    """Training clips, kind by kind; each kind has a dice of its own, so that one more of it changes no other."""
    for number, (kind, count) in enumerate(MIXTURE.items()):
        (folder / kind).mkdir()
        wanted = max(2, round(share * count))
        takes = islice(Studio(clips, seed + number).takes(kind), wanted)
        for place, take in enumerate(watch.over(kind, takes, wanted)):
            name = f"{kind}/{place:05d}.flac"
            write_flac(folder / name, take.wave)
            yield name, take.text, take.speaker, "train"


def kinds(recorded: Sequence[Recording], spoken: Path, *, with_kokoro: bool = True) -> dict[str, list[Clip]]:
    """Every clip that may be trained on, by what it is good for. Raises DataSetError where a kind has none."""
    words, phrases = flite.words_and_phrases(spoken, SPOKEN_SEED)
    if with_kokoro:
        words += [*kokoro.digits_and_commands(spoken, SPOKEN_SEED), *kokoro.people(spoken, SPOKEN_SEED)]
    found: dict[str, list[Clip]] = defaultdict(list, {"synthetic-word": words, "synthetic-phrase": phrases})
    for one in recorded:
        if one.split == "noise":
            found["noise"].append(one.clip)
        elif one.split == "train":
            found["spelled" if one.pack == "an4" else "command"].append(one.clip)
    found["word"] = [clip for kind in ("spelled", "command") for clip in found[kind] if " " not in clip.text] + words
    found["digit"] = [clip for clip in found["command"] + words if clip.text in DIGITS]
    lacking = sorted(kind for kind in (*found, "noise") if not found[kind])
    if lacking:
        raise DataSetError(f"The packs lack clips of the kind {lacking[0]} to train on; are their tables whole?")
    return dict(found)
