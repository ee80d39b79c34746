"""What must hold among models."""

from collections.abc import Iterator

from django.db.models import F

from apps.catalogue.models import Alias, Model, Version
from apps.core.rules import Rule


def rules() -> Iterator[Rule]:
    """All rules."""
    yield Rule(
        Alias.objects.exclude(version__model=F("model")),
        "The alias points at a version of another model.",
        "Move it in Records, under Aliases.",
    )
    yield Rule(
        Model.objects.exclude(aliases__name=Version.PRODUCTION),
        "The model has no version in production, so requests for it are refused.",
        "Install a bundle of it again: `manage.py install_bundles FOLDER`.",
    )
