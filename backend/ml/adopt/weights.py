"""Safetensors with a configuration: a torchvision ResNet, or a Hugging Face Wav2Vec2 with a CTC head."""

from collections.abc import Mapping, Sequence
from math import prod
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from pydantic import JsonValue
from torch import Tensor, nn

from ml.adopt.details import ASSUMED, Details
from ml.adopt.ends import EXPORT
from ml.adopt.naming import lineage, words
from ml.adopt.numbers import picture_numbers, sound_numbers
from ml.adopt.picture_files import labels_in, settings_in
from ml.adopt.read_json import read_json, texts_in
from ml.adopt.vocabulary import CONFIG, alphabet_in, heard_in
from ml.bundle import Architecture, Bundle, write_bundle
from ml.errors import AdoptError
from ml.export.parts import Trained, write_parts
from ml.export.weights import load_weights
from ml.speech import networks as speech_networks
from ml.speech.spec import SoundSpec
from ml.vision import networks as image_networks
from ml.vision.spec import ImageSpec

WEIGHTS = "model.safetensors"
IMAGENET = {"size": 224, "resize": "center-crop", "resize_to": 256, "mean": [0.485, 0.456, 0.406],
            "std": [0.229, 0.224, 0.225]}  # fmt: skip
# Former names of the two parts of a weight norm in torch.
RENAMED = {"weight_g": "parametrizations.weight.original0", "weight_v": "parametrizations.weight.original1"}
# What changes the answer and is the same in every network that is built here.
COMPUTED = ("hidden_act", "feat_extract_activation", "layer_norm_eps", "add_adapter", "adapter_attn_dim")
NOT_NEEDED = ("num_batches_tracked", "masked_spec_embed")


def adopt_weights(root: Path, details: Details, target: Path, workplace: Path) -> Bundle:
    """The bundle of a network that is known here. Raises AdoptError, BundleError."""
    config = read_json(root / CONFIG)
    spec: ImageSpec | SoundSpec
    if "Wav2Vec2ForCTC" in texts_in(config.get("architectures")):
        network, trained, spec, content = speech(root, config)
    elif (family := config.get("architecture")) in image_networks.PHOTO_NETWORKS:
        details = prepared(root, details)
        network, trained, spec, content = pictures(str(family), root, details)
    else:
        named = config.get("architectures") or config.get("architecture")
        known = ", ".join([*image_networks.PHOTO_NETWORKS, "Wav2Vec2ForCTC"])
        raise AdoptError(
            f"{CONFIG} names the network {named!r}; as weights are known {known}. Any other is served as ONNX: "
            f"{EXPORT}, or for transformers: optimum-cli export onnx --model FOLDER OUT. Put {CONFIG} into its zip."
        )
    fill(network, load_weights(root / WEIGHTS))
    files, parity = write_parts(trained, workplace)
    content["metrics"] = parity.as_metrics()
    content["parameters"] = sum(weight.numel() for weight in network.parameters())
    content["preprocess"] = spec.model_dump(mode="json", exclude_none=True)
    return write_bundle(
        target,
        {**words(details), **content, "lineage": lineage(details, "safetensors", str(content["kind"]), spec)},
        files,
    )


def fill(network: nn.Module, state: Mapping[str, Tensor]) -> None:
    """Load the weights. Raises AdoptError where one is missing, unknown or of another shape."""
    own = network.state_dict()
    found = {renamed(name): value for name, value in state.items()}
    missing = [name for name in own if name not in found and not name.endswith(NOT_NEEDED)]
    unknown = [name for name in found if name not in own and not name.endswith(NOT_NEEDED)]
    if missing or unknown:
        which = [f"{name} is missing" for name in missing[:1]] + [f"{name} is not part of it" for name in unknown[:1]]
        raise AdoptError(
            f"{WEIGHTS} does not fit the network that {CONFIG} describes: {' and '.join(which)}.{advice(own, unknown)}"
        )
    for name, value in found.items():
        if name in own and own[name].shape != value.shape:
            raise AdoptError(f"{WEIGHTS}: {name} is {tuple(value.shape)}, the network has {tuple(own[name].shape)}.")
    network.load_state_dict({**own, **{name: value for name, value in found.items() if name in own}})


def advice(own: Mapping[str, Tensor], unknown: Sequence[str]) -> str:
    """What to do where all names begin with the same word, as those that DataParallel saves."""
    heads = {name.partition(".")[0] for name in unknown}
    if len(heads) == 1 and all(name.partition(".")[2] in own for name in unknown):
        head = next(iter(heads))
        return f" Take '{head}.' off the front of every name and save them again."
    return ""


def renamed(name: str) -> str:
    """A weight by its present name."""
    head, _, last = name.rpartition(".")
    return f"{head}.{RENAMED[last]}" if last in RENAMED else name


def prepared(root: Path, details: Details) -> Details:
    """With the numbers of the preprocessing; where nothing says them, ImageNet's, of which the lineage tells."""
    known = details.preprocess or settings_in(root)
    if known:
        return details.model_copy(update={"preprocess": known})
    return details.model_copy(update={"preprocess": IMAGENET, "origin": {**details.origin, ASSUMED: "preprocess"}})


def pictures(family: str, root: Path, details: Details) -> tuple[nn.Module, Trained, ImageSpec, dict[str, object]]:
    """A torchvision ResNet. Raises AdoptError where the labels or the numbers are missing."""
    labels = list(details.labels or labels_in(root))
    if not labels:
        raise AdoptError(f"Nothing says what the outputs mean: add labels to {CONFIG}, or send them.")
    spec, swapped = picture_numbers(details.preprocess or {})
    if swapped:
        raise AdoptError("Networks that are known here take red before blue; send it as ONNX, where BGR can be said.")
    network = image_networks.build(family, {}, len(labels))
    generator = torch.Generator().manual_seed(1)
    inputs = [torch.randn(count, 3, spec.size, spec.size, generator=generator) for count in (1, 3, 2)]
    trained = Trained(network, network, "pixels", (0,), inputs, [inputs[1]], best)
    return network, trained, spec, {
        "kind": "image-classification",
        "architecture": Architecture(family=family).model_dump(mode="json"),
        "labels": labels,
    }  # fmt: skip


def best(logits: NDArray[np.float32]) -> list[int]:
    """The class of each picture."""
    return [int(place) for place in logits.argmax(-1)]


def speech(root: Path, config: Mapping[str, JsonValue]) -> tuple[nn.Module, Trained, SoundSpec, dict[str, object]]:
    """A Wav2Vec2 with a CTC head. Raises AdoptError where the vocabulary does not fit, or the network is another."""
    alphabet = alphabet_in(root)
    options = shape_of(config)
    network = speech_networks.build(options, len(alphabet.vocabulary), alphabet.blank)
    refuse_other_choices(network.config, config)
    spec = sound_numbers(heard_in(root), prod(network.config.conv_stride))
    generator = torch.Generator().manual_seed(1)
    sizes = ((1, 1.0), (3, 1.5), (2, 3.3))
    inputs = [torch.randn(count, int(seconds * spec.sample_rate), generator=generator) for count, seconds in sizes]
    trained = Trained(network, network, "wave", (0, 1), inputs, [], best)
    return network, trained, spec, {
        "kind": "speech-recognition",
        "architecture": Architecture(family=speech_networks.FAMILY, options=options).model_dump(mode="json"),
        **alphabet.words(),
    }  # fmt: skip


def shape_of(config: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """The sizes of the layers. Raises AdoptError where one is missing."""
    missing = [name for name in speech_networks.SHAPE if name not in config]
    if missing:
        raise AdoptError(f"{CONFIG} lacks {missing[0]}.")
    return {name: config[name] for name in speech_networks.SHAPE}


def refuse_other_choices(own: object, config: Mapping[str, JsonValue]) -> None:
    """Raises AdoptError where the weights were made for something that the network here does not compute."""
    for name in COMPUTED:
        if name in config and config[name] != getattr(own, name):
            raise AdoptError(f"{CONFIG} has {name} {config[name]!r}; a Wav2Vec2 here has {getattr(own, name)!r}.")
