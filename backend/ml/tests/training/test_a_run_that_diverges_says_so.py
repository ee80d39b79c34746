"""A network that ran away fails in its export; what is told is why."""

import pytest

pytest.importorskip("torch")

from ml.training.events import EpochKept
from ml.training.finish import diverged
from ml.training.progress import Progress


def progress(first: float, *epochs: float) -> Progress:
    ended = [
        EpochKept(
            number=number, step=number, train_loss=loss, validation_loss=None, metric_name="top1", metric=None,
            best=False, learning_rate=1.0,
        )
        for number, loss in enumerate(epochs, start=1)
    ]  # fmt: skip
    return Progress(curve=[{"step": 1, "loss": first, "learning_rate": 1.0}], epochs=list(ended))


@pytest.mark.parametrize("epochs", [(900.0,), (2.1, 44_000.0), (44_000.0, 2.3)])
def test_a_loss_far_above_its_beginning_is_told_with_what_to_try(epochs: tuple[float, ...]) -> None:
    said = diverged(progress(2.3, *epochs))
    assert "The training diverged: its loss began at 2.3" in said
    assert f"was {max(epochs):.3g} in epoch {epochs.index(max(epochs)) + 1}" in said
    assert "lower learning rate" in said


@pytest.mark.parametrize("epochs", [(), (2.0, 0.3), (3.4, 2.0)])
def test_a_loss_that_falls_or_hardly_rises_says_nothing(epochs: tuple[float, ...]) -> None:
    assert diverged(progress(2.3, *epochs)) == ""
