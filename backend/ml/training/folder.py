"""The folder of a run: what it is, how it stands, and that nobody else works in it.

`run.json` (recipe, data set, parent, code) never changes; `status.json` and `history.json` are replaced as it goes on;
`checkpoints/` and `best.safetensors` are for going on, `bundle/` is the result.
"""

import fcntl
import json
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal

from ml.bundle import Bundle
from ml.datasets.frozen import DataSet
from ml.errors import TrainingError
from ml.progress import Frozen
from ml.training.events import Epoch, EpochKept
from ml.training.progress import Progress, write_json
from ml.training.recipe import BaseRecipe, parse

State = Literal["running", "paused", "cancelled", "finished", "failed"]
RUN, STATUS, HISTORY, BUNDLE, LOCK = "run.json", "status.json", "history.json", "bundle", ".lock"


@dataclass(frozen=True, slots=True)
class Status:
    """How a run stands; `reason` is a sentence where it failed."""

    state: State
    step: int = 0
    epoch: int = 0
    reason: str = ""


def status_of(folder: Path) -> Status | None:
    """How the run in a folder stands, None where there is none; a killed one still says that it is running."""
    try:
        return Status(**json.loads((folder / STATUS).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None


def write_status(folder: Path, status: Status) -> None:
    """Replace the status."""
    write_json(folder / STATUS, asdict(status))


def write_history(folder: Path, progress: Progress) -> None:
    """Replace the curve and the epochs."""
    write_json(folder / HISTORY, {"curve": progress.curve, "epochs": [epoch.entry() for epoch in progress.epochs]})


class _History(Frozen):
    epochs: tuple[EpochKept, ...]


def history_of(folder: Path) -> Sequence[Epoch]:
    """The epochs that a run wrote down at its last checkpoint; none where there is no run."""
    try:
        return _History.model_validate_json((folder / HISTORY).read_bytes()).epochs
    except FileNotFoundError:
        return ()


def identity_of(recipe: BaseRecipe, data_set: DataSet, parent: Bundle | None) -> dict[str, object]:
    """What makes a run this run and no other."""
    return {
        "format": 1,
        "recipe": recipe.model_dump(mode="json"),
        "data_set": {"slug": data_set.manifest.slug, "digest": data_set.digest},
        "parent": {"slug": parent.manifest.slug, "digest": parent.digest} if parent else None,
    }


def claim(folder: Path, identity: Mapping[str, object]) -> bool:
    """Make the folder this run's; True where it is new.

    Raises:
        TrainingError: another run lives in it.
        RecipeError: the recipe of the run in it is not known any more.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / RUN).exists():
        write_json(folder / RUN, {**identity, "code": code_version()})
        return True
    found = json.loads((folder / RUN).read_text(encoding="utf-8"))
    # A run that began before the recipe got a field has that field's default.
    found["recipe"] = parse(json.dumps(found["recipe"])).model_dump(mode="json")
    differing = [key for key, value in identity.items() if found.get(key) != value]
    if differing:
        raise TrainingError(
            f"In {folder} is a run with another {differing[0].replace('_', ' ')}. Choose another folder for this one."
        )
    return False


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold the folder for this process.

    Raises:
        TrainingError: another process trains in it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise TrainingError(f"Another process trains in {folder} already; wait for it or pause it.") from error
        yield


def code_version() -> str:
    """The commit of the code, with -dirty where it was changed; the version of the package where there is no git."""
    command = ["git", "-C", str(Path(__file__).parent), "describe", "--always", "--dirty", "--abbrev=40"]
    try:
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()  # noqa: S603
    except (OSError, subprocess.CalledProcessError):
        try:
            return version("slipway")
        except PackageNotFoundError:
            return "unknown"
