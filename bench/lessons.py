"""How much a lesson learns from 5 to 100 photos of each label, and how long it takes, without torch.

A table for docs/models/efficientnet-lite0.md: the lesson that the service teaches, on photos drawn from the training
split of the flowers, measured on all of their test split. From ``backend/``, on two cores some three minutes:
``../.venv/bin/python ../bench/lessons.py FOLDER`` (keeps the photos, and what the base has seen of them, in FOLDER).
"""

import json
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "backend"))

import numpy as np

from ml.bundle import Bundle
from ml.errors import BadInput
from ml.intervals import wilson
from ml.types import Limits
from ml.vision.lessons.learn import About, Example, learn
from ml.vision.lessons.seeing import Eye, Seen
from ml.vision.lessons.twins import twin_groups
from ml.vision.lessons.validation import validated

BASE = Path(__file__).resolve().parents[1] / "backend/ml/bundles/efficientnet-lite0"
FLOWERS = Path(__file__).resolve().parents[2] / "shared/data/flowers"
PHOTOS, LESSONS = (5, 10, 20, 50, 100), 10
MOST = 200


def main(folder: Path) -> None:
    """Print the table, and the time of a lesson of 100 photos."""
    base = Bundle.load(BASE)
    eye = Eye(base, Limits())
    train, test = (seen(eye, part, folder) for part in ("train", "test"))
    labels = sorted({one.label for one in test})
    truth = np.array([labels.index(one.label) for one in test])
    pictures = np.stack([one.seen.views[0] for one in test]).astype(np.float64)
    for photos in PHOTOS:
        found = [one_lesson(train, labels, photos, seed, pictures) == truth for seed in range(LESSONS)]
        told = [1e2 * each.mean() for each in found]
        right = round(float(np.mean(told)) / 100 * len(truth))
        low, high = wilson(right, len(truth))
        sys.stdout.write(f"{photos:4} photos each: {np.mean(told):.1f} % of {len(truth)} [{low:.1%}, {high:.1%}], "
              f"worst and best lesson {min(told):.1f} and {max(told):.1f}\n")  # fmt: skip
    timed(base, folder, drawn(train, labels, 20, seed=0))


def one_lesson(
    train: Sequence[Example], labels: Sequence[str], photos: int, seed: int, pictures: np.ndarray
) -> np.ndarray:
    """What a lesson of so many photos of each label says of other pictures."""
    chosen = drawn(train, labels, photos, seed)
    answers = np.array([labels.index(one.label) for one in chosen])
    views = np.stack([one.seen.views for one in chosen])
    found = validated(views, answers, len(labels), twin_groups([one.seen.fingerprint for one in chosen]))
    return np.asarray(found.layer.logits(pictures).argmax(1))


def drawn(train: Sequence[Example], labels: Sequence[str], photos: int, seed: int) -> list[Example]:
    """So many of each label."""
    random = np.random.default_rng(seed)
    of = {label: [one for one in train if one.label == label] for label in labels}
    return [of[label][place] for label in labels for place in random.permutation(len(of[label]))[:photos]]


def seen(eye: Eye, part: str, folder: Path) -> list[Example]:
    """The photos of a split as the base sees them."""
    paths = list(pictures_of(part, folder / part))
    found = []
    for start in range(0, len(paths), 16):
        some = paths[start : start + 16]
        for one, (path, label) in zip(eye.look([path for path, _ in some]), some, strict=True):
            if isinstance(one, BadInput):
                raise one
            found.append(Example(one, label, str(path)))
    return found


def pictures_of(part: str, folder: Path) -> Iterator[tuple[Path, str]]:
    """Files and labels: all of the test split, of the other MOST of each label."""
    folder.mkdir(parents=True, exist_ok=True)
    with np.load(FLOWERS / f"flowers-{part}.npz") as source:
        stream, offsets, labels = source["jpeg"].tobytes(), source["offsets"], source["labels"]
        classes = [str(name) for name in source["classes"]]
    for label, name in enumerate(classes):
        places = np.random.default_rng(1).permutation(np.flatnonzero(labels == label))
        for place in places if part == "test" else places[:MOST]:
            path = folder / f"{place:05}.jpg"
            path.write_bytes(stream[offsets[place] : offsets[place + 1]])
            yield path, name


def timed(base: Bundle, folder: Path, chosen: Sequence[Example]) -> None:
    """All that a worker does for some photos: open the base, look, fit, write the bundle."""
    began = time.perf_counter()
    eye = Eye(base, Limits())
    looked: list[Seen] = []
    for start in range(0, len(chosen), 8):
        looked += [
            one for one in eye.look([Path(one.sha256) for one in chosen[start : start + 8]]) if isinstance(one, Seen)
        ]
    read = time.perf_counter()
    with TemporaryDirectory(dir=folder) as place:
        examples = [Example(one, before.label, before.sha256) for one, before in zip(looked, chosen, strict=True)]
        told = learn(base, About(slug="flowers", title="Flowers"), examples, Path(place) / "bundle").report
    done = time.perf_counter()
    sys.stdout.write(f"{len(chosen)} photos: seen in {read - began:.2f} s, learned in {done - read:.2f} s\n")
    sys.stdout.write(json.dumps(told.model_dump(exclude={"mistakes"}), indent=1) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
