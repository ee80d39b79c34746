"""What is looked at of an answer: its label, how sure it is, how familiar its file is, and the file's traits."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from django.db.models import Q

from apps.catalogue.models import Version
from apps.predictions.models import Prediction, Status
from ml.drift.reference import CONFIDENCE, FAMILIAR, Reference, read
from ml.drift.window import Seen

COLUMNS = ("version_id", "completed_at", "output", "traits", "upload__width", "upload__height")
# What an earlier answer has answered was looked at then.
COMPUTED = Q(status=Status.SUCCEEDED, attempt__gt=0)


class Answer(NamedTuple):
    """An answer of a version that can be watched."""

    version: int
    at: datetime
    seen: Seen


@lru_cache(maxsize=256)
def reference_of(version: int) -> Reference | None:
    """What the bundle of a version keeps, which never changes; None where it keeps nothing."""
    return read(Version.objects.values_list("manifest__drift", flat=True).get(pk=version))


def between(after: datetime, until: datetime, most: int) -> list[Answer]:
    """At most so many answers, the last ones, in the order in which they were given."""
    rows = Prediction.objects.filter(COMPUTED, completed_at__gt=after, completed_at__lte=until)
    found = rows.order_by("-completed_at", "-pk").values_list(*COLUMNS)[:most]
    return [answer for values in reversed(found) for answer in _answers(*values)]


def _answers(version: int, at: datetime, output: Mapping[str, object], *file: object) -> Iterator[Answer]:
    if reference_of(version) and (seen := seen_of(output, *file)):
        yield Answer(version, at, seen)


def seen_of(output: Mapping[str, object], traits: object, width: object, height: object) -> Seen | None:
    """None of an answer without a label."""
    labels = output.get("labels")
    if not isinstance(labels, list) or not labels:
        return None
    figures = {CONFIDENCE: labels[0]["score"], FAMILIAR: output.get(FAMILIAR), "width": width, "height": height}
    figures |= traits if isinstance(traits, dict) else {}
    known = {name: float(value) for name, value in figures.items() if isinstance(value, int | float)}
    return Seen(labels[0]["label"], known)
