"""What operators see."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, RootModel, WithJsonSchema
from pydantic.json_schema import JsonSchemaValue

from apps.catalogue.models import Worker
from apps.core.openapi import one_of
from apps.core.schemas import Moment, Schema
from apps.monitoring.buckets import Stage
from apps.monitoring.models import Rerun
from apps.monitoring.spans import Range
from apps.predictions.models import Prediction, Status
from apps.predictions.schemas import PredictionSchema
from ml.kinds import KINDS, KindName

GONE: Literal["gone"] = "gone"
SERVED = (*KINDS, "training")
WorkerKind = Annotated[str, WithJsonSchema(one_of({kind: kind for kind in SERVED}))]


class RerunSchema(Schema):
    """That staff had a failed prediction answered once more."""

    failed: UUID
    again: UUID = Field(description="The new prediction of the same owner")
    model: str
    version: int
    status: Literal["queued", "processing", "succeeded", "failed", "canceled"]
    by: str | None = Field(description="User name; null where that user is no more")
    at: Moment

    @classmethod
    def of(cls, rerun: Rerun) -> Self:
        again = rerun.again
        return cls(
            failed=rerun.failed_id,
            again=rerun.again_id,
            model=again.version.model_id,
            version=again.version.number,
            status=Status(again.status).value,
            by=rerun.by.username if rerun.by else None,
            at=rerun.at,
        )


class OwnedPredictionSchema(Schema):
    """A prediction and whose it is. Its media stay the owner's, but for the file of a failed one."""

    prediction: PredictionSchema
    owner: str = Field(description="User name")
    rerun: RerunSchema | None = Field(description="The last time that staff had it answered once more")

    @classmethod
    def of(cls, shape: PredictionSchema, row: Prediction, rerun: Rerun | None) -> Self:
        return cls(prediction=shape, owner=row.owner.username, rerun=RerunSchema.of(rerun) if rerun else None)


class FailedPredictionSchema(OwnedPredictionSchema):
    """A failed prediction, and what is known of why."""

    traceback: str | None = Field(description="Of the worker, its end; null where no fault of a program was found")


class RefusedSchema(Schema):
    """One that was not run again."""

    prediction: UUID
    code: str
    detail: str


class RerunsSchema(Schema):
    """What was asked for once more."""

    queued: list[RerunSchema]
    refused: list[RefusedSchema]
    left: int = Field(description="Of the code, those that were not tried now; ask again")


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


class StageSchema(Schema):
    """How long one stage took, seconds, to within 2.5 %."""

    stage: Stage
    p50: float | None
    p95: float | None
    p99: float | None


class BucketSchema(Schema):
    """One bucket of time; p50, p95 and p99 are seconds from arrival to answer, to within 2.5 %."""

    at: Moment = Field(description="Where it begins")
    counted: bool = Field(description="False where it is not known (yet) what ended in it")
    succeeded: int
    failed: int
    cached: int = Field(description="Of the succeeded ones, those that an earlier answer answered")
    busiest_per_minute: float = Field(description="In its busiest 15 s, succeeded and failed ones")
    waiting: float | None = Field(description="The most at once; null where nobody looked, as all below")
    oldest_seconds: float | None = Field(description="The longest that one had waited")
    workers: int | None = Field(description="The fewest; null for a model, too: all workers serve all models")
    mean_batch: float | None = Field(description="Predictions that were run together, on average")
    largest_batch: int | None
    labelled: int = Field(description="Answers that name a label")
    in_doubt: int = Field(description="Of those, what was not sure, or outside")
    outside: int = Field(description="Of those, files that are unlike anything that the version learned")
    p50: float | None
    p95: float | None
    p99: float | None
    percentiles: list[StageSchema]
    stages: StageMeansSchema | None


class VersionFiguresSchema(Schema):
    """What one version did in the range."""

    model: str
    version: int
    succeeded: int
    failed: int
    canceled: int
    cached: int
    labelled: int = Field(description="Answers that name a label")
    in_doubt: int = Field(description="Of those, what was not sure, or outside")
    outside: int = Field(description="Of those, files that are unlike anything that the version learned")

    @classmethod
    def of(cls, model: str, version: int, counts: Mapping[str, int]) -> Self:
        return cls(model=model, version=version, **counts)


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
    versions: list[VersionFiguresSchema] = Field(description="Of all models, whatever the rest is narrowed to")
    workers: list[WorkerSchema]
    training: TrainingFiguresSchema
