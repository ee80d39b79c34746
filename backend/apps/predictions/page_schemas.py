"""The JSON of what the page asks beside predictions: the trash, votes, what waits, what may be sent."""

from collections.abc import Sequence
from typing import Self
from uuid import UUID

from pydantic import Field

from apps.catalogue.schemas import Kind
from apps.core.schemas import Moment, Schema
from apps.predictions.models import Vote


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
