"""The training loop, the same for every kind of model and any number of processes; `accelerate` distributes it."""

import math
import time
from collections.abc import Iterator
from typing import Literal

import torch
from accelerate import Accelerator
from accelerate.data_loader import prepare_data_loader
from torch import nn
from torch.utils.data import DataLoader

from ml.errors import TrainingError
from ml.training.checkpoint import Checkpoints
from ml.training.control import REQUESTS, Control
from ml.training.events import Callback, Checkpointed, EpochEnded, Step
from ml.training.pace import Pace
from ml.training.plan import Batch, Parts
from ml.training.progress import CURVE_POINTS, Progress
from ml.training.recipe import BaseRecipe
from ml.training.schedule import rate_factor
from ml.training.seeds import reseed
from ml.training.training_task import Part, TrainingTask, samples_of
from ml.training.validation import mean_loss, validated
from ml.training.weights import average_of, freeze, optimiser_of

TOLD_EVERY_SECONDS = 0.2
SAVE = 4
Ending = Literal["finished", "paused", "cancelled"]
ENDINGS: dict[str, Ending] = {"pause": "paused", "cancel": "cancelled"}


class Loop:
    """One run, ready to begin or to go on."""

    def __init__(
        self,
        task: TrainingTask,
        recipe: BaseRecipe,
        accelerator: Accelerator,
        checkpoints: Checkpoints,
        *,
        tell: Callback,
        control: Control,
        fine_tuning: bool,
        workers: int = 0,
    ) -> None:
        self.task, self.recipe, self.accelerator, self.checkpoints = task, recipe, accelerator, checkpoints
        self.tell, self.control, self.workers = tell, control, workers
        self.parts = accelerator.num_processes * recipe.accumulate
        self.plan = task.plan(self.parts)
        self.steps = sum(len(self.plan(epoch)) for epoch in range(recipe.epochs))
        model = synchronised(task.model(), accelerator)
        self.frozen = freeze(task, recipe)
        # Copied before it is prepared: the average needs neither distribution nor gradients.
        self.average = average_of(task.network, recipe.average).to(accelerator.device) if recipe.average else None
        self.model, self.optimiser = accelerator.prepare(model, optimiser_of(task, recipe, fine_tuning))
        self.progress = Progress()
        self.saved_at = self.told_at = time.monotonic()
        self.pace = Pace()

    def resume(self) -> bool:
        """Go on from the newest checkpoint; False where there is none."""
        newest = self.checkpoints.newest()
        if newest is not None:
            self.progress = self.checkpoints.load(newest, self.average)
        return newest is not None

    def run(self) -> Ending:
        """Train until the recipe's end, or until somebody asks otherwise; a checkpoint is written in each case."""
        self.pace = Pace()
        while self.progress.epoch < self.recipe.epochs and not self.progress.stopped_early:
            ending = self.train_epoch()
            if ending is not None:
                self.checkpoint()
                return ending
            self.end_epoch()
            self.checkpoint()
        return "finished"

    def train_epoch(self) -> Ending | None:
        """The rest of an epoch; tells how it ended if somebody broke it off."""
        progress, batches = self.progress, self.plan(self.progress.epoch)
        self.model.train()
        for module in self.frozen:
            module.eval()
        for batch, parts in self.loaded(batches):
            began = time.monotonic()
            loss = self.step(batch, parts)
            progress.batch, progress.step = progress.batch + 1, progress.step + 1
            progress.epoch_loss += loss
            progress.seconds += time.monotonic() - began
            self.pace.add(len(batch))
            self.point(loss)
            ending = self.follow_requests()
            if ending is not None:
                return ending
        return None

    def loaded(self, batches: list[Batch]) -> Iterator[tuple[Batch, Iterator[Part]]]:
        """Each batch that is left of the epoch, with this process' parts of it (their numbers and contents)."""
        rest = Parts(batches, self.parts, self.progress.batch)
        loader = DataLoader(
            self.task.training, batch_sampler=rest, collate_fn=self.task.collate, num_workers=self.workers
        )
        shard = iter(
            prepare_data_loader(
                loader,
                self.accelerator.device,
                self.accelerator.num_processes,
                self.accelerator.process_index,
                put_on_device=True,
                even_batches=False,
                dispatch_batches=False,
            )
        )
        own = range(self.accelerator.process_index, self.parts, self.accelerator.num_processes)
        for batch in rest.batches[rest.first :]:
            yield batch, ((part, next(shard)) for part in own)
        next(shard, None)  # lets the loader take leave of `accelerate`

    def step(self, batch: Batch, parts: Iterator[Part]) -> float:
        """One step of the optimiser; returns the mean loss of the whole batch."""
        factor = rate_factor(self.progress.step, self.steps, self.recipe)
        for group in self.optimiser.param_groups:
            group["lr"] = self.recipe.learning_rate * group["scale"] * factor
        # DDP takes the mean over processes and `backward` over the parts of a batch, so both are multiplied back.
        scale = self.parts / self.task.weight(batch)
        total = torch.zeros((), device=self.accelerator.device)
        for number, (inputs, truth) in parts:
            reseed(self.recipe.seed, self.progress.step, number)
            with self.accelerator.accumulate(self.model):
                loss = self.task.loss(self.model(inputs), truth) * scale
                self.accelerator.backward(loss)
                if self.accelerator.sync_gradients and self.recipe.clip_norm:
                    self.accelerator.clip_grad_norm_(self.model.parameters(), self.recipe.clip_norm)
                self.optimiser.step()
                self.optimiser.zero_grad(set_to_none=True)
            total += loss.detach() / self.recipe.accumulate
        if self.average is not None:
            self.average.update_parameters(self.task.network)
        return self.finite(float(self.accelerator.reduce(total, "mean")))

    def finite(self, loss: float) -> float:
        """Raises TrainingError where the weights ran away."""
        if not math.isfinite(loss):
            raise TrainingError(
                f"The loss is no number any more at step {self.progress.step + 1}. "
                "Try a lower learning rate, a longer warm-up or float32."
            )
        return loss

    def point(self, loss: float) -> None:
        """Add to the curve, and tell how far the run is, not more often than a person can follow."""
        progress, learning_rate = self.progress, self.optimiser.param_groups[0]["lr"] / self.first_scale
        progress.point_loss, progress.point_steps = progress.point_loss + loss, progress.point_steps + 1
        if progress.step % max(1, self.steps // CURVE_POINTS) == 0:
            mean = progress.point_loss / progress.point_steps
            progress.curve.append({"step": progress.step, "loss": mean, "learning_rate": learning_rate})
            progress.point_loss, progress.point_steps = 0.0, 0
        if time.monotonic() - self.told_at >= TOLD_EVERY_SECONDS or progress.step == 1:
            self.told_at, pace = time.monotonic(), self.pace
            left = pace.seconds_for(self.steps - progress.step)
            self.tell(
                Step(
                    step=progress.step,
                    steps=self.steps,
                    epoch=progress.epoch + 1,
                    loss=loss,
                    learning_rate=learning_rate,
                    examples_per_second=pace.examples_per_second,
                    eta_seconds=left,
                )
            )

    @property
    def first_scale(self) -> float:
        """The factor of the first group's learning rate."""
        return float(self.optimiser.param_groups[0]["scale"])

    def follow_requests(self) -> Ending | None:
        """Ask whether to stop, and see whether a checkpoint is due; the main process decides for all."""
        decision = 0
        if self.accelerator.is_main_process:
            due = time.monotonic() - self.saved_at > 60 * self.recipe.checkpoint_minutes
            decision = REQUESTS.index(self.control()) + SAVE * due
        shared = self.accelerator.reduce(torch.tensor(decision, device=self.accelerator.device), "sum")
        save, request = divmod(int(shared), SAVE)
        if save and not request:
            self.checkpoint()
        return ENDINGS.get(REQUESTS[request])

    def checkpoint(self) -> None:
        """Write one and tell of it."""
        size = self.checkpoints.save(self.progress, self.average)
        self.saved_at = time.monotonic()
        self.tell(Checkpointed(step=self.progress.step, bytes=size))

    def end_epoch(self) -> None:
        """Validate, keep the weights if they are the best ones, and add the epoch to the curve."""
        progress, began = self.progress, time.monotonic()
        answers = validated(self.task, self.network, self.accelerator, self.workers)
        metric, loss = self.task.score(answers) if answers else None, mean_loss(answers)
        best = self.is_best(metric, loss)
        if best:
            progress.best, progress.best_loss, progress.best_epoch, progress.stale = metric, loss, progress.epoch + 1, 0
            self.checkpoints.keep_best(self.network)
        elif metric is not None:
            progress.stale += 1
        progress.stopped_early = bool(self.recipe.patience and progress.stale >= self.recipe.patience)
        ended = EpochEnded(
            number=progress.epoch + 1,
            step=progress.step,
            train_loss=progress.epoch_loss / max(1, progress.batch),
            validation_loss=loss,
            metric_name=self.task.metric_name,
            metric=metric,
            best=best,
            learning_rate=self.optimiser.param_groups[0]["lr"] / self.first_scale,
            seconds=time.monotonic() - began,
            samples=samples_of(self.task, answers),
        )
        progress.epochs.append(ended)
        progress.epoch, progress.batch, progress.epoch_loss = progress.epoch + 1, 0, 0.0
        self.tell(ended)

    def is_best(self, metric: float | None, loss: float | None) -> bool:
        """Whether the metric, or at the same metric the loss, beats all before; without validation the newest does."""
        progress = self.progress
        if metric is None or loss is None or progress.best is None or progress.best_loss is None:
            return True
        sign = 1 if self.task.higher_is_better else -1
        return (sign * metric, -loss) > (sign * progress.best, -progress.best_loss)

    @property
    def network(self) -> nn.Module:
        """The network with the weights that count: the averaged ones if the recipe wants them."""
        return self.task.network if self.average is None else self.average.module


def synchronised(model: nn.Module, accelerator: Accelerator) -> nn.Module:
    """Batch normalisation over all GPUs of a batch; on several CPU processes each norms its own part."""
    if accelerator.num_processes > 1 and accelerator.device.type == "cuda":
        return nn.SyncBatchNorm.convert_sync_batchnorm(model)
    return model
