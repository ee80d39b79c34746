"""Webhooks of staff are told how a rollout ended; what a roll-back moves is told as `alias.moved`."""

from typing import Self
from uuid import UUID

from apps.core.schemas import Moment, Schema
from apps.rollouts.models import Rollout, State
from apps.webhooks.event_types import OfStaff
from apps.webhooks.outbox import put_for_staff


class RolloutEndedSchema(Schema):
    """A rollout that was aborted or promoted."""

    id: UUID
    slug: str
    production: int
    candidate: int
    by: str | None
    reason: str
    ended_at: Moment | None

    @classmethod
    def of(cls, row: Rollout) -> Self:
        """By: null where a guard has ended it."""
        return cls(
            id=row.pk, slug=row.model_id, production=row.production.number, candidate=row.candidate.number,
            by=row.ended_by or None, reason=row.end_reason, ended_at=row.ended_at,
        )  # fmt: skip


def tell_ended(rollout: Rollout) -> None:
    """In the transaction that ends it."""
    what: OfStaff = "rollout.promoted" if rollout.state == State.PROMOTED else "rollout.aborted"
    put_for_staff(what, str(rollout.pk), RolloutEndedSchema.of(rollout))
