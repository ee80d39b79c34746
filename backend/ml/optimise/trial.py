"""What a change of the graph does to the answers on the validation items."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ml.bundle import Bundle
from ml.intervals import Counts
from ml.optimise.examples import LIMITS, Example, run
from ml.optimise.loss import loss_of
from ml.optimise.rates import ERROR_RATE, Loss
from ml.serving.predictor import predictor_of
from ml.serving.session import open_session


class Referee:
    """Compares graphs with the parent's on the same examples."""

    def __init__(self, bundle: Bundle, parent: Path, examples: Sequence[Example], threads: int = 1) -> None:
        self.counting, self.predictor = ERROR_RATE.of(bundle.manifest.kind), predictor_of(bundle, LIMITS)
        self.examples, self.threads = examples, threads
        self.truths = [example.truth for example in examples]
        self.units = self.counting.units(self.truths)
        self.logits, self.errors = self.compute(parent)
        self.power = float(np.square(self.logits).mean())

    def compute(self, model: Path) -> tuple[NDArray[np.float32], Counts]:
        """All logits in one row, and the errors of every item."""
        session = open_session(model, "cpu", self.threads)
        rows, found = [], []
        for _, outputs in run(session, self.predictor, self.examples):
            rows += [logits.ravel() for _, logits in outputs]
            found.append(self.predictor.answer(outputs).answer)
        return np.concatenate(rows), self.counting.errors(self.truths, found)

    def judge(self, model: Path) -> tuple[Loss, float]:
        """By how much the error rate is above the parent's, and the power of the logits' change over their own."""
        logits, errors = self.compute(model)
        noise = float(np.square(logits - self.logits).mean()) / self.power
        return loss_of(self.errors, errors, self.units), noise
