"""A version that nobody ever used goes, with its files; one that was used is hidden, so that the history stays true."""

import logging
from collections.abc import Callable
from functools import partial

from django.contrib.auth.models import User
from django.db import transaction

from apps.catalogue import bundles
from apps.catalogue.models import Alias, Model, Version
from apps.core import audit
from apps.core.errors import Problem, StorageAway

logger = logging.getLogger(__name__)
# What of a room refers to a version, as "3 predictions were answered by it"; nothing where nothing does.
Uses = Callable[[Version], str]
_uses: list[Uses] = []


def used_by(uses: Uses) -> None:
    """Called once by each room above that has rows about versions."""
    _uses.append(uses)


@transaction.atomic
def delete(slug: str, number: int, by: User) -> None:
    """Remove a version and its files; with its last version a model goes, too.

    Raises:
        Problem: 404 where there is no such version; 409 where something means it, was made with it, or brings it back.
    """
    model = Model.objects.select_for_update().filter(slug=slug).first()
    version = model.versions.filter(number=number).first() if model else None
    if model is None or version is None:
        raise Problem(404, "There is no such version.")
    last = not model.versions.exclude(pk=version.pk).exists()
    if reason := _kept_by(model, version, last=last):
        raise Problem(409, f"Version {number} of {slug!r} cannot be deleted: {reason}.")
    if last:
        Alias.objects.filter(model=model).delete()
    else:
        # No other bundle is ever called by this number: programs may name it.
        model.last_number = max(model.last_number, number)
        model.save(update_fields=["last_number"])
    version.delete()
    if last:
        model.delete()
    transaction.on_commit(partial(_remove_files, version))
    audit.note("version_deleted", by=by, model=slug, version=number)


def _kept_by(model: Model, version: Version, *, last: bool) -> str:
    """Why it has to stay; nothing where it may go."""
    if version.shipped:
        return "it comes with Slipway and would be there again after the next start; hide it instead"
    if last and model.is_default:
        return "it answers files that name no model"
    names = ", ".join(f"@{name}" for name in version.aliases.values_list("name", flat=True))
    if names and not last:
        return f"{names} means it; let another version answer first"
    used = [sentence for uses in _uses if (sentence := uses(version))]
    return f"{' and '.join(used)}; hide it instead, so that this stays true" if used else ""


def _remove_files(version: Version) -> None:
    try:
        bundles.remove(version)
    except StorageAway as error:
        logger.warning("the files of %s, which was deleted, are still in storage: %s", version, error)
