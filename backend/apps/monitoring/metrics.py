"""`/metrics` in Prometheus' text format, read from the database at the moment of the scrape."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from apps.catalogue import workers
from apps.catalogue.models import Kind
from apps.predictions import selectors
from apps.predictions.models import Tally

HISTOGRAMS = {
    "prediction_seconds": "Seconds of a prediction in each stage",
    "batch_size": "Predictions that were run together",
}


class SlipwayCollector(Collector):
    """Counters and histograms from the tallies, gauges from the rows as they are."""

    def collect(self) -> Iterator[Metric]:
        """All families."""
        tallies = list(Tally.objects.order_by("name", "labels_key"))
        yield _counter(tallies)
        for name, text in HISTOGRAMS.items():
            yield _histogram(name, text, tallies)
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


def _histogram(name: str, text: str, tallies: list[Tally]) -> Metric:
    family = Metric(f"slipway_{name}", text, "histogram")
    for tally in tallies:
        if tally.name.removeprefix(name) in {"_bucket", "_count", "_sum"}:
            family.add_sample(f"slipway_{tally.name}", tally.labels, tally.value)
    return family


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
