"""Let owners know: every change of a prediction is an event in the transaction of the change.

The table of events keeps of a prediction what may be otherwise later, and a replay takes the rest from the row. So an
event costs a tenth of what it tells, and it is still told as it was.
"""

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from datetime import datetime
from uuid import UUID

from apps.core.schemas import time_text
from apps.live import events
from apps.live.models import Event
from apps.live.publish import Published
from apps.predictions.models import FINAL, Prediction, Status
from apps.predictions.places import Place, places
from apps.predictions.schemas import PredictionSchema
from apps.predictions.selectors import with_parts

TYPE: events.Type = "prediction.updated"


def notify(
    rows: Sequence[Prediction],
    found: Mapping[UUID, Place] | None = None,
    at: datetime | None = None,
    numbers: Mapping[int, int] | None = None,
    tell: Callable[[Sequence[Published]], None] | None = None,
) -> None:
    """Record the rows as they are now for their owners, in the running transaction.

    Args:
        found: where they stand in the queue, if that is known already.
        at: the moment of the change.
        numbers: those of the events, where they were reserved before.
        tell: as of `events.record`.
    """
    found = places(rows) if found is None else found
    events.record((_news(row, found.get(row.pk)) for row in rows), at, numbers, tell)


def _news(row: Prediction, place: Place | None) -> events.News:
    return events.News(row.owner_id, TYPE, row.pk, PredictionSchema.of(row, place).to_text(), _kept(row, place))


def _kept(row: Prediction, place: Place | None) -> dict[str, object]:
    """What of a row may be otherwise when the event is told again."""
    kept: dict[str, object] = {"status": row.status}
    if row.status not in FINAL and row.attempt != _usual_attempt(row.status):
        kept["attempt"] = row.attempt
    if row.status == Status.QUEUED and row.started_at:
        kept["started_at"] = time_text(row.started_at)  # of the claim that was lost; a claim has the event's time
    if place:
        kept |= {"position": place.position, "eta_seconds": place.eta_seconds}
    if row.feedback and row.feedback_at:
        kept |= {"feedback": row.feedback, "feedback_at": time_text(row.feedback_at)}
    return kept


def _usual_attempt(status: str) -> int:
    """Of what waits or runs: most are claimed once."""
    return int(status == Status.PROCESSING)


def restore(told: Sequence[Event]) -> list[Mapping[str, object] | None]:
    """What the events said; None of a prediction that is deleted by now."""
    rows = {row.pk: row for row in with_parts().filter(pk__in={event.subject for event in told})}
    return [_restored(event, rows.get(event.subject)) for event in told]


def _restored(event: Event, row: Prediction | None) -> Mapping[str, object] | None:
    if row is None:
        return None
    whole: Mapping[str, object] = event.data
    # A Slipway before this one kept all of it.
    return whole if "id" in whole else _as_it_was(row, event).to_json()


def _as_it_was(row: Prediction, event: Event) -> PredictionSchema:
    kept, then = event.data, copy(row)
    then.status = kept["status"]
    then.feedback, then.feedback_at = kept.get("feedback"), _moment(kept.get("feedback_at"))
    if then.status not in FINAL:
        then.attempt = kept.get("attempt", _usual_attempt(then.status))
        then.started_at = event.at if then.status == Status.PROCESSING else _moment(kept.get("started_at"))
        then.output, then.error_code, then.completed_at = None, "", None
        then.preprocess_time = then.predict_time = then.postprocess_time = then.total_time = then.batch_size = None
    place = Place(kept["position"], kept["eta_seconds"]) if "position" in kept else None
    return PredictionSchema.of(then, place)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
