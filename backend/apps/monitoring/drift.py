"""What `/metrics` tells of the versions that are watched: whether what they are sent, or answer, has changed."""

from collections.abc import Iterator

from prometheus_client.core import GaugeMetricFamily, Metric

from apps.drift.models import Watch


def of_drift() -> Iterator[Metric]:
    """The evidence, and whether the alarm is on."""
    labels = ["model", "version"]
    evidence = GaugeMetricFamily("slipway_drift_evidence", "So many to 1 that something has changed", labels=labels)
    drifting = GaugeMetricFamily("slipway_drifting", "1 where the alarm for drift is on", labels=labels)
    for watch in Watch.objects.select_related("version").order_by("version"):
        names = [watch.version.model_id, str(watch.version.number)]
        evidence.add_metric(names, watch.evidence)
        drifting.add_metric(names, int(watch.drifting_since is not None))
    yield from (evidence, drifting)
