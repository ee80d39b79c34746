"""What the shipped image model still knows after it has learnt from corrections, by recipe.

A table for docs/training.md. Corrections are the birds, cats and dogs among the dev images of CIFAR-10 that it gets
wrong, and as many that it gets right; none was in its training. A new label is 60 roses beside the first 20 of them. It
is measured on 2,000 test images and 200 more roses. From ``backend/``, with two threads some 15 minutes:
``../.venv-train/bin/python ../bench/forgetting.py FOLDER``.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "backend"))

import numpy as np
import torch
from original_splits import PACKS, images

from ml.bundle import Bundle
from ml.datasets.examine import examine
from ml.datasets.freeze import About, freeze
from ml.datasets.frozen import DataSet
from ml.datasets.sample import Sample, Source
from ml.serving.engine import load
from ml.training.evaluate import evaluate
from ml.training.presets import PRESETS
from ml.training.run import run
from ml.types import Item, Result

BUNDLES = Path(__file__).resolve().parents[1] / "backend/ml/bundles"
CORRECTED, NEW, EACH = ("bird", "cat", "dog"), "rose", 200
FEW = "fine-tune-few-pictures"
RECIPES: Mapping[str, tuple[str, dict[str, Any]]] = {
    "for new classes (`fine-tune-pictures`)": ("fine-tune-pictures", {}),
    "for new classes, labels extended": ("fine-tune-pictures", {"labels": "extend"}),
    "for few, new norms, remember 0": (FEW, {"keep_norms": False, "remember": 0}),
    "for few, remember 0": (FEW, {"remember": 0}),
    f"for few (`{FEW}`)": (FEW, {}),
}


def frozen(name: str, samples: Iterable[Sample], folder: Path) -> DataSet:
    """One of the sets; a second call finds what the first wrote."""
    place = folder / "sets" / name
    if not place.exists():
        freeze(examine(Source("image-classification", "CIFAR-10", list(samples))), place, About(name, name, "-", "-"))
    return DataSet.open(place)


def of_every_label(samples: Iterable[Sample], most: int) -> Iterator[Sample]:
    """The first so many of each label."""
    counts: dict[str | None, int] = {}
    for sample in samples:
        counts[sample.label] = counts.get(sample.label, 0) + 1
        if counts[sample.label] <= most:
            yield sample


def corrections(parent: Bundle, dev: Sequence[Sample]) -> list[Sample]:
    """What people would say of the answers to the dev images of some classes, wrong ones first."""
    chosen = [sample for sample in dev if sample.label in CORRECTED]
    answers = load(parent.folder, "cpu").predict_many([Item(sample.path) for sample in chosen])
    right = [
        isinstance(one, Result) and one.output.labels[0].label == chosen[at].label for at, one in enumerate(answers)
    ]
    wrong = [sample for sample, good in zip(chosen, right, strict=True) if not good]
    confirmed = [sample for sample, good in zip(chosen, right, strict=True) if good]
    return [*wrong, *confirmed[:: max(1, len(confirmed) // len(wrong))][: len(wrong)]]


def roses(folder: Path) -> list[Sample]:
    """Photos of roses as files."""
    with np.load(PACKS / "flowers/flowers-train.npz") as source:
        stream, offsets = source["jpeg"].tobytes(), source["offsets"]
        numbers = np.flatnonzero(source["labels"] == list(source["classes"]).index("roses"))
    found = []
    for number in numbers[: 60 + EACH]:
        path = folder / f"rose-{number}.jpg"
        path.write_bytes(stream[offsets[number] : offsets[number + 1]])
        found.append(Sample(path, path.name, label=NEW))
    return found


def row(name: str, bundle: Bundle, tests: Sequence[DataSet], taught: DataSet | None) -> str:
    """A line of the table: top-1 of all, of the corrected labels, of the others, of the pictures learnt from; roses."""
    labels = set(bundle.manifest.labels or ())
    known = labels.issuperset(tests[0].classes)
    found = evaluate(bundle, tests[0], "test")["per_class"] if known else dict.fromkeys(tests[0].classes, 0.0)
    parts = [list(found), CORRECTED, [label for label in found if label not in CORRECTED]]
    cells = [f"{100 * np.mean([found[one] for one in part]):.1f} %" if known else "–" for part in parts]
    cells.append(f"{100 * evaluate(bundle, taught, 'train')['top1']:.0f} %" if taught else "–")
    cells.append(f"{100 * evaluate(bundle, tests[1], 'test')['top1']:.0f} %" if NEW in labels else "–")
    return f"| {name} | {' | '.join(cells)} |"


def tell(line: str) -> None:
    """Print at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main(folder: Path) -> None:
    """Print the table, a line as soon as it is known."""
    torch.set_num_threads(2)
    files, parent = folder / "files", Bundle.load(BUNDLES / "resnet-cifar10")
    files.mkdir(parents=True, exist_ok=True)
    cifar = list(images(files))
    unsplit = [replace(one, split=None) for one in cifar]
    dev = [one for one, known in zip(unsplit, cifar, strict=True) if known.split == "validation"]
    test = of_every_label((one for one in cifar if one.split == "test"), EACH)
    corrected, flowers = corrections(parent, dev), roses(files)
    beside = of_every_label(
        (one for one, known in zip(unsplit, cifar, strict=True) if known.split == "train"), 4 * len(corrected) // 10
    )
    sets = {
        f"{len(corrected)} corrections": frozen("corrections", corrected, folder),
        f"{len(corrected)} corrections, mixed in {4 * len(corrected)}": frozen("mixed", [*corrected, *beside], folder),
        "60 roses and 20 corrections": frozen("roses", [*flowers[:60], *corrected[:20]], folder),
    }
    tests = [
        frozen("cifar10-test", [*test, *of_every_label(dev, 3)], folder),
        frozen("rose-test", [*(replace(one, split="test") for one in flowers[60:]), *of_every_label(dev, 3)], folder),
    ]
    tell(row("before", parent, tests, None))
    for title, data_set in sets.items():
        for name, (preset, changes) in RECIPES.items():
            if "mixed" in title and preset != FEW:
                continue
            recipe = PRESETS[preset].model_copy(update=changes)
            place = folder / "runs" / f"{data_set.manifest.slug}-{list(RECIPES).index(name)}"
            bundle = Bundle.load(run(recipe, data_set, place, lambda _: None, init_from=parent, cpu=True))
            tell(row(f"{title}: {name}", bundle, tests, data_set))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
