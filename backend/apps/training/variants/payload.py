"""What the row of a comparison says of it."""

from typing import Literal

from pydantic import JsonValue

from apps.training.jobs.payload import FrozenSet, Payload
from ml.optimise.techniques import Technique


class OptimisePayload(Payload, FrozenSet):
    """Which variants to make, on which frozen set. What is None is chosen by the way itself."""

    steps: tuple[Technique, ...]
    mode: Literal["static", "dynamic"] | None = None
    calibration_items: int | None = None
    keep: float | None = None
    allowed_loss: float | None = None
    student: str | None = None
    recipe: dict[str, JsonValue] | None = None
