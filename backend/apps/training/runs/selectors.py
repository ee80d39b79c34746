"""Reads: runs with their curves."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery

from apps.core.errors import Problem
from apps.training.models import Epoch, Point, Run
from apps.training.runs.curve import thinned


def runs() -> QuerySet[Run]:
    """Runs with all that their JSON needs: of the curve and the epochs the last of each, and the best epoch."""
    points = Point.objects.filter(run=OuterRef("run")).order_by("-step").values("step")[:1]
    epochs = Epoch.objects.filter(run=OuterRef("run")).order_by("-number").values("number")
    last_or_best = Q(number=Subquery(epochs[:1])) | Q(number=Subquery(epochs.filter(best=True)[:1]))
    rows = Run.objects.select_related("job__owner", "job__version", "data_set_version", "parent", "registered")
    return rows.prefetch_related(  # type: ignore[no-redef]  # named in the model
        Prefetch("points", Point.objects.filter(step=Subquery(points)), to_attr="last_points"),
        Prefetch("epochs", Epoch.objects.filter(last_or_best), to_attr="last_and_best"),
    )


def find_run(run_id: UUID) -> Run:
    """A run. Raises Problem 404."""
    row = runs().filter(pk=run_id).first()
    if row is None:
        raise Problem(404, "There is no such run.")
    return row


def curve(run: Run, after: int) -> Sequence[Point]:
    """The points after a step, in order."""
    return thinned(list(run.points.filter(step__gt=after)))
