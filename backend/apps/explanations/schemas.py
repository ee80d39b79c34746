"""The JSON of an explanation, for GET and for the socket."""

from typing import Literal, Self
from uuid import UUID

from pydantic import Field

from apps.core.schemas import Moment, Schema
from apps.explanations.models import Explanation, Status


class AreaSchema(Schema):
    """A part of the upright picture, in shares of its width and height; it may reach beyond the picture."""

    left: float
    top: float
    width: float
    height: float


class LabelMapSchema(Schema):
    """How much each place speaks for a label: rows from the top, 0 to 1, and all 0 where no place does."""

    label: str
    values: list[list[float]]


class MapsSchema(Schema):
    """What was found; the maps lie over `area`, which is what the model saw of the picture."""

    method: Literal["activation", "occlusion"] = Field(
        description="From the model's last feature map; or by covering the picture piece by piece"
    )
    area: AreaSchema
    maps: list[LabelMapSchema] = Field(description="The answer's labels, the likeliest first, then what was asked for")


class ExplanationSchema(Schema):
    """Where in a picture an answer comes from."""

    prediction: UUID
    status: Status
    progress: float = Field(description="0 to 1")
    result: MapsSchema | None
    error: str | None = Field(description="Why there is none, a sentence")
    created_at: Moment
    completed_at: Moment | None

    @classmethod
    def of(cls, row: Explanation) -> Self:
        return cls(
            prediction=row.prediction_id,
            status=Status(row.status),
            progress=round(row.progress, 3),
            result=MapsSchema.model_validate(row.result) if row.result else None,
            error=row.error or None,
            created_at=row.created_at,
            completed_at=row.completed_at,
        )
