"""The epochs of a run as its folder tells them: what a trainer heard and was killed before it wrote."""

from apps.training.models import Epoch, Run
from ml.training.events import Epoch as Measured
from ml.training.folder import history_of


def missed(run: Run, step: int) -> list[Epoch]:
    """The epochs up to `step`, which are on the disk since the checkpoint, with what is kept of them there."""
    return [epoch_row(run, epoch) for epoch in history_of(run.folder) if epoch.step <= step]


def epoch_row(run: Run, epoch: Measured) -> Epoch:
    """The row of an epoch, not yet saved."""
    return Epoch(run=run, **epoch.model_dump(include=set(Measured.model_fields)))
