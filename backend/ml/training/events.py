"""What a training run tells while it runs: small frozen messages, in order; each knows by its `type` what it is.

A loss or a metric that is no number any more is None: neither JSON nor a database knows NaN.
"""

import math
from collections.abc import Callable
from typing import Annotated, Literal

from pydantic import AfterValidator, AliasChoices, Field, JsonValue

from ml.progress import Frozen, Note


def finite(value: float | None) -> float | None:
    """None for NaN and infinity."""
    return value if value is not None and math.isfinite(value) else None


Finite = Annotated[float | None, AfterValidator(finite)]


class EpochSample(Frozen):
    """A validation item with the right and the given answer."""

    name: str
    truth: str
    answer: str


class Setup(Frozen):
    """What is about to happen; items are those that are trained on and validated with."""

    steps: int
    epochs: int
    parameters: int
    train_items: int
    validation_items: int
    processes: int
    device: str


class Started(Setup):
    """The run begins, or goes on at `step` of `steps`."""

    type: Literal["started"] = "started"
    step: int


class Point(Frozen):
    """A point of the curve; `loss` is the mean since the last one, `epoch` counts from 1."""

    step: int
    epoch: int
    loss: Finite
    learning_rate: float
    examples_per_second: float


class Step(Point):
    """How far it is, of `steps`, and how many seconds are left at this pace."""

    type: Literal["step"] = "step"
    steps: int
    eta_seconds: Finite


class Epoch(Frozen):
    """What was measured after an epoch, numbered from 1; `metric` (top1 or wer) is None without a validation split."""

    number: int = Field(validation_alias=AliasChoices("number", "epoch"))
    step: int
    train_loss: Finite
    validation_loss: Finite
    metric_name: str
    metric: Finite
    best: bool
    learning_rate: float
    seconds: float
    samples: tuple[EpochSample, ...]

    def entry(self) -> dict[str, JsonValue]:
        """As it stands in a run's history, its checkpoints and the lineage of its model."""
        fields = self.model_dump(mode="json", exclude={"type", "number", "seconds", "samples"})
        return {"epoch": self.number, **fields}


class EpochKept(Epoch):
    """An epoch as a run wrote it down, or an older one did."""

    seconds: float = 0.0
    samples: tuple[EpochSample, ...] = ()


class EpochEnded(Epoch):
    """An epoch is measured."""

    type: Literal["epoch"] = "epoch"


class Checkpointed(Frozen):
    """From here the run goes on if it is killed."""

    type: Literal["checkpointed"] = "checkpointed"
    step: int
    bytes: int


class Ended(Frozen):
    """`state` is finished, paused, cancelled or failed; `reason` is a sentence where it is not finished."""

    type: Literal["ended"] = "ended"
    state: Literal["finished", "paused", "cancelled", "failed"]
    step: int
    reason: str = ""


Event = Started | Note | Step | EpochEnded | Checkpointed | Ended
Callback = Callable[[Event], None]
