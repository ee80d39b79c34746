"""The job `optimise`: variants of a model, each made from the one before, and the table of all."""

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import torch

from ml.bundle import MANIFEST, Bundle
from ml.commands.job import Say
from ml.commands.jobs.train import at_sigterm
from ml.datasets.frozen import DataSet
from ml.errors import BundleError
from ml.optimise import distil, fp16, int8, prune
from ml.optimise.compare import CompareOptions, compare
from ml.optimise.evaluation import with_evaluation
from ml.optimise.student import Teaching
from ml.optimise.teaching import distilled_by, recipe_for
from ml.optimise.ways import KEEP, TAUGHT
from ml.progress import Note
from ml.training.events import Callback, Checkpointed, EpochEnded, Event, Step

Order = Mapping[str, Any]


def work(order: Order, say: Say) -> dict[str, Any]:
    """Make and compare.

    Args:
        order: `parent` (folder), `parent_name`, `data_set` (folder), `folder` (a variant goes below it, under the name
            of its step), `steps`, `threads`, `split`, and the options of the ways: `mode`, `calibration_items`,
            `keep`, `allowed_loss`, `student`, `recipe` (what shall be other than usual; each may be missing or null).
            int8 and fp16 are both made of what the steps before them left.
    """
    if order["threads"]:
        torch.set_num_threads(order["threads"])
    torch.set_flush_denormal(True)
    data_set = DataSet.open(Path(order["data_set"]))
    made = [Bundle.load(Path(order["parent"]))]
    learned = made[0]
    for step in order["steps"]:
        made.append(variant(step, learned, data_set, order, teller(step, say)))
        learned = made[-1] if step in TAUGHT else learned
    options = CompareOptions(order["split"], allowed_loss=order["allowed_loss"], threads=order["threads"])
    found = compare(made, data_set, options, teller("compare", say))
    evaluated = [with_evaluation(bundle, found) for bundle in made[1:]]
    table = found.as_json()
    table["rows"][0]["name"] = order["parent_name"]
    variants = [
        {
            "name": bundle.folder.name,
            "digest": bundle.digest,
            "metrics": dict(bundle.manifest.metrics),
            "accepted": bool(row.verdict and row.verdict.accepted),
            "reason": row.verdict.reason if row.verdict else "",
        }
        for bundle, row in zip(evaluated, found.rows[1:], strict=True)
    ]
    return {"comparison": table, "variants": variants}


def variant(step: str, parent: Bundle, data_set: DataSet, order: Order, tell: Callback) -> Bundle:
    """One step; what a trainer that was lost had finished is used again."""
    folder = Path(order["folder"]) / step
    if (folder / MANIFEST).exists():
        try:
            return Bundle.load(folder)
        except BundleError:
            shutil.rmtree(folder)
    return WAYS[step](parent, data_set, order, folder, tell)


def make_int8(parent: Bundle, data_set: DataSet, order: Order, folder: Path, tell: Callback) -> Bundle:
    """Integers of 8 bits."""
    options = int8.Int8Options(
        mode=order.get("mode") or "static",
        calibration_items=order.get("calibration_items") or 256,
        allowed_loss=order["allowed_loss"],
    )
    return int8.make(parent, data_set, options, folder, tell)


def make_fp16(parent: Bundle, data_set: DataSet, _: Order, folder: Path, tell: Callback) -> Bundle:
    """Float16."""
    return fp16.make(parent, data_set, fp16.Fp16Options(None), folder, tell)


def make_pruned(parent: Bundle, data_set: DataSet, order: Order, folder: Path, tell: Callback) -> Bundle:
    """Fewer channels, or heads and neurons."""
    recipe = recipe_for("prune", parent.manifest, len(data_set.items("train")), order.get("recipe"))
    options = prune.PruneOptions(Teaching(recipe, control=at_sigterm()), keep=order.get("keep") or KEEP)
    return prune.make(parent, data_set, options, folder, tell)


def make_distilled(parent: Bundle, data_set: DataSet, order: Order, folder: Path, tell: Callback) -> Bundle:
    """A smaller student; training pauses when the process is asked to end, and goes on from its checkpoint."""
    items = len(data_set.items("train"))
    recipe, layers = distilled_by(parent.manifest, items, order.get("student"), order.get("recipe"))
    options = distil.DistilOptions(Teaching(recipe, control=at_sigterm()), layers)
    return distil.make(parent, data_set, options, folder, tell)


WAYS: dict[str, Callable[[Bundle, DataSet, Order, Path, Callback], Bundle]] = {
    "int8": make_int8,
    "fp16": make_fp16,
    "prune": make_pruned,
    "distil": make_distilled,
}


def teller(stage: str, say: Say) -> Callback:
    """What happens, as progress of a stage with a sentence."""
    state: dict[str, Any] = {"type": "progress", "stage": stage, "done": 0, "total": 0, "note": ""}

    def tell(event: Event) -> None:
        match event:
            case Note():
                state["note"] = event.text
            case Step():
                state.update(done=event.step, total=event.steps)
            case EpochEnded() if event.metric is not None:
                state["note"] = f"Epoch {event.number}: {event.metric_name} {event.metric:.4f}"
            case Checkpointed():
                say({"type": "checkpointed"})
        say(state)

    say(state)
    return tell
