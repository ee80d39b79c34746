"""The end of a run: its weights become a bundle, and the test split is read, once."""

import hashlib
import json
import shutil
from dataclasses import dataclass
from inspect import getsource
from pathlib import Path
from typing import Any

from torch import Tensor

from ml.bundle import Architecture, Bundle, ImageSpec, SoundSpec, write_bundle
from ml.datasets.frozen import DataSet
from ml.export.parts import Limits, Parity, write_parts
from ml.progress import Note
from ml.speech import preprocess as sound_preprocess
from ml.training.evaluate import EVALUATION, evaluate, figures_of
from ml.training.events import Callback
from ml.training.folder import BUNDLE, RUN
from ml.training.naming import Naming
from ml.training.progress import Progress, write_json
from ml.training.task import Task
from ml.vision import preprocess as image_preprocess

FEW_DIFFERING = 3


@dataclass(frozen=True, slots=True)
class Finish:
    """A run that is through: its task, the weights that were chosen, and where they come from."""

    task: Task
    state: dict[str, Tensor]
    data_set: DataSet
    folder: Path
    naming: Naming
    parent: Bundle | None
    progress: Progress


def to_bundle(finish: Finish, tell: Callback) -> Bundle:
    """Export, prove, evaluate on the test split, and put the bundle in its place in one move.

    Raises:
        BundleError: the exported file does not compute what torch computes.
    """
    new, final = finish.folder / f".{BUNDLE}.new", finish.folder / BUNDLE
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir()
    trained, architecture = finish.task.trained(finish.state)
    files, parity = write_parts(trained, new, limits_for(finish.task))
    parameters = sum(weight.numel() for weight in trained.network.parameters())
    content = manifest(finish, architecture, parameters, parity)
    bundle = write_bundle(new, content, files)
    if finish.data_set.items("test"):
        evaluation = evaluate(bundle, finish.data_set, "test")
        write_json(new / EVALUATION, evaluation)
        content["metrics"] |= figures_of(evaluation)
        content["lineage"] |= {"evaluation": EVALUATION}
        bundle = write_bundle(new, content, {**files, EVALUATION: new / EVALUATION})
    else:
        tell(Note(text=f"{finish.data_set.manifest.slug} has no test split, so the model was not measured on one."))
    shutil.rmtree(final, ignore_errors=True)
    new.rename(final)
    return Bundle.load(final)


def limits_for(task: Task) -> Limits:
    """One item in a hundred may be answered otherwise by the exported file, of few items some that are nearly even."""
    return Limits(differing=max(0.01, FEW_DIFFERING / max(1, task.validation_items)))


def manifest(finish: Finish, architecture: Architecture, parameters: int, parity: Parity) -> dict[str, Any]:
    """What `bundle.json` says before the test."""
    task, best = finish.task, chosen_epoch(finish)
    names = task.outputs.names
    content: dict[str, Any] = {
        "format": 1,
        "kind": finish.data_set.kind,
        **words(finish),
        "architecture": architecture.model_dump(mode="json"),
        "preprocess": task.spec.model_dump(mode="json", exclude_none=True),
        "metrics": parity.as_metrics(),
        "lineage": lineage(finish),
        "parameters": parameters,
    }
    if best and best["metric"] is not None:
        content["metrics"] |= {f"validation_{task.metric_name}": round(best["metric"], 4)}
    if task.outputs.blank is None:
        return content | {"labels": names}
    return content | {"vocabulary": names, "blank": task.outputs.blank, "word_delimiter": task.outputs.delimiter}


def chosen_epoch(finish: Finish) -> dict[str, Any] | None:
    """The entry of the epoch whose weights were kept."""
    epochs = finish.progress.epochs
    if finish.task.validation_items and finish.progress.best_epoch and recipe_of(finish)["keep"] == "best":
        return epochs[finish.progress.best_epoch - 1]
    return epochs[-1] if epochs else None


def words(finish: Finish) -> dict[str, str]:
    """Name, title, summary and licence for people."""
    naming, known = finish.naming, finish.data_set.manifest
    learned = f"Trained on {known.title}" + (f", from {finish.parent.manifest.slug}" if finish.parent else "")
    licences = [f"Trained on {known.title}: {known.licence}"]
    if finish.parent:
        licences.append(f"Started from {finish.parent.manifest.slug}: {finish.parent.manifest.licence}")
    return {
        "slug": naming.slug or known.slug,
        "title": naming.title or known.title,
        "summary": naming.summary or f"{learned}. It knows {what(finish)} and nothing else.",
        "licence": naming.licence or " ".join(licences),
    }


def what(finish: Finish) -> str:
    """Labels by name if they are few, else how many; characters by number."""
    names = finish.task.outputs.names
    if finish.task.outputs.blank is not None:
        return f"{len(names) - 2} characters"
    return ", ".join(names) if len(names) <= 12 else f"{len(names)} labels"


def recipe_of(finish: Finish) -> dict[str, Any]:
    """The recipe as JSON values."""
    recipe: dict[str, Any] = json.loads((finish.folder / RUN).read_text(encoding="utf-8"))["recipe"]
    return recipe


def lineage(finish: Finish) -> dict[str, Any]:
    """What `bundle.json` says to those who make the model again."""
    identity = json.loads((finish.folder / RUN).read_text(encoding="utf-8"))
    progress = finish.progress
    return {
        "data_set": identity["data_set"],
        "run": {
            "folder": finish.folder.resolve().name,
            "steps": progress.step,
            "epochs": progress.epoch,
            "best_epoch": progress.best_epoch,
            "seconds": round(progress.seconds),
        },
        "recipe": identity["recipe"],
        "parent": identity["parent"],
        "code": identity["code"],
        "preprocess_sha256": preprocess_digest(finish.task.spec),
        "epochs": [dict(epoch) for epoch in progress.epochs],
    }


def preprocess_digest(spec: ImageSpec | SoundSpec) -> str:
    """sha256 of the preprocessing's numbers and of the code that applies them."""
    module = image_preprocess if isinstance(spec, ImageSpec) else sound_preprocess
    numbers = json.dumps(spec.model_dump(mode="json"), sort_keys=True)
    return hashlib.sha256(f"{numbers}\n{getsource(module)}".encode()).hexdigest()
