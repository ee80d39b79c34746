"""What is shown of a version: whether what comes in has changed, and how often it may be right."""

from typing import Self
from uuid import UUID

from pydantic import ConfigDict, Field

from apps.core.schemas import Moment, Schema
from apps.drift.judged import Truth
from apps.predictions.models import Prediction
from ml.drift.estimate import Estimate


class DriftShareSchema(Schema):
    """A share of right answers, 0 to 1, with its band."""

    share: float
    low: float
    high: float
    answers: int = Field(description="Of so many")

    @classmethod
    def estimated(cls, found: Estimate | None, answers: int) -> Self | None:
        """Nobody has said which are right."""
        return cls(**found._asdict(), answers=answers) if found else None

    @classmethod
    def judged(cls, found: Truth | None) -> Self | None:
        """People have."""
        return cls(**found._asdict()) if found else None


class DriftPartSchema(Schema):
    """Some of a figure's values: the share of validation items with them, and of the last answers."""

    label: str | None = Field(description="The label, where the figure is which label was answered")
    start: float | None = Field(description="From this value on; null: from the least", serialization_alias="from")
    to: float | None = Field(description="Below this value; null: up to the highest")
    usual: float
    now: float


class DriftFigureSchema(Schema):
    """One figure of the last answers beside the same of validation items."""

    name: str = Field(description="label, confidence, familiar, or what is known of a file, as sharpness")
    evidence: float = Field(description="So many to 1 that it has changed; at most 1e9")
    raises_alarm: bool = Field(description="False where it is shown alone")
    parts: list[DriftPartSchema]


class DriftWindowSchema(Schema):
    """Answers, one after the other."""

    start: Moment = Field(serialization_alias="from")
    to: Moment
    answers: int
    evidence: float
    is_drifting: bool
    estimate: DriftShareSchema | None
    judged: DriftShareSchema | None = Field(description="Of those that somebody judged")


class OddAnswerSchema(Schema):
    """An answer that speaks for it that something has changed."""

    id: UUID
    owner: str = Field(description="User name")
    name: str = Field(description="Of its file")
    created_at: Moment
    label: str
    confidence: float
    familiar: float | None
    traits: dict[str, float]

    @classmethod
    def of(cls, row: Prediction) -> Self:
        """Of a row with a label."""
        best = (row.output or {})["labels"][0]
        return cls(
            id=row.pk,
            owner=row.owner.username,
            name=row.upload.name,
            created_at=row.created_at,
            label=best["label"],
            confidence=best["score"],
            familiar=(row.output or {}).get("familiar"),
            traits=row.traits or {},
        )


class DriftSchema(Schema):
    """All of it, of one version."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)

    is_watched: bool = Field(description="False where the version's bundle keeps nothing to hold answers against")
    validation_items: int
    validation_accuracy: float | None
    alarm_at: float = Field(description="From which evidence on the alarm is on")
    answers: int = Field(0, description="Looked at in all")
    seen_at: Moment | None = Field(None, description="When the last of them was given")
    evidence: float = Field(0, description="So many to 1 that something has changed")
    drifting_since: Moment | None = Field(None, description="Null: the alarm is off")
    since: Moment | None = Field(None, description="The next three are of the answers since then")
    estimate: DriftShareSchema | None = Field(None, description="How many of these are right, estimated")
    judged: DriftShareSchema | None = Field(None, description="The same of those that somebody judged")
    figures: list[DriftFigureSchema] = Field([], description="Those that have changed the most first")
    windows: list[DriftWindowSchema] = Field([], description="In the order in which they came")
    odd: list[OddAnswerSchema] = Field([], description="While something changes, what speaks for it the most")
