"""A bundle's files written anew from its weights: by a newer exporter, or where only `model.safetensors` came along."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

import torch
from torch import Tensor, nn

from ml.bundle import WEIGHTS, Architecture, Bundle, Manifest, write_bundle
from ml.datasets.frozen import DataSet
from ml.errors import BundleError
from ml.export.parts import Answers, Parity, Trained, write_parts
from ml.export.weights import load_weights
from ml.kinds import KindFile, kind_of
from ml.serving.predictor import predictor_of
from ml.types import Limits, Spec


class ExportFile(Protocol):
    """Networks and their files."""

    def network_of(
        self, manifest: Manifest, architecture: Architecture, state: dict[str, Tensor]
    ) -> tuple[nn.Module, nn.Module]:
        """The network that a bundle's weights fill, and the graph around it that is served. Raises RuntimeError."""

    def inputs_for(self, spec: Spec) -> Sequence[Tensor]:
        """Random inputs of several sizes, by which parity is judged; the second one is traced."""

    def answers_of(self, manifest: Manifest, /) -> Answers:
        """What the service would say to a batch of logits."""


EXPORT: KindFile[ExportFile] = KindFile("export")
LIMITS = Limits(max_pixels=100_000_000)


def reexport(bundle: Bundle, data_set: DataSet, folder: Path, most: int | None = None) -> tuple[Bundle, Parity]:
    """Write the bundle with new files into `folder`; its figures stay, for the answers are the same.

    Args:
        most: so many validation items are compared; none is all.

    Raises:
        BundleError: there are no weights, they do not fill the network, or the files do not compute the same.
    """
    network, served = network_of(bundle)
    kind, export = kind_of(bundle.manifest.kind), EXPORT.of(bundle.manifest.kind)
    trained = Trained(
        network, served, kind.input, kind.dynamic, export.inputs_for(bundle.manifest.preprocess),
        validation(bundle, data_set, most), export.answers_of(bundle.manifest),
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
    try:
        return EXPORT.of(manifest.kind).network_of(manifest, architecture, state)
    except RuntimeError as error:
        raise BundleError(f"{manifest.slug}: {WEIGHTS} does not fill a {architecture.family}: {error}") from error


def validation(bundle: Bundle, data_set: DataSet, most: int | None) -> Iterator[Tensor]:
    """The network's inputs for the validation items, one item after the other."""
    predictor = predictor_of(bundle, LIMITS)
    for item in data_set.items("validation")[:most]:
        for piece in predictor.pieces(data_set.path(item)):
            yield torch.from_numpy(piece.array)[None]
