"""What is to be told goes into the table in the transaction of the change, and is sent by whoever sends (`courier`)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self, TypedDict
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from uuid_utils.compat import uuid7

from apps.core.schemas import Schema, time_text
from apps.core.statements import insert
from apps.webhooks import bell
from apps.webhooks.event_types import OfStaff, Type
from apps.webhooks.models import Delivery, Webhook


class Target(TypedDict):
    """Who is told of one thing, as the row of that thing keeps it in JSON: a webhook, and the address of a request."""

    webhook: str
    url: str


@dataclass(frozen=True, slots=True)
class Message:
    """Something that a webhook is told.

    Args:
        text: the JSON of `data` in the body.
    """

    target: Target
    type: Type
    subject: str
    text: str

    @classmethod
    def to(cls, webhook: Webhook, type: Type, subject: str, data: Schema) -> Self:  # noqa: A002 - the field
        """For a webhook that has an address."""
        return cls(Target(webhook=str(webhook.pk), url=""), type, subject, data.to_text())


def put(messages: Sequence[Message]) -> list[Delivery]:
    """Keep messages in the transaction of what they tell; they are sent after it. One statement, none for none."""
    if not messages:
        return []
    now = timezone.now()
    rows = [_delivery(message, now) for message in messages]
    insert(rows)
    transaction.on_commit(bell.ring)
    return rows


def _delivery(message: Message, now: datetime) -> Delivery:
    body = f'{{"type":"{message.type}","timestamp":"{time_text(now)}","data":{message.text}}}'
    return Delivery(
        id=uuid7(), webhook_id=UUID(message.target["webhook"]), url=message.target["url"], type=message.type,
        subject=message.subject, body=body, created_at=now, due_at=now,
    )  # fmt: skip


def put_for_staff(type: OfStaff, subject: str, data: Schema) -> None:  # noqa: A002 - the field
    """Tell every webhook of staff that chose this type."""
    of_staff = Webhook.objects.filter(owner__is_staff=True, owner__is_active=True).exclude(url="")
    put([Message.to(webhook, type, subject, data) for webhook in of_staff if type in webhook.types])


def forget(subjects: Collection[str]) -> None:
    """Drop what was told, or was to be told, about things that are deleted now. No statement for none."""
    if subjects:
        Delivery.objects.filter(subject__in=subjects).delete()
