"""How well drift is seen, and accuracy estimated, where it is known: the tables of docs/drift.md.

`python -m bench.drift pictures`: CIFAR-10's test pictures, damaged in twelve ways of five strengths.
"""

import argparse
import logging
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "backend"))
os.environ["OPENBLAS_NUM_THREADS"] = "1"  # as a worker has it

import numpy as np

from bench.drift.cells import Answered, alarms, measured
from bench.drift.pictures import Pictures
from bench.drift.report import rows, summary
from ml.bundle import Bundle
from ml.drift.evidence import WINDOW
from ml.drift.reference import Reference, read

SEED = 1
say = logging.getLogger(__name__).info


def false_alarms(clean: list[Answered], reference: Reference, windows: int) -> int:
    """In streams of ten windows each, drawn from what is undamaged."""
    random, length = np.random.default_rng(SEED), 10 * WINDOW
    streams = [random.choice(len(clean), length, replace=length > len(clean)) for _ in range(windows // 10)]
    return sum(alarms([clean[place].seen for place in stream], reference) for stream in streams)


def main(bundle: Bundle, pack: Path, most: int, windows: int) -> None:
    """Print both."""
    reference = read(bundle.manifest.drift)
    if reference is None:
        raise SystemExit(f"{bundle.folder} keeps nothing to tell by: python -m ml drift")
    pictures = Pictures(bundle, pack, most)
    clean = pictures.undamaged()
    cells = {(name, strength): measured(found, reference) for name, strength, found in pictures.cells()}
    for line in rows(cells):
        say(line)
    for line in summary(cells, measured(clean, reference), windows, false_alarms(clean, reference, windows)):
        say("- %s", line)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    parser = argparse.ArgumentParser(prog="python -m bench.drift", description=__doc__)
    parser.add_argument("medium", choices=["pictures"])
    parser.add_argument("--bundle", type=Path, default=ROOT / "backend/ml/bundles/resnet-cifar10")
    parser.add_argument("--pack", type=Path, default=ROOT.parent / "shared/data/cifar10/cifar10-test.npz")
    parser.add_argument("--most", type=int, default=1000, help="so many files in each cell")
    parser.add_argument("--windows", type=int, default=500, help="undamaged windows in which no alarm should go on")
    given = parser.parse_args()
    main(Bundle.load(given.bundle), given.pack, given.most, given.windows)
