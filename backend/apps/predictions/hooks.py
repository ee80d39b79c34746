"""Programs are told of the end of what they sent, where they asked for that."""

from collections.abc import Sequence

from apps.predictions.models import Prediction
from apps.predictions.schemas import PredictionSchema
from apps.webhooks import outbox


def tell_webhooks(rows: Sequence[Prediction]) -> None:
    """In the transaction in which the rows got their end; no statement where nobody asked."""
    outbox.put(
        [
            outbox.Message(row.webhook, "prediction.completed", str(row.pk), PredictionSchema.of(row).to_text())
            for row in rows
            if row.webhook
        ]
    )


def forget(rows: Sequence[Prediction]) -> None:
    """What was told of rows that are deleted now."""
    outbox.forget([str(row.pk) for row in rows if row.webhook])
