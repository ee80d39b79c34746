"""The JSON of webhooks and their deliveries."""

from collections.abc import Sequence
from typing import Self
from uuid import UUID

from pydantic import Field

from apps.core.schemas import Moment, Schema
from apps.webhooks.event_types import OfStaff, Type
from apps.webhooks.models import Delivery, Status, Webhook


class WebhookSchema(Schema):
    """Who is told of what, without its secret."""

    id: UUID
    name: str
    url: str | None = Field(description="null: what requests name as `webhook_url`")
    types: list[OfStaff] = Field(description="Of what all staff see, what it is told of")
    keys: list[int] = Field(description="The keys whose predictions it is told of, as `prediction.completed`")
    waiting: int = Field(description="Deliveries that are to be sent, or sent again")
    failing_since: Moment | None = Field(description="Since when no attempt has succeeded; null where the last one did")
    paused_at: Moment | None
    paused_because: str | None = Field(description="A sentence; null where you paused it")
    created_at: Moment

    @classmethod
    def of(cls, row: Webhook, keys: Sequence[int], waiting: int, **more: str) -> Self:
        return cls(
            id=row.pk,
            name=row.name,
            url=row.url or None,
            types=row.types,
            keys=list(keys),
            waiting=waiting,
            failing_since=row.failing_since,
            paused_at=row.paused_at,
            paused_because=row.paused_because or None,
            created_at=row.created_at,
            **more,
        )


class WebhookListSchema(Schema):
    """Mine, newest first."""

    results: list[WebhookSchema]


class NewWebhookSchema(WebhookSchema):
    """A webhook with a new secret: the only answer that shows it."""

    secret: str = Field(description="Signs each delivery; shown this once")


class DeliverySchema(Schema):
    """One event on its way to one webhook."""

    id: UUID = Field(description="The header `webhook-id`, the same each time that it is sent")
    type: Type
    subject: str = Field(description="What it is about: the id of a prediction, say")
    url: str
    status: Status
    tries: int
    created_at: Moment
    due_at: Moment | None = Field(description="When it is sent, or sent again; null once it has ended")
    tried_at: Moment | None
    seconds: float | None = Field(description="How long the last attempt took")
    answer_status: int | None = Field(description="HTTP status of the last answer")
    error: str | None = Field(description="Why there was no answer")

    @classmethod
    def of(cls, row: Delivery, **more: str) -> Self:
        copied = (
            "id", "type", "subject", "status", "tries", "created_at", "due_at", "tried_at", "seconds", "answer_status",
        )  # fmt: skip
        values = {name: getattr(row, name) for name in copied}
        return cls(url=row.url or row.webhook.url, error=row.error or None, **values, **more)


class DeliveryPageSchema(Schema):
    """A page of deliveries, newest first."""

    results: list[DeliverySchema]
    next: str | None = Field(json_schema_extra={"format": "uri"})


class SentAgainSchema(Schema):
    """What is being sent again."""

    count: int = Field(description="How many deliveries")


class WholeDeliverySchema(DeliverySchema):
    """A delivery with what was sent and what was answered."""

    body: str = Field(description="What is sent, and signed")
    answer: str = Field(description="The first kB of the last answer")
