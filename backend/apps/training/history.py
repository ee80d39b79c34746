"""The epochs of a run as its folder tells them: what a trainer heard and was killed before it wrote."""

from apps.training.child import parsed
from apps.training.models import Epoch, Run
from ml.training.folder import HISTORY


def missed(run: Run, step: int) -> list[Epoch]:
    """The epochs up to `step`, which are on the disk since the checkpoint, with what is kept of them there."""
    try:
        epochs = parsed((run.folder / HISTORY).read_bytes())["epochs"]
    except FileNotFoundError:
        return []
    fields = ("step", "train_loss", "validation_loss", "metric_name", "metric", "best", "learning_rate")
    return [
        Epoch(run=run, number=told["epoch"], seconds=0.0, **{name: told[name] for name in fields})
        for told in epochs
        if told["step"] <= step
    ]
