"""The JSON of a prediction, for GET and for the socket."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field

from apps.catalogue.schemas import Kind
from apps.core.errors import CODES
from apps.core.schemas import JsonObject, Moment, ProblemSchema, Schema, described_as, optional
from apps.live.events import Past
from apps.predictions.answers import answer_of
from apps.predictions.models import Prediction, Status
from apps.predictions.output_schemas import ClassificationSchema, TranscriptSchema, output_of
from apps.predictions.places import Place, places
from ml.kinds import kind_of

# What fails after it was accepted, and the HTTP status that would have said it.
LATE_FAILURES = {"decode_failed": 422, "timeout": 504, "worker_lost": 500, "model_failed": 500, "quarantined": 500}
STATUS_OF_CODE = {code: status for status, code in CODES.items()} | LATE_FAILURES


class ModelReferenceSchema(Schema):
    """The version that serves, or served, the prediction."""

    slug: str
    version: int
    alias: str | None


class InputSchema(Schema):
    """The file. Pictures have width and height; sound has duration (seconds), sample_rate and peaks."""

    name: str
    content_type: str = Field(
        description="What the bytes are; of a video, whose sound is read, video/mp4 or video/webm"
    )
    size: int
    sha256: str
    url: str = Field(description="The original bytes")
    thumbnail_url: str | None
    width: int | None = optional()
    height: int | None = optional()
    duration: float | None = optional()
    sample_rate: int | None = optional()
    peaks: list[float] | None

    @classmethod
    def of(cls, row: Prediction) -> Self:
        upload, url = row.upload, url_of(row.pk)
        return cls(
            name=upload.name,
            content_type=upload.content_type,
            size=upload.size,
            sha256=upload.sha256,
            url=f"{url}/input",
            thumbnail_url=f"{url}/thumbnail" if upload.width else None,
            width=upload.width,
            height=upload.height,
            duration=upload.duration,
            sample_rate=upload.sample_rate,
            peaks=upload.peaks,
        )


class AnswerSchema(Schema):
    """What counts: a person's word, else the model's. A label or a text, by the kind."""

    label: str | None = optional()
    text: str | None = optional()
    by: Literal["model", "person"]

    @classmethod
    def of(cls, row: Prediction) -> Self | None:
        """None until it succeeded."""
        found = answer_of(row)
        if found is None:
            return None
        is_label = kind_of(row.kind).answer == "label"
        return cls(label=found.words if is_label else None, text=None if is_label else found.words, by=found.by)


class FeedbackSchema(Schema):
    """What the right answer was, and since when we know."""

    label: str | None = optional()
    text: str | None = optional()
    correct: bool | None = optional()
    at: Moment


class ViaSchema(Schema):
    """The link that a guest sent it by, and its name then."""

    link: int
    name: str


class MetricsSchema(Schema):
    """Seconds per stage, one after the other; `batch_size` is how many pictures or pieces of sound were run together.

    Their sum is no more than `total_time`, which also has the waiting for files of the same batch.
    """

    queue_time: float | None
    preprocess_time: float | None
    predict_time: float | None
    postprocess_time: float | None
    total_time: float | None
    batch_size: int | None

    @classmethod
    def of(cls, row: Prediction) -> Self:
        return cls(
            queue_time=_rounded(row.waited),
            preprocess_time=_rounded(row.preprocess_time),
            predict_time=_rounded(row.predict_time),
            postprocess_time=_rounded(row.postprocess_time),
            total_time=_rounded(row.total_time),
            batch_size=row.batch_size,
        )


class PredictionSchema(Schema):
    """One file, one model version, one answer."""

    id: UUID
    status: Status
    kind: Kind
    model: ModelReferenceSchema
    input: InputSchema
    options: JsonObject
    output: ClassificationSchema | TranscriptSchema | None = Field(description="What the model said")
    answer: AnswerSchema | None = Field(description="What counts: feedback changes it, and the output stays")
    error: ProblemSchema | None
    position: int | None = Field(description="1 = next; null unless queued")
    eta_seconds: float | None = Field(description="null where it is not known, as while no worker serves the kind")
    attempt: int
    cached: bool = Field(
        description="True: nothing was computed, the output is that of an earlier prediction (Cache-Control)"
    )
    created_at: Moment
    started_at: Moment | None
    completed_at: Moment | None
    metrics: MetricsSchema
    feedback: FeedbackSchema | None
    via: ViaSchema | None = optional("Where a guest sent it by a link of yours")

    @classmethod
    def of(cls, row: Prediction, place: Place | None = None) -> Self:
        """`row` has its `upload` and `version`; `place` is where it stands while it is queued."""
        version = row.version
        return cls(
            id=row.pk,
            status=Status(row.status),
            kind=row.kind,
            model=ModelReferenceSchema(slug=version.model_id, version=version.number, alias=row.alias or None),
            input=InputSchema.of(row),
            options=row.options,
            output=output_of(row.output),
            answer=AnswerSchema.of(row),
            error=_error(row),
            position=place.position if place else None,
            eta_seconds=place.eta_seconds if place else None,
            attempt=row.attempt,
            cached=row.cached,
            created_at=row.created_at,
            started_at=row.started_at,
            completed_at=row.completed_at,
            metrics=MetricsSchema.of(row),
            feedback=FeedbackSchema.model_validate({**row.feedback, "at": row.feedback_at}) if row.feedback else None,
            via=ViaSchema.model_validate(row.via) if row.via else None,
        )


def shape_of(row: Prediction) -> PredictionSchema:
    """One prediction as GET and the socket show it."""
    return shapes_of([row])[0]


def shapes_of(rows: Sequence[Prediction], found: Mapping[UUID, Place] | None = None) -> list[PredictionSchema]:
    """Several, with one look at the queue for all, unless it was found before where they stand."""
    found = places(rows) if found is None else found
    return [PredictionSchema.of(row, found.get(row.pk)) for row in rows]


def url_of(prediction_id: UUID | str) -> str:
    """The path of a prediction; written out since workers know no URL configuration."""
    return f"/api/v1/predictions/{prediction_id}"


def _error(row: Prediction) -> ProblemSchema | None:
    if not row.error_code:
        return None
    return ProblemSchema(
        type=f"urn:slipway:problem:{row.error_code}",
        title=row.error_code.replace("_", " ").capitalize(),
        status=STATUS_OF_CODE.get(row.error_code, 422),
        detail=row.error_detail,
        instance=url_of(row.pk),
        code=row.error_code,
        request_id=str(row.pk),
    )


def _rounded(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 6)


class PredictionPageSchema(Schema):
    """A page of predictions."""

    results: list[PredictionSchema]
    next: str | None = Field(json_schema_extra={"format": "uri"})


class PredictionListSchema(Schema):
    """The answer to several files."""

    predictions: list[PredictionSchema]


class EventSchema(Schema):
    """What happened to a prediction, `data` as on the socket."""

    seq: int
    type: Literal["prediction.updated"]
    at: Moment
    data: Annotated[dict[str, object], described_as(PredictionSchema)]

    @classmethod
    def of(cls, event: Past) -> Self:
        return cls(seq=event.seq, type="prediction.updated", at=event.at, data=dict(event.data))


class EventListSchema(Schema):
    """Events in order."""

    results: list[EventSchema]
