"""The JSON of shadows and of what differs in them."""

from math import exp
from typing import Literal, Self
from uuid import UUID

from pydantic import Field

from apps.catalogue.schemas import Kind
from apps.core.schemas import Moment, Schema
from apps.shadows.figures import Agreement, Figures, figures_of
from apps.shadows.models import Choice, Difference, Shadow

# Nobody reads more, and JSON could not hold it.
LARGEST = 34.5
Side = Literal["left", "right"]


class AgreementSchema(Schema):
    """How often both give the same answer, 0 to 1."""

    share: float
    low: float = Field(description="Of the interval that holds at all looks together, in 99 of 100 shadows")
    high: float

    @classmethod
    def of(cls, one: Agreement) -> Self:
        return cls(share=one.share, low=one.low, high=one.high)


class ShadowVotesSchema(Schema):
    """What people chose, who did not know which answer is whose."""

    candidate: int
    production: int
    both: int
    neither: int
    candidate_evidence: float = Field(
        description="An exact sign test's e-value, at most 1e15: if neither were better it would ever come to E by "
        "chance in one of E shadows at most, however often one looks"
    )
    production_evidence: float = Field(description="The same, that production's answers are found better")


class ShadowFiguresSchema(Schema):
    """How a shadow stands, or stood when it ended."""

    seen: int = Field(description="What production has answered since it began")
    mirrored: int = Field(description="Of these what the candidate answered too; the rest was dropped")
    same: int
    different: int
    failed: int = Field(description="By the candidate, where production had an answer")
    agreement: AgreementSchema | None
    votes: ShadowVotesSchema

    @classmethod
    def of(cls, figures: Figures) -> Self:
        copied = ("seen", "same", "different", "failed")
        return cls(
            mirrored=figures.same + figures.different + figures.failed,
            agreement=AgreementSchema.of(figures.agreement) if figures.agreement else None,
            votes=ShadowVotesSchema(
                **{choice.value: count for choice, count in figures.votes.items()},
                candidate_evidence=exp(min(figures.log_e_candidate, LARGEST)),
                production_evidence=exp(min(figures.log_e_production, LARGEST)),
            ),
            **{name: getattr(figures, name) for name in copied},
        )


class ShadowSchema(Schema):
    """A candidate that answers copies of what production has answered."""

    id: UUID
    model: str
    production: int = Field(description="The version that it is compared with")
    candidate: int
    by: str | None = Field(description="null: a rule of the model")
    reason: str
    created_at: Moment
    ended_at: Moment | None
    ended_by: str | None = Field(description="null: it runs, or production was moved")
    end_reason: str
    figures: ShadowFiguresSchema = Field(description="Of now; of what has ended, of then")

    @classmethod
    def of(cls, row: Shadow) -> Self:
        copied = ("id", "reason", "created_at", "ended_at", "end_reason")
        evidence = ShadowFiguresSchema.model_validate(row.evidence) if row.evidence else None
        return cls(
            model=row.model_id,
            production=row.production.number,
            candidate=row.candidate.number,
            by=row.by or None,
            ended_by=row.ended_by or None,
            figures=evidence or ShadowFiguresSchema.of(figures_of(row)),
            **{name: getattr(row, name) for name in copied},
        )


class ShadowPageSchema(Schema):
    """Shadows, the newest first."""

    results: list[ShadowSchema]
    next: str | None


class DifferenceSchema(Schema):
    """A file to which both gave another answer. Which is whose is told once somebody has voted."""

    id: int
    kind: Kind
    name: str = Field(description="Of the file")
    url: str = Field(description="The picture or the sound")
    left: str = Field(description="A label or a text")
    right: str
    choice: Literal["left", "right", "both", "neither"] | None
    by: str | None = Field(description="Who voted")
    candidate: Side | None = Field(description="Where the candidate's answer stands; null: nobody has voted")
    created_at: Moment

    @classmethod
    def of(cls, row: Difference) -> Self:
        ours: Side = "left" if row.is_left else "right"
        theirs: Side = "right" if row.is_left else "left"
        words = {Choice.CANDIDATE.value: ours, Choice.PRODUCTION.value: theirs, "": None}
        return cls(
            id=row.pk,
            kind=row.prediction.kind,
            name=row.prediction.upload.name,
            url=f"/api/v1/shadows/{row.shadow_id}/differences/{row.pk}/file",
            left=row.ours if row.is_left else row.theirs,
            right=row.theirs if row.is_left else row.ours,
            choice=words.get(row.choice, row.choice),
            by=row.by or None,
            candidate=ours if row.choice else None,
            created_at=row.created_at,
        )


class DifferencePageSchema(Schema):
    """What differs, the newest first."""

    results: list[DifferenceSchema]
    next: str | None
