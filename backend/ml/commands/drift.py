"""``python -m ml drift BUNDLE SET``: let it be told whether what a version is sent has changed.

What the validation files of a frozen set are like is written into `bundle.json`, which so becomes another version;
training does the same at its end.
"""

import argparse
from pathlib import Path

from ml.bundle import Bundle
from ml.commands.arguments import Steps
from ml.commands.printing import say
from ml.datasets.frozen import DataSet
from ml.drift.reference import read
from ml.errors import TrainingError
from ml.training.drift import with_drift


def add_parser(steps: Steps) -> None:
    """The arguments of the step."""
    parser = steps.add_parser("drift", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bundle", type=Path, help="folder of a model, which is changed")
    parser.add_argument("data_set", type=Path, help="a frozen one, whose validation files it did not learn from")
    parser.set_defaults(run=measure)


def measure(arguments: argparse.Namespace) -> int:
    """Write the figures into the manifest. Raises TrainingError where there is too little to tell by."""
    bundle, data_set = Bundle.load(arguments.bundle), DataSet.open(arguments.data_set)
    kept = read(with_drift(bundle, data_set).manifest.drift) if data_set.kind == bundle.manifest.kind else None
    if kept is None:
        raise TrainingError(
            f"{data_set.manifest.slug} has too few validation files that {bundle.manifest.slug} could be held against."
        )
    say(f"{kept.items} validation files, {kept.accuracy:.1%} right; as many are above {kept.threshold}.")
    return 0
