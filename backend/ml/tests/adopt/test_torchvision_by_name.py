"""Torchvision's weights come from the cache of torch or from a hub, with the numbers and labels of their version."""

import hashlib
import json
import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

torch = pytest.importorskip("torch")

from safetensors.torch import load_file, save  # noqa: E402
from torchvision.models import ResNet18_Weights, ResNet50_Weights, resnet18, resnet50  # noqa: E402

from ml.adopt.install import fetch  # noqa: E402
from ml.errors import AdoptError  # noqa: E402
from ml.tests.adopt.local_hub import COMMIT, LocalHub, use  # noqa: E402


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of torch's cache, and no hub."""
    monkeypatch.setenv("TORCH_HOME", str(tmp_path / "torch"))
    use(monkeypatch, "http://127.0.0.1:9", tmp_path / "hub-cache")
    place = tmp_path / "torch/hub/checkpoints"
    place.mkdir(parents=True)
    return place


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cache: Path) -> Iterator[LocalHub]:
    content = save(resnet18().state_dict())
    with LocalHub({"timm/resnet18.tv_in1k/model.safetensors": content}).running() as running:
        use(monkeypatch, running.url, tmp_path / "hub-cache")
        yield running


def put(cache: Path, monkeypatch: pytest.MonkeyPatch, weights: Any, content: Any) -> Path:
    """Save something as the file of these weights, under a name with its own hash, as torchvision does."""
    torch.save(content, cache / "new")
    digest = hashlib.sha256((cache / "new").read_bytes()).hexdigest()
    name = f"{weights.url.rpartition('/')[2].partition('-')[0]}-{digest[:8]}.pth"
    monkeypatch.setattr(weights.value, "url", f"https://download.pytorch.org/models/{name}", raising=True)
    return (cache / "new").rename(cache / name)


def bring(name: str, tmp_path: Path) -> tuple[Any, Path]:
    return fetch(name, tmp_path / "here", lambda *_: None), tmp_path / "here"


def test_the_cache_of_torch_is_enough(cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    network = resnet18()
    file = put(cache, monkeypatch, ResNet18_Weights.IMAGENET1K_V1, network.state_dict())
    found, folder = bring("torchvision/resnet18", tmp_path)
    state = load_file(folder / "model.safetensors")
    assert all(torch.equal(state[name], value) for name, value in network.state_dict().items())
    assert found.origin["files_sha256"] == {file.name: hashlib.sha256(file.read_bytes()).hexdigest()}
    assert found.origin["published"]["imagenet_top1"] == pytest.approx(0.69758)
    assert (found.source, "ImageNet" in found.licence) == (
        "torchvision/resnet18, IMAGENET1K_V1, from the cache of torch",
        True,
    )


@pytest.mark.parametrize(("version", "resize_to"), [("", 232), (":IMAGENET1K_V1", 256), (":IMAGENET1K_V2", 232)])
def test_each_version_of_the_weights_has_its_own_numbers(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str, resize_to: int
) -> None:
    chosen = ResNet50_Weights[version[1:]] if version else ResNet50_Weights.DEFAULT
    put(cache, monkeypatch, chosen, resnet50().state_dict())
    _, folder = bring(f"torchvision/resnet50{version}", tmp_path)
    config = json.loads((folder / "config.json").read_text())
    assert (config["preprocess"]["resize_to"], config["preprocess"]["size"]) == (resize_to, 224)
    assert len(set(config["labels"])) == 1000
    assert config["labels"][:2] == ["tench", "goldfish"]


def test_a_file_that_is_not_what_its_name_promises_is_refused(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = put(cache, monkeypatch, ResNet18_Weights.IMAGENET1K_V1, resnet18().state_dict())
    file.write_bytes(file.read_bytes()[:-1] + b"!")
    with pytest.raises(AdoptError, match="does not begin with the digits of its name"):
        bring("torchvision/resnet18", tmp_path)


class Bomb:
    """Runs something when it is unpickled."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> Any:
        return Path.touch, (self.mark,)


@pytest.mark.parametrize("protocol", ["torch", "pickle"])
def test_a_file_with_code_in_it_is_refused_and_nothing_runs(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, protocol: str
) -> None:
    weights, mark = ResNet18_Weights.IMAGENET1K_V1, tmp_path / "it ran"
    file = put(cache, monkeypatch, weights, {"fc.bias": Bomb(mark)})
    if protocol == "pickle":
        content = pickle.dumps({"fc.bias": Bomb(mark)})
        name = f"resnet18-{hashlib.sha256(content).hexdigest()[:8]}.pth"
        file.with_name(name).write_bytes(content)
        monkeypatch.setattr(weights.value, "url", f"https://download.pytorch.org/models/{name}")
    with pytest.raises(AdoptError, match="does not hold the weights of resnet18 alone"):
        bring("torchvision/resnet18", tmp_path)
    assert not mark.exists()


def test_weights_of_another_network_are_refused(cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(cache, monkeypatch, ResNet18_Weights.IMAGENET1K_V1, resnet50().state_dict())
    with pytest.raises(AdoptError, match="does not fit the network"):
        bring("torchvision/resnet18", tmp_path)


def test_without_a_cache_they_come_from_the_hub_as_safetensors(hub: LocalHub, tmp_path: Path) -> None:
    found, folder = bring("torchvision/resnet18", tmp_path)
    assert found.origin["commit"] == COMMIT
    assert found.source == "torchvision/resnet18, IMAGENET1K_V1, from timm/resnet18.tv_in1k"
    assert set(found.origin["files_sha256"]) == {"model.safetensors"}
    assert json.loads((folder / "config.json").read_text())["architecture"] == "resnet18"
    assert len(hub.spans) == 1


def test_without_a_cache_and_a_hub_it_is_a_sentence(cache: Path, tmp_path: Path) -> None:
    with pytest.raises(AdoptError, match=r"cannot be reached.*all of timm/resnet101.tv2_in1k"):
        bring("torchvision/resnet101", tmp_path)
    assert not list(cache.iterdir())


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("torchvision/resnet19", "of torchvision there are resnet18, resnet34, resnet50, resnet101"),
        ("torchvision/vgg16", "of torchvision there are"),
        ("torchvision/resnet18:IMAGENET1K_V2", "weights of resnet18 are IMAGENET1K_V1"),
    ],
)
def test_what_torchvision_does_not_have_is_told_with_what_it_has(tmp_path: Path, name: str, words: str) -> None:
    with pytest.raises(AdoptError, match=words):
        bring(name, tmp_path)
