"""``python -m ml evaluate``: measure a bundle on a split of a frozen data set, through the code that serves."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from ml.bundle import Bundle
from ml.datasets.frozen import SPLITS, DataSet
from ml.training.evaluate import evaluate
from ml.training.progress import write_json


def add_parser(steps: Any) -> None:
    """The arguments of the step."""
    parser = steps.add_parser("evaluate", description=__doc__)
    parser.add_argument("bundle", type=Path)
    parser.add_argument("data_set", type=Path)
    parser.add_argument("--split", choices=SPLITS, default="test")
    parser.add_argument("--device", default="auto", help="auto, cpu or cuda:N")
    parser.add_argument("--threads", type=int, default=0, help="default: one per core")
    parser.add_argument("--to", type=Path, metavar="FILE", help="write everything there, and print only the figures")
    parser.set_defaults(run=measure)


def measure(arguments: argparse.Namespace) -> int:
    """Print the evaluation as JSON."""
    found = evaluate(
        Bundle.load(arguments.bundle),
        DataSet.open(arguments.data_set),
        arguments.split,
        device=arguments.device,
        threads=arguments.threads,
        told=lambda done, total: print(f"\r{done} of {total}", end="", file=sys.stderr),  # noqa: T201
    )
    print(file=sys.stderr)  # noqa: T201
    if arguments.to:
        write_json(arguments.to, found)
        found = {name: value for name, value in found.items() if name in SHORT}
    print(json.dumps(found, indent=2, ensure_ascii=False))  # noqa: T201
    return 0


SHORT = {"items", "top1", "top1_interval", "top5", "calibration_error", "wer", "wer_interval", "cer", "cer_interval"}
