"""What a work tells, in order: how far it is, and last how it ended."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, JsonValue, TypeAdapter

from ml.datasets.frozen import DataSetManifest
from ml.jobs.report import ShortReport
from ml.optimise.comparison import Comparison
from ml.progress import Frozen, Progress
from ml.training.events import Event
from ml.types import Output


class CheckResult(Frozen):
    """A data set was looked at."""

    type: Literal["checked"] = "checked"
    report: ShortReport


class FreezeResult(Frozen):
    """A data set was looked at and frozen; `digest` is the sha256 of its manifest."""

    type: Literal["frozen"] = "frozen"
    report: ShortReport
    digest: str
    manifest: DataSetManifest


class TrainResult(Frozen):
    """A model was trained."""

    type: Literal["trained"] = "trained"
    bundle: Path


class MadeVariant(Frozen):
    """A variant in a folder of its `name`, and why it was accepted or refused."""

    name: str
    digest: str
    metrics: dict[str, JsonValue]
    accepted: bool
    reason: str


class OptimiseResult(Frozen):
    """Variants were made and compared with their parent."""

    type: Literal["optimised"] = "optimised"
    comparison: Comparison
    variants: tuple[MadeVariant, ...]


class FileAnswer(Frozen):
    """What a model answers a file of its owner's; or why it cannot, a sentence."""

    output: Output | None = None
    error: str = ""


class AdoptResult(Frozen):
    """A model that others made is a bundle now, and answers its owner's files, in their order."""

    type: Literal["adopted"] = "adopted"
    bundle: Path
    answers: tuple[FileAnswer, ...] = ()


class Refused(Frozen):
    """It cannot be done; `reason` is a sentence for a person."""

    type: Literal["refused"] = "refused"
    reason: str


class Stopped(Frozen):
    """It was paused or cancelled."""

    type: Literal["stopped"] = "stopped"
    reason: str


Result = CheckResult | FreezeResult | TrainResult | OptimiseResult | AdoptResult
Ending = Result | Refused | Stopped
Update = Progress | Event
Message = Update | Ending
MESSAGES: TypeAdapter[Message] = TypeAdapter(Annotated[Message, Field(discriminator="type")])
Emit = Callable[[Update], None]
