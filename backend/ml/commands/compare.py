"""``python -m ml compare PARENT VARIANT... --data-set SET``: the table of a model and its variants."""

import argparse
import json
from pathlib import Path

from ml.bundle import Bundle
from ml.commands.arguments import Steps
from ml.commands.printing import print_aside, say
from ml.datasets.frozen import SPLITS, DataSet
from ml.optimise.compare import CompareOptions, compare
from ml.optimise.table import markdown


def add_parser(steps: Steps) -> None:
    """Add the step."""
    words = "measure bundles on the same items and the same machine; the first is the parent of the others"
    step = steps.add_parser("compare", help=words, description=words)
    step.add_argument("bundles", type=Path, nargs="+", help="folders")
    step.add_argument("--data-set", type=Path, required=True, help="folder of a frozen data set")
    step.add_argument("--split", choices=SPLITS, default="test")
    step.add_argument("--items", type=int, help="at most so many items, spread over the split")
    step.add_argument("--allowed-loss", type=float, help="absolute rise of the error rate, 0.005 is half a point")
    step.add_argument("--threads", type=int, default=0, help="threads of one inference; 0: one per core")
    step.add_argument("--rounds", type=int, default=30, help="how often each model is timed at each batch size")
    step.add_argument("--json", type=Path, help="write all figures to this file, too")
    step.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the table."""
    options = CompareOptions(
        split=arguments.split,
        items=arguments.items,
        allowed_loss=arguments.allowed_loss,
        threads=arguments.threads,
        rounds=arguments.rounds,
    )
    bundles = [Bundle.load(folder) for folder in arguments.bundles]
    comparison = compare(bundles, DataSet.open(arguments.data_set), options, print_aside)
    if arguments.json:
        arguments.json.write_text(json.dumps(comparison.as_json(), indent=2) + "\n", encoding="utf-8")
    say(markdown(comparison))
    return 0
