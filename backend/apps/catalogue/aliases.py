"""An alias points at a version, and may be moved to another one."""

import re

from django.contrib.auth.models import User
from django.db import transaction

from apps.catalogue.models import Alias, Model, Version
from apps.core import audit
from apps.core.errors import Problem

# As `slug@alias` is read in a request.
NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")


@transaction.atomic
def point(slug: str, name: str, number: int, by: User) -> Model:
    """Let `slug@name` mean version `number` from now on; what waits keeps the version that it was sent to.

    Raises:
        Problem: 404 where there is no such model or version.
    """
    model = Model.objects.select_for_update().filter(slug=slug).first()
    version = model.versions.filter(number=number).first() if model else None
    if model is None or version is None:
        raise Problem(404, f"There is no version {number} of a model {slug!r}.")
    Alias.objects.update_or_create(model=model, name=name, defaults={"version": version})
    if name == Version.PRODUCTION:
        take_title(model, version)
        # What answers is offered.
        Version.objects.filter(pk=version.pk).update(hidden=False)
    audit.note("alias_moved", by=by, alias=f"{slug}@{name}", version=number)
    return model


def take_title(model: Model, version: Version) -> None:
    """A model is called as the version that answers by its bare name calls itself."""
    model.title, model.summary = version.manifest["title"], version.manifest["summary"]
    model.save(update_fields=["title", "summary"])
