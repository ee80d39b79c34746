"""A shadow ends: by hand, or by itself when what it is compared with answers no more."""

from contextlib import suppress
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from apps.catalogue.models import Version
from apps.core import audit
from apps.core.errors import Problem
from apps.shadows.figures import figures_of
from apps.shadows.models import Shadow
from apps.shadows.schemas import ShadowFiguresSchema


@transaction.atomic
def end(pk: UUID, *, by: User | None, reason: str) -> None:
    """The candidate gets no more copies; what was found stays, to be voted on and to be read.

    Raises:
        Problem: 409 where it has ended already.
    """
    shadow = Shadow.objects.select_for_update().filter(pk=pk, ended_at=None).first()
    if shadow is None:
        raise Problem(409, "This shadow has ended already. Look again.")
    shadow.evidence = ShadowFiguresSchema.of(figures_of(shadow)).to_json()
    shadow.ended_at, shadow.ended_by, shadow.end_reason = timezone.now(), by.username if by else "", reason
    shadow.save(update_fields=["evidence", "ended_at", "ended_by", "end_reason"])
    audit.note("shadow_ended", by=by, shadow=str(pk), model=shadow.model_id, reason=reason)


def end_outdated() -> None:
    """Those of models where another version is in production by now."""
    for shadow in Shadow.objects.filter(ended_at=None):
        now = Version.objects.filter(aliases__model=shadow.model_id, aliases__name=Version.PRODUCTION).first()
        if now and now.pk != shadow.production_id:
            # A colleague may have ended it in this moment.
            with suppress(Problem):
                end(shadow.pk, by=None, reason=f"Version {now.number} is in production now.")
