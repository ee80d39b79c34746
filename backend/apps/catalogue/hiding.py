"""A version that came out wrong is no longer offered, and nothing that names it breaks."""

from django.contrib.auth.models import User
from django.db import transaction

from apps.catalogue.models import Model, Version
from apps.core import audit
from apps.core.errors import Problem


@transaction.atomic
def hide(slug: str, number: int, hidden: bool, by: User) -> Version:
    """Leave a version out of the lists, or offer it again.

    A model all of whose versions are hidden is in no list. Requests that name a hidden version are answered.

    Raises:
        Problem: 404 where there is no such version; 409 where it answers by the model's bare name and other versions
            are offered, or where it answers files that name no model.
    """
    model = Model.objects.select_for_update().filter(slug=slug).first()
    version = model.versions.filter(number=number).first() if model else None
    if model is None or version is None:
        raise Problem(404, "There is no such version.")
    answers = model.aliases.filter(name=Version.PRODUCTION, version=version).exists()
    others = model.versions.filter(hidden=False).exclude(pk=version.pk).exists()
    if hidden and answers and (others or model.is_default):
        raise Problem(409, f"Version {number} answers whoever names {slug!r} alone; let another one answer first.")
    version.hidden = hidden
    version.save(update_fields=["hidden"])
    audit.note("version_hidden" if hidden else "version_shown", by=by, model=slug, version=number)
    return version
