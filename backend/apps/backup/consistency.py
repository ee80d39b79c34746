"""Rows keep the rules of their rooms, and the database its own."""

from collections.abc import Iterator

from django.db import connection

from apps.backup.runs import ProgressCallback
from apps.backup.schemas import FindingSchema
from apps.catalogue.rules import rules as rules_of_models
from apps.live.rules import rules as rules_of_events
from apps.predictions.rules import rules as rules_of_predictions

SHOWN = 20


def check(progress: ProgressCallback) -> Iterator[FindingSchema]:
    """All rules; of each at most 20 rows."""
    for rule in (*rules_of_predictions(), *rules_of_models(), *rules_of_events()):
        progress(f"looks for: {rule.detail}")
        for row in rule.broken[:SHOWN]:
            subject = f"{row._meta.verbose_name} {row.pk}"
            yield FindingSchema(subject=subject, detail=rule.detail, advice=rule.advice)
    progress("checks the database's own structure")
    if connection.vendor == "sqlite":
        yield from _structure_of_sqlite()


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
