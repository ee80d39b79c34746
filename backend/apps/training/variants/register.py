"""A variant becomes a version of the catalogue."""

from django.contrib.auth.models import User

from apps.catalogue.models import Version
from apps.core.errors import Problem
from apps.training.models import Variant
from apps.training.register import registered


def register(variant: Variant, slug: str, by: User) -> Version:
    """An accepted variant, as a version of its parent's model where no other name is given. Raises Problem 409, 422."""
    if not variant.accepted:
        raise Problem(409, f"This variant was refused: {variant.reason}")
    variant.registered = registered(variant.folder, slug or variant.parent.model_id, by)
    variant.save(update_fields=["registered"])
    return variant.registered
