"""Torchvision's ResNets with its ImageNet weights, by name.

Torchvision publishes them as pickles. They are taken as the safetensors that timm keeps of the very same weights; and
where an administrator has put torchvision's own file into the cache of torch, it is read in the one way that cannot run
code, and written as safetensors at once (docs/decisions/0004-torchvision-weights.md).
"""

import json
import pickle
import re
import zipfile
from pathlib import Path

import torch
from safetensors.torch import save_file
from torchvision.models import WeightsEnum, get_model_weights

from ml.adopt.hub import Snapshot, fetch_repository
from ml.adopt.labels import told_apart
from ml.adopt.vocabulary import CONFIG
from ml.adopt.weights import WEIGHTS, fill
from ml.bundle import sha256_of
from ml.errors import AdoptError
from ml.progress import ProgressCallback
from ml.vision.networks import PHOTO_NETWORKS, build

PREFIX = "torchvision/"
REPOSITORIES = {
    ("resnet18", "IMAGENET1K_V1"): "timm/resnet18.tv_in1k",
    ("resnet34", "IMAGENET1K_V1"): "timm/resnet34.tv_in1k",
    ("resnet50", "IMAGENET1K_V1"): "timm/resnet50.tv_in1k",
    ("resnet50", "IMAGENET1K_V2"): "timm/resnet50.tv2_in1k",
    ("resnet101", "IMAGENET1K_V1"): "timm/resnet101.tv_in1k",
    ("resnet101", "IMAGENET1K_V2"): "timm/resnet101.tv2_in1k",
}
LICENCE = (
    "BSD-3-Clause, as torchvision. The weights were trained on ImageNet, whose photos are given for non-commercial "
    "research and education; torchvision leaves it to you to find out whether that permits your use."
)


def weights_called(name: str) -> tuple[str, WeightsEnum]:
    """The network and its weights: torchvision's default ones, or those that stand behind a colon.

    Args:
        name: `torchvision/resnet50`, or `torchvision/resnet50:IMAGENET1K_V1`.

    Raises:
        AdoptError: there are none of this name.
    """
    network, _, version = name.removeprefix(PREFIX).partition(":")
    if network not in PHOTO_NETWORKS:
        raise AdoptError(f"There is no {name}; of torchvision there are {', '.join(PHOTO_NETWORKS)}.")
    known = get_model_weights(network)
    if version and version not in known.__members__:
        raise AdoptError(f"There is no {name}; weights of {network} are {', '.join(known.__members__)}.")
    return network, known[version] if version else known.DEFAULT


def fetch_weights(network: str, weights: WeightsEnum, folder: Path, callback: ProgressCallback) -> tuple[str, Snapshot]:
    """Bring `model.safetensors` and `config.json` into `folder`.

    Returns:
        From where, and what was fetched.

    Raises:
        AdoptError: neither the cache of torch nor the hub has them, or a file is damaged.
    """
    folder.mkdir(parents=True, exist_ok=True)
    prepared = Path(torch.hub.get_dir()) / "checkpoints" / weights.url.rpartition("/")[2]
    if prepared.exists():
        convert(prepared, network, folder / WEIGHTS)
        found = "the cache of torch", Snapshot("", {prepared.name: sha256_of(prepared)})
    else:
        repository = REPOSITORIES[network, weights.name]
        found = repository, fetch_repository(repository, (WEIGHTS,), (), folder, callback)
    (folder / CONFIG).write_text(json.dumps(description(network, weights)), encoding="utf-8")
    return found


def convert(file: Path, network: str, target: Path) -> None:
    """Torchvision's file as safetensors.

    Raises:
        AdoptError: it is not what its name promises, or not the weights of this network.
    """
    promised = re.search(r"-([0-9a-f]{8,64})\.pth$", file.name)
    if not promised or not sha256_of(file).startswith(promised[1]):
        raise AdoptError(
            f"{file} is damaged: its sha256 does not begin with the digits of its name. Remove it, then try again."
        )
    try:
        state = torch.load(file, map_location="cpu", weights_only=True, mmap=zipfile.is_zipfile(file))
        fill(build(network, {}, len(state["fc.bias"])), state)
    except (pickle.UnpicklingError, RuntimeError, EOFError, AttributeError, KeyError, TypeError) as error:
        raise AdoptError(f"{file} does not hold the weights of {network} alone; it was not read further.") from error
    save_file({name: value.clone().contiguous() for name, value in state.items()}, target)


def description(network: str, weights: WeightsEnum) -> dict[str, object]:
    """What torchvision knows of its weights: labels, and how they were measured to look at a picture."""
    look = weights.transforms()
    return {
        "architecture": network,
        "labels": list(told_apart([str(label) for label in weights.meta["categories"]])),
        "preprocess": {
            "size": look.crop_size[0],
            "resize": "center-crop",
            "resize_to": look.resize_size[0],
            "mean": list(look.mean),
            "std": list(look.std),
        },
    }
