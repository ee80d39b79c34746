"""`auto`, `cpu` and `cuda:N`, decided from what ONNX Runtime offers, so that it is tested without a graphics card."""

from pathlib import Path

import pytest

from ml.errors import BundleError, DeviceError
from ml.serving.session import CPU, CUDA, choose_device, open_session, providers_of


@pytest.mark.parametrize(
    ("wanted", "available", "device"),
    [
        ("auto", [CPU], "cpu"),
        ("auto", ["AzureExecutionProvider", CPU], "cpu"),
        ("auto", [CUDA, CPU], "cuda:0"),
        ("cpu", [CUDA, CPU], "cpu"),
        ("cuda:0", [CUDA, CPU], "cuda:0"),
        ("cuda:3", ["TensorrtExecutionProvider", CUDA, CPU], "cuda:3"),
    ],
)
def test_a_wish_becomes_a_device(wanted: str, available: list[str], device: str) -> None:
    assert choose_device(wanted, available) == device


def test_cuda_without_its_provider_is_refused_with_the_cure() -> None:
    with pytest.raises(DeviceError, match="serve-gpu"):
        choose_device("cuda:1", [CPU])


@pytest.mark.parametrize("wanted", ["", "gpu", "cuda", "cuda:", "cuda:-1", "cuda:x", "CPU"])
def test_an_unknown_device_is_refused(wanted: str) -> None:
    with pytest.raises(DeviceError, match="not one of"):
        choose_device(wanted, [CUDA, CPU])


def test_the_card_is_named_to_the_runtime_and_the_cpu_stands_behind_it() -> None:
    first, last = providers_of("cuda:2")
    assert (first[0], last) == (CUDA, CPU)
    assert isinstance(first, tuple)
    assert first[1]["device_id"] == "2"
    assert providers_of("cpu") == [CPU]


class CpuOnlyGraph:
    """What ONNX Runtime hands out when CUDA was asked for and did not start."""

    def get_providers(self) -> list[str]:
        return [CPU]

    def get_inputs(self) -> list["Named"]:
        return [Named("pixels")]

    def get_outputs(self) -> list["Named"]:
        return [Named("logits")]


class Named:
    def __init__(self, name: str) -> None:
        self.name = name


@pytest.fixture
def _card_that_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onnxruntime.get_available_providers", lambda: [CUDA, CPU])
    monkeypatch.setattr("onnxruntime.InferenceSession", lambda *_, **__: CpuOnlyGraph())


@pytest.mark.usefixtures("_card_that_does_not_start")
def test_a_card_that_does_not_start_is_told_and_not_hidden() -> None:
    assert open_session(Path("model.onnx"), "auto", 1).device == "cpu"
    with pytest.raises(DeviceError, match="did not start"):
        open_session(Path("model.onnx"), "cuda:0", 1)


def test_a_file_that_is_no_graph_is_refused(tmp_path: Path) -> None:
    (tmp_path / "model.onnx").write_bytes(b"no graph")
    with pytest.raises(BundleError, match=r"model\.onnx"):
        open_session(tmp_path / "model.onnx", "cpu", 1)
