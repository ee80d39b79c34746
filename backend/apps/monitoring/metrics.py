"""`/metrics` in Prometheus' text format, read from the database at the moment of the scrape."""

import json
import logging
from collections.abc import Iterator, Mapping
from itertools import accumulate
from typing import get_args

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from apps.core.brief import Brief
from apps.core.errors import Problem
from apps.core.problems import problem_response
from apps.monitoring import drift, gauges, outgoing, tables, training
from apps.predictions import counters
from apps.predictions.counters import SECONDS, SIZES, Total
from apps.predictions.finish import FailureCode
from apps.predictions.models import FINAL
from apps.training.jobs import counters as training_counters
from ml.errors import BadInputCode
from ml.kinds import KINDS

logger = logging.getLogger(__name__)
FAILURES, CACHED = "failures_total", "cached_total"
# name -> (help, label, upper bounds of the buckets)
HISTOGRAMS = {
    "prediction_seconds": ("Seconds of a prediction in each stage", "stage", SECONDS),
    "answer_seconds": ("Seconds from the acceptance of a file to its answer or failure", "kind", SECONDS),
    training_counters.TOOK: ("Seconds of a job of training, pauses included", "work", training_counters.SECONDS),
    "batch_size": ("Predictions that were run together", "kind", SIZES),
}


class SlipwayCollector(Collector):
    """Counters and histograms from the tallies, gauges from the rows as they are."""

    def collect(self) -> Iterator[Metric]:
        """All families."""
        tallies = counters.totals()
        yield _ended(tallies)
        yield _failures(tallies)
        yield _cached(tallies)
        yield training.ended(tallies)
        for name in HISTOGRAMS:
            yield _histogram(name, tallies)
        yield from gauges.of_the_queue()
        yield from gauges.of_the_workers()
        yield from training.of_training()
        yield from drift.of_drift()
        yield from gauges.of_the_broker()
        yield from gauges.of_the_machine()
        yield from tables.of_the_database()
        yield from gauges.of_the_upkeep()
        yield from outgoing.of_the_webhooks()
        yield from outgoing.of_the_rollouts()


def metrics(request: HttpRequest) -> HttpResponse:
    """What Prometheus scrapes; 503 while the database is away, which Prometheus calls `up == 0`."""
    try:
        text = _text.get()
    except (OperationalError, InterfaceError) as error:
        logger.warning("unavailable: %s", error)
        return problem_response(Problem(503, "The database is away.", retry_after=5), request.path)
    return HttpResponse(text, content_type=CONTENT_TYPE_LATEST)


def _read() -> bytes:
    registry = CollectorRegistry()
    registry.register(SlipwayCollector())
    return generate_latest(registry)


# It is open to whoever reaches the port, and reading all of it costs some statements.
_text = Brief(1.0, _read)


def _ended(tallies: list[Total]) -> Metric:
    """Every ending of a version that has answered anything: a ratio of failures needs them from the start."""
    counts: dict[tuple[str, ...], float] = {}
    for tally in tallies:
        if tally.name == "predictions_total":
            version = tuple(tally.labels[name] for name in ("kind", "model", "version"))
            counts = {(*version, status): 0.0 for status in FINAL} | counts
            counts[*version, tally.labels["status"]] = tally.value
    names = ["kind", "model", "version", "status"]
    family = CounterMetricFamily("slipway_predictions", "Predictions that have ended", labels=names)
    for labels, value in sorted(counts.items()):
        family.add_metric(labels, value)
    return family


def _failures(tallies: list[Total]) -> Metric:
    """Every code of every kind, those that never happened too: `increase()` does not see a series begin."""
    counts = {(tally.labels["kind"], tally.labels["code"]): tally.value for tally in tallies if tally.name == FAILURES}
    names = ["kind", "code"]
    family = CounterMetricFamily("slipway_failures", "Failed predictions by the code of their error", labels=names)
    codes = (*get_args(BadInputCode), *get_args(FailureCode))
    usual = {(kind, code): 0.0 for kind in KINDS for code in codes}
    for labels, value in sorted({**usual, **counts}.items()):
        family.add_metric(labels, value)
    return family


def _cached(tallies: list[Total]) -> Metric:
    counts = dict.fromkeys(KINDS, 0.0) | {one.labels["kind"]: one.value for one in tallies if one.name == CACHED}
    family = CounterMetricFamily("slipway_cached", "Predictions that an earlier answer has answered", labels=["kind"])
    for kind, value in counts.items():
        family.add_metric([kind], value)
    return family


def _histogram(name: str, tallies: list[Total]) -> Metric:
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
            within = accumulate(values.get(("_within", _key({**labels, "le": step})), 0.0) for step in steps)
            # Earlier versions counted each value into every bucket that holds it.
            before = (values.get(("_bucket", _key({**labels, "le": step})), 0.0) for step in steps)
            counts = [one + other for one, other in zip(within, before, strict=True)]
            family.add_metric([labels[label]], list(zip(steps, counts, strict=True)), tally.value)
    return family


def _key(labels: Mapping[str, str]) -> str:
    return json.dumps(labels, sort_keys=True)
