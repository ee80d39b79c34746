"""A rollout that a signal holds goes on, since somebody has looked."""

from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction

from apps.core import audit
from apps.core.errors import Problem
from apps.rollouts.end import locked, require_revision
from apps.rollouts.figures import figures_of
from apps.rollouts.models import RolloutEvent
from apps.rollouts.notify import note, notify


@transaction.atomic
def go_on(pk: UUID, *, by: User, reason: str, revision: int) -> None:
    """What holds it now only tells from here on.

    Raises:
        Problem: 409 where it runs no more, is at another revision, or nothing holds it.
    """
    rollout = locked(pk)
    if rollout is None:
        raise Problem(409, "This rollout has ended already. Look again.")
    require_revision(rollout, revision)
    holding = {one.signal.value: "dry_run" for one in figures_of(rollout).signals if one.holds}
    if not holding:
        raise Problem(409, "No signal holds this rollout.")
    plan = rollout.parsed
    signals = plan.signals.model_copy(update=holding)
    rollout.plan = plan.model_copy(update={"signals": signals}).model_dump(mode="json")
    rollout.revision += 1
    rollout.save(update_fields=["plan", "revision"])
    note(rollout, RolloutEvent.What.CONTINUED, by, f"Signal {', '.join(sorted(holding))}: {reason}")
    notify(rollout)
    audit.note("rollout_continued", by=by, rollout=str(pk), model=rollout.model_id, reason=reason)
