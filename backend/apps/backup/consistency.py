"""What must hold among the rows, whatever happened: each rule with what is wrong where it does not, and what to do."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from apps.backup.runs import ProgressCallback
from apps.backup.schemas import FindingSchema
from apps.catalogue.models import Alias, Model, Version
from apps.live.models import Event, Stream
from apps.predictions.models import FINAL, Prediction, Status

# The sweep comes every few seconds.
OVERDUE = timedelta(minutes=10)
SHOWN = 20
AGAIN = "Its owner can delete it or run it again."
CANCEL = "Its owner can cancel it."
SWEEP = "Scheduler and workers take it back by themselves: see whether they run."


class Rule(NamedTuple):
    """The rows that break it, what is wrong with them, and what to do."""

    broken: QuerySet[Any]
    detail: str
    advice: str


def check(progress: ProgressCallback) -> Iterator[FindingSchema]:
    """All rules; of each at most 20 rows."""
    for rule in (*_of_predictions(), *_of_the_catalogue(), _of_events()):
        progress(f"looks for: {rule.detail}")
        for row in rule.broken[:SHOWN]:
            subject = f"{row._meta.verbose_name} {row.pk}"
            yield FindingSchema(subject=subject, detail=rule.detail, advice=rule.advice)
    progress("checks the database's own structure")
    if connection.vendor == "sqlite":
        yield from _structure_of_sqlite()


def _of_predictions() -> Iterator[Rule]:
    rows, overdue = Prediction.objects.order_by("pk"), timezone.now() - OVERDUE
    ended, open_ = rows.filter(status__in=FINAL), rows.exclude(status__in=FINAL)
    processing = rows.filter(status=Status.PROCESSING)
    unleased = "It is being worked on without a lease, so nobody will take it back."
    yield Rule(ended.filter(completed_at=None), "It has ended, but not when.", AGAIN)
    yield Rule(open_.exclude(completed_at=None), "It has a time of its end and has not ended.", CANCEL)
    yield Rule(rows.filter(status=Status.SUCCEEDED, output__isnull=True), "It succeeded without an answer.", AGAIN)
    yield Rule(rows.filter(status=Status.FAILED, error_code=""), "It failed without a reason.", AGAIN)
    yield Rule(processing.filter(lease_expires_at=None), unleased, CANCEL)
    yield Rule(processing.filter(lease_expires_at__lt=overdue), "Its lease ran out more than ten minutes ago.", SWEEP)
    yield Rule(rows.exclude(version__model__kind=F("kind")), "It is of another kind than its model.", AGAIN)


def _of_the_catalogue() -> Iterator[Rule]:
    yield Rule(
        Alias.objects.exclude(version__model=F("model")),
        "The alias points at a version of another model.",
        "Move it in Records, under Aliases.",
    )
    yield Rule(
        Model.objects.exclude(aliases__name=Version.PRODUCTION),
        "The model has no version in production, so requests for it are refused.",
        "Install a bundle of it again: `manage.py install_bundles FOLDER`.",
    )


def _of_events() -> Rule:
    newest = Event.objects.filter(user=OuterRef("pk")).order_by("-seq").values("seq")[:1]
    return Rule(
        Stream.objects.filter(Q(last_seq__lt=Subquery(newest)) | Q(trimmed_seq__gt=F("last_seq"))),
        "Its counter is behind its events, so the page may miss some.",
        "Restore a backup, or delete the user's events in the database: the page then loads its lists anew.",
    )


def _structure_of_sqlite() -> Iterator[FindingSchema]:
    """SQLite checks itself only when asked. PostgreSQL holds its keys at every write."""
    advice = "Stop Slipway and restore the latest backup; the disk or the memory may be failing."
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check(5)")
        for (detail,) in cursor.fetchall():
            if detail != "ok":
                yield FindingSchema(subject="database", detail=detail, advice=advice)
        cursor.execute("PRAGMA foreign_key_check")
        for table, row, parent, _ in cursor.fetchmany(SHOWN):
            detail = f"It names a row of {parent} that does not exist."
            yield FindingSchema(subject=f"{table} {row}", detail=detail, advice=advice)
