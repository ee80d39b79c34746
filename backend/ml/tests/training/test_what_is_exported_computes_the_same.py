"""Export to ONNX, for our own and for full-size networks; runs where torch is installed."""

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")
onnx = pytest.importorskip("onnx")

from PIL import Image  # noqa: E402

from ml.bundle import write_bundle  # noqa: E402
from ml.export.to_onnx import largest_difference, store_weights_in_half, to_onnx  # noqa: E402
from ml.serving.engine import load  # noqa: E402
from ml.types import Classification, Item, Result  # noqa: E402
from ml.vision.networks import FlipAveraged, WideResNet  # noqa: E402

BATCHES = (1, 2, 5, 32)


@pytest.fixture(scope="module")
def classifier() -> FlipAveraged:
    torch.manual_seed(0)
    classifier = FlipAveraged(WideResNet((16, 24, 32), 10))
    classifier.eval()
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
    other = FlipAveraged(WideResNet((16, 24, 32), 10)).eval()
    assert largest_difference(other, exported, [torch.randn(2, 3, 32, 32)]) > 1e-3


def test_weights_stored_in_half_make_half_the_file_and_nearly_the_same_logits(
    classifier: FlipAveraged, exported: Path, tmp_path: Path
) -> None:
    (tmp_path / "half.onnx").write_bytes(exported.read_bytes())
    store_weights_in_half(tmp_path / "half.onnx")
    weights = sum(np.prod(weight.dims) for weight in onnx.load(exported).graph.initializer)
    assert (tmp_path / "half.onnx").stat().st_size < exported.stat().st_size - 1.8 * weights
    assert largest_difference(classifier, tmp_path / "half.onnx", [torch.randn(4, 3, 32, 32)]) < 1e-2


def test_a_full_size_resnet_50_is_exported_and_served_by_the_same_code(tmp_path: Path) -> None:
    torchvision = pytest.importorskip("torchvision")
    torch.manual_seed(0)
    network, model = torchvision.models.resnet50(weights=None).eval(), tmp_path / "model.onnx"
    to_onnx(network, torch.randn(2, 3, 224, 224), model, "pixels", dynamic=(0,))
    assert largest_difference(network, model, [torch.randn(3, 3, 224, 224)]) < 1e-3
    write_bundle(tmp_path / "bundle", FULL_SIZE, {"model.onnx": model})
    Image.effect_noise((640, 480), 60).save(tmp_path / "noise.png")
    alone, *together = load(tmp_path / "bundle", "cpu", 1).predict_many([Item(tmp_path / "noise.png")] * 3)
    for answer in (alone, *together):
        assert isinstance(answer, Result)
        assert isinstance(answer.output, Classification)
        assert len(answer.output.labels) == 5


FULL_SIZE = {
    "slug": "resnet-50", "kind": "image-classification", "title": "ResNet-50", "summary": "", "licence": "",
    "preprocess": {
        "size": 224, "resize": "center-crop", "resize_to": 256,
        "mean": (0.485, 0.456, 0.406), "std": (0.229, 0.224, 0.225),
    },
    "labels": [str(number) for number in range(1000)], "metrics": {}, "lineage": {}, "parameters": 25_557_032,
}  # fmt: skip
