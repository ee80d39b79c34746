"""The events of a run as lines for a person."""

from datetime import timedelta

from ml.training.events import Checkpointed, Ended, EpochEnded, Event, Noted, Started, Stepped


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
        case Stepped():
            left = timedelta(seconds=round(event.eta_seconds))
            return (
                f"  epoch {event.epoch}, step {event.step}/{event.steps}: loss {event.loss:.4f}, "
                f"rate {event.learning_rate:.2e}, {event.examples_per_second:.1f} items/s, {left} left"
            )
        case EpochEnded():
            return epoch_ended(event)
        case Checkpointed():
            return f"  checkpoint at step {event.step}, {event.bytes / 1e6:.1f} MB"
        case Noted():
            return f"Note: {event.text}"
        case Ended():
            return f"{event.state} at step {event.step}"


def epoch_ended(event: EpochEnded) -> str:
    """The figures of an epoch and its samples."""
    figures = f"epoch {event.epoch}: training loss {event.train_loss:.4f}"
    if event.metric is not None and event.validation_loss is not None:
        figures += f", validation loss {event.validation_loss:.4f}, {event.metric_name} {event.metric:.4f}"
        figures += " (best so far)" if event.best else ""
    samples = (f"    {sample.name}: {sample.truth!r}, answered {sample.answer!r}" for sample in event.samples)
    return "\n".join([figures, *samples])
