"""A bundle's files written anew from its weights: by a newer exporter, or where only `model.safetensors` came along."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from ml.bundle import WEIGHTS, Bundle, SoundSpec, write_bundle
from ml.datasets.frozen import DataSet
from ml.errors import BundleError
from ml.export.parts import Parity, Trained, write_parts
from ml.export.weights import load_weights
from ml.serving.tasks import task_of
from ml.speech import networks as speech_networks
from ml.speech.postprocess import Alphabet, collapse
from ml.types import Item
from ml.vision import networks as image_networks

PIXEL_LIMIT = 100_000_000
PARITY_BATCHES, PARITY_SECONDS = (1, 2, 7), ((1, 1.0), (2, 1.5), (3, 3.3))


def export_again(bundle: Bundle, data_set: DataSet, folder: Path, most: int | None = None) -> tuple[Bundle, Parity]:
    """Write the bundle with new files into `folder`; its figures stay, for the answers are the same.

    Args:
        most: so many validation items are compared; none is all.

    Raises:
        BundleError: there are no weights, they do not fill the network, or the files do not compute the same.
    """
    network, served = network_of(bundle)
    sound = isinstance(bundle.manifest.preprocess, SoundSpec)
    trained = Trained(
        network, served, "wave" if sound else "pixels", (0, 1) if sound else (0,),
        list(inputs_for(bundle)), validation(bundle, data_set, most), answers_of(bundle),
    )  # fmt: skip
    with TemporaryDirectory() as workplace:
        files, parity = write_parts(trained, Path(workplace))
        kept = {name: bundle.file(name) for name in bundle.manifest.files}
        content = bundle.manifest.model_dump(mode="json", exclude_none=True, exclude={"files"})
        content["metrics"] = {**content["metrics"], **parity.as_metrics()}
        return write_bundle(folder, content, {**kept, **files}), parity


def network_of(bundle: Bundle) -> tuple[nn.Module, nn.Module]:
    """The network that the bundle's weights fill, and the graph around it that is served. Raises BundleError."""
    manifest, architecture = bundle.manifest, bundle.manifest.architecture
    if architecture is None or WEIGHTS not in manifest.files:
        raise BundleError(f"{manifest.slug} has no {WEIGHTS} with the network that it fills, so it cannot be exported.")
    state = load_weights(bundle.file(WEIGHTS))
    if manifest.vocabulary:
        network = speech_networks.build(architecture.options, len(manifest.vocabulary), manifest.blank or 0)
        speech_networks.fit_layers(network, state)
    else:
        network = image_networks.build(architecture.family, architecture.options, len(manifest.labels or ()))
        image_networks.fit_channels(network, state)
    try:
        network.load_state_dict(state)
    except RuntimeError as error:
        raise BundleError(f"{manifest.slug}: {WEIGHTS} does not fill a {architecture.family}: {error}") from error
    network.eval()
    if manifest.vocabulary:
        return network, network
    return network, image_networks.served(network, architecture.mirror, architecture.temperature)


def inputs_for(bundle: Bundle) -> Iterator[Tensor]:
    """Random inputs of several sizes."""
    generator, spec = torch.Generator().manual_seed(1), bundle.manifest.preprocess
    if isinstance(spec, SoundSpec):
        for count, seconds in PARITY_SECONDS:
            yield torch.randn(count, int(seconds * spec.sample_rate), generator=generator)
        return
    for count in PARITY_BATCHES:
        yield torch.randn(count, 3, spec.size, spec.size, generator=generator)


def validation(bundle: Bundle, data_set: DataSet, most: int | None) -> Iterator[Tensor]:
    """The network's inputs for the validation items, one item after the other."""
    task = task_of(bundle, PIXEL_LIMIT)
    for item in data_set.items("validation")[:most]:
        for piece in task.pieces(Item(data_set.path(item))):
            yield torch.from_numpy(piece.array)[None]


def answers_of(bundle: Bundle) -> Callable[[NDArray[np.float32]], Sequence[object]]:
    """What is compared: the best label, or the text."""
    manifest = bundle.manifest
    if not manifest.vocabulary:
        return lambda logits: [int(index) for index in logits.argmax(1)]
    alphabet = Alphabet(manifest.vocabulary, manifest.blank or 0, manifest.word_delimiter or " ")
    return lambda logits: [collapse(row, alphabet) for row in logits.argmax(-1)]
