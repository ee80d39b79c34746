"""An alias is moved: first a worker has loaded the version, then it answers."""

from django.contrib.auth.models import User
from django.db import transaction

from apps.catalogue import aliases
from apps.catalogue.aliases import Move
from apps.catalogue.models import Model, Version
from apps.core.errors import Problem
from apps.engines import standby
from apps.rollouts.models import Rollout, State

MAY = "catalogue.release"


def move(slug: str, name: str, number: int, why: Move) -> Model:
    """Let `slug@name` mean version `number`, once workers have it in memory.

    Raises:
        Problem: 404 where there is no such version; 403 for `production` without the right to release; 409 where
            somebody else has moved it meanwhile, where a rollout runs, or where no worker can load the version.
    """
    if name == Version.PRODUCTION:
        require_right(why.by)
    version = Version.objects.filter(model_id=slug, number=number).select_related("model").first()
    if version is None:
        raise Problem(404, f"There is no version {number} of a model {slug!r}.")
    standby.prove(version)
    with transaction.atomic():
        model = Model.objects.select_for_update().get(pk=slug)
        if name == Version.PRODUCTION and Rollout.objects.filter(model=model, state=State.RUNNING).exists():
            raise Problem(409, f"A rollout of {slug} runs, which compares with production. Promote or abort it first.")
        return aliases.point(slug, name, number, why)


def require_right(by: User | None) -> None:
    """Raises Problem 403 for who may not release."""
    if by and not by.has_perm(MAY):
        raise Problem(403, "To let another version answer is for who has the right to release: the group `releaser`.")
