"""A rollout ends: aborted, by a guard or a person, or promoted, by a releaser."""

from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from apps.catalogue import aliases
from apps.catalogue.aliases import Move
from apps.catalogue.models import AliasChange, Model, Split, Version
from apps.core import audit
from apps.core.errors import Problem
from apps.predictions.recall import recall
from apps.rollouts.figures import figures_of
from apps.rollouts.hooks import tell_ended
from apps.rollouts.models import Rollout, RolloutEvent, State
from apps.rollouts.notify import listeners, note, notify
from apps.rollouts.schemas import FiguresSchema


def locked(rollout: UUID) -> Rollout | None:
    """The row, until the transaction ends; None where it runs no more. The model's lock comes first: see `point`."""
    slug = Rollout.objects.filter(pk=rollout, state=State.RUNNING).values_list("model_id", flat=True).first()
    if slug is None or not Model.objects.select_for_update().filter(slug=slug).first():
        return None
    # Without its key: whoever has counted for this rollout asks at the commit whether it is there, and holds streams.
    rows = Rollout.objects.select_for_update(of=("self",), no_key=True).filter(pk=rollout, state=State.RUNNING)
    return rows.select_related("production__model", "candidate__model").first()


@transaction.atomic
def abort(pk: UUID, *, by: User | None, reason: str, revision: int | None = None) -> None:
    """Nobody new gets the candidate, and what waits for it is answered by production: all at once.

    What a worker is computing is answered still; what was queued is not (`apps.predictions.recall`).

    Raises:
        Problem: 409 where it runs no more, or is at another revision than somebody saw; a guard is never refused.
    """
    rollout = locked(pk)
    if rollout is None:
        if by:
            raise Problem(409, "This rollout has ended already. Look again.")
        return
    require_revision(rollout, revision)
    # Whoever claims waits for this from here on, so nothing begins for the candidate after `ended_at`.
    Split.objects.filter(rollout=pk).delete()
    _end(rollout, State.ABORTED, by, reason)
    recall(rollout.candidate, rollout.production, alias=Version.PRODUCTION, also_told=listeners())
    note(rollout, RolloutEvent.What.ABORTED, by, reason)
    tell_ended(rollout)
    notify(rollout)
    audit.note("rollout_aborted", by=by, rollout=str(pk), model=rollout.model_id, reason=reason)


@transaction.atomic
def promote(pk: UUID, *, by: User, reason: str, revision: int, anyway: bool = False) -> None:
    """The candidate answers by the bare name from the next prediction on.

    Args:
        anyway: also where it was not proved to be as good; a reason is wanted in any case.

    Raises:
        Problem: 409 where it runs no more, is at another revision, or has not done all of its steps.
    """
    rollout = locked(pk)
    if rollout is None:
        raise Problem(409, "This rollout has ended already. Look again.")
    require_revision(rollout, revision)
    if not anyway:
        _require_proof(rollout)
    Split.objects.filter(rollout=pk).delete()
    _end(rollout, State.PROMOTED, by, reason)
    why = Move(by, AliasChange.How.PROMOTED, reason, rollout.production.number)
    aliases.point(rollout.model_id, Version.PRODUCTION, rollout.candidate.number, why)
    note(rollout, RolloutEvent.What.PROMOTED, by, reason)
    tell_ended(rollout)
    notify(rollout)


def _end(rollout: Rollout, state: State, by: User | None, reason: str) -> None:
    rollout.evidence = FiguresSchema.of(figures_of(rollout)).to_json()
    rollout.state, rollout.ended_at, rollout.revision = state, timezone.now(), rollout.revision + 1
    rollout.ended_by, rollout.end_reason = by.username if by else "", reason
    rollout.save(update_fields=["evidence", "state", "ended_at", "revision", "ended_by", "end_reason"])


def require_revision(rollout: Rollout, seen: int | None) -> None:
    """Raises Problem 409 where it has changed since somebody saw it."""
    if seen is not None and seen != rollout.revision:
        raise Problem(409, f"This rollout is at revision {rollout.revision} by now. Look again before you decide.")


def _require_proof(rollout: Rollout) -> None:
    plan, doing = rollout.parsed, figures_of(rollout).doing
    step = f"step {rollout.step + 1} of {len(plan.steps)}"
    least = plan.steps[rollout.step].least
    missing = {
        "no_data": f"in {step} nobody was answered yet by the candidate, or by production's slice",
        "held": "a signal has crossed its line; look at it, and let it go on or abort it",
        "baking": f"the time of {step} is not over",
        "gathering": f"{step} wants {least} answers of each, and there are fewer",
        "inconclusive": f"it is not sure yet that at most {plan.margin:.1%} fewer answers are good",
        "ready": f"it is at {step}" if rollout.step + 1 < len(plan.steps) else "",
    }
    if why := missing[doing]:
        raise Problem(409, f"It holds: {why}. A releaser may promote it anyway.")
