"""ONNX, `torch.export` and safetensors of one network; runs where torch is installed."""

from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import numpy as np
import pytest
from numpy.typing import NDArray

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")

from ml.errors import BundleError  # noqa: E402
from ml.export.parts import Limits, Trained, write_parts  # noqa: E402
from ml.export.to_pt2 import load_program  # noqa: E402
from ml.export.weights import load_weights  # noqa: E402
from ml.vision.networks import FlipAveraged, WideResNet  # noqa: E402


def best(logits: NDArray[np.float32]) -> list[int]:
    return [int(index) for index in logits.argmax(axis=1)]


@pytest.fixture(scope="module")
def trained() -> Trained:
    torch.manual_seed(0)
    network = WideResNet((32, 48, 64), 10).eval()
    for module in network.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            module.running_mean.uniform_(-0.5, 0.5)
            module.running_var.uniform_(0.5, 2)
    inputs = [torch.randn(size, 3, 32, 32) for size in (1, 2, 7)]
    served = FlipAveraged(network)
    return Trained(network, served, "pixels", (0,), inputs, [torch.randn(20, 3, 32, 32)] * 2, best)


def test_all_three_say_what_torch_says(trained: Trained, tmp_path: Path) -> None:
    files, parity = write_parts(trained, tmp_path)
    assert sorted(files) == ["model.onnx", "model.pt2", "model.safetensors"]
    assert parity.exact < 1e-5 < parity.halved < 1e-2
    assert parity.items == 40
    metrics = parity.as_metrics()
    assert metrics["export_items_differing"] == parity.differing
    program, batch = load_program(files["model.pt2"]), torch.randn(5, 3, 32, 32)
    assert torch.allclose(program(batch), trained.served(batch), atol=1e-2)
    again = WideResNet((32, 48, 64), 10)
    again.load_state_dict(load_weights(files["model.safetensors"]))
    assert torch.allclose(again.eval()(batch), trained.network(batch), atol=1e-2)


def test_each_form_is_half_the_size_of_float32(trained: Trained, tmp_path: Path) -> None:
    files, _ = write_parts(trained, tmp_path)
    weights = sum(value.numel() for value in trained.network.state_dict().values())
    assert files["model.safetensors"].stat().st_size < 2.4 * weights + 10_000
    assert files["model.pt2"].stat().st_size < 2.4 * weights + 200_000


def test_a_program_tells_nothing_of_the_machine_that_wrote_it(trained: Trained, tmp_path: Path) -> None:
    files, _ = write_parts(trained, tmp_path)
    for file in files.values():
        assert str(Path(__file__).parents[3]).encode() not in file.read_bytes()


def test_a_program_holds_no_input_of_whoever_wrote_it(trained: Trained, tmp_path: Path) -> None:
    files, _ = write_parts(trained, tmp_path)
    with ZipFile(files["model.pt2"]) as archive:
        assert not [name for name in archive.namelist() if "sample_inputs" in name and archive.getinfo(name).file_size]


def test_a_file_that_differs_from_torch_is_refused(trained: Trained, tmp_path: Path) -> None:
    with pytest.raises(BundleError, match=r"differs from torch by .* in a logit"):
        write_parts(trained, tmp_path, Limits(exact=1e-3, halved=1e-9))


def test_other_answers_on_the_validation_items_are_refused(trained: Trained, tmp_path: Path) -> None:
    calls: list[int] = []

    def changing(logits: NDArray[np.float32]) -> list[int]:
        """An answer that every second call gives otherwise, as a wrong decoding would."""
        calls.append(1)
        return [int(index) + len(calls) % 2 for index in logits.argmax(axis=1)]

    with pytest.raises(BundleError, match="answers 40 of 40 validation items otherwise"):
        write_parts(replace(trained, answers=changing), tmp_path)


def test_a_file_of_other_weights_is_no_safetensors(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"\x80\x04pickled")
    with pytest.raises(BundleError, match="not a readable safetensors"):
        load_weights(tmp_path / "model.safetensors")
