"""``python -m ml reference BUNDLE FOLDER --data-set SET``: let a version tell what it does not know."""

import argparse
import shutil
from pathlib import Path

import numpy as np

from ml.bundle import MANIFEST, MODEL, REFERENCE, Bundle, write_bundle
from ml.commands.arguments import Steps
from ml.commands.printing import say
from ml.datasets.frozen import DataSet
from ml.errors import BundleError
from ml.export.embedding import show_embedding
from ml.serving.predictor import predictor_of
from ml.training.reference import with_reference


def add_parser(steps: Steps) -> None:
    """Add the step."""
    words = "let a bundle's graph show its embedding, and keep with it what tells files that are unlike all it learned"
    step = steps.add_parser("reference", help=words, description=words)
    step.add_argument("bundle", type=Path)
    step.add_argument("folder", type=Path, help="where the new bundle goes; must not be there yet")
    step.add_argument(
        "--data-set", type=Path, required=True,
        help="a frozen one: with the training items that it learned from, and validation items that it did not",
    )  # fmt: skip
    step.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write the bundle, with the same weights, and say what it got."""
    if (arguments.folder / MANIFEST).exists():
        raise BundleError(f"{arguments.folder} holds a bundle already; name another folder.")
    bundle, data_set = Bundle.load(arguments.bundle), DataSet.open(arguments.data_set)
    shutil.copytree(bundle.folder, arguments.folder)
    shown = shown_in(Bundle.load(arguments.folder))
    found = with_reference(shown, data_set)
    if REFERENCE not in found.manifest.files:
        few = f"{data_set.manifest.slug} has too few training items, or validation items that"
        raise BundleError(f"{few} {bundle.manifest.slug} is right about.")
    sure = found.manifest.metrics["sure"]
    say(f"{REFERENCE}: {found.file(REFERENCE).stat().st_size / 1e6:.2f} MB; sure from {sure['threshold']:.2f} on.")
    return 0


def shown_in(bundle: Bundle) -> Bundle:
    """The bundle whose graph has the output `embedding`, if it can have one, in its place."""
    blank = predictor_of(bundle).blank().array
    noise = np.random.default_rng(1).standard_normal((2, *blank.shape)).astype(np.float32)
    if not show_embedding(bundle.file(MODEL), noise):
        return bundle
    content = bundle.manifest.model_dump(mode="json", exclude_none=True, exclude={"files"})
    return write_bundle(bundle.folder, content, {name: bundle.file(name) for name in bundle.manifest.files})
