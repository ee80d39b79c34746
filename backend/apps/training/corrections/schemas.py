"""The JSON of what people said of answers, and of the models that can learn from it."""

from collections.abc import Sequence
from typing import Literal, Self
from uuid import UUID

from pydantic import Field

from apps.catalogue.schemas import Kind
from apps.core.schemas import Moment, Schema
from apps.predictions.answers import said_by_model, said_by_person
from apps.predictions.models import Prediction
from apps.training.corrections.selectors import PENDING, review_of
from apps.training.corrections.trainable import Trainable
from apps.training.models import DataSetVersion
from apps.training.versions import reference


class CorrectionSchema(Schema):
    """What a person said of an answer, and what an operator thinks of that."""

    prediction: UUID
    kind: Kind
    model: str = Field(description="slug/versions/N that answered")
    name: str = Field(description="Of the file")
    by: str
    at: Moment
    given: str = Field(description="What the model answered")
    said: str = Field(description="What the person said; empty: only that it is wrong")
    state: Literal["pending", "accepted", "rejected"]
    answer: str | None = Field(description="What it is taken for, once it was reviewed")
    reviewed_by: str | None
    url: str = Field(description="The picture or the sound")

    @classmethod
    def of(cls, row: Prediction) -> Self:
        review = review_of(row)
        return cls(
            prediction=row.pk,
            kind=row.kind,
            model=reference(row.version),
            name=row.upload.name,
            by=row.owner.username,
            at=row.feedback_at,
            given=said_by_model(row) or "",
            said=said_by_person(row) or "",
            state=review.state if review else PENDING,
            answer=review.answer if review else None,
            reviewed_by=review.reviewed_by.username if review and review.reviewed_by else None,
            url=f"/api/v1/corrections/{row.pk}/file",
        )


class CorrectionCountsSchema(Schema):
    """How many there are."""

    pending: int
    accepted: int
    rejected: int


class CorrectionListSchema(Schema):
    """The latest, and how many there are in all."""

    results: list[CorrectionSchema]
    counts: CorrectionCountsSchema


class MixableSchema(Schema):
    """A frozen set of which some can be taken beside corrections."""

    data_set: str
    version: int
    title: str


class LearnerSchema(Schema):
    """A model of which corrections were accepted."""

    model: str
    parent: str = Field(description="slug/versions/N that a run would start from")
    kind: Kind
    count: int = Field(description="Accepted corrections, of each file the latest")
    lacking: str = Field(description="Why they alone are too few; empty: they are enough")
    mixable: list[MixableSchema] = Field(description="First the set that the version was trained on")

    @classmethod
    def of(cls, row: Trainable, mixable: Sequence[DataSetVersion]) -> Self:
        return cls(
            model=row.parent.model_id,
            parent=reference(row.parent),
            kind=row.parent.model.kind,
            count=len(row.rows),
            lacking=row.lacking,
            mixable=[
                MixableSchema(data_set=one.data_set_id, version=one.number, title=one.manifest["title"])
                for one in mixable
            ],
        )


class LearnerListSchema(Schema):
    """Models that can learn from what was accepted."""

    results: list[LearnerSchema]
