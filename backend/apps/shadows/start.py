"""A shadow begins: workers have the candidate in memory, then it gets copies of what production answers."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from apps.catalogue.models import Model, Version
from apps.core import audit
from apps.core.errors import Problem
from apps.rollouts.candidates import production_beside, proved
from apps.shadows.models import Shadow


def start(slug: str, number: int, *, by: User | None, reason: str) -> Shadow:
    """Let version `number` answer copies of what production has answered from now on.

    Args:
        by: nobody: a rule of the model.

    Raises:
        Problem: 404 where there is no such version; 409 where one runs already, where it answers already or production
            has none, where they know other grammars, or where no worker can load it.
    """
    version = proved(slug, number)
    with transaction.atomic():
        return _start(version, by, reason)


def _start(candidate: Version, by: User | None, reason: str) -> Shadow:
    model = Model.objects.select_for_update().get(pk=candidate.model_id)
    production = production_beside(candidate, "compare another version with it")
    if Shadow.objects.filter(model=model, ended_at=None).exists():
        raise Problem(409, f"A shadow of {model.slug} runs already. End that one first.")
    now = timezone.now()
    shadow = Shadow.objects.create(
        model=model, production=production, candidate=candidate, by=by.username if by else "", reason=reason,
        created_at=now, reached_at=now,
    )  # fmt: skip
    audit.note(
        "shadow_started", by=by, shadow=str(shadow.pk), model=model.slug, version=candidate.number, reason=reason
    )
    return shadow
