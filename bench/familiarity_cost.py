"""What it costs to tell how familiar a picture is, as a share of the processor's time of its whole answer.

From ``backend/``: ``../.venv/bin/python ../bench/familiarity_cost.py [BUNDLE] [PICTURE]``. Processor time of all
threads, so that other work on the machine counts little; the least of several rounds.
"""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "backend"))
os.environ["OPENBLAS_NUM_THREADS"] = "1"  # as a worker has it

from ml.bundle import Bundle
from ml.serving.engine import load
from ml.serving.familiarity import familiarity_of
from ml.serving.predictor import predictor_of
from ml.serving.session import open_session
from ml.types import Item

BUNDLE = ROOT / "backend/ml/bundles/resnet-cifar10"
PICTURE = ROOT / "backend/ml/tests/fixtures/cat.jpg"
ROUNDS, SECONDS = 9, 0.3


def cost(work: Callable[[], object]) -> float:
    """Seconds of processor time, the least of the rounds' means."""
    work()
    means = []
    for _ in range(ROUNDS):
        count, began = 0, time.process_time()
        while time.process_time() - began < SECONDS:
            work()
            count += 1
        means.append((time.process_time() - began) / count)
    return min(means)


def main(folder: Path, picture: Path) -> None:
    """Print a line for each size of batch."""
    bundle, engine = Bundle.load(folder), load(folder, "cpu", 1)
    known = familiarity_of(bundle)
    if known is None:
        raise SystemExit(f"{folder} keeps nothing to tell by.")
    array = next(iter(predictor_of(bundle).pieces(picture))).array
    session = open_session(bundle.file("model.onnx"), "cpu", 1)
    for size in (1, 8, 32):
        arrays = [array] * size
        seen = session.infer_rows(arrays)
        told = cost(lambda arrays=arrays, seen=seen: known.of(arrays, seen.logits, seen.embeddings))
        whole = cost(lambda size=size: engine.predict_many([Item(picture)] * size))
        line = (
            f"{size:>3}: {1e6 * told / size:.0f} of {1e6 * whole / size:.0f} us a picture, {100 * told / whole:.1f} %"
        )
        sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main(*(Path(given) for given in [*sys.argv[1:3], *[BUNDLE, PICTURE][len(sys.argv) - 1 :]]))
