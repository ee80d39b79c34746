"""The JSON of what the page asks beside predictions: the trash, votes, what waits, what may be sent."""

from collections.abc import Sequence
from typing import Self
from uuid import UUID

from pydantic import Field

from apps.catalogue.schemas import Kind
from apps.core.schemas import Moment, Schema
from apps.predictions.models import Vote
from apps.predictions.standings import Standing


class TrashedSchema(Schema):
    """A prediction that is deleted, and until when that can be undone."""

    id: UUID
    until: Moment


class TrashSchema(Schema):
    """What can still be had back."""

    results: list[TrashedSchema]


class VoteSchema(Schema):
    """What a person said of a prediction and another answer to the same file."""

    other: UUID
    better: bool = Field(description="Whether this one is better than the other")
    at: Moment


class VoteListSchema(Schema):
    """All that was said, the latest first."""

    results: list[VoteSchema]

    @classmethod
    def of(cls, prediction_id: UUID, votes: Sequence[Vote]) -> Self:
        """Seen from one of the predictions."""
        return cls(results=[_seen_from(prediction_id, vote) for vote in votes])


def _seen_from(prediction_id: UUID, vote: Vote) -> VoteSchema:
    better = vote.better_id == prediction_id
    return VoteSchema(other=vote.worse_id if better else vote.better_id, better=better, at=vote.at)


class StandingSchema(Schema):
    """How a version stands against another by people's votes on answers of both to the same files."""

    version: int
    other_model: str
    other_version: int
    won: int
    lost: int
    share: float = Field(description="Of the votes that were for this version")
    low: float = Field(description="Of the 95 % interval of the share")
    high: float
    chance: float = Field(
        description="How likely so uneven votes are where both are equally good: a sign test, two-sided"
    )

    @classmethod
    def of(cls, one: Standing) -> Self:
        low, high = one.interval
        return cls(
            version=one.version.number,
            other_model=one.other.model_id,
            other_version=one.other.number,
            won=one.won,
            lost=one.lost,
            share=round(one.share, 4),
            low=round(low, 4),
            high=round(high, 4),
            chance=round(one.chance, 6),
        )


class StandingListSchema(Schema):
    """Of all versions of a model that have votes, the newest version first."""

    results: list[StandingSchema]


class SummarySchema(Schema):
    """How many of mine wait and run, and what nobody is there to answer."""

    waiting: int
    processing: int
    unserved: list[Kind] = Field(description="Kinds without a worker just now: what waits of them waits for one")


class LimitsSchema(Schema):
    """What may be sent."""

    max_bytes: int
    max_pixels: int
    max_seconds: float
    max_files: int
    max_waiting_per_user: int
    max_waiting: int
    image_types: list[str]
    sound_types: list[str]
