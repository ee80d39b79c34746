"""Reads of shadows, and of what differs in one."""

from datetime import timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from apps.catalogue.models import Standby, Version
from apps.core.errors import Problem
from apps.engines.standby import HELD
from apps.shadows.models import Difference, Shadow

AGAIN = HELD - timedelta(minutes=1)


def uses(version: Version) -> str:
    """What of this room refers to a version, in words; nothing where nothing does."""
    count = Shadow.objects.filter(Q(candidate=version) | Q(production=version)).count()
    return f"{count} shadow{'s' if count > 1 else ''} had it" if count else ""


def shadows(slug: str = "") -> QuerySet[Shadow]:
    """All, or those of a model, the newest first."""
    rows = Shadow.objects.select_related("production", "candidate")
    return rows.filter(model=slug) if slug else rows


def find(pk: UUID) -> Shadow:
    """One of them. Raises Problem 404."""
    row = shadows().filter(pk=pk).first()
    if row is None:
        raise Problem(404, "There is no such shadow.")
    return row


def differences(shadow: Shadow) -> QuerySet[Difference]:
    """What differs, but for files in the trash of those who sent them; the newest first."""
    rows = Difference.objects.filter(shadow=shadow, prediction__trashed_at=None)
    return rows.select_related("prediction__upload", "prediction__owner").defer("prediction__upload__thumbnail")


def find_difference(shadow: Shadow, number: int) -> Difference:
    """One of them. Raises Problem 404."""
    row = differences(shadow).filter(pk=number).first()
    if row is None:
        raise Problem(404, "There is no such difference; the file may have been deleted.")
    return row


def kinds_shadowed() -> set[str]:
    """The kinds of models of which a shadow runs."""
    return set(Shadow.objects.filter(ended_at=None).order_by().values_list("model__kind", flat=True))


def stand_by() -> None:
    """Workers hold the candidates in memory while their shadows run, and let them go some minutes after."""
    now = timezone.now()
    candidates = Shadow.objects.filter(ended_at=None).values("candidate")
    Standby.objects.filter(version__in=candidates, until__lt=now + AGAIN).update(until=now + HELD)
