"""The JSON of variants and of the table that they are compared in."""

from typing import Self
from uuid import UUID

from pydantic import ConfigDict, Field

from apps.catalogue.models import Version
from apps.catalogue.schemas import Kind
from apps.core.schemas import JsonObject, Moment, Schema
from apps.training.jobs.schemas import TrainingJobSchema
from apps.training.models import Job, Variant
from apps.training.variants.payload import OptimisePayload
from apps.training.variants.ways import Offer
from apps.training.versions import reference
from ml.optimise.techniques import Technique


class VariantSchema(Schema):
    """A smaller or faster form of a version. Only an accepted one can be registered."""

    id: UUID
    job: UUID
    name: str = Field(description="The step that made it")
    digest: str
    metrics: JsonObject
    accepted: bool
    reason: str = Field(description="Why it was accepted or refused")
    registered: str | None = Field(description="slug/versions/N that it became")
    created_at: Moment

    @classmethod
    def of(cls, row: Variant) -> Self:
        return cls(
            id=row.pk,
            job=row.job_id,
            name=row.name,
            digest=row.digest,
            metrics=row.metrics,
            accepted=row.accepted,
            reason=row.reason,
            registered=reference(row.registered) if row.registered else None,
            created_at=row.created_at,
        )


class RateSchema(Schema):
    """An error rate with its 95 % interval: 1 - top-1, or the word error rate."""

    value: float
    low: float
    high: float


class LossSchema(RateSchema):
    """By how much the error rate is above the parent's; items that got better and worse; whether that is chance."""

    better: int
    worse: int
    p: float


class SpeedSchema(Schema):
    """Seconds of a batch, items a second, and the time over the parent's with its 95 % interval."""

    batch: int
    p50: float
    p95: float
    per_second: float
    ratio: float
    ratio_low: float
    ratio_high: float


class VerdictSchema(Schema):
    """Whether a variant is worth having, and why."""

    accepted: bool
    reason: str


class ComparedSchema(Schema):
    """A model of the table. Sizes and memory are bytes; a variant for GPUs has no speeds here."""

    model_config = ConfigDict(extra="allow")
    name: str
    digest: str
    variant: str | None
    parameters: int
    size: int
    memory: int | None
    error: RateSchema
    loss: LossSchema | None
    speeds: list[SpeedSchema]
    verdict: VerdictSchema | None = Field(description="Null for the parent")
    pareto: bool = Field(description="No other is better in both error rate and time")


class MachineSchema(Schema):
    """What measured."""

    processor: str
    cores: int
    threads: int
    runtime: str


class TableSchema(Schema):
    """A model and its variants on the same items and the same machine, the parent first."""

    model_config = ConfigDict(extra="allow")
    kind: Kind
    split: str
    items: int
    item: str = Field(description="What one item of the timed batches is")
    machine: MachineSchema
    rows: list[ComparedSchema]


class ComparisonSchema(Schema):
    """A job that makes variants, its table and what it made."""

    job: TrainingJobSchema
    steps: list[str]
    data_set: str
    data_set_version: int
    table: TableSchema | None = Field(description="Null until the job has succeeded")
    variants: list[VariantSchema]

    @classmethod
    def of(cls, row: Job) -> Self:
        payload = OptimisePayload.model_validate(row.payload)
        return cls(
            job=TrainingJobSchema.of(row),
            steps=list(payload.steps),
            data_set=payload.data_set,
            data_set_version=payload.version,
            table=TableSchema.model_validate(row.result) if row.result else None,
            variants=[VariantSchema.of(one) for one in row.variants.all()],
        )


class ComparisonListSchema(Schema):
    """Comparisons of one version, newest first."""

    results: list[ComparisonSchema]


class StudentSchema(Schema):
    """A smaller network that the model can teach. Of a model that gives up layers the size is nearly right."""

    name: str
    parameters: int
    share: float = Field(description="Of the version's own weights")


class WaySchema(Schema):
    """A way to make a variant. The first student is the usual one."""

    way: Technique
    obstacle: str = Field(description="Why it is not possible; empty where it is")
    recipe: JsonObject | None = Field(description="How a student usually learns; null where nothing does")
    students: list[StudentSchema] = Field(description="Of distil")

    @classmethod
    def of(cls, offer: Offer, version: Version) -> Self:
        whole = version.parsed.parameters
        return cls(
            way=offer.way,
            obstacle=offer.obstacle,
            recipe=offer.recipe.model_dump(mode="json") if offer.recipe else None,
            students=[
                StudentSchema(name=one.name, parameters=one.parameters, share=one.parameters / whole)
                for one in offer.students
            ],
        )


class WayListSchema(Schema):
    """All ways."""

    results: list[WaySchema]
