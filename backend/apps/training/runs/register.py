"""What was trained becomes a version of the catalogue."""

from django.contrib.auth.models import User

from apps.catalogue.models import Version
from apps.core.errors import Problem
from apps.training.models import Run
from apps.training.register import registered
from apps.training.states import Status


def register(run: Run, slug: str, by: User) -> Version:
    """The model of a finished run. Raises Problem 409 where it has not finished, 422 where the name is taken."""
    if run.job.status != Status.SUCCEEDED:
        raise Problem(409, f"The run has {run.job.status}; only one that succeeded has a model.")
    run.registered = registered(run.folder / "bundle", slug or run.slug, by)
    run.save(update_fields=["registered"])
    return run.registered
