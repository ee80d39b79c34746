import math

import pytest
from pydantic import ValidationError

from ml.jobs.messages import MESSAGES, CheckResult, Message, Refused
from ml.jobs.orders import ORDERS, CheckOptions, DistilStep, Fp16Step, OptimiseOrder, PruneStep, TrainOrder
from ml.progress import Note, Progress
from ml.training.events import Checkpointed, EpochEnded, EpochSample, Started, Step
from ml.vision.recipe import VisionRecipe

STEP = Step(step=3, steps=9, epoch=1, loss=1.5, learning_rate=0.1, examples_per_second=20, eta_seconds=2)


@pytest.mark.parametrize(
    "message",
    [
        Progress(stage="read", done=3, total=7, note="Slowly."),
        Note(text="Two clips are left out."),
        Started(step=0, steps=9, epochs=3, parameters=8, train_items=4, validation_items=2, processes=1, device="cpu"),
        STEP,
        EpochEnded(
            number=1, step=3, train_loss=1.5, validation_loss=None, metric_name="top1", metric=0.5, best=True,
            learning_rate=0.1, seconds=2.5, samples=(EpochSample(name="a.png", truth="cat", answer="dog"),),
        ),
        Checkpointed(step=3, bytes=100),
        Refused(reason="There is no such folder."),
    ],
    ids=lambda message: message.type,
)  # fmt: skip
def test_a_message_is_the_same_on_the_other_side(message: Message) -> None:
    assert MESSAGES.validate_json(message.model_dump_json()) == message


@pytest.mark.parametrize("astray", [math.nan, math.inf, -math.inf])
def test_a_loss_that_is_no_number_is_none_on_both_sides(astray: float) -> None:
    read_step = Step(**{**STEP.model_dump(), "loss": astray, "eta_seconds": astray})
    assert (read_step.loss, read_step.eta_seconds) == (None, None)
    assert MESSAGES.validate_json(read_step.model_dump_json()) == read_step
    assert MESSAGES.validate_json(STEP.model_dump_json().replace("1.5", "NaN")).model_dump()["loss"] is None


def test_an_epoch_stands_in_files_under_the_name_that_they_always_had() -> None:
    epoch = EpochEnded(
        number=2, step=20, train_loss=1.0, validation_loss=0.9, metric_name="wer", metric=0.2, best=False,
        learning_rate=0.1, seconds=3.0, samples=(),
    )  # fmt: skip
    assert epoch.entry() == {
        "epoch": 2, "step": 20, "train_loss": 1.0, "validation_loss": 0.9, "metric_name": "wer", "metric": 0.2,
        "best": False, "learning_rate": 0.1,
    }  # fmt: skip


def test_an_order_comes_through_a_file(tmp_path) -> None:  # type: ignore[no-untyped-def]
    steps = (PruneStep(folder=tmp_path / "prune", recipe={"epochs": 2}), DistilStep(folder=tmp_path / "distil"))
    variants = OptimiseOrder(
        parent=tmp_path, data_set=tmp_path, steps=(*steps, Fp16Step(folder=tmp_path / "fp16")), allowed_loss=0.01
    )
    training = TrainOrder(recipe=VisionRecipe(epochs=3), data_set=tmp_path, folder=tmp_path / "run")
    for order in (variants, training):
        assert ORDERS.validate_json(order.model_dump_json()) == order


def test_an_order_with_a_word_that_nobody_knows_is_refused() -> None:
    with pytest.raises(ValidationError, match="colour"):
        CheckOptions.model_validate({"colour": "red"})


def test_the_end_of_a_check_has_a_report() -> None:
    with pytest.raises(ValidationError, match="report"):
        CheckResult.model_validate({"type": "checked"})
