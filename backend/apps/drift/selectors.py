"""What is known of a version: its windows, what they come to, and the answers that stand out."""

from datetime import datetime
from math import log

from apps.catalogue.models import Version
from apps.core.errors import Problem
from apps.drift.answers import COMPUTED, seen_of
from apps.drift.models import FullWindow, Watch
from apps.predictions.models import Prediction
from ml.drift.evidence import SHOWN_ONLY
from ml.drift.reference import Reference
from ml.drift.window import Seen, Window

# Windows in a chart; answers among which those are found that stand out, and how many of them are shown.
SHOWN, LOOKED_AT, ODD = 60, 500, 12


def version_of(slug: str, number: int) -> Version:
    """Raises Problem 404."""
    found = Version.objects.filter(model=slug, number=number).first()
    if found is None:
        raise Problem(404, "There is no such version.")
    return found


def watch_of(version: Version) -> Watch | None:
    """None where nothing was looked at."""
    return Watch.objects.filter(version=version).first()


def full_windows(version: Version) -> list[FullWindow]:
    """The last ones, in the order in which they came."""
    return list(reversed(FullWindow.objects.filter(version=version)[:SHOWN]))


def latest(watch: Watch, full: list[FullWindow]) -> tuple[Window, datetime]:
    """The window that is not full, with the one before it, and when the first of its answers was given."""
    window = Window.model_validate(watch.window)
    if not full:
        return window, watch.began_at
    return window.plus(Window.model_validate(full[-1].window)), full[-1].began_at


def odd_ones(version: Version, window: Window, reference: Reference) -> list[Prediction]:
    """Of the last answers those that speak the most for it that something has changed, the oddest first."""
    answered = Prediction.objects.filter(COMPUTED, version=version, trashed_at=None).select_related("upload", "owner")
    rows = answered.order_by("-created_at", "-id")[:LOOKED_AT]
    found = [(oddness(seen, window, reference), row) for row in rows if (seen := seen_in(row))]
    found.sort(key=lambda pair: -pair[0])
    return [row for odd, row in found[:ODD] if odd > 0]


def seen_in(row: Prediction) -> Seen | None:
    """Of a row."""
    return seen_of(row.output or {}, row.traits, row.upload.width, row.upload.height)


def oddness(seen: Seen, window: Window, reference: Reference) -> float:
    """How much likelier an answer is among those of the window than among the reference's, as a logarithm."""
    total = 0.0
    for name, value in seen.figures.items():
        if name in window.spreads and name not in SHOWN_ONLY:
            spread, counts = reference.spreads[name], window.spreads[name]
            place = spread.part_of(value)
            total += _likelier(counts[place], sum(counts), spread.shares[place])
    return total


def _likelier(count: int, of: int, share: float) -> float:
    """A little of the reference is mixed in, so that what nobody saw is no wonder."""
    return log((count + 20 * share) / (of + 20) / share)
