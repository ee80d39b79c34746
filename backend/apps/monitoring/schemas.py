"""What operators see."""

from pydantic import Field

from apps.core.schemas import Schema
from apps.predictions.schemas import PredictionSchema


class OwnedPredictionSchema(Schema):
    """A prediction and whose it is. Its media stay the owner's: staff get 404 for them."""

    prediction: PredictionSchema
    owner: str = Field(description="User name")


class OwnedPredictionPageSchema(Schema):
    """A page of everybody's predictions."""

    results: list[OwnedPredictionSchema]
    next: str | None = Field(json_schema_extra={"format": "uri"})
