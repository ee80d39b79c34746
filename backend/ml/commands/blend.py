"""``python -m ml blend START TRAINED FOLDER --share 0.6 --data-set SET``: average a version and what it was trained to.

The share is chosen on validation items; `python -m ml evaluate` measures what comes of it.
"""

import argparse
from pathlib import Path

from ml.bundle import MANIFEST, Bundle
from ml.commands.arguments import Steps
from ml.commands.printing import say
from ml.datasets.frozen import DataSet
from ml.errors import BundleError
from ml.export.blend import blend


def add_parser(steps: Steps) -> None:
    """Add the step."""
    step = steps.add_parser("blend", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    step.add_argument("start", type=Path, help="folder of the bundle that training started from")
    step.add_argument("trained", type=Path, help="folder of the bundle that came of it")
    step.add_argument("folder", type=Path, help="where the new bundle goes; must not be there yet")
    step.add_argument("--share", type=float, required=True, help="how much of the trained one is in it, 0 to 1")
    step.add_argument("--quieter-blank", type=float, default=0.0, help="lower the logit of CTC's blank by so much")
    step.add_argument("--data-set", type=Path, required=True, help="a frozen data set, to compare answers on")
    step.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write the bundle and say how far its files are from torch. Raises BundleError."""
    if (arguments.folder / MANIFEST).exists():
        raise BundleError(f"{arguments.folder} holds a bundle already; name another folder.")
    start, trained = Bundle.load(arguments.start), Bundle.load(arguments.trained)
    _, parity = blend(
        start, trained, DataSet.open(arguments.data_set), arguments.folder,
        share=arguments.share, quieter_blank=arguments.quieter_blank,
    )  # fmt: skip
    say(f"Largest difference of a logit from torch: {parity.exact:.2g}, with halved weights {parity.halved:.2g}.")
    say("It has no figures yet: measure it with `python -m ml evaluate`.")
    return 0
