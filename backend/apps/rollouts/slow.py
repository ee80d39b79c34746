"""From how many seconds on an answer is slow: production's p95, as it was before the candidate came."""

from apps.predictions.models import Prediction, Status
from apps.rollouts.models import Rollout

# The newest answers, and how many there must be to know.
LOOKED_AT, LEAST = 1000, 50


def measure(rollout: Rollout) -> None:
    """Once there are enough; from then on it stays, so that both arms are judged by one number."""
    if rollout.slow_above is not None:
        return
    answered = Prediction.objects.filter(
        version=rollout.production_id, status=Status.SUCCEEDED, predict_time__isnull=False
    )
    parts = answered.order_by("-created_at", "-id").values_list("preprocess_time", "predict_time", "postprocess_time")
    seconds = sorted(sum(part or 0.0 for part in row) for row in parts[:LOOKED_AT])
    if len(seconds) >= LEAST:
        rollout.slow_above = seconds[int(0.95 * (len(seconds) - 1))]
        Rollout.objects.filter(pk=rollout.pk, slow_above=None).update(slow_above=rollout.slow_above)
