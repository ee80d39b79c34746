"""The end of a run: its weights become a bundle, and the test split is read, once."""

import hashlib
import json
import shutil
from dataclasses import dataclass
from inspect import getsource
from pathlib import Path

from torch import Tensor

from ml.bundle import Architecture, Bundle, write_bundle
from ml.datasets.frozen import DataSet
from ml.errors import BundleError
from ml.export.parts import Limits, Parity, write_parts
from ml.kinds import kind_of
from ml.progress import Note
from ml.training.drift import with_drift
from ml.training.evaluate import EVALUATION, evaluate, metrics_of
from ml.training.events import Callback, Epoch
from ml.training.folder import BUNDLE, RUN
from ml.training.naming import Naming
from ml.training.progress import Progress, write_json
from ml.training.reference import with_reference
from ml.training.training_task import TrainingTask
from ml.types import Spec

FEW_DIFFERING = 3
# An epoch whose loss is so many times that of the beginning has learned nothing.
RUN_AWAY = 3.0


@dataclass(frozen=True, slots=True)
class Finish:
    """A run that is through: its task, the weights that were chosen, and where they come from."""

    task: TrainingTask
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
    try:
        files, parity = write_parts(trained, new, limits_for(finish.task))
    except BundleError as error:
        raise BundleError(diverged(finish.progress) or str(error)) from error
    parameters = sum(weight.numel() for weight in trained.network.parameters())
    content = manifest(finish, architecture, parameters, parity)
    bundle = write_bundle(new, content, files)
    content |= finish.task.known(bundle, finish.data_set)
    bundle = with_drift(with_reference(write_bundle(new, content, files), finish.data_set), finish.data_set)
    if finish.data_set.items("test"):
        evaluation = evaluate(bundle, finish.data_set, "test")
        write_json(new / EVALUATION, evaluation.to_json())
        measured = {
            **bundle.manifest.model_dump(mode="json", exclude_none=True, exclude={"files"}),
            "metrics": {**bundle.manifest.metrics, **metrics_of(evaluation)},
            "lineage": {**bundle.manifest.lineage, "evaluation": EVALUATION},
        }
        write_bundle(new, measured, {name: new / name for name in (*bundle.manifest.files, EVALUATION)})
    else:
        tell(Note(text=f"{finish.data_set.manifest.slug} has no test split, so the model was not measured on one."))
    shutil.rmtree(final, ignore_errors=True)
    new.rename(final)
    return Bundle.load(final)


def diverged(progress: Progress) -> str:
    """Why the weights are beyond what can be computed with, if the loss says so; else nothing."""
    first = progress.curve[0]["loss"] if progress.curve else 0.0
    worst = max(progress.epochs, key=lambda epoch: epoch.train_loss or 0.0, default=None)
    if not first or worst is None or (worst.train_loss or 0.0) < RUN_AWAY * first:
        return ""
    return (
        f"The training diverged: its loss began at {first:.3g} and was {worst.train_loss:.3g} in epoch {worst.number}, "
        "so that there is no model worth keeping. Try a lower learning rate, or a longer warm-up."
    )


def limits_for(task: TrainingTask) -> Limits:
    """One item in a hundred may be answered otherwise by the exported file, of few items some that are nearly even."""
    return Limits(differing=max(0.01, FEW_DIFFERING / max(1, task.validation_items)))


def manifest(finish: Finish, architecture: Architecture, parameters: int, parity: Parity) -> dict[str, object]:
    """What `bundle.json` says before the test."""
    return {
        "format": 1,
        "kind": finish.data_set.kind,
        **words(finish),
        "architecture": architecture.model_dump(mode="json"),
        "preprocess": finish.task.spec.model_dump(mode="json", exclude_none=True),
        "metrics": metrics(finish, parity),
        "lineage": lineage(finish),
        "parameters": parameters,
        **finish.task.outputs.as_manifest(),
        **grammars(finish),
    }


def grammars(finish: Finish) -> dict[str, object]:
    """Those that it was told to offer, else those of its parent, if it still writes all of its characters."""
    parent = finish.parent.manifest if finish.parent else None
    if finish.naming.grammars or not parent or not set(parent.outputs) <= set(finish.task.outputs.names):
        return {"grammars": finish.naming.grammars} if finish.naming.grammars else {}
    return parent.model_dump(mode="json", include={"grammars", "default_grammar"}, exclude_none=True)


def metrics(finish: Finish, parity: Parity) -> dict[str, float | int]:
    """How far the files are from torch, and how good the epoch was whose weights were kept."""
    best = chosen_epoch(finish)
    if best is None or best.metric is None:
        return parity.as_metrics()
    return {**parity.as_metrics(), f"validation_{finish.task.metric_name}": round(best.metric, 4)}


def chosen_epoch(finish: Finish) -> Epoch | None:
    """The epoch whose weights were kept."""
    epochs = finish.progress.epochs
    if finish.task.validation_items and finish.progress.best_epoch and kept_best(finish):
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
        "summary": naming.summary or f"{learned}. It knows {finish.task.outputs.words} and nothing else.",
        "licence": naming.licence or " ".join(licences),
    }


def kept_best(finish: Finish) -> bool:
    """Whether the recipe keeps the weights of the best epoch."""
    recipe = json.loads((finish.folder / RUN).read_text(encoding="utf-8"))["recipe"]
    return bool(recipe["keep"] == "best")


def lineage(finish: Finish) -> dict[str, object]:
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
        "preprocess_sha256": preprocess_digest(finish.data_set.kind, finish.task.spec),
        "epochs": [epoch.entry() for epoch in progress.epochs],
    }


def preprocess_digest(kind: str, spec: Spec) -> str:
    """sha256 of the preprocessing's numbers and of the code that applies them."""
    numbers = json.dumps(spec.model_dump(mode="json"), sort_keys=True)
    code = "\n".join(getsource(module) for module in kind_of(kind).preprocessing)
    return hashlib.sha256(f"{numbers}\n{code}".encode()).hexdigest()
