"""Safetensors with a configuration: a torchvision ResNet, or a Hugging Face Wav2Vec2 with a CTC head."""

import json
from collections.abc import Mapping
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from pydantic import ValidationError
from torch import Tensor, nn

from ml.adopt.naming import Said
from ml.bundle import Architecture, Bundle, ImageSpec, SoundSpec, write_bundle
from ml.errors import AdoptError
from ml.export.parts import Trained, write_parts
from ml.export.weights import load_weights
from ml.speech import networks as speech_networks
from ml.vision import networks as image_networks

CONFIG, WEIGHTS, VOCABULARY, PREPROCESSOR = "config.json", "model.safetensors", "vocab.json", "preprocessor_config.json"
IMAGENET = {"size": 224, "resize": "center-crop", "resize_to": 256, "mean": [0.485, 0.456, 0.406],
            "std": [0.229, 0.224, 0.225]}  # fmt: skip
BUCKETS = (1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 16.0, 20.0)
# Former names of the two parts of a weight norm in torch.
RENAMED = {"weight_g": "parametrizations.weight.original0", "weight_v": "parametrizations.weight.original1"}
NOT_NEEDED = ("num_batches_tracked", "masked_spec_embed")


def adopt_weights(root: Path, said: Said, target: Path, workplace: Path) -> Bundle:
    """The bundle of a network that is known here. Raises AdoptError, BundleError."""
    config = read_json(root / CONFIG)
    if "Wav2Vec2ForCTC" in (config.get("architectures") or ()):
        network, trained, content = speech(root, config)
    elif config.get("architecture") in image_networks.PHOTO_NETWORKS:
        network, trained, content = pictures(config, said)
    else:
        named = config.get("architectures") or config.get("architecture")
        known = ", ".join([*image_networks.PHOTO_NETWORKS, "Wav2Vec2ForCTC"])
        raise AdoptError(f"{CONFIG} names the network {named!r}; known are {known}.")
    fill(network, load_weights(root / WEIGHTS))
    files, parity = write_parts(trained, workplace)
    content["metrics"] = parity.as_metrics()
    content["parameters"] = sum(weight.numel() for weight in network.parameters())
    return write_bundle(target, {**said.words(), **content, "lineage": said.lineage("safetensors")}, files)


def read_json(file: Path) -> dict[str, Any]:
    """An object. Raises AdoptError."""
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise AdoptError(f"{file.name} is missing.") from error
    except ValueError as error:
        raise AdoptError(f"{file.name} is no JSON: {error}.") from error
    if not isinstance(content, dict):
        raise AdoptError(f"{file.name} is no JSON object.")
    return content


def fill(network: nn.Module, state: Mapping[str, Tensor]) -> None:
    """Load the weights. Raises AdoptError where one is missing, unknown or of another shape."""
    own = network.state_dict()
    found = {renamed(name): value for name, value in state.items()}
    missing = [name for name in own if name not in found and not name.endswith(NOT_NEEDED)]
    unknown = [name for name in found if name not in own and not name.endswith(NOT_NEEDED)]
    if missing or unknown:
        which = f"{missing[0]} is missing" if missing else f"{unknown[0]} is not part of it"
        raise AdoptError(f"{WEIGHTS} does not fit the network that {CONFIG} describes: {which}.")
    for name, value in found.items():
        if name in own and own[name].shape != value.shape:
            raise AdoptError(f"{WEIGHTS}: {name} is {tuple(value.shape)}, the network has {tuple(own[name].shape)}.")
    network.load_state_dict({**own, **{name: value for name, value in found.items() if name in own}})


def renamed(name: str) -> str:
    """A weight by its present name."""
    head, _, last = name.rpartition(".")
    return f"{head}.{RENAMED[last]}" if last in RENAMED else name


def pictures(config: Mapping[str, Any], said: Said) -> tuple[nn.Module, Trained, dict[str, Any]]:
    """A torchvision ResNet. Raises AdoptError where the labels or the numbers are missing."""
    labels = list(said.labels or config.get("labels") or ())
    if not labels:
        raise AdoptError(f"Nothing says what the outputs mean: add labels to {CONFIG}, or send them.")
    try:
        spec = ImageSpec.model_validate(said.preprocess or config.get("preprocess") or IMAGENET)
    except ValidationError as error:
        raise AdoptError(f"preprocess is not valid: {error.errors()[0]['msg']}.") from error
    family = config["architecture"]
    network = image_networks.build(family, {}, len(labels))
    generator = torch.Generator().manual_seed(1)
    inputs = [torch.randn(count, 3, spec.size, spec.size, generator=generator) for count in (1, 3, 2)]
    trained = Trained(network, network, "pixels", (0,), inputs, [inputs[1]], best)
    return network, trained, {
        "kind": "image-classification",
        "architecture": Architecture(family=family).model_dump(mode="json"),
        "preprocess": spec.model_dump(mode="json", exclude_none=True),
        "labels": labels,
    }  # fmt: skip


def best(logits: NDArray[np.float32]) -> list[int]:
    """The class of each picture."""
    return [int(place) for place in logits.argmax(-1)]


def speech(root: Path, config: Mapping[str, Any]) -> tuple[nn.Module, Trained, dict[str, Any]]:
    """A Wav2Vec2 with a CTC head. Raises AdoptError where the vocabulary does not fit."""
    vocabulary = vocabulary_of(root, config)
    blank = int(config.get("pad_token_id") or 0)
    missing = [name for name in speech_networks.SHAPE if name not in config]
    if missing:
        raise AdoptError(f"{CONFIG} lacks {missing[0]}.")
    options = {name: config[name] for name in speech_networks.SHAPE}
    network = speech_networks.build(options, len(vocabulary), blank)
    heard = read_json(root / PREPROCESSOR) if (root / PREPROCESSOR).exists() else {}
    rate = int(heard.get("sampling_rate", 16_000))
    spec = SoundSpec(
        sample_rate=rate, normalize=bool(heard.get("do_normalize", True)), buckets=BUCKETS,
        window_seconds=BUCKETS[-1], overlap_seconds=2.0, frame_stride=prod(options["conv_stride"]),
    )  # fmt: skip
    generator = torch.Generator().manual_seed(1)
    sizes = ((1, 1.0), (3, 1.5), (2, 3.3))
    inputs = [torch.randn(count, int(seconds * rate), generator=generator) for count, seconds in sizes]
    trained = Trained(network, network, "wave", (0, 1), inputs, [], best)
    return network, trained, {
        "kind": "speech-recognition",
        "architecture": Architecture(family=speech_networks.FAMILY, options=options).model_dump(mode="json"),
        "preprocess": spec.model_dump(mode="json"),
        "vocabulary": vocabulary,
        "blank": blank,
        "word_delimiter": "|" if "|" in vocabulary else " ",
    }  # fmt: skip


def vocabulary_of(root: Path, config: Mapping[str, Any]) -> list[str]:
    """The characters in the order of the outputs. Raises AdoptError."""
    places = read_json(root / VOCABULARY)
    ordered = sorted(places, key=lambda sign: places[sign])
    if [places[sign] for sign in ordered] != list(range(len(ordered))):
        raise AdoptError(f"{VOCABULARY} does not number its characters from 0 without gaps.")
    if config.get("vocab_size", len(ordered)) != len(ordered):
        raise AdoptError(f"{VOCABULARY} has {len(ordered)} characters, {CONFIG} says {config['vocab_size']}.")
    return ordered
