"""A smaller network learns what a larger one knows: pruned from it, or of another shape. Both become bundles here."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from safetensors.torch import load_file
from torch import Tensor

from ml.bundle import Bundle
from ml.datasets.frozen import DataSet
from ml.errors import Cancelled, OptimiseError
from ml.export.parts import write_parts
from ml.optimise.student_task import DISTIL, StudentTask
from ml.optimise.variant import named, write_variant
from ml.training.checkpoint import BEST, Checkpoints
from ml.training.control import Control, no_request
from ml.training.events import Callback, Ended
from ml.training.finish import limits_for
from ml.training.folder import alone
from ml.training.loop import Loop
from ml.training.recipe import BaseRecipe
from ml.training.run import STOPPED, accelerator_of
from ml.training.seeds import reseed
from ml.training.weights import parameters_of, state_of

State = dict[str, Tensor]


@dataclass(frozen=True, slots=True)
class Distillation:
    """How a student learns: the recipe of the run, the `share` of the teacher in the loss, how soft its answers are.

    `control` is asked at every step whether to go on; a run that was stopped goes on from its checkpoint.
    """

    recipe: BaseRecipe
    share: float = 0.9
    softness: float = 2.0
    control: Control = no_request
    workers: int = 0

    def as_json(self) -> dict[str, object]:
        """As it stands in the lineage."""
        return {"recipe": self.recipe.model_dump(mode="json"), "share": self.share, "softness": self.softness}


def task_for(bundle: Bundle, data_set: DataSet, distillation: Distillation) -> StudentTask:
    """The task with the bundle as the teacher; what is random in it depends on the recipe's seed alone.

    Raises:
        RecipeError: the bundle has no weights to learn from.
        OptimiseError: the recipe is for another kind, or the data set has outputs that the bundle does not have.
    """
    recipe, manifest = distillation.recipe, bundle.manifest
    if recipe.kind != manifest.kind:
        raise OptimiseError(f"{manifest.slug} does {manifest.kind}; the recipe is for {recipe.kind}.")
    reseed(recipe.seed)
    share, softness = distillation.share, distillation.softness
    return DISTIL.of(manifest.kind).student_task(recipe, data_set, bundle, share=share, softness=softness)


def train_student(task: StudentTask, distillation: Distillation, folder: Path, callback: Callback) -> State:
    """Train the task's network; gives the weights that the recipe keeps. Started again on its folder, it goes on.

    Raises:
        OptimiseError: it was started in several processes, of which each would write the variant.
        Cancelled: `control` wished so; the checkpoint is kept.
    """
    folder.mkdir(parents=True, exist_ok=True)
    accelerator = accelerator_of(distillation.recipe, cpu=False)
    if accelerator.num_processes > 1:
        raise OptimiseError("A student learns in one process, on one GPU; start it without accelerate or torchrun.")
    with alone(folder):
        checkpoints = Checkpoints(folder, accelerator)
        loop = Loop(
            task, distillation.recipe, accelerator, checkpoints,
            tell=callback, control=distillation.control, fine_tuning=True, workers=distillation.workers,
        )  # fmt: skip
        loop.resume()
        ending = loop.run()
    callback(Ended(state=ending, step=loop.progress.step, reason=STOPPED.get(ending, "")))
    if ending != "finished":
        raise Cancelled(STOPPED[ending])
    return load_file(folder / BEST) if distillation.recipe.keep == "best" else state_of(loop.network)


def run_of(folder: Path) -> Path:
    """Where the training of a variant is kept."""
    return folder.with_name(f"{folder.name}.run")


def write_student(
    technique: str,
    parent: Bundle,
    task: StudentTask,
    weights: State,
    data_set: DataSet,
    *,
    folder: Path,
    made: Mapping[str, object],
) -> Bundle:
    """Export what was learnt and write the variant's bundle. Raises BundleError where the export is not exact."""
    trained, architecture = task.trained(weights)
    with TemporaryDirectory() as workplace:
        files, parity = write_parts(trained, Path(workplace), limits_for(task))
        return write_variant(
            parent, technique, files, folder, {**made, "data_set": named(data_set)},
            architecture=architecture.model_dump(mode="json"), metrics=parity.as_metrics(),
            parameters=parameters_of(trained.network),
        )  # fmt: skip
