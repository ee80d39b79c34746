"""A worker whose model only sleeps, as a card of the class L4 would compute: `... sleeping_model SECONDS decode|no`.

0.08 ms a picture: ResNet-50 in int8 on an L4 by MLPerf. What is left is decoding, the queue and the answers.
"""

import json
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any
from unittest.mock import patch

import numpy as np

from apps.predictions import run
from apps.predictions.models import Prediction, Status
from bench.serving.inside.worker import become_worker
from ml.serving.predictor import Piece
from ml.serving.session import Inferred, Session
from ml.vision.serve import ImagePredictor

SECONDS_PER_PICTURE = 0.00008


def sleep(_: Session, batch: "np.typing.NDArray[np.float32]") -> Inferred:
    """In the place of computing."""
    time.sleep(len(batch) * SECONDS_PER_PICTURE)
    return Inferred(np.zeros((len(batch), 3), np.float32))


def blank(self: ImagePredictor, _item: Any) -> Iterator[Piece]:
    """In the place of decoding."""
    yield self.blank()


def main(seconds: float, decode: str) -> None:
    """Answer what waits."""
    become_worker()
    with ExitStack() as stack:
        stack.enter_context(patch.object(Session, "infer", sleep))
        if decode != "decode":
            stack.enter_context(patch.object(ImagePredictor, "pieces", blank))
        sys.stdout.write(json.dumps(measured(seconds)) + "\n")


def measured(seconds: float) -> dict[str, float]:
    """Answers a second, and CPU of this process for each."""
    drain(0)  # one batch: the model is loaded
    before, began, cpu = ended(), time.perf_counter(), time.process_time()
    drain(seconds)
    took, used, answered = time.perf_counter() - began, time.process_time() - cpu, ended() - before
    return {"rate": answered / took, "cpu_ms": 1000 * used / max(1, answered), "answered": answered}


def drain(seconds: float) -> None:
    """As a worker does, until nothing waits or the time is up."""
    run.drain(["image-classification"], seconds=seconds, wake=lambda _kinds: None)


def ended() -> int:
    """Predictions that have their answer."""
    return Prediction.objects.filter(status=Status.SUCCEEDED).count()


if __name__ == "__main__":
    main(float(sys.argv[1]), sys.argv[2])
