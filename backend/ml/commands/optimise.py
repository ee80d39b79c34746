"""``python -m ml optimise WAY PARENT FOLDER --data-set SET``: make a variant of a bundle, and judge it."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch

from ml.bundle import MANIFEST, Bundle
from ml.commands.told import say, tell
from ml.commands.train import changed, on_signals
from ml.datasets.frozen import DataSet
from ml.errors import OptimiseError
from ml.optimise import distil, fp16, int8, prune
from ml.optimise.compare import CompareOptions, compare
from ml.optimise.evaluation import with_evaluation
from ml.optimise.student import Recipe, Teaching
from ml.optimise.table import markdown
from ml.optimise.teaching import distilled_by, recipe_for
from ml.optimise.ways import KEEP
from ml.training.presets import recipe_called

REFUSED = 2
Maker = Callable[[argparse.Namespace, Bundle, DataSet], Bundle]


def add_parser(steps: Any) -> None:
    """Add the step and its ways."""
    step = steps.add_parser("optimise", help="make a smaller or faster variant of a bundle, and judge it")
    ways = step.add_subparsers(dest="way", required=True)
    add_int8(ways)
    add_fp16(ways)
    add_prune(ways)
    add_distil(ways)


def add_way(ways: Any, name: str, maker: Maker, words: str) -> argparse.ArgumentParser:
    """The arguments that all ways have."""
    way: argparse.ArgumentParser = ways.add_parser(name, help=words, description=words)
    way.add_argument("parent", type=Path, help="folder of the bundle to start from")
    way.add_argument("folder", type=Path, help="where the variant's bundle goes; must not be there yet")
    way.add_argument("--data-set", type=Path, required=True, help="folder of a frozen data set")
    way.add_argument("--allowed-loss", type=float, help="absolute rise of the error rate, 0.005 is half a point")
    way.add_argument("--slug", help="a name of its own; without it the variant is a version of its parent")
    way.add_argument("--threads", type=int, default=0, help="threads of one inference when timed; 0: one per core")
    way.set_defaults(run=run, maker=maker)
    return way


def add_int8(ways: Any) -> None:
    """Integers of 8 bits."""
    way = add_way(ways, "int8", make_int8, "compute with integers of 8 bits")
    way.add_argument(
        "--mode", choices=("static", "dynamic"), default="static", help="ranges by calibration, or each run"
    )
    way.add_argument("--calibration-items", type=int, default=256)
    way.add_argument("--validation-items", type=int, help="how many items choose the method; all without it")


def add_fp16(ways: Any) -> None:
    """Float16."""
    way = add_way(ways, "fp16", make_fp16, "compute in float16, for GPUs")
    way.add_argument("--validation-items", type=int, help="how many items measure the loss; all without it")


def add_prune(ways: Any) -> None:
    """Fewer channels, or heads and neurons."""
    words = "take out channels, or heads and neurons, and let the parent teach the rest what they did"
    way = add_way(ways, "prune", make_pruned, words)
    way.add_argument("--keep", type=float, default=KEEP, help="share of the weights that stays, at most")
    way.add_argument("--no-mirror", action="store_true", help="do not look at the mirror image too")
    add_teaching(way)


def add_distil(ways: Any) -> None:
    """Another shape."""
    way = add_way(ways, "distil", make_distilled, "let the parent teach a smaller network of another shape")
    way.add_argument("--student", help="which one; a wrong name lists all (default: the usual one of its family)")
    add_teaching(way)


def add_teaching(way: argparse.ArgumentParser) -> None:
    """How the student learns."""
    way.add_argument("--recipe", help="a name or a JSON file; without it what fits the parent and the data set")
    way.add_argument("--set", action="append", default=[], metavar="FIELD=VALUE", help="change a field of the recipe")
    way.add_argument("--share", type=float, default=0.9, help="of the teacher in the loss; the rest is the truth's")
    way.add_argument("--softness", type=float, default=2.0, help="temperature of the answers that are imitated")
    way.add_argument("--workers", type=int, default=0, help="processes that read ahead (default: none)")
    way.add_argument("--training-threads", type=int, default=0, help="threads of the training (default: one per core)")


def make_int8(arguments: argparse.Namespace, parent: Bundle, data_set: DataSet) -> Bundle:
    """The int8 variant."""
    options = int8.Int8Options(
        mode=arguments.mode,
        calibration_items=arguments.calibration_items,
        validation_items=arguments.validation_items,
        allowed_loss=arguments.allowed_loss,
    )
    return int8.make(parent, data_set, options, arguments.folder, tell)


def make_fp16(arguments: argparse.Namespace, parent: Bundle, data_set: DataSet) -> Bundle:
    """The float16 variant."""
    return fp16.make(parent, data_set, fp16.Fp16Options(arguments.validation_items), arguments.folder, tell)


def make_pruned(arguments: argparse.Namespace, parent: Bundle, data_set: DataSet) -> Bundle:
    """The pruned variant."""
    recipe = recipe_for("prune", parent.manifest, len(data_set.items("train")), asked(arguments))
    options = prune.PruneOptions(teaching(arguments, recipe), keep=arguments.keep, mirror=not arguments.no_mirror)
    return prune.make(parent, data_set, options, arguments.folder, tell)


def make_distilled(arguments: argparse.Namespace, parent: Bundle, data_set: DataSet) -> Bundle:
    """The student."""
    items = len(data_set.items("train"))
    recipe, layers = distilled_by(parent.manifest, items, arguments.student, asked(arguments))
    options = distil.DistilOptions(teaching(arguments, recipe), layers)
    return distil.make(parent, data_set, options, arguments.folder, tell)


def asked(arguments: argparse.Namespace) -> dict[str, Any]:
    """The fields of the recipe that was named; none without one. Raises RecipeError."""
    return recipe_called(arguments.recipe).model_dump(mode="json") if arguments.recipe else {}


def teaching(arguments: argparse.Namespace, recipe: Recipe) -> Teaching:
    """How the student learns. Raises RecipeError."""
    if arguments.training_threads:
        torch.set_num_threads(arguments.training_threads)
    torch.set_flush_denormal(True)
    return Teaching(
        changed(recipe, arguments.set), share=arguments.share, softness=arguments.softness,
        control=on_signals(), workers=arguments.workers,
    )  # fmt: skip


def run(arguments: argparse.Namespace) -> int:
    """Make, compare with the parent on the validation split, write the evaluation into the bundle; 2 if refused."""
    if (arguments.folder / MANIFEST).exists():
        raise OptimiseError(f"{arguments.folder} holds a bundle already; name another folder.")
    parent, data_set = Bundle.load(arguments.parent), DataSet.open(arguments.data_set)
    variant = arguments.maker(arguments, parent, data_set)
    options = CompareOptions("validation", allowed_loss=arguments.allowed_loss, threads=arguments.threads)
    comparison = compare([parent, variant], data_set, options, tell)
    with_evaluation(variant, comparison)
    say(markdown(comparison))
    verdict = comparison.rows[1].verdict
    return 0 if verdict and verdict.accepted else REFUSED
