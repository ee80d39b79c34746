"""How the command line speaks: the result on stdout, and what is going on as a sentence each, where a step says."""

import sys
from datetime import timedelta

from ml.jobs.messages import Update
from ml.progress import Note, Progress
from ml.training.events import Checkpointed, Ended, EpochEnded, Started, Step


def say(text: str) -> None:
    """A line on stdout."""
    sys.stdout.write(text.rstrip("\n") + "\n")
    sys.stdout.flush()


def print_update(update: Update) -> None:
    """What is going on, where that is the result itself."""
    say(sentence(update))


def print_aside(update: Update) -> None:
    """What is going on, beside a result."""
    sys.stderr.write(f"{sentence(update)}\n")
    sys.stderr.flush()


def sentence(update: Update) -> str:
    """What happened, in words."""
    match update:
        case Progress():
            total = f": {update.done:,} of {update.total:,}" if update.total else ""
            text = f"{update.stage}{total} {update.note}".rstrip()
        case Started():
            text = (
                f"{update.parameters:,} parameters, {update.train_items} training and {update.validation_items} "
                f"validation items, {update.processes} x {update.device}, step {update.step} of {update.steps}"
            )
        case Step():
            left = timedelta(seconds=round(update.eta_seconds or 0))
            text = (
                f"  epoch {update.epoch}, step {update.step}/{update.steps}: loss {decimal(update.loss)}, "
                f"rate {update.learning_rate:.2e}, {update.examples_per_second:.1f} items/s, {left} left"
            )
        case EpochEnded():
            text = epoch_ended(update)
        case Checkpointed():
            text = f"  checkpoint at step {update.step}, {update.bytes / 1e6:.1f} MB"
        case Note():
            text = f"Note: {update.text}"
        case Ended():
            text = f"{update.state} at step {update.step}"
    return text


def epoch_ended(event: EpochEnded) -> str:
    """The figures of an epoch and its samples."""
    figures = f"epoch {event.number}: training loss {decimal(event.train_loss)}"
    if event.metric is not None:
        figures += f", validation loss {decimal(event.validation_loss)}, {event.metric_name} {event.metric:.4f}"
        figures += " (best so far)" if event.best else ""
    samples = (f"    {sample.name}: {sample.truth!r}, answered {sample.answer!r}" for sample in event.samples)
    return "\n".join([figures, *samples])


def decimal(value: float | None) -> str:
    """Four digits; `nan` for what is no number any more."""
    return "nan" if value is None else f"{value:.4f}"
