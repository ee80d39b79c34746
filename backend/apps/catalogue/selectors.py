"""Which version does a request mean?"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from apps.catalogue.models import Alias, Model, Version
from apps.core.errors import Problem

_REFERENCE = re.compile(r"(?P<slug>[a-z0-9][a-z0-9-]*)(?:@(?P<alias>[a-z0-9][\w-]*)|/versions/(?P<number>\d{1,9}))?")


@dataclass(frozen=True, slots=True)
class Resolved:
    """A version and the alias that led to it, if one did."""

    version: Version
    alias: str | None


def resolve(reference: str | None, *kinds: str) -> Resolved:
    """The version that `reference` (`slug`, `slug@alias`, `slug/versions/N`, or nothing) means for a file.

    Args:
        kinds: those that answer such a file, the usual one first.

    Raises:
        Problem: 422 `unknown_model` or `wrong_kind`.
    """
    if not reference:
        return _default(kinds)
    match = _REFERENCE.fullmatch(reference)
    resolved = _named(match["slug"], match["alias"], match["number"]) if match else None
    if resolved is None:
        raise _unknown(reference)
    model = resolved.version.model
    if model.kind not in kinds:
        detail = f"{model.slug} does {model.kind}, and this file needs {' or '.join(kinds)}."
        raise Problem(422, detail, code="wrong_kind", errors=[{"pointer": "/model", "detail": detail}])
    return resolved


def _default(kinds: Sequence[str]) -> Resolved:
    usual = Alias.objects.filter(model__kind__in=kinds, model__is_default=True, name=Version.PRODUCTION)
    found = {alias.version.model.kind: alias for alias in usual.select_related("version__model")}
    alias = next((found[kind] for kind in kinds if kind in found), None)
    if alias is None:
        raise Problem(422, f"No default model for {' or '.join(kinds)} is installed.", code="unknown_model")
    return Resolved(alias.version, alias.name)


def _named(slug: str, alias: str | None, number: str | None) -> Resolved | None:
    if number:
        version = Version.objects.filter(model_id=slug, number=int(number)).select_related("model").first()
        return Resolved(version, None) if version else None
    wanted = Alias.objects.filter(model_id=slug, name=alias or Version.PRODUCTION).select_related("version__model")
    found = wanted.first()
    return Resolved(found.version, found.name) if found else None


def _unknown(reference: str) -> Problem:
    known = ", ".join(Model.objects.values_list("slug", flat=True)[:20])
    detail = f"There is no model {reference[:80]!r}. There are: {known or 'none'}."
    return Problem(422, detail, code="unknown_model", errors=[{"pointer": "/model", "detail": detail}])
