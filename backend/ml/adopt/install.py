"""A model by its name: what is fetched, from where, and under which licence."""

from dataclasses import dataclass
from pathlib import Path

from huggingface_hub import ModelCard, constants
from pydantic import JsonValue
from yaml import YAMLError

from ml.adopt.hub import Snapshot, fetch_repository
from ml.adopt.torchvision_weights import LICENCE, PREFIX, fetch_weights, weights_called
from ml.progress import ProgressCallback

SPEECH_FILES = ("config.json", "vocab.json", "model.safetensors")
WELCOME = ("preprocessor_config.json", "processor_config.json", "added_tokens.json", "README.md")
CARD = "README.md"
NOT_STATED = "Its publisher states none; see its page on the hub."


@dataclass(frozen=True, slots=True)
class Fetched:
    """A model in a folder: its source in words, its licence, and what its lineage says of the files."""

    source: str
    licence: str
    origin: dict[str, JsonValue]


def fetch(name: str, folder: Path, callback: ProgressCallback) -> Fetched:
    """Bring a model into `folder`; what is there already is not fetched again.

    Args:
        name: `torchvision/resnet18`, or the repository of a Wav2Vec2ForCTC.
        callback: called with the bytes of all files that are there; the note names the file.

    Raises:
        AdoptError: there is no such model, it has no safetensors, the hub does not answer, or a file is damaged.
    """
    if name.startswith(PREFIX):
        network, weights = weights_called(name)
        place, found = fetch_weights(network, weights, folder, callback)
        source = f"{PREFIX}{network}, {weights.name}, from {place}"
        published = weights.meta["_metrics"]["ImageNet-1K"]
        figures = {"imagenet_top1": published["acc@1"] / 100, "imagenet_top5": published["acc@5"] / 100}
        return Fetched(source, LICENCE, {**files_of(found), "published": figures})
    found = fetch_repository(name, SPEECH_FILES, WELCOME, folder, callback)
    return Fetched(f"{name} at {found.commit[:12]}", licence_of(folder), files_of(found))


def files_of(found: Snapshot) -> dict[str, JsonValue]:
    """What a lineage says."""
    hub: dict[str, JsonValue] = {"hub": constants.ENDPOINT, "commit": found.commit} if found.commit else {}
    return {**hub, "files_sha256": {**found.files}}


def licence_of(folder: Path) -> str:
    """What the card of a model says."""
    card = folder / CARD
    try:
        stated = ModelCard(card.read_text(encoding="utf-8")).data if card.exists() else None
    except (YAMLError, ValueError, TypeError):
        stated = None  # a card that cannot be read states nothing
    name = str(getattr(stated, "license_name", None) or getattr(stated, "license", None) or "")[:200]
    return f"{name}, as its card on the hub says" if name else NOT_STATED
