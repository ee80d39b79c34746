"""The data sets that the shipped models were trained on, frozen with the very items kept out that they never saw.

A new split would put images and speakers into validation that the models know by heart, and every variant would lose
against them. From ``backend/``: ``../.venv-train/bin/python ../bench/original_splits.py image|speech FOLDER``.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "backend"), str(ROOT / "workshop")]

import numpy as np
import torch

from ml.datasets.examine import examine
from ml.datasets.freeze import About, freeze
from ml.datasets.sample import Sample, Source
from small_world.recorded import recordings

PACKS = Path(__file__).resolve().parents[2] / "shared/data"
DEV_SEED, DEV_IMAGES = 20261122, 2000


def images(folder: Path) -> Iterator[Sample]:
    """CIFAR-10 as files; the dev images of the shipped model are the validation split."""
    for part in ("train", "test"):
        with np.load(PACKS / f"cifar10/cifar10-{part}.npz") as source:
            labels, classes = (
                source["labels"].astype(np.int64),
                [str(name) for name in source["classes"]],
            )
            stream, offsets = source["jpeg"].tobytes(), source["offsets"]
        kept_out = dev_images(labels) if part == "train" else set()
        for number, label in enumerate(labels):
            path = folder / f"{part}-{number:05d}.jpg"
            path.write_bytes(stream[offsets[number] : offsets[number + 1]])
            split = "validation" if number in kept_out else part
            yield Sample(path, path.name, label=classes[label], split=split)


def dev_images(labels: np.ndarray) -> set[int]:
    """As the loop chose them that trained the shipped model."""
    known = torch.from_numpy(labels)
    order = torch.randperm(len(known), generator=torch.Generator().manual_seed(DEV_SEED))
    shuffled, each = known[order], DEV_IMAGES // 10
    return {int(row) for label in range(10) for row in order[shuffled == label][:each]}


def sounds(folder: Path) -> Iterator[Sample]:
    """AN4 and Speech Commands without its noises; the development speakers are the validation split."""
    for one in recordings(PACKS, folder):
        if one.split != "noise":
            name = f"{one.pack}/{one.name}"
            yield Sample(one.clip.path, name, text=one.clip.text, speaker=one.clip.speaker, split=one.split)


ABOUT = {
    "image": ("cifar10", "CIFAR-10, a copy in JPEG quality 75", "none stated by its makers"),
    "speech": ("words", "AN4 and Speech Commands", "CMU's for AN4, CC BY 4.0 for Speech Commands"),
}


def main(kind: str, folder: Path) -> None:
    """Freeze one of them."""
    slug, title, licence = ABOUT[kind]
    with TemporaryDirectory() as name:
        samples = list((images if kind == "image" else sounds)(Path(name)))
        source = Source(
            "image-classification" if kind == "image" else "speech-recognition",
            "as trained",
            samples,
        )
        sys.stdout.write(freeze(examine(source), folder, About(slug, title, licence, "../shared/data")).digest + "\n")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
