"""A rollout begins: workers have the candidate in memory, then it answers the first people."""

import secrets

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from apps.catalogue.models import Model, Split, Version
from apps.core import audit
from apps.core.errors import Problem
from apps.rollouts.candidates import production_beside, proved
from apps.rollouts.models import Rollout, RolloutEvent, State
from apps.rollouts.notify import note, notify
from apps.rollouts.plan import Plan
from apps.rollouts.slow import measure


def start(slug: str, number: int, plan: Plan, *, by: User, reason: str) -> Rollout:
    """Let version `number` answer the first share of the people.

    Raises:
        Problem: 404 where there is no such version; 409 where one runs already, where it answers already or production
            has none, where they know other grammars, or where no worker can load it.
    """
    version = proved(slug, number)
    with transaction.atomic():
        return _start(version, plan, by, reason)


def _start(candidate: Version, plan: Plan, by: User, reason: str) -> Rollout:
    model = Model.objects.select_for_update().get(pk=candidate.model_id)
    production = production_beside(candidate, "roll out another version")
    if Rollout.objects.filter(model=model, state=State.RUNNING).exists():
        raise Problem(409, f"A rollout of {model.slug} runs already. Promote or abort that one first.")
    now, first = timezone.now(), plan.steps[0]
    rollout = Rollout(
        model=model, production=production, candidate=candidate, plan=plan.model_dump(mode="json"),
        salt=secrets.token_hex(16), step_since=now, created_at=now, by=by.username, reason=reason,
    )  # fmt: skip
    rollout.save()
    measure(rollout)
    Split.objects.create(
        model=model, version=candidate, rollout=rollout.pk, salt=rollout.salt, share=first.share, step=0
    )
    note(rollout, RolloutEvent.What.STARTED, by, reason)
    notify(rollout)
    audit.note(
        "rollout_started", by=by, rollout=str(rollout.pk), model=model.slug, version=candidate.number, reason=reason
    )
    return rollout
