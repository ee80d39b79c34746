"""One training run, from a recipe and a frozen data set to a bundle that was measured on the test split.

`run` is the whole interface: the command line and a worker call the same function. Started again on its folder, a run
goes on from its last checkpoint and ends as if nothing had happened.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from accelerate import Accelerator
from accelerate.state import AcceleratorState, GradientState
from safetensors.torch import load_file

from ml.bundle import Bundle
from ml.datasets.frozen import DataSet
from ml.errors import Cancelled, Explained, RecipeError, TrainingError
from ml.progress import Note
from ml.training.checkpoint import BEST, Checkpoints
from ml.training.control import Control, no_request, request
from ml.training.events import Callback, Checkpointed, Ended, Event, Started
from ml.training.finish import Finish, to_bundle
from ml.training.folder import BUNDLE, Status, alone, claim, identity_of, status_of, write_history, write_status
from ml.training.loop import Ending, Loop
from ml.training.naming import Naming
from ml.training.reading import sentence_of
from ml.training.recipe import BaseRecipe
from ml.training.seeds import reseed
from ml.training.training_task import TRAIN, TrainingTask
from ml.training.weights import state_of

PRECISIONS = {"float32": "no", "bfloat16": "bf16", "float16": "fp16"}
STOPPED = {
    "paused": "The run is paused; start it again to go on from its last checkpoint.",
    "cancelled": "The run was cancelled.",
}


def run(
    recipe: BaseRecipe,
    data_set: DataSet,
    folder: Path,
    callback: Callback,
    *,
    init_from: Bundle | None = None,
    control: Control = no_request,
    naming: Naming | None = None,
    cpu: bool = False,
    workers: int = 0,
) -> Path:
    """Train, export, evaluate; under `accelerate launch` or `torchrun` in all processes together.

    Args:
        folder: the run's own, made if it is missing; a run that is in it goes on.
        callback: hears the events, in the main process alone.
        init_from: the model to fine-tune; without it the weights start at random.
        control: asked at each step whether to pause or to cancel.
        naming: what the model is to be called.
        cpu: stay on the processor although there is a GPU.
        workers: processes that read and augment the items ahead of the training; 0 does so in between.

    Returns:
        The folder of the bundle.

    Raises:
        Cancelled: the run was paused or cancelled; its checkpoint is kept, `status.json` says which.
        Explained: another subclass of it, what the person who started the run can put right.
    """
    accelerator = accelerator_of(recipe, cpu)
    main = accelerator.is_main_process
    job = Job(recipe, data_set, folder, callback if main else silent, control, init_from, naming or Naming(), workers)
    with ExitStack() as stack:
        if main:
            stack.enter_context(alone(folder))
            stack.enter_context(failing(job))
            prepare(job)
        accelerator.wait_for_everyone()
        if not finished(folder):
            train(job, accelerator)
        accelerator.wait_for_everyone()
    accelerator.end_training()
    return folder / BUNDLE


@dataclass(frozen=True, slots=True)
class Job:
    """The arguments of a run."""

    recipe: BaseRecipe
    data_set: DataSet
    folder: Path
    tell: Callback
    control: Control
    parent: Bundle | None
    naming: Naming
    workers: int


def silent(event: Event) -> None:
    """What the processes beside the main one tell."""


def accelerator_of(recipe: BaseRecipe, cpu: bool) -> Accelerator:
    """The devices and processes, as `accelerate launch` or `torchrun` gave them.

    Raises:
        RecipeError: the device cannot compute with the recipe's precision.
    """
    if "WORLD_SIZE" not in os.environ:
        # One process may make several runs, one after the other; the state of the one before would bind the next.
        AcceleratorState._reset_state(reset_partial_state=True)
        GradientState._reset_state()
    try:
        return Accelerator(
            cpu=cpu, mixed_precision=PRECISIONS[recipe.precision], gradient_accumulation_steps=recipe.accumulate
        )
    except (ValueError, NotImplementedError) as error:
        raise RecipeError(f"This machine cannot compute in {recipe.precision}: {error} Try float32.") from error


def prepare(job: Job) -> None:
    """Make the folder this run's, and look once whether the data set is whole.

    Raises:
        TrainingError: there is another run in the folder.
        RecipeError: the recipe is for another kind.
        DataSetError: a file of the set is missing or was changed.
    """
    slug, kind, items = job.data_set.manifest.slug, job.data_set.kind, job.data_set.items("train")
    if job.recipe.kind != kind:
        raise RecipeError(f"The recipe is for {job.recipe.kind}, the data set {slug} is for {kind}.")
    if len(items) < 2:
        raise RecipeError(f"{slug} has {len(items)} training items; a model needs more. Freeze it with another split.")
    if claim(job.folder, identity_of(job.recipe, job.data_set, job.parent)):
        job.data_set.verify()
    request(job.folder, "run")


@contextmanager
def failing(job: Job) -> Iterator[None]:
    """Write down why a run failed, in words, as far as the disk allows."""
    try:
        yield
    except Cancelled:
        raise
    except BaseException as error:
        reason = reason_of(error)
        with suppress(OSError):
            status = status_of(job.folder) or Status("failed")
            write_status(job.folder, replace(status, state="failed", reason=reason))
            job.tell(Ended(state="failed", step=status.step, reason=reason))
        if isinstance(error, torch.OutOfMemoryError | TrainingError):
            raise TrainingError(reason) from error
        raise


def reason_of(error: BaseException) -> str:
    """A sentence for the person who started the run."""
    if isinstance(error, Explained):
        return sentence_of(error)
    if isinstance(error, torch.OutOfMemoryError):
        return "The memory of the device is too small for the batch; raise accumulate or make the batch smaller."
    if isinstance(error, KeyboardInterrupt):
        return "The run was interrupted."
    return f"Something unexpected went wrong: {type(error).__name__}: {error}"


def finished(folder: Path) -> bool:
    """Whether there is nothing left to do."""
    status = status_of(folder)
    return status is not None and status.state == "finished" and (folder / BUNDLE).is_dir()


def train(job: Job, accelerator: Accelerator) -> None:
    """What is left of the run, then, in the main process, its bundle."""
    reseed(job.recipe.seed)
    task = TRAIN.of(job.recipe.kind).training_task(job.recipe, job.data_set, job.parent)
    checkpoints = Checkpoints(job.folder, accelerator)

    def hear(event: Event) -> None:
        if isinstance(event, Checkpointed):
            write_history(job.folder, loop.progress)
            write_status(job.folder, Status("running", loop.progress.step, loop.progress.epoch))
        job.tell(event)

    loop = Loop(
        task, job.recipe, accelerator, checkpoints,
        tell=hear if accelerator.is_main_process else silent, control=job.control,
        fine_tuning=job.parent is not None, workers=job.workers,
    )  # fmt: skip
    loop.resume()
    introduce(job, task, loop)
    ending = loop.run()
    if accelerator.is_main_process:
        close(job, task, loop, ending)
    elif ending != "finished":
        raise Cancelled(STOPPED[ending])


def introduce(job: Job, task: TrainingTask, loop: Loop) -> None:
    """Tell what is about to happen."""
    job.tell(
        Started(
            step=loop.progress.step,
            steps=loop.steps,
            epochs=job.recipe.epochs,
            parameters=sum(weight.numel() for weight in task.network.parameters()),
            train_items=len(task.training),
            validation_items=task.validation_items,
            processes=loop.accelerator.num_processes,
            device=str(loop.accelerator.device),
        )
    )
    for note in task.notes:
        job.tell(Note(text=note))


def close(job: Job, task: TrainingTask, loop: Loop, ending: Ending) -> None:
    """Write the bundle of a run that is through; say of another one how it stands."""
    progress = loop.progress
    if ending == "finished":
        state = load_file(job.folder / BEST) if job.recipe.keep == "best" else state_of(loop.network)
        finish = Finish(task, state, job.data_set, job.folder, job.naming, job.parent, progress)
        to_bundle(finish, job.tell)
    write_history(job.folder, progress)
    write_status(job.folder, Status(ending, progress.step, progress.epoch))
    job.tell(Ended(state=ending, step=progress.step, reason=STOPPED.get(ending, "")))
    if ending != "finished":
        raise Cancelled(STOPPED[ending])
