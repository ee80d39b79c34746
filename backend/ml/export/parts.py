"""What every bundle of a trained network holds: the served graph as ONNX and as a `torch.export` program, the weights.

All three keep large weights as float16, half the size, and compute in float32. Nothing is written that does not compute
what torch computes.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from ml.bundle import MODEL, PROGRAM, WEIGHTS
from ml.errors import BundleError
from ml.export.embedding import show_embedding
from ml.export.to_onnx import LogitsOnly, largest_difference, open_cpu, store_weights_in_half, to_onnx
from ml.export.to_pt2 import load_program, to_pt2
from ml.export.weights import save_weights

logger = logging.getLogger(__name__)
Answers = Callable[[NDArray[np.float32]], Sequence[object]]


@dataclass(frozen=True, slots=True)
class Parity:
    """How far the written files are from torch.

    `exact` and `halved` are the largest difference of any logit before and after the weights were halved; `differing`
    of `items` validation items get another answer (label or text) from the file than from torch.
    """

    exact: float
    halved: float
    program: float
    items: int
    differing: int

    def as_metrics(self) -> dict[str, float | int]:
        """As it stands in a bundle's metrics."""
        return {
            "export_difference": float(f"{self.exact:.2g}"),
            "export_difference_halved": float(f"{self.halved:.2g}"),
            "export_items": self.items,
            "export_items_differing": self.differing,
        }


@dataclass(frozen=True, slots=True)
class Limits:
    """What is still the same: differences of logits, and the share of validation items that may be answered otherwise.

    Halved weights move a logit in its third digit, which decides an item only where two answers were nearly even.
    """

    exact: float = 1e-3
    halved: float = 1e-1
    differing: float = 0.01


@dataclass(frozen=True, slots=True)
class Trained:
    """A network to be written down.

    `network` is what is trained further; `served` is what is served, often the same, else built around it. `inputs` are
    the inputs of several sizes by which parity is judged, the second one is traced (no axis of it that is dynamic may
    have the length 1). `validation` are batches, `answers` what the service would say to a batch of logits.
    """

    network: nn.Module
    served: nn.Module
    input_name: str
    dynamic: Sequence[int]
    inputs: Sequence[Tensor]
    validation: Iterable[Tensor]
    answers: Answers


def write_parts(trained: Trained, folder: Path, limits: Limits | None = None) -> tuple[dict[str, Path], Parity]:
    """Write the three files into `folder`; gives them by their name in the bundle, and the parity that was measured.

    Raises:
        BundleError: a file does not compute what torch computes.
    """
    limits = limits or Limits()
    model, program, weights = folder / MODEL, folder / PROGRAM, folder / WEIGHTS
    served = trained.served.eval()
    to_onnx(served, trained.inputs[1], model, trained.input_name, trained.dynamic)
    exact = largest_difference(served, model, trained.inputs)
    store_weights_in_half(model)
    show_embedding(model, trained.inputs[1].numpy()[:2])
    halved = largest_difference(served, model, trained.inputs)
    to_pt2(served, trained.inputs[1], program, trained.dynamic)
    save_weights(trained.network, weights)
    items, differing = differing_answers(trained, model)
    parity = Parity(exact, halved, program_difference(served, program, trained.inputs), items, differing)
    logger.info("%s", parity)
    refuse_differences(parity, limits)
    return {MODEL: model, PROGRAM: program, WEIGHTS: weights}, parity


def differing_answers(trained: Trained, model: Path) -> tuple[int, int]:
    """How many validation items there are, and how many get another answer from the file than from torch."""
    session, reference, items, differing = open_cpu(model), LogitsOnly(trained.served).eval(), 0, 0
    for batch in trained.validation:
        with torch.no_grad():
            expected = trained.answers(reference(batch).float().numpy())
        (logits,) = session.run(["logits"], {trained.input_name: batch.numpy()})
        differing += sum(a != b for a, b in zip(expected, trained.answers(logits), strict=True))
        items += len(batch)
    return items, differing


def program_difference(served: nn.Module, program: Path, inputs: Sequence[Tensor]) -> float:
    """The largest difference of a logit between torch and the `torch.export` program as loaded from its file."""
    loaded, reference, worst = load_program(program), LogitsOnly(served).eval(), 0.0
    for batch in inputs:
        with torch.no_grad():
            worst = max(worst, float((loaded(batch) - reference(batch)).abs().max()))
    return worst


def refuse_differences(parity: Parity, limits: Limits) -> None:
    """Raises BundleError with the figures where the files are not the network."""
    if parity.exact > limits.exact or max(parity.halved, parity.program) > limits.halved:
        raise BundleError(
            f"The exported file differs from torch by {parity.exact:.3g} in a logit ({limits.exact} is allowed), with "
            f"halved weights by {parity.halved:.3g}, as a program by {parity.program:.3g} ({limits.halved} is allowed)."
        )
    if parity.differing > limits.differing * parity.items:
        raise BundleError(
            f"The exported file answers {parity.differing} of {parity.items} validation items otherwise than torch."
        )
