"""`/metrics` in Prometheus' text format, read from the database at the moment of the scrape."""

import json
from collections.abc import Iterator, Mapping

from django.http import HttpRequest, HttpResponse
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from apps.catalogue import workers
from apps.catalogue.models import Kind
from apps.predictions import selectors
from apps.predictions.models import Tally
from apps.predictions.tally import SECONDS, SIZES

# name -> (help, label, upper bounds of the buckets)
HISTOGRAMS = {
    "prediction_seconds": ("Seconds of a prediction in each stage", "stage", SECONDS),
    "batch_size": ("Predictions that were run together", "kind", SIZES),
}


class SlipwayCollector(Collector):
    """Counters and histograms from the tallies, gauges from the rows as they are."""

    def collect(self) -> Iterator[Metric]:
        """All families."""
        tallies = list(Tally.objects.order_by("name", "labels_key"))
        yield _counter(tallies)
        for name in HISTOGRAMS:
            yield _histogram(name, tallies)
        yield from _gauges()


def metrics(_: HttpRequest) -> HttpResponse:
    """What Prometheus scrapes."""
    registry = CollectorRegistry()
    registry.register(SlipwayCollector())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _counter(tallies: list[Tally]) -> Metric:
    names = ("kind", "model", "version", "status")
    family = CounterMetricFamily("slipway_predictions", "Predictions that have ended", labels=names)
    for tally in tallies:
        if tally.name == "predictions_total":
            family.add_metric([tally.labels[name] for name in names], tally.value)
    return family


def _histogram(name: str, tallies: list[Tally]) -> Metric:
    """Every bucket of every label, the empty ones too.

    A bucket that is not there until something falls into it would hide that first thing from `rate()`, and
    `histogram_quantile()` would interpolate across the gap.
    """
    text, label, bounds = HISTOGRAMS[name]
    values = {(tally.name.removeprefix(name), _key(tally.labels)): tally.value for tally in tallies}
    family = HistogramMetricFamily(f"slipway_{name}", text, labels=[label])
    for tally in tallies:
        if tally.name == f"{name}_sum":
            labels = tally.labels
            steps = [*(str(bound) for bound in bounds), "+Inf"]
            counts = [values.get(("_bucket", _key({**labels, "le": step})), 0.0) for step in steps]
            family.add_metric([labels[label]], list(zip(steps, counts, strict=True)), tally.value)
    return family


def _key(labels: Mapping[str, str]) -> str:
    return json.dumps(labels, sort_keys=True)


def _gauges() -> Iterator[Metric]:
    depth = GaugeMetricFamily("slipway_queue_depth", "Predictions that wait", labels=["kind"])
    there = GaugeMetricFamily("slipway_workers", "Workers that answered in the last 60 s", labels=["kind"])
    waiting, serving = selectors.waiting_by_kind(), workers.fresh_by_kind()
    for kind in Kind.values:
        depth.add_metric([kind], waiting.get(kind, 0))
        there.add_metric([kind], serving.get(kind, 0))
    loaded = GaugeMetricFamily("slipway_model_loaded", "Workers that hold the version", labels=["model", "version"])
    held = [(slug, number) for worker in workers.fresh() for slug, number in worker.loaded]
    for slug, number in sorted(set(held)):
        loaded.add_metric([slug, str(number)], held.count((slug, number)))
    yield from (depth, there, loaded)
