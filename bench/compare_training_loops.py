"""The loop that trained the shipped image model against the one that trains now: as many epochs, the same pictures.

The loop before is no longer in the source; check it out beside it, then, from ``backend/``:
``git worktree add /tmp/before COMMIT`` and
``../.venv-train/bin/python ../bench/compare_training_loops.py set /tmp/before /tmp/loops`` (the pictures, 10,000 of
them for validation), ``... before /tmp/before /tmp/loops --epochs 3`` and
``../.venv-train/bin/python -m ml train /tmp/loops/set /tmp/loops/now --recipe resnet-cifar10 --set epochs=3``.
COMMIT is f3f05a0, the last one that has it.
"""

import argparse
import logging
import sys
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import torch

DEV_IMAGES = 10_000
PACK = Path(__file__).resolve().parents[2] / "shared/data/cifar10"


def freeze_set(recipe: Any, folder: Path) -> None:
    """The archive as a frozen set, whose validation pictures are the dev images of the loop before."""
    sets, freezing = import_module("sets_as_trained"), import_module("ml.datasets.freeze")
    sets.RECIPES, sets.PACKS = {sets.SHIPPED: recipe}, PACK.parent
    sets.main("image", folder / "set")
    logging.info("%s", freezing.DataSet.open(folder / "set").manifest.counts)


def train_before(recipe: Any, folder: Path) -> None:
    """Train, and tell the accuracy on the dev images after each epoch."""
    import_module("ml.vision.train").train(recipe, PACK, folder / f"before-{recipe.epochs}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("set", "before"))
    parser.add_argument("source", type=Path, help="the worktree")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--widths", type=int, nargs=3, default=(64, 192, 256))
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    sys.path[:0] = [str(arguments.source / "backend"), str(arguments.source / "bench")]
    torch.set_num_threads(arguments.threads)
    shipped = import_module("ml.vision.recipes").RECIPES["resnet-cifar10"]
    changes = {"epochs": arguments.epochs, "widths": tuple(arguments.widths), "dev_images": DEV_IMAGES}
    {"set": freeze_set, "before": train_before}[arguments.what](replace(shipped, **changes), arguments.folder)
