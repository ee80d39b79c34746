"""Export to ONNX, for our own and for full-size networks; runs where torch is installed."""

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")
onnx = pytest.importorskip("onnx")

from ml.export.to_onnx import largest_difference, store_weights_in_half, to_onnx  # noqa: E402
from ml.vision.model import FlipAveraged, ResNet  # noqa: E402

BATCHES = (1, 2, 5, 32)


@pytest.fixture(scope="module")
def classifier() -> FlipAveraged:
    torch.manual_seed(0)
    classifier = FlipAveraged(ResNet((16, 24, 32), 10)).eval()
    for module in classifier.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            module.running_mean.uniform_(-0.5, 0.5)
            module.running_var.uniform_(0.5, 2)
    return classifier


@pytest.fixture(scope="module")
def exported(classifier: FlipAveraged, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("exported") / "model.onnx"
    to_onnx(classifier, torch.randn(2, 3, 32, 32), file, "pixels", dynamic=(0,))
    return file


def test_our_network_is_exact_at_every_batch_size(classifier: FlipAveraged, exported: Path) -> None:
    inputs = [torch.randn(size, 3, 32, 32) for size in BATCHES]
    assert largest_difference(classifier, exported, inputs) < 1e-4


def test_a_difference_would_be_seen(classifier: FlipAveraged, exported: Path) -> None:
    other = FlipAveraged(ResNet((16, 24, 32), 10)).eval()
    assert largest_difference(other, exported, [torch.randn(2, 3, 32, 32)]) > 1e-3


def test_weights_stored_in_half_make_half_the_file_and_nearly_the_same_logits(
    classifier: FlipAveraged, exported: Path, tmp_path: Path
) -> None:
    (tmp_path / "half.onnx").write_bytes(exported.read_bytes())
    store_weights_in_half(tmp_path / "half.onnx")
    weights = sum(np.prod(weight.dims) for weight in onnx.load(exported).graph.initializer)
    assert (tmp_path / "half.onnx").stat().st_size < exported.stat().st_size - 1.8 * weights
    assert largest_difference(classifier, tmp_path / "half.onnx", [torch.randn(4, 3, 32, 32)]) < 1e-2


def test_a_full_size_resnet_50_is_exported_by_the_same_code(tmp_path: Path) -> None:
    torchvision = pytest.importorskip("torchvision")
    torch.manual_seed(0)
    network = torchvision.models.resnet50(weights=None).eval()
    to_onnx(network, torch.randn(2, 3, 224, 224), tmp_path / "model.onnx", "pixels", dynamic=(0,))
    assert largest_difference(network, tmp_path / "model.onnx", [torch.randn(3, 3, 224, 224)]) < 1e-3
