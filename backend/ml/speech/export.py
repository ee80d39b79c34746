"""A Wav2Vec2 as it is written down and compared with its files."""

from collections.abc import Mapping

import torch
from torch import Tensor, nn

from ml.bundle import Architecture, Manifest
from ml.export.parts import Answers
from ml.speech import networks
from ml.speech.postprocess import Alphabet, alphabet_of, collapse
from ml.speech.spec import sound_spec
from ml.types import Spec

PARITY_SECONDS = ((1, 1.0), (2, 1.5), (3, 3.3))


def network_of(
    manifest: Manifest, architecture: Architecture, state: Mapping[str, Tensor]
) -> tuple[nn.Module, nn.Module]:
    """The network that a bundle's weights fill, which is served as it is. Raises RuntimeError."""
    network = networks.restored(architecture, len(manifest.outputs), manifest.blank or 0, state)
    return network, network


def inputs_for(spec: Spec) -> list[Tensor]:
    """Random waves of several lengths, (N, samples)."""
    rate, generator = sound_spec(spec).sample_rate, torch.Generator().manual_seed(1)
    return [torch.randn(count, int(seconds * rate), generator=generator) for count, seconds in PARITY_SECONDS]


def answers_of(manifest: Manifest) -> Answers:
    """What is compared: the text of each wave."""
    return texts_in(alphabet_of(manifest))


def texts_in(alphabet: Alphabet) -> Answers:
    """(N, frames, vocabulary) -> N texts, read greedily."""
    return lambda logits: [collapse(row, alphabet) for row in logits.argmax(-1)]
