"""Which version does a request mean?"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import DEFAULT_DB_ALIAS, connection

from apps.catalogue.models import Alias, Model, Version
from apps.core.errors import Problem

_REFERENCE = re.compile(r"(?P<slug>[a-z0-9][a-z0-9-]*)(?:@(?P<alias>[a-z0-9][\w-]*)|/versions/(?P<number>\d{1,9}))?")

# Written by hand, since Django takes 1.5 ms to make such a statement and each request has one. Only that is read which
# requests need, without the manifest above all; the rest is read when somebody looks at it.
_OF_VERSION = ("id", "model_id", "number", "default_grammar", "seconds_per_item")
_OF_MODEL = ("slug", "kind", "owner_id")
_COLUMNS = ", ".join([*(f"version.{name}" for name in _OF_VERSION), *(f"model.{name}" for name in _OF_MODEL)])
_SELECT = (
    f"SELECT {_COLUMNS} FROM {Version._meta.db_table} version "  # noqa: S608 - no value is in it
    f"JOIN {Model._meta.db_table} model ON model.slug = version.model_id "
)
_BY_NUMBER = f"{_SELECT} WHERE version.model_id = %s AND version.number = %s"
_BY_ALIAS = f"{_SELECT} JOIN {Alias._meta.db_table} alias ON alias.version_id = version.id WHERE alias.name = %s"


@dataclass(frozen=True, slots=True)
class Resolved:
    """A version and the alias that led to it, if one did."""

    version: Version
    alias: str | None


@dataclass(frozen=True, slots=True)
class Reference:
    """How a request names a model: by slug, `slug@alias` or `slug/versions/N`."""

    slug: str
    alias: str = ""
    number: int | None = None


def model_filter(text: str) -> Reference | None:
    """The reference by which a list is filtered, None where it is empty. Raises Problem 400 for what can be none."""
    match = _REFERENCE.fullmatch(text)
    if match:
        return Reference(match["slug"], match["alias"] or "", int(match["number"]) if match["number"] else None)
    if text:
        detail = "model is slug, slug@alias or slug/versions/N."
        raise Problem(400, detail, errors=[{"pointer": "/model", "detail": detail}])
    return None


def resolve(reference: str | None, *kinds: str, by: User | None = None) -> Resolved:
    """The version that `reference` (`slug`, `slug@alias`, `slug/versions/N`, or nothing) means for a file.

    Args:
        kinds: those that answer such a file, the usual one first.
        by: who asks; a model that somebody else made for themselves is none. None: whoever may see all.

    Raises:
        Problem: 422 `unknown_model` or `wrong_kind`.
    """
    if not reference:
        return _default(kinds)
    match = _REFERENCE.fullmatch(reference)
    resolved = _named(match["slug"], match["alias"], match["number"]) if match else None
    if resolved is None or (by and not resolved.version.model.is_for(by)):
        raise _unknown(reference, match["slug"] if match else "", by)
    model = resolved.version.model
    if model.kind not in kinds:
        detail = f"{model.slug} does {model.kind}, and this file needs {' or '.join(kinds)}."
        raise Problem(422, detail, code="wrong_kind", errors=[{"pointer": "/model", "detail": detail}])
    return resolved


def _default(kinds: Sequence[str]) -> Resolved:
    usual = _versions(f"{_BY_ALIAS} AND model.is_default", Version.PRODUCTION)
    found = {version.model.kind: version for version in usual}
    version = next((found[kind] for kind in kinds if kind in found), None)
    if version is None:
        raise Problem(422, f"No default model for {' or '.join(kinds)} is installed.", code="unknown_model")
    return Resolved(version, Version.PRODUCTION)


def _named(slug: str, alias: str | None, number: str | None) -> Resolved | None:
    if number:
        found, name = _versions(_BY_NUMBER, slug, int(number)), None
    else:
        name = alias or Version.PRODUCTION
        found = _versions(f"{_BY_ALIAS} AND alias.model_id = %s", name, slug)
    return Resolved(found[0], name) if found else None


def _versions(statement: str, *values: str | int) -> list[Version]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows = cursor.fetchall()
    found, count = [], len(_OF_VERSION)
    for row in rows:
        version = Version.from_db(DEFAULT_DB_ALIAS, _OF_VERSION, row[:count])
        version.model = Model.from_db(DEFAULT_DB_ALIAS, _OF_MODEL, row[count:])
        found.append(version)
    return found


def _unknown(reference: str, slug: str, by: User | None) -> Problem:
    models = Model.all_for(by) if by else Model.objects.all()
    model = models.filter(slug=slug).first()
    if model:
        numbers = ", ".join(str(number) for number in model.versions.values_list("number", flat=True)[:20])
        names = ", ".join(f"@{name}" for name in model.aliases.values_list("name", flat=True)[:20])
        missing = reference.removeprefix(slug)[:80]
        detail = f"{slug} has no {missing!r}. Its versions: {numbers}; its aliases: {names or 'none'}."
    else:
        known = ", ".join(models.values_list("slug", flat=True)[:20])
        detail = f"There is no model {reference[:80]!r}. There are: {known or 'none'}."
    return Problem(422, detail, code="unknown_model", errors=[{"pointer": "/model", "detail": detail}])
