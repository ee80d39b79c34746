"""``python -m ml export BUNDLE FOLDER --data-set SET``: write a bundle's files anew from its weights."""

import argparse
from pathlib import Path

from ml.bundle import MANIFEST, Bundle
from ml.commands.arguments import Steps
from ml.commands.printing import say
from ml.datasets.frozen import DataSet
from ml.errors import BundleError
from ml.export.reexport import reexport


def add_parser(steps: Steps) -> None:
    """Add the step."""
    words = "write a bundle's ONNX file and program anew from its weights, and prove that they compute what torch does"
    step = steps.add_parser("export", help=words, description=words)
    step.add_argument("bundle", type=Path, help="folder of a bundle with its weights")
    step.add_argument("folder", type=Path, help="where the new bundle goes; must not be there yet")
    step.add_argument("--data-set", type=Path, required=True, help="a frozen data set, to compare answers on")
    step.add_argument("--items", type=int, help="compare at most so many validation items")
    step.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Export and say how far the files are from torch."""
    if (arguments.folder / MANIFEST).exists():
        raise BundleError(f"{arguments.folder} holds a bundle already; name another folder.")
    bundle, data_set = Bundle.load(arguments.bundle), DataSet.open(arguments.data_set)
    written, parity = reexport(bundle, data_set, arguments.folder, arguments.items)
    for name in sorted(written.manifest.files):
        say(f"{name}: {written.file(name).stat().st_size / 1e6:.1f} MB")
    say(
        f"Largest difference of a logit from torch: {parity.exact:.2g}, with halved weights {parity.halved:.2g}. "
        f"{parity.differing} of {parity.items} validation items are answered otherwise."
    )
    return 0
