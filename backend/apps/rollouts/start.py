"""A rollout begins: workers have the candidate in memory, then it answers the first people."""

import secrets

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from apps.catalogue.models import Model, Split, Version
from apps.core import audit
from apps.core.errors import Problem
from apps.engines import standby
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
    version = Version.objects.filter(model_id=slug, number=number).select_related("model").first()
    if version is None:
        raise Problem(404, f"There is no version {number} of a model {slug!r}.")
    standby.prove(version)
    with transaction.atomic():
        return _start(version, plan, by, reason)


def _start(candidate: Version, plan: Plan, by: User, reason: str) -> Rollout:
    model = Model.objects.select_for_update().get(pk=candidate.model_id)
    production = Version.objects.filter(aliases__model=model, aliases__name=Version.PRODUCTION).first()
    if production is None or production.pk == candidate.pk:
        raise Problem(409, f"{candidate} is in production already; roll out another version.")
    if Rollout.objects.filter(model=model, state=State.RUNNING).exists():
        raise Problem(409, f"A rollout of {model.slug} runs already. Promote or abort that one first.")
    require_same_options(candidate, production)
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


def require_same_options(candidate: Version, production: Version) -> None:
    """What is asked of one may be answered by the other. Raises Problem 409."""
    ours, theirs = (set(version.manifest.get("grammars") or {}) for version in (candidate, production))
    if ours != theirs:
        names = ", ".join(sorted(ours ^ theirs))
        raise Problem(409, f"{candidate} and {production} do not offer the same grammars ({names}); move the alias.")
