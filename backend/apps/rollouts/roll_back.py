"""Back to the version that answered before, by one press."""

from django.db import transaction

from apps.catalogue import aliases
from apps.catalogue.aliases import Move
from apps.catalogue.models import Model, Version
from apps.core.errors import Problem
from apps.engines import standby
from apps.predictions.recall import recall
from apps.rollouts.end import abort
from apps.rollouts.models import Rollout, State


def roll_back(slug: str, why: Move) -> Model:
    """Let the version answer that did so before; what waits for the one of now waits for that one.

    A rollout that runs is aborted.

    It is still in memory, and has answered before: nothing is tried first.

    Raises:
        Problem: 404 where there is no such model; 409 where another version is in production than expected, or where
            there was none before.
    """
    with transaction.atomic():
        model = Model.objects.select_for_update().filter(slug=slug).first()
        if model is None:
            raise Problem(404, "There is no such model.")
        now = Version.objects.filter(aliases__model=model, aliases__name=Version.PRODUCTION).first()
        earlier = model.versions.filter(number=aliases.before(slug) or 0).first()
        if now is None or earlier is None:
            raise Problem(409, f"No other version of {slug!r} was in production before this one.")
        running = Rollout.objects.filter(model=model, state=State.RUNNING).first()
        if running:
            abort(running.pk, by=why.by, reason=why.reason or "Rolled back")
        moved = aliases.point(slug, Version.PRODUCTION, earlier.number, why)
        recall(now, earlier, alias=Version.PRODUCTION)
    standby.ring()
    return moved
