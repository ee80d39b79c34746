"""What operators see."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import Field, RootModel, WithJsonSchema
from pydantic.json_schema import JsonSchemaValue

from apps.catalogue.models import Worker
from apps.core.openapi import one_of
from apps.core.schemas import Moment, Schema
from apps.monitoring.latency import Percentiles, Stage
from apps.monitoring.spans import Range
from apps.predictions.schemas import PredictionSchema
from ml.kinds import KINDS, KindName

GONE: Literal["gone"] = "gone"
SERVED = (*KINDS, "training")
WorkerKind = Annotated[str, WithJsonSchema(one_of({kind: kind for kind in SERVED}))]


class OwnedPredictionSchema(Schema):
    """A prediction and whose it is. Its media stay the owner's: staff get 404 for them."""

    prediction: PredictionSchema
    owner: str = Field(description="User name")


class OwnedPredictionPageSchema(Schema):
    """A page of everybody's predictions."""

    results: list[OwnedPredictionSchema]
    next: str | None = Field(json_schema_extra={"format": "uri"})


class ByKindSchema(RootModel[dict[KindName, int]]):
    """A number for each kind."""

    @classmethod
    def of(cls, counts: Mapping[str, int]) -> Self:
        """Kinds that are not among the counts have none."""
        return cls({kind: counts.get(kind, 0) for kind in KINDS})

    @classmethod
    def __get_pydantic_json_schema__(cls, *_: object) -> JsonSchemaValue:
        """The kinds by name, where pydantic would write that any key may be there."""
        properties = {kind: {"type": "integer"} for kind in KINDS}
        return {"type": "object", "description": cls.__doc__, "properties": properties, "required": list(KINDS)}


class TotalsSchema(Schema):
    """Over the whole range."""

    succeeded: int
    failed: int
    canceled: int
    per_minute: float = Field(description="Succeeded and failed ones")
    p95: float | None
    failing_ratio: float = Field(description="Of the succeeded and failed ones; 0 where there are none")


class StageMeansSchema(Schema):
    """Mean seconds of each stage; they add up to nearly the mean total."""

    queue: float
    preprocess: float
    predict: float
    postprocess: float


class BucketSchema(Schema):
    """One bucket of time; p50, p95 and p99 are seconds from arrival to answer."""

    at: Moment = Field(description="Where it begins")
    succeeded: int
    failed: int
    waiting: float = Field(description="At its end, or at a time on average while it lasted if that is more")
    p50: float | None
    p95: float | None
    p99: float | None
    stages: StageMeansSchema | None


class StageSchema(Schema):
    """How long one stage took, seconds."""

    stage: Stage
    p50: float | None
    p95: float | None
    p99: float | None

    @classmethod
    def of(cls, stage: Stage, found: Percentiles) -> Self:
        return cls(stage=stage, **asdict(found))


class FailureSchema(Schema):
    """How many failed with one code."""

    code: str
    count: int


class LoadedSchema(Schema):
    """A version in a worker's memory."""

    slug: str
    version: int


class WorkerSchema(Schema):
    """A process that computes. `gone` means silent for more than 60 s."""

    name: str
    kinds: list[WorkerKind]
    device: str
    pid: int
    state: Literal["starting", "ready", "busy", "gone"]
    last_seen: Moment
    loaded: list[LoadedSchema]
    batches: int
    items: int

    @classmethod
    def of(cls, worker: Worker, oldest: datetime) -> Self:
        """`oldest`: whoever was last heard of before is gone."""
        return cls(
            name=worker.name,
            kinds=worker.kinds,
            device=worker.device,
            pid=worker.pid,
            state=Worker.State(worker.state).value if worker.last_seen >= oldest else GONE,
            last_seen=worker.last_seen,
            loaded=[LoadedSchema(slug=slug, version=number) for slug, number in worker.loaded],
            batches=worker.batches,
            items=worker.items,
        )


class TrainingFiguresSchema(Schema):
    """Jobs of training now, and who is there for them."""

    trainers: int = Field(description="That answered in the last 60 s")
    waiting: int
    running: int


class OperationsOverviewSchema(Schema):
    """All figures of a range."""

    range: Range
    start: Moment = Field(serialization_alias="from")
    to: Moment
    bucket_seconds: int
    waiting: ByKindSchema = Field(description="Now")
    processing: ByKindSchema = Field(description="Now")
    totals: TotalsSchema
    series: list[BucketSchema]
    stages: list[StageSchema]
    failures: list[FailureSchema]
    workers: list[WorkerSchema]
    training: TrainingFiguresSchema
