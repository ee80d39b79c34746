"""What the row of a job says of it. Rows outlive the code: what a payload once held, these still read."""

from typing import Literal

from pydantic import ConfigDict, Field, JsonValue

from ml.adopt.details import Details
from ml.jobs.orders import CheckOptions
from ml.optimise.techniques import Technique
from ml.progress import Frozen


class Payload(Frozen):
    """As JSON it holds what was set alone, so that what was not takes the default of the day."""

    model_config = ConfigDict(extra="ignore")

    def to_json(self) -> dict[str, JsonValue]:
        """For the row."""
        return self.model_dump(mode="json", by_alias=True, exclude_unset=True)


class CheckPayload(Payload, CheckOptions):
    """How to look; the texts are compared with the vocabulary of `model` (slug/versions/N)."""

    model: str | None = None

    @property
    def options(self) -> CheckOptions:
        """Without what only a row knows."""
        return CheckOptions(**self.model_dump(include=set(CheckOptions.model_fields)))


class FollowingRun(Frozen):
    """What is to be trained on the set once it is frozen; `parent` is the key of a version."""

    parent: int
    slug: str
    recipe: dict[str, JsonValue]


class FreezePayload(CheckPayload):
    """How to look, and what the frozen set is called."""

    title: str
    licence: str
    train: FollowingRun | None = None


class FrozenSet(Frozen):
    """A version of a data set by its name."""

    data_set: str
    version: int


class OptimisePayload(Payload, FrozenSet):
    """Which variants to make, on which frozen set. What is None is chosen by the way itself."""

    steps: tuple[Technique, ...]
    mode: Literal["static", "dynamic"] | None = None
    calibration_items: int | None = None
    keep: float | None = None
    allowed_loss: float | None = None
    student: str | None = None
    recipe: dict[str, JsonValue] | None = None


class ImportPayload(Payload):
    """A file in the job's folder, and what its sender says of it."""

    file: str
    details: Details = Field(alias="said")
    measure: FrozenSet | None = None


class InstallPayload(Payload):
    """A model by its name in a hub."""

    name: str
    details: Details = Field(alias="said")
    measure: FrozenSet | None = None
