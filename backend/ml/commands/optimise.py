"""``python -m ml optimise WAY PARENT FOLDER --data-set SET``: make a variant of a bundle, and judge it."""

import argparse
from collections.abc import Callable
from pathlib import Path

from pydantic import JsonValue

from ml.bundle import MANIFEST
from ml.commands.arguments import Steps, changes_of
from ml.commands.printing import print_aside, say
from ml.errors import OptimiseError
from ml.jobs.optimise import run
from ml.jobs.orders import DistilStep, Fp16Step, Int8Step, OptimiseOrder, PruneStep, Step
from ml.optimise.table import markdown
from ml.optimise.techniques import KEEP
from ml.training.presets import recipe_called

REFUSED = 2


def add_parser(steps: Steps) -> None:
    """Add the step and its ways."""
    step = steps.add_parser("optimise", help="make a smaller or faster variant of a bundle, and judge it")
    ways = step.add_subparsers(dest="way", required=True)
    add_int8(ways)
    add_fp16(ways)
    add_prune(ways)
    add_distil(ways)


def add_way(
    ways: Steps, name: str, step_of: Callable[[argparse.Namespace], Step], words: str
) -> argparse.ArgumentParser:
    """The arguments that all ways have."""
    way = ways.add_parser(name, help=words, description=words)
    way.add_argument("parent", type=Path, help="folder of the bundle to start from")
    way.add_argument("folder", type=Path, help="where the variant's bundle goes; must not be there yet")
    way.add_argument("--data-set", type=Path, required=True, help="folder of a frozen data set")
    way.add_argument("--allowed-loss", type=float, help="absolute rise of the error rate, 0.005 is half a point")
    way.add_argument("--threads", type=int, default=0, help="threads of one inference when timed; 0: one per core")
    way.set_defaults(run=optimise, step_of=step_of)
    return way


def add_int8(ways: Steps) -> None:
    """Integers of 8 bits."""
    way = add_way(ways, "int8", int8_step, "compute with integers of 8 bits")
    way.add_argument(
        "--mode", choices=("static", "dynamic"), default="static", help="ranges by calibration, or each run"
    )
    way.add_argument("--calibration-items", type=int, default=256)
    way.add_argument("--validation-items", type=int, help="how many items choose the method; all without it")


def add_fp16(ways: Steps) -> None:
    """Float16."""
    way = add_way(ways, "fp16", fp16_step, "compute in float16, for GPUs")
    way.add_argument("--validation-items", type=int, help="how many items measure the loss; all without it")


def add_prune(ways: Steps) -> None:
    """Fewer channels, or heads and neurons."""
    words = "take out channels, or heads and neurons, and let the parent teach the rest what they did"
    way = add_way(ways, "prune", prune_step, words)
    way.add_argument("--keep", type=float, default=KEEP, help="share of the weights that stays, at most")
    way.add_argument("--no-mirror", action="store_true", help="do not look at the mirror image too")
    add_teaching(way)


def add_distil(ways: Steps) -> None:
    """Another shape."""
    way = add_way(ways, "distil", distil_step, "let the parent teach a smaller network of another shape")
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


def int8_step(arguments: argparse.Namespace) -> Step:
    """The step of the int8 variant."""
    return Int8Step(
        folder=arguments.folder,
        mode=arguments.mode,
        calibration_items=arguments.calibration_items,
        validation_items=arguments.validation_items,
    )


def fp16_step(arguments: argparse.Namespace) -> Step:
    """The step of the float16 variant."""
    return Fp16Step(folder=arguments.folder, validation_items=arguments.validation_items)


def prune_step(arguments: argparse.Namespace) -> Step:
    """The step of the pruned variant."""
    return PruneStep(
        folder=arguments.folder,
        recipe=recipe_of(arguments),
        share=arguments.share,
        softness=arguments.softness,
        workers=arguments.workers,
        keep=arguments.keep,
        mirror=not arguments.no_mirror,
    )


def distil_step(arguments: argparse.Namespace) -> Step:
    """The step of the student."""
    return DistilStep(
        folder=arguments.folder,
        recipe=recipe_of(arguments),
        share=arguments.share,
        softness=arguments.softness,
        workers=arguments.workers,
        student=arguments.student,
    )


def recipe_of(arguments: argparse.Namespace) -> dict[str, JsonValue]:
    """The fields of the recipe that was named, and those that were set. Raises RecipeError."""
    named = recipe_called(arguments.recipe).model_dump(mode="json") if arguments.recipe else {}
    return {**named, **changes_of(arguments.set)}


def optimise(arguments: argparse.Namespace) -> int:
    """Make, compare with the parent on the validation split, write the evaluation into the bundle; 2 if refused."""
    if (arguments.folder / MANIFEST).exists():
        raise OptimiseError(f"{arguments.folder} holds a bundle already; name another folder.")
    order = OptimiseOrder(
        parent=arguments.parent,
        data_set=arguments.data_set,
        steps=(arguments.step_of(arguments),),
        allowed_loss=arguments.allowed_loss,
        threads=arguments.threads,
        training_threads=getattr(arguments, "training_threads", 0),
    )
    found = run(order, print_aside)
    say(markdown(found.comparison))
    return 0 if found.variants[0].accepted else REFUSED
