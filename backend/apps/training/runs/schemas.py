"""The JSON of runs with what they measured, and of recipes, for GET and for the socket."""

from typing import Self
from uuid import UUID

from pydantic import ConfigDict, Field

from apps.catalogue.schemas import Kind
from apps.core.schemas import JsonObject, Moment, Schema, optional
from apps.training.jobs.schemas import TrainingJobSchema
from apps.training.models import Job, Run
from apps.training.runs import selectors
from apps.training.runs.recipes import fine_tunes
from apps.training.versions import reference
from ml.training import events
from ml.training.recipe import BaseRecipe

FILES = "/api/v1/data-sets/{}/versions/{}/files"


class EpochSchema(Schema, events.Epoch):
    """What was measured after an epoch; `metric_name` is top1 or wer."""


class PointSchema(Schema, events.Point):
    """A point of the curve."""


class CurveSchema(Schema):
    """Points in order, thinned where there are many."""

    results: list[PointSchema]


class StartedSchema(Schema, events.Setup):
    """What a run told when it began."""


class WorstSchema(Schema):
    """An item of the test split that was answered wrong."""

    model_config = ConfigDict(extra="allow")
    name: str
    truth: str | None
    answer: str
    score: float | None = optional()
    wer: float | None = optional()
    speaker: str | None = None
    seconds: float | None = None
    url: str = Field(description="The picture or the sound")


class StrangersSchema(Schema):
    """How well files of nothing that it learned are told from what it knows. Intervals are 95 %."""

    items: int
    area: float = Field(description="Under the curve: how often a known file is more familiar than one of these")
    area_interval: list[float]
    let_through: float = Field(description="The share that passes when 95 % of the known do")
    let_through_interval: list[float]


class EvaluationSchema(Schema):
    """Figures of the test split. Pictures: top1 to calibration_error; speech: wer to deletions. Intervals are 95 %."""

    model_config = ConfigDict(extra="allow")
    split: str
    items: int
    failed: list[dict[str, str]]
    labels: list[str] | None = optional(description="That the model knows")
    top1: float | None = optional()
    top1_interval: list[float] | None = optional()
    top5: float | None = optional()
    per_class: dict[str, float] | None = optional()
    confusion_labels: list[str] | None = optional(description="That occur, as the right one or as an answer")
    confusion: list[list[int]] | None = optional(
        description="Counts, a row for each right label, a column for each answer, in the order of `confusion_labels`"
    )
    calibration_error: float | None = optional()
    wer: float | None = optional()
    wer_interval: list[float] | None = optional()
    cer: float | None = optional()
    cer_interval: list[float] | None = optional()
    words: int | None = optional()
    substitutions: int | None = optional()
    insertions: int | None = optional()
    deletions: int | None = optional()
    strangers: dict[str, StrangersSchema] | None = optional(
        description="By what they show; left out, or empty, where the version cannot tell them"
    )
    worst: list[WorstSchema]

    @classmethod
    def of(cls, row: Run) -> Self:
        files = FILES.format(row.data_set_version.data_set_id, row.data_set_version.number)
        evaluation = row.evaluation or {}
        worst = [{**item, "url": f"{files}/{_sha256_in(item['file'])}"} for item in evaluation["worst"]]
        return cls.model_validate({**evaluation, "worst": worst})


class TrainingRunSchema(Schema):
    """A training and how it stands."""

    id: UUID
    slug: str = Field(description="Name of the model that it makes")
    number: int = Field(description="Tells apart the runs that make a model of this name; the first is 1")
    title: str
    kind: Kind
    data_set: str
    data_set_version: int
    parent: str | None = Field(description="slug/versions/N of the model that it started from")
    recipe: JsonObject = Field(description="As `GET recipes/schema` describes it")
    job: TrainingJobSchema
    started: StartedSchema | None
    step: int
    eta_seconds: float | None
    notes: list[str]
    last_point: PointSchema | None
    last_epoch: EpochSchema | None
    best_metric: float | None = Field(description="Of the validation split")
    metrics: JsonObject | None = Field(description="Of the finished model")
    registered: str | None = Field(description="slug/versions/N that it became")
    created_at: Moment

    @classmethod
    def of(cls, row: Run) -> Self:
        last_point, epochs = next(iter(row.last_points), None), row.last_and_best
        return cls(
            id=row.pk,
            slug=row.slug,
            number=row.number,
            title=row.title,
            kind=row.recipe["kind"],
            data_set=row.data_set_version.data_set_id,
            data_set_version=row.data_set_version.number,
            parent=reference(row.parent) if row.parent else None,
            recipe=row.recipe,
            job=TrainingJobSchema.of(row.job),
            started=StartedSchema(**row.started) if row.started else None,
            step=row.step,
            eta_seconds=row.eta_seconds,
            notes=row.notes,
            last_point=PointSchema.model_validate(last_point, from_attributes=True) if last_point else None,
            last_epoch=EpochSchema.model_validate(epochs[-1], from_attributes=True) if epochs else None,
            best_metric=next((one.metric for one in reversed(epochs) if one.best), None),
            metrics=row.metrics,
            registered=reference(row.registered) if row.registered else None,
            created_at=row.created_at,
        )


class TrainingRunDetailSchema(TrainingRunSchema):
    """A run with what it measured."""

    epochs: list[EpochSchema]
    evaluation: EvaluationSchema | None = Field(description="Null until it has finished, or without a test split")

    @classmethod
    def of(cls, row: Run) -> Self:
        return cls(
            **dict(TrainingRunSchema.of(row)),
            epochs=[EpochSchema.model_validate(one, from_attributes=True) for one in row.epochs.all()],
            evaluation=EvaluationSchema.of(row) if row.evaluation else None,
        )


class TrainingRunListSchema(Schema):
    """Runs, newest first."""

    results: list[TrainingRunSchema]
    next: str | None = Field(json_schema_extra={"format": "uri"})


class PresetSchema(Schema):
    """A recipe to begin with."""

    name: str
    kind: Kind
    fine_tunes: bool = Field(description="For a run that starts from a model")
    recipe: JsonObject

    @classmethod
    def of(cls, name: str, recipe: BaseRecipe) -> Self:
        content = recipe.model_dump(mode="json")
        return cls(name=name, kind=recipe.kind, fine_tunes=fine_tunes(name), recipe=content)


class PresetListSchema(Schema):
    """Recipes to begin with; the first one fits best."""

    results: list[PresetSchema]


def run_of(job: Job) -> TrainingRunSchema:
    """The run of a job, as the socket sends it."""
    return TrainingRunSchema.of(selectors.runs().get(job=job))


def _sha256_in(file: str) -> str:
    """Files of a frozen set are named by their content."""
    return file.rpartition("/")[2].partition(".")[0]
