"""What a rollout is told to do: steps, guards, and how sure it has to be."""

from enum import StrEnum
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

from apps.catalogue.splits import MOST

# The chance that an equal candidate is aborted, all guards and looks together; and that one that is worse is let pass.
ALPHA = 0.01


class Guard(StrEnum):
    """`errors`: the version failed. `slow`: slower than production's p95. `corrected`: a person says it is wrong."""

    ERRORS = "errors"
    SLOW = "slow"
    CORRECTED = "corrected"


class Signal(StrEnum):
    """Mean `confidence` or `familiarity` is surely lower; `ratio`: not the share of the people that was asked for."""

    CONFIDENCE = "confidence"
    FAMILIARITY = "familiarity"
    RATIO = "ratio"


# The chance that a share of the people as it was asked for is taken for a broken one.
RATIO_ALPHA = 0.001
# An armed guard aborts, an armed signal holds, and one in a dry run only tells.
Mode = Literal["armed", "dry_run"]


def modes() -> list[str]:
    """All of them."""
    return list(get_args(Mode))


class Step(BaseModel):
    """A share of the people, for so long at least, and until each arm has answered so often."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    share: Annotated[float, Field(gt=0, le=MOST)]
    bake_seconds: Annotated[int, Field(ge=0, le=30 * 86400)]
    least: Annotated[int, Field(ge=1, le=1_000_000)]


class Guards(BaseModel):
    """Of each sort."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    errors: Mode = "armed"
    slow: Mode = "dry_run"
    corrected: Mode = "armed"


class Signals(BaseModel):
    """Of each sort. A better version may well be less confident, so those two hold only where somebody wants it."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    confidence: Mode = "dry_run"
    familiarity: Mode = "dry_run"
    ratio: Mode = "armed"


USUAL = (
    Step(share=0.05, bake_seconds=600, least=50),
    Step(share=0.2, bake_seconds=600, least=200),
    Step(share=0.5, bake_seconds=1200, least=500),
)


class Plan(BaseModel):
    """All of it; `margin`: how much rarer good answers, or lower means, may be at most, 0 to 1."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    steps: Annotated[tuple[Step, ...], Field(min_length=1, max_length=10)] = USUAL
    guards: Guards = Guards()
    signals: Signals = Signals()
    margin: Annotated[float, Field(gt=0, lt=1)] = 0.03

    @property
    def line(self) -> float:
        """Where the evidence of an armed guard aborts: they share ALPHA; one that only tells counts as one of them."""
        return len(Guard) / ALPHA

    def mode(self, one: Guard | Signal) -> Mode:
        """Of a guard or a signal."""
        mode: Mode = getattr(self.guards if isinstance(one, Guard) else self.signals, one.value)
        return mode
