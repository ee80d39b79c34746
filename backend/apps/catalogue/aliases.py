"""An alias points at a version, and may be moved to another one."""

import re
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from apps.catalogue.hooks import tell_moved
from apps.catalogue.models import Alias, AliasChange, Model, Version
from apps.core import audit
from apps.core.errors import Problem

# As `slug@alias` is read in a request.
NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")


@dataclass(frozen=True, slots=True)
class Move:
    """Why an alias is moved, and by whom; nobody: by Slipway itself.

    Args:
        expected: the number that it means now, as far as who moves it knows; 0: none. None: whatever it means.
    """

    by: User | None
    how: AliasChange.How = AliasChange.How.MOVED
    reason: str = ""
    expected: int | None = None


@transaction.atomic
def point(slug: str, name: str, number: int, move: Move) -> Model:
    """Let `slug@name` mean version `number` from now on; what waits keeps the version that it was sent to.

    Raises:
        Problem: 404 where there is no such model or version; 409 where somebody else has moved it meanwhile.
    """
    model = Model.objects.select_for_update().filter(slug=slug).first()
    version = model.versions.filter(number=number).first() if model else None
    if model is None or version is None:
        raise Problem(404, f"There is no version {number} of a model {slug!r}.")
    set_alias(model, name, version, move)
    if name == Version.PRODUCTION:
        # What answers is offered.
        Version.objects.filter(pk=version.pk).update(hidden=False)
    return model


def set_alias(model: Model, name: str, version: Version, move: Move) -> None:
    """The same for who holds the lock of the model's row; where it means that version already nothing is moved."""
    alias = model.aliases.filter(name=name).select_related("version").first()
    was = alias.version.number if alias else None
    if move.expected is not None and move.expected != (was or 0):
        raise Problem(409, _moved_meanwhile(model.slug, name, was))
    if was == version.number:
        return
    Alias.objects.update_or_create(model=model, name=name, defaults={"version": version})
    change = AliasChange.objects.create(
        slug=model.slug, alias=name, was=was, version=version.number, how=move.how,
        by=move.by.username if move.by else "", reason=move.reason, created_at=timezone.now(),
    )  # fmt: skip
    tell_moved(change)
    if name == Version.PRODUCTION:
        _take_title(model, version)
    if move.by:
        facts = {"alias": f"{model.slug}@{name}", "was": was, "version": version.number, "reason": move.reason}
        audit.note("alias_moved", by=move.by, how=move.how.value, **facts)


def before(slug: str) -> int | None:
    """The version that answered by the bare name before the one that does now; what was rolled back is none.

    None where there was no other.
    """
    changes = AliasChange.objects.filter(slug=slug, alias=Version.PRODUCTION)
    now = changes.first()
    if now and now.how == AliasChange.How.ROLLED_BACK:
        # As it was when that one came first.
        came = changes.exclude(how=AliasChange.How.ROLLED_BACK).filter(version=now.version)
        now = came.first()
    return now.was if now else None


def _moved_meanwhile(slug: str, name: str, was: int | None) -> str:
    if was is None:
        return f"{slug}@{name} means nothing now. Look again before you move it."
    change = AliasChange.objects.filter(slug=slug, alias=name).first()
    since = f", since {change.by or 'Slipway'} moved it at {change.created_at:%H:%M:%S} UTC" if change else ""
    return f"{slug}@{name} means version {was} by now{since}. Look again before you move it."


def _take_title(model: Model, version: Version) -> None:
    """A model is called as the version that answers by its bare name calls itself."""
    model.title, model.summary = version.manifest["title"], version.manifest["summary"]
    model.save(update_fields=["title", "summary"])
