"""One version as it is shown."""

from math import exp

from apps.catalogue.models import Version
from apps.drift import selectors
from apps.drift.answers import reference_of
from apps.drift.judged import Judged, judged_since, truth
from apps.drift.models import FullWindow, Watch
from apps.drift.schemas import (
    DriftFigureSchema,
    DriftPartSchema,
    DriftSchema,
    DriftShareSchema,
    DriftWindowSchema,
    OddAnswerSchema,
)
from ml.drift.estimate import estimate
from ml.drift.evidence import ALARM, LABEL, SHOWN_ONLY, evidence
from ml.drift.reference import Reference
from ml.drift.window import Window

MOST_EVIDENCE = 20.72  # the logarithm of 1e9
# Of more labels those are shown whose shares have changed the most.
LABELS = 12


def report(version: Version) -> DriftSchema:
    """What is known of it."""
    reference, watch = reference_of(version.pk), selectors.watch_of(version)
    known = DriftSchema(
        is_watched=reference is not None,
        validation_items=reference.items if reference else 0,
        validation_accuracy=reference.accuracy if reference else None,
        alarm_at=ALARM,
    )
    return _seen(known, version, watch, reference) if reference and watch else known


def _seen(known: DriftSchema, version: Version, watch: Watch, reference: Reference) -> DriftSchema:
    full = selectors.full_windows(version)
    window, since = selectors.latest(watch, full)
    judged = judged_since(version.pk, min([since, *(one.began_at for one in full)]))
    odd = selectors.odd_ones(version, window, reference) if watch.drifting_since else []
    return known.model_copy(
        update={
            "answers": watch.answers,
            "seen_at": watch.seen_at,
            "evidence": watch.evidence,
            "drifting_since": watch.drifting_since,
            "since": since,
            "estimate": DriftShareSchema.estimated(estimate(window, reference), window.count),
            "judged": DriftShareSchema.judged(truth([one for one in judged if one.at >= since])),
            "figures": figures(window, reference),
            "windows": [_window(one, reference, judged) for one in full],
            "odd": [OddAnswerSchema.of(row) for row in odd],
        }
    )


def _window(one: FullWindow, reference: Reference, judged: list[Judged]) -> DriftWindowSchema:
    window = Window.model_validate(one.window)
    said = [answer for answer in judged if one.began_at <= answer.at <= one.ended_at]
    return DriftWindowSchema(
        start=one.began_at,
        to=one.ended_at,
        answers=window.count,
        evidence=one.evidence,
        is_drifting=one.drifting,
        estimate=DriftShareSchema.estimated(estimate(window, reference), window.count),
        judged=DriftShareSchema.judged(truth(said)),
    )


def figures(window: Window, reference: Reference) -> list[DriftFigureSchema]:
    """All that is known of both, those that changed the most first."""
    found = evidence(window, reference)
    return [
        DriftFigureSchema(
            name=name,
            evidence=exp(min(found[name], MOST_EVIDENCE)),
            raises_alarm=name not in SHOWN_ONLY,
            parts=_labels(window, reference) if name == LABEL else _parts(name, window, reference),
        )
        for name in sorted(found, key=lambda name: -found[name])
    ]


def _parts(name: str, window: Window, reference: Reference) -> list[DriftPartSchema]:
    spread, counts = reference.spreads[name], window.spreads[name]
    edges = [None, *spread.edges, None]
    return [
        DriftPartSchema(
            label=None, start=edges[at], to=edges[at + 1], usual=share, now=counts[at] / max(1, sum(counts))
        )
        for at, share in enumerate(spread.shares)
    ]


def _labels(window: Window, reference: Reference) -> list[DriftPartSchema]:
    count = sum(one.count for one in window.labels.values())
    now = {name: one.count / count for name, one in window.labels.items()}
    usual = {name: one.share for name, one in reference.labels.items()}
    chosen = sorted(usual, key=lambda name: -abs(now.get(name, 0.0) - usual[name]))[:LABELS]
    return [
        DriftPartSchema(label=name, start=None, to=None, usual=usual[name], now=now.get(name, 0.0))
        for name in usual
        if name in chosen
    ]
