"""Let owners know: every change of a prediction is an event in the transaction of the change."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from apps.live import events
from apps.predictions.models import Prediction
from apps.predictions.schemas import shapes_of
from apps.predictions.selectors import Place


def notify(rows: Sequence[Prediction], found: Mapping[UUID, Place] | None = None) -> None:
    """Record the rows as they are now for their owners, in the running transaction; `found` is where they stand."""
    bodies = [shape.to_json() for shape in shapes_of(rows, found)]
    events.record(
        events.News(row.owner_id, "prediction.updated", row.pk, body) for row, body in zip(rows, bodies, strict=True)
    )
