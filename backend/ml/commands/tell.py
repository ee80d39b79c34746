"""The events of a run as lines for a person."""

from datetime import timedelta

from ml.progress import Note
from ml.training.events import Checkpointed, Ended, EpochEnded, Event, Started, Step


def printed(event: Event) -> None:
    """Print an event."""
    print(sentence(event), flush=True)  # noqa: T201 - a command line speaks by printing


def sentence(event: Event) -> str:
    """An event in words."""
    match event:
        case Started():
            return (
                f"{event.parameters:,} parameters, {event.train_items} training and {event.validation_items} "
                f"validation items, {event.processes} x {event.device}, step {event.step} of {event.steps}"
            )
        case Step():
            left = timedelta(seconds=round(event.eta_seconds or 0))
            return (
                f"  epoch {event.epoch}, step {event.step}/{event.steps}: loss {decimal(event.loss)}, "
                f"rate {event.learning_rate:.2e}, {event.examples_per_second:.1f} items/s, {left} left"
            )
        case EpochEnded():
            return epoch_ended(event)
        case Checkpointed():
            return f"  checkpoint at step {event.step}, {event.bytes / 1e6:.1f} MB"
        case Note():
            return f"Note: {event.text}"
        case Ended():
            return f"{event.state} at step {event.step}"


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
