"""Where a run is stands in its checkpoint and its history; what an older release wrote there is read."""

import json
from pathlib import Path
from typing import Any

import pytest

from ml.training.events import Epoch, EpochEnded, EpochSample
from ml.training.folder import HISTORY, Status, history_of, status_of, write_history, write_status
from ml.training.progress import Progress

# As the release of the first training wrote an epoch into progress.json, history.json and a bundle's lineage.
OF_BEFORE: dict[str, Any] = {
    "epoch": 1, "step": 10, "train_loss": 1.5, "validation_loss": 1.25, "metric_name": "top1", "metric": 0.5,
    "best": True, "learning_rate": 0.1,
}  # fmt: skip


def ended(number: int) -> EpochEnded:
    return EpochEnded(
        number=number, step=10 * number, train_loss=1.5, validation_loss=1.25, metric_name="top1", metric=0.5,
        best=number == 1, learning_rate=0.1, seconds=3.5, samples=(EpochSample(name="a", truth="b", answer="c"),),
    )  # fmt: skip


def gone_on(tmp_path: Path, **changes: Any) -> Progress:
    """The progress of a checkpoint with other values in it."""
    file = tmp_path / "progress.json"
    Progress(epoch=1, step=10, epochs=[ended(1)]).save(file)
    file.write_text(json.dumps({**json.loads(file.read_text()), **changes}))
    return Progress.load(file)


def test_what_was_saved_is_loaded(tmp_path: Path) -> None:
    progress = Progress(
        epoch=2, batch=3, step=23, seconds=4.5, best=0.5, best_loss=1.25, best_epoch=1, stale=1,
        curve=[{"step": 1, "loss": 2.0, "learning_rate": 0.1}], epochs=[ended(1), ended(2)],
    )  # fmt: skip
    progress.save(tmp_path / "progress.json")
    found = Progress.load(tmp_path / "progress.json")
    assert [epoch.entry() for epoch in found.epochs] == [epoch.entry() for epoch in progress.epochs]
    assert {**vars(found), "epochs": []} == {**vars(progress), "epochs": []}


def test_a_checkpoint_of_before_is_read_and_written_as_it_was(tmp_path: Path) -> None:
    progress = gone_on(tmp_path, epochs=[OF_BEFORE])
    (epoch,) = progress.epochs
    assert (epoch.number, epoch.metric, epoch.samples) == (1, 0.5, ())
    progress.save(tmp_path / "again.json")
    assert json.loads((tmp_path / "again.json").read_text())["epochs"] == [OF_BEFORE]


@pytest.mark.parametrize("astray", [float("nan"), float("inf"), None])
def test_a_loss_that_went_astray_is_none(tmp_path: Path, astray: float | None) -> None:
    (epoch,) = gone_on(tmp_path, epochs=[{**OF_BEFORE, "validation_loss": astray}]).epochs
    assert epoch.validation_loss is None


def test_a_checkpoint_that_lacks_what_every_epoch_has_is_damaged(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="learning_rate"):
        gone_on(tmp_path, epochs=[{key: value for key, value in OF_BEFORE.items() if key != "learning_rate"}])


def test_the_history_is_what_a_trainer_that_was_lost_had_heard(tmp_path: Path) -> None:
    write_history(tmp_path, Progress(step=20, epochs=[ended(1), ended(2)]))
    assert [(epoch.number, epoch.best) for epoch in history_of(tmp_path)] == [(1, True), (2, False)]
    written = json.loads((tmp_path / HISTORY).read_text())["epochs"]
    assert (written[0], set(written[0])) == (OF_BEFORE, set(OF_BEFORE))


def test_where_no_run_was_there_is_neither_history_nor_status(tmp_path: Path) -> None:
    assert (history_of(tmp_path), status_of(tmp_path)) == ((), None)


def test_a_status_is_read_as_it_was_written(tmp_path: Path) -> None:
    status = Status("failed", step=7, epoch=1, reason="The disk is full.")
    write_status(tmp_path, status)
    assert status_of(tmp_path) == status


def test_an_epoch_is_told_by_its_number_and_kept_as_epoch() -> None:
    message = ended(3)
    assert Epoch.model_validate(message.model_dump(exclude={"type"})).number == 3
    assert message.entry()["epoch"] == 3
    assert "number" not in message.entry()
