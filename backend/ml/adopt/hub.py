"""Models of a hub by their name, as safetensors; a download that broke off goes on where it was.

The hub is HF_ENDPOINT, or huggingface.co. Torchvision's ImageNet weights are taken from the safetensors that timm
keeps of them, since torchvision's own files are pickles.
"""

import json
import re
from collections.abc import Callable
from pathlib import Path

from ml.bundle import sha256_of
from ml.errors import AdoptError

TORCHVISION = "torchvision/"
RESNETS = {"resnet18": "timm/resnet18.tv_in1k", "resnet34": "timm/resnet34.tv_in1k",
           "resnet50": "timm/resnet50.tv_in1k", "resnet101": "timm/resnet101.tv_in1k"}  # fmt: skip
NAME = r"[A-Za-z0-9][\w.-]{0,95}/[A-Za-z0-9][\w.-]{0,95}"
SPEECH_FILES = ("config.json", "vocab.json", "preprocessor_config.json", "model.safetensors")
OPTIONAL = {"preprocessor_config.json"}
SHA256 = r"[0-9a-f]{64}"
Tell = Callable[[str, int, int], None]


def fetch(name: str, folder: Path, tell: Tell) -> str:
    """Download a model into `folder`; what is there already is not fetched again.

    Args:
        name: `torchvision/resnet18`, or the repository of a Wav2Vec2ForCTC.
        tell: hears what is fetched, how many files are done and how many there are.

    Returns:
        The commit that was fetched.

    Raises:
        AdoptError: there is no such model, it has no safetensors, the hub does not answer, or a file is damaged.
    """
    resnet = name.removeprefix(TORCHVISION) if name.startswith(TORCHVISION) else ""
    if resnet and resnet not in RESNETS:
        raise AdoptError(f"There is no {name}; of torchvision there are {', '.join(RESNETS)}.")
    repository = RESNETS[resnet] if resnet else name
    if not re.fullmatch(NAME, repository):
        raise AdoptError(f"{name!r} is no name of a model; write it as facebook/wav2vec2-base-960h.")
    folder.mkdir(parents=True, exist_ok=True)
    files = ("model.safetensors",) if resnet else SPEECH_FILES
    commits = []
    for done, file in enumerate(files):
        tell(file, done, len(files))
        commits.append(fetch_file(repository, file, folder))
    tell("", len(files), len(files))
    if resnet:
        describe(resnet, folder)
    return next(filter(None, commits), "")


def fetch_file(repository: str, file: str, folder: Path) -> str:
    """One file, compared with the sha256 that the hub names; returns its commit, empty for one that may be missing."""
    from httpx2 import HTTPError  # noqa: PLC0415 - what the hub's library speaks with
    from huggingface_hub import get_hf_file_metadata, hf_hub_download, hf_hub_url  # noqa: PLC0415 - slow to import
    from huggingface_hub.errors import EntryNotFoundError, HfHubHTTPError, RepositoryNotFoundError  # noqa: PLC0415

    try:
        told = get_hf_file_metadata(hf_hub_url(repository, file))
        path = Path(hf_hub_download(repository, file, local_dir=folder))
    except EntryNotFoundError as error:
        if file in OPTIONAL:
            return ""
        raise AdoptError(
            f"{repository} has no {file}; only models with safetensors can be installed, since pickles may run code."
        ) from error
    except RepositoryNotFoundError as error:
        raise AdoptError(f"The hub has no model {repository}, or it is private.") from error
    except (HfHubHTTPError, HTTPError, OSError, RuntimeError, ValueError) as error:
        # What is away is told by many classes, of this library and of those below it.
        reason = str(error).strip().splitlines()[0][:200] if str(error).strip() else type(error).__name__
        raise AdoptError(
            f"{file} of {repository} could not be fetched ({reason}). Is the hub reachable? "
            "Try again; it goes on from here."
        ) from error
    expected = (told.etag or "").strip('"')
    if re.fullmatch(SHA256, expected) and sha256_of(path) != expected:
        path.unlink()
        raise AdoptError(f"{file} of {repository} is not what the hub promised (sha256); try again.")
    return told.commit_hash or ""


def describe(resnet: str, folder: Path) -> None:
    """What torchvision knows of its weights and their file does not say."""
    from torchvision.models import ResNet18_Weights  # noqa: PLC0415 - slow to import

    labels = [str(label) for label in ResNet18_Weights.IMAGENET1K_V1.meta["categories"]]
    # Some classes of ImageNet share a name ("crane", "maillot"); labels of a bundle are told apart by theirs.
    seen: dict[str, int] = {}
    for place, label in enumerate(labels):
        seen[label] = seen.get(label, 0) + 1
        labels[place] = label if seen[label] == 1 else f"{label} ({seen[label]})"
    (folder / "config.json").write_text(json.dumps({"architecture": resnet, "labels": labels}), encoding="utf-8")
