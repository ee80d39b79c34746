"""Reads of rollouts."""

from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from apps.catalogue.models import Version
from apps.core.errors import Problem
from apps.rollouts.models import Rollout, State


def uses(version: Version) -> str:
    """What of this room refers to a version, in words; nothing where nothing does."""
    count = Rollout.objects.filter(Q(candidate=version) | Q(production=version)).count()
    return f"{count} rollout{'s' if count > 1 else ''} had it" if count else ""


def rollouts(slug: str = "") -> QuerySet[Rollout]:
    """All, or those of a model, the newest first."""
    rows = Rollout.objects.select_related("production", "candidate").prefetch_related("events")
    return rows.filter(model=slug) if slug else rows


def find(pk: UUID) -> Rollout:
    """One of them. Raises Problem 404."""
    row = rollouts().filter(pk=pk).first()
    if row is None:
        raise Problem(404, "There is no such rollout.")
    return row


def ended_by_guards(since: datetime) -> dict[str, datetime]:
    """When a guard has ended the newest rollout of a model, by its slug."""
    newest = Rollout.objects.filter(model=OuterRef("model")).values("pk")[:1]
    rows = Rollout.objects.filter(state=State.ABORTED, ended_by="", ended_at__gte=since, pk=Subquery(newest))
    return {slug: when for slug, when in rows.values_list("model_id", "ended_at") if when}
