"""The JSON of lessons, for GET and for the socket."""

from collections.abc import Sequence
from typing import Self
from uuid import UUID

from pydantic import Field

from apps.core.schemas import Moment, Schema, optional
from apps.lessons.limits import FEWEST_PHOTOS
from apps.lessons.models import Lesson, Photo, Status
from apps.lessons.selectors import counted, why_not_ready


class LessonLabelSchema(Schema):
    """One of the kinds that the lesson tells apart."""

    label: str
    photos: int = Field(description="That can be learned from")
    missing: int = Field(description="How many more it needs before anything can be learned")


class LabelResultSchema(Schema):
    """How well a label was recognised in photos that were not learned from."""

    label: str
    photos: int
    right: int
    wants_more: bool = Field(description="It would profit most from more photos: it has few, or is often mistaken")


class ConfusionSchema(Schema):
    """So many photos of `label` were taken for another."""

    label: str
    taken_for: str
    count: int


class MistakeSchema(Schema):
    """A photo that was taken for another label, with that one's score."""

    photo: UUID
    label: str
    taken_for: str
    score: float


class UnsureSchema(Schema):
    """A photo that was recognised, but hardly."""

    photo: UUID
    label: str
    score: float


class LessonReportSchema(Schema):
    """By five-fold cross-validation: each photo was judged by a fit that had not seen it nor its twins."""

    photos: int
    right: int
    accuracy: float = Field(description="Share of photos that were recognised, 0 to 1")
    interval: list[float] = Field(description="Where it lies with 95 % certainty")
    labels: list[LabelResultSchema]
    confusions: list[ConfusionSchema] = Field(description="Most frequent first")
    mistakes: list[MistakeSchema] = Field(description="Surest first, 24 at most")
    unsure: list[UnsureSchema] = Field(
        default=[], description="Recognised, but least surely: more that look like these would help most; 12 at most"
    )


class LessonSchema(Schema):
    """What somebody shows a model, and what was learned from it last."""

    id: UUID
    title: str
    status: Status
    labels: list[LessonLabelSchema]
    photos: int
    looked_at: int = Field(description="How many of the photos a worker has looked at; learning waits for all")
    ready: bool = Field(description="Whether it may be learned: two labels, and five photos of each")
    model: str | None = Field(description="Slug of the model that was learned from it")
    version: int | None = Field(description="The version that was learned last")
    report: LessonReportSchema | None = Field(description="Of that version")
    error: str | None = Field(description="Why it failed, a sentence")
    created_at: Moment
    started_at: Moment | None
    completed_at: Moment | None

    @classmethod
    def of(cls, row: Lesson) -> Self:
        photos = counted(row)
        labels = [
            LessonLabelSchema(label=label, photos=count, missing=max(0, FEWEST_PHOTOS - count))
            for label, count in photos.by_label.items()
        ]
        return cls(
            id=row.pk,
            title=row.title,
            status=Status(row.status),
            labels=labels,
            photos=photos.all,
            looked_at=photos.looked_at,
            ready=not why_not_ready(photos.by_label),
            model=row.model_id,
            version=row.version.number if row.version else None,
            report=LessonReportSchema.model_validate(row.report) if row.report else None,
            error=row.error or None,
            created_at=row.created_at,
            started_at=row.started_at,
            completed_at=row.completed_at,
        )


class LessonListSchema(Schema):
    """My lessons, newest first."""

    results: list[LessonSchema]


class PhotoSchema(Schema):
    """One photo of a lesson."""

    id: UUID
    label: str
    name: str
    size: int
    sha256: str
    width: int | None
    height: int | None
    looked_at: bool
    twin: UUID | None = Field(
        description="The first photo of the lesson that shows the same, perhaps under another label"
    )
    unreadable: str | None = optional("Why it is left out, a sentence; left out where it can be learned from")

    @classmethod
    def of(cls, row: Photo) -> Self:
        upload = row.upload
        return cls(
            id=row.pk,
            label=row.label,
            name=upload.name,
            size=upload.size,
            sha256=upload.sha256,
            width=upload.width,
            height=upload.height,
            looked_at=bool(row.looked_by),
            twin=row.twin,
            unreadable=row.unreadable or None,
        )


class PhotoListSchema(Schema):
    """The photos of a lesson, in the order in which they came."""

    results: list[PhotoSchema]


class LeftOutSchema(Schema):
    """A file that was not taken."""

    name: str
    code: str
    detail: str


class AddedSchema(Schema):
    """What was taken, and what was not."""

    photos: list[PhotoSchema]
    left_out: list[LeftOutSchema]

    @classmethod
    def of(cls, photos: Sequence[Photo], left_out: Sequence[LeftOutSchema]) -> Self:
        return cls(photos=[PhotoSchema.of(photo) for photo in photos], left_out=list(left_out))
