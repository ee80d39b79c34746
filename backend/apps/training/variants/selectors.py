"""Reads: comparisons and variants."""

from uuid import UUID

from django.db.models import QuerySet

from apps.catalogue.models import Version
from apps.core.errors import Problem
from apps.training.jobs.selectors import jobs
from apps.training.models import Job, Variant
from apps.training.states import Work


def comparisons(version: Version) -> QuerySet[Job]:
    """The jobs that made variants of a version, newest first."""
    return jobs().filter(work=Work.OPTIMISE, version=version).prefetch_related("variants__registered")


def find_variant(variant_id: UUID) -> Variant:
    """A variant. Raises Problem 404."""
    row = Variant.objects.select_related("job", "parent", "registered").filter(pk=variant_id).first()
    if row is None:
        raise Problem(404, "There is no such variant.")
    return row
