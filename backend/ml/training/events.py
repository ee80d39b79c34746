"""What a training run tells while it runs: small frozen values, in order, as plain JSON where they are published."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Sample:
    """A validation item with the right and the given answer."""

    name: str
    truth: str
    answer: str


@dataclass(frozen=True, slots=True)
class Started:
    """The run begins, or goes on at `step` of `steps`; items are those that are trained on and validated with."""

    step: int
    steps: int
    epochs: int
    parameters: int
    train_items: int
    validation_items: int
    processes: int
    device: str


@dataclass(frozen=True, slots=True)
class Noted:
    """A sentence for the person who started the run: what was left out, what is unusual."""

    text: str


@dataclass(frozen=True, slots=True)
class Stepped:
    """How far it is; `loss` is the mean since the last such event, times are seconds, `epoch` counts from 1."""

    step: int
    steps: int
    epoch: int
    loss: float
    learning_rate: float
    examples_per_second: float
    eta_seconds: float


@dataclass(frozen=True, slots=True)
class EpochEnded:
    """The curve's next point; `metric` (top1 or wer) is of the validation set, None where there is none."""

    epoch: int
    step: int
    train_loss: float
    validation_loss: float | None
    metric_name: str
    metric: float | None
    best: bool
    learning_rate: float
    seconds: float
    samples: tuple[Sample, ...] = ()


@dataclass(frozen=True, slots=True)
class Checkpointed:
    """From here the run goes on if it is killed."""

    step: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Ended:
    """`state` is finished, paused, cancelled or failed; `reason` is a sentence where it is not finished."""

    state: str
    step: int
    reason: str = ""


Event = Started | Noted | Stepped | EpochEnded | Checkpointed | Ended
Callback = Callable[[Event], None]


def as_json(event: Event) -> dict[str, Any]:
    """The event's fields and its `type`, the name of its class."""
    return {"type": type(event).__name__, **asdict(event)}


def as_line(event: Event) -> str:
    """One line of JSON, for a command line that another program reads."""
    return json.dumps(as_json(event), ensure_ascii=False)
