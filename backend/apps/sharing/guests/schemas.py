"""The JSON that guests see: what they sent and its answer, nothing of where it is kept."""

from typing import Self
from uuid import UUID

from pydantic import Field

from apps.catalogue.schemas import Kind
from apps.core.schemas import Moment, ProblemSchema, Schema
from apps.predictions.models import Prediction, Status
from apps.predictions.schemas import ClassificationSchema, TranscriptSchema, shape_of
from apps.sharing.models import Link


class GuestSchema(Schema):
    """What a link opens."""

    name: str
    title: str = Field(description="Of the model")
    summary: str
    kind: Kind
    expires_at: Moment
    left_today: int = Field(description="Files that it still takes before 0:00 UTC")
    unserved: bool = Field(description="Whether nobody is there to answer just now: what is sent waits")

    @classmethod
    def of(cls, link: Link, *, unserved: bool) -> Self:
        model = link.model
        return cls(
            name=link.name,
            title=model.title,
            summary=model.summary,
            kind=model.kind,
            expires_at=link.expires_at,
            left_today=max(0, link.most_a_day - link.uses_today),
            unserved=unserved,
        )


class GuestPredictionSchema(Schema):
    """A prediction, as far as it concerns a guest."""

    id: UUID
    status: Status
    kind: Kind
    output: ClassificationSchema | TranscriptSchema | None
    error: ProblemSchema | None
    position: int | None = Field(description="1 = next; null unless queued")
    eta_seconds: float | None = Field(description="null where it is not known, as while no worker serves the kind")
    created_at: Moment
    completed_at: Moment | None

    @classmethod
    def of(cls, row: Prediction) -> Self:
        """`row` has its `upload` and `version`."""
        whole = shape_of(row)
        return cls(**{name: getattr(whole, name) for name in cls.model_fields})
