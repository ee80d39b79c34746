"""The network of the shipped bundle is the one that the weights were made for, and its graph computes the same."""

from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="torch is not installed here; make install-train brings it")

from lite0.convert import noise, written  # noqa: E402 - after torch was looked for
from lite0.network import Lite0, SamePadded, folded  # noqa: E402


@pytest.fixture(scope="module")
def network() -> "Lite0":
    """With statistics as trained ones are: none is 0 or 1."""
    torch.manual_seed(3)
    made = Lite0()
    for module in made.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            torch.nn.init.normal_(module.running_mean, 0, 0.1)
            torch.nn.init.uniform_(module.running_var, 0.5, 1.5)
    made.eval()
    return made


def test_it_has_the_weights_of_the_paper(network: Lite0) -> None:
    assert sum(weight.numel() for weight in network.parameters()) == 4_652_008


@pytest.mark.parametrize(
    ("side", "kernel", "stride", "before", "after"), [(6, 3, 2, 0, 1), (7, 3, 2, 1, 1), (6, 5, 2, 1, 2)]
)
def test_what_is_left_of_the_padding_goes_to_the_right(
    side: int, kernel: int, stride: int, before: int, after: int
) -> None:
    layer = SamePadded(1, 1, kernel, stride)
    pixels = torch.rand(1, 1, side, side)
    padded = torch.nn.functional.pad(pixels, (before, after, before, after))
    expected = torch.nn.functional.conv2d(padded, layer.weight, stride=stride)
    assert torch.equal(layer(pixels), expected)


def test_folding_changes_nothing(network: Lite0) -> None:
    pictures = noise(2)
    with torch.no_grad():
        before = network(pictures)[0]
        after = folded(network)(pictures)[0]
    assert torch.allclose(before, after, atol=1e-4)


def test_the_graph_answers_logits_and_what_they_are_made_of(network: Lite0, tmp_path: Path) -> None:
    told = written(network, tmp_path / "model.onnx")
    assert told["export_difference"] < 1e-3
    assert (tmp_path / "model.onnx").stat().st_size < 10_000_000
