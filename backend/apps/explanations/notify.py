"""Let the owner know how an explanation stands."""

from apps.explanations.models import Explanation
from apps.explanations.schemas import ExplanationSchema
from apps.live import events
from apps.live.models import Event

TYPE: events.Type = "explanation.updated"


def notify(row: Explanation) -> None:
    """Record it as it is, in the running transaction; only the latest is kept for a replay.

    It is told as something of its prediction, with which it is forgotten.
    """
    forget(row)
    data = ExplanationSchema.of(row).to_json()
    events.record([events.News.whole(row.prediction.owner_id, TYPE, row.prediction_id, data)])


def forget(row: Explanation) -> None:
    """Nothing of it comes back in a replay."""
    Event.objects.filter(subject=row.prediction_id, type=TYPE).delete()
