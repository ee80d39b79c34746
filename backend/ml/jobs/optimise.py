"""Make variants of a model, each from the one before, and the table of all."""

import shutil
from dataclasses import replace

from ml.bundle import MANIFEST, Bundle
from ml.datasets.frozen import DataSet
from ml.errors import BundleError
from ml.jobs.messages import Emit, MadeVariant, OptimiseResult
from ml.jobs.orders import DistilStep, Fp16Step, Int8Step, OptimiseOrder, PruneStep, Step, TaughtStep
from ml.jobs.train import set_threads
from ml.optimise import distil, fp16, int8, prune
from ml.optimise.compare import CompareOptions, compare
from ml.optimise.comparison import Comparison
from ml.optimise.evaluation import with_evaluation
from ml.optimise.student_recipes import distillation_recipe, recipe_for
from ml.optimise.train_student import Distillation
from ml.progress import Progress
from ml.training.control import at_signals
from ml.training.drift import with_drift
from ml.training.recipe import BaseRecipe
from ml.training.reference import with_reference


def run(order: OptimiseOrder, emit: Emit) -> OptimiseResult:
    """Make and compare; a student's training pauses at SIGTERM and Ctrl-C, and goes on from its checkpoint.

    Each stage begins with a message of Progress, and what a training tells follows it.

    Raises:
        OptimiseError: a variant cannot be made, or the data set does not fit.
        Cancelled: it was stopped.
    """
    set_threads(order.training_threads)
    data_set = DataSet.open(order.data_set)
    made = [Bundle.load(order.parent)]
    learned = made[0]
    for step in order.steps:
        emit(Progress(stage=step.way))
        made.append(variant(step, learned, data_set, order.allowed_loss, emit))
        learned = made[-1] if isinstance(step, TaughtStep) else learned
    emit(Progress(stage="compare"))
    options = CompareOptions(order.split, allowed_loss=order.allowed_loss, threads=order.threads)
    found = compare(made, data_set, options, emit)
    evaluated = [with_evaluation(bundle, found) for bundle in made[1:]]
    return OptimiseResult(comparison=named(found, order.parent_name), variants=variants_of(evaluated, found))


def variant(step: Step, parent: Bundle, data_set: DataSet, allowed_loss: float | None, emit: Emit) -> Bundle:
    """One step; what a trainer that was lost had finished is used again."""
    if (step.folder / MANIFEST).exists():
        try:
            return Bundle.load(step.folder)
        except BundleError:
            shutil.rmtree(step.folder)
    made = with_reference(make(step, parent, data_set, allowed_loss, emit), data_set, emit)
    return with_drift(made, data_set, emit)


def make(step: Step, parent: Bundle, data_set: DataSet, allowed_loss: float | None, emit: Emit) -> Bundle:
    """The variant of a step. Raises OptimiseError, RecipeError, Cancelled."""
    items = len(data_set.items("train"))
    match step:
        case Int8Step():
            options = int8.Int8Options(
                mode=step.mode, calibration_items=step.calibration_items, validation_items=step.validation_items,
                allowed_loss=allowed_loss,
            )  # fmt: skip
            return int8.make(parent, data_set, options, step.folder, emit)
        case Fp16Step():
            return fp16.make(parent, data_set, fp16.Fp16Options(step.validation_items), step.folder, emit)
        case PruneStep():
            recipe = recipe_for("prune", parent.manifest, items, step.recipe)
            pruning = prune.PruneOptions(distillation(step, recipe), keep=step.keep, mirror=step.mirror)
            return prune.make(parent, data_set, pruning, step.folder, emit)
        case DistilStep():
            recipe, layers = distillation_recipe(parent.manifest, items, step.student, step.recipe)
            return distil.make(
                parent, data_set, distil.DistilOptions(distillation(step, recipe), layers), step.folder, emit
            )


def distillation(step: TaughtStep, recipe: BaseRecipe) -> Distillation:
    """How the student of a step learns."""
    return Distillation(recipe, share=step.share, softness=step.softness, control=at_signals(), workers=step.workers)


def named(found: Comparison, parent: str) -> Comparison:
    """The table with another name for the parent than that of its folder."""
    first, *others = found.rows
    return replace(found, rows=[replace(first, name=parent or first.name), *others])


def variants_of(bundles: list[Bundle], found: Comparison) -> tuple[MadeVariant, ...]:
    """The variants with their verdicts."""
    return tuple(
        MadeVariant(
            name=bundle.folder.name,
            digest=bundle.digest,
            metrics=dict(bundle.manifest.metrics),
            accepted=bool(row.verdict and row.verdict.accepted),
            reason=row.verdict.reason if row.verdict else "",
        )
        for bundle, row in zip(bundles, found.rows[1:], strict=True)
    )
