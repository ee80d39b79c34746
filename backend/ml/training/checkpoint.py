"""Checkpoints: a new one is complete before the one before is removed.

`accelerate` writes the weights (safetensors), the optimiser, the loss scale and the generators of all processes; beside
them lie the averaged weights and the progress. A folder appears under its final name when all of it is written.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from accelerate import Accelerator
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import nn
from torch.optim.swa_utils import AveragedModel

from ml.errors import TrainingError
from ml.training.progress import Progress
from ml.training.weights import state_of

FOLDER, BEST = "checkpoints", "best.safetensors"
AVERAGE, PROGRESS = "average.safetensors", "progress.json"


class Checkpoints:
    """The checkpoints of a run folder. All processes call the same methods."""

    def __init__(self, folder: Path, accelerator: Accelerator) -> None:
        self.run, self.folder, self.accelerator = folder, folder / FOLDER, accelerator

    def newest(self) -> Path | None:
        """The last complete checkpoint."""
        return max(self.folder.glob("step-*"), default=None)

    def save(self, progress: Progress, average: AveragedModel | None) -> int:
        """Write a checkpoint and remove the older ones; returns its size in bytes.

        Raises:
            TrainingError: it cannot be written, as on a full disk; the one before is untouched.
        """
        new, final = self.folder / ".new", self.folder / f"step-{progress.step:09d}"
        with self.writing(new):
            if self.accelerator.is_main_process:
                shutil.rmtree(new, ignore_errors=True)
                new.mkdir(parents=True)
            self.accelerator.wait_for_everyone()
            self.accelerator.save_state(str(new), safe_serialization=True)
            if self.accelerator.is_main_process:
                self.add(new, progress, average)
            self.accelerator.wait_for_everyone()
        if self.accelerator.is_main_process:
            shutil.rmtree(final, ignore_errors=True)
            new.rename(final)
            self.remove_all_but(final)
        return sum(file.stat().st_size for file in final.rglob("*")) if self.accelerator.is_main_process else 0

    def add(self, folder: Path, progress: Progress, average: AveragedModel | None) -> None:
        """What `accelerate` does not know of."""
        if average is not None:
            save_file(state_of(average.module), folder / AVERAGE)
        progress.save(folder / PROGRESS)

    def remove_all_but(self, kept: Path) -> None:
        """Older checkpoints, and what a killed run left half written."""
        for folder in self.folder.iterdir():
            if folder != kept:
                shutil.rmtree(folder, ignore_errors=True)

    def load(self, folder: Path, average: AveragedModel | None) -> Progress:
        """Put everything back as it was.

        Raises:
            TrainingError: the checkpoint is damaged.
        """
        try:
            self.accelerator.load_state(str(folder))
            progress = Progress.load(folder / PROGRESS)
            if average is not None:
                average.module.load_state_dict(load_file(folder / AVERAGE))
                average.n_averaged.fill_(progress.step)
        except (OSError, RuntimeError, ValueError, KeyError, TypeError, SafetensorError) as error:
            raise TrainingError(
                f"The checkpoint {folder} cannot be read ({error}); remove it to start anew."
            ) from error
        return progress

    def keep_best(self, network: nn.Module) -> None:
        """Replace the weights of the best epoch. Raises TrainingError, as `save`."""
        new = self.run / f".{BEST}.new"
        if self.accelerator.is_main_process:
            with self.writing(new):
                save_file(state_of(network), new)
                new.replace(self.run / BEST)

    @contextmanager
    def writing(self, new: Path) -> Iterator[None]:
        """Turn what goes wrong while writing into a sentence, and leave nothing half written."""
        try:
            yield
        except (OSError, RuntimeError, SafetensorError) as error:
            shutil.rmtree(new, ignore_errors=True)
            new.unlink(missing_ok=True)
            last = self.newest()
            rest = f"the one of step {int(last.name[5:])} is kept" if last else "there is none before it"
            raise TrainingError(
                f"A checkpoint could not be written to {self.folder} ({error}); {rest}. "
                "Make room on the disk, then start the run again: it goes on from there."
            ) from error
