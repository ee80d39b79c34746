"""Let owners know: every change of a prediction is an event in the transaction of the change."""

from collections.abc import Sequence

from apps.live import events
from apps.predictions.models import Prediction
from apps.predictions.schemas import shapes_of


def notify(rows: Sequence[Prediction]) -> None:
    """Record the rows as they are now for their owners, in the running transaction."""
    bodies = [shape.to_json() for shape in shapes_of(rows)]
    events.record(
        events.News(row.owner_id, "prediction.updated", row.pk, body) for row, body in zip(rows, bodies, strict=True)
    )
