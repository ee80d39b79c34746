"""A ResNet as it is written down and compared with its files."""

from collections.abc import Iterable, Mapping

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from ml.bundle import Architecture, Manifest
from ml.export.parts import Answers
from ml.types import Spec
from ml.vision import networks
from ml.vision.spec import image_spec

PARITY_BATCHES = (1, 2, 7)


def network_of(
    manifest: Manifest, architecture: Architecture, state: Mapping[str, Tensor]
) -> tuple[nn.Module, nn.Module]:
    """The network that a bundle's weights fill, and the graph around it that is served. Raises RuntimeError."""
    network = networks.restored(architecture, len(manifest.outputs), state)
    return network, networks.served(network, architecture.mirror, architecture.temperature)


def inputs_for(spec: Spec) -> list[Tensor]:
    """Random inputs of several sizes, (N, 3, size, size)."""
    size, generator = image_spec(spec).size, torch.Generator().manual_seed(1)
    return [torch.randn(count, 3, size, size, generator=generator) for count in PARITY_BATCHES]


def answers_of(_: Manifest) -> Answers:
    """What is compared: the best class of each picture."""
    return best_classes


def best_classes(logits: NDArray[np.float32]) -> list[int]:
    """(N, classes) -> N numbers."""
    return [int(place) for place in logits.argmax(1)]


def fitted_temperature(classifier: nn.Module, batches: Iterable[tuple[Tensor, Tensor]]) -> float:
    """The divisor of the logits that makes the confidence true on unseen images (Guo et al. 2017, arXiv:1706.04599).

    Args:
        batches: pixels and labels.
    """
    with torch.inference_mode():
        parts = [(classifier(pixels), labels) for pixels, labels in batches]
    logits, labels = (torch.cat(column) for column in zip(*parts, strict=True))
    candidates = torch.logspace(-1.5, 1, 200)
    losses = [functional.cross_entropy(logits / temperature, labels) for temperature in candidates]
    return round(float(candidates[int(torch.stack(losses).argmin())]), 4)
