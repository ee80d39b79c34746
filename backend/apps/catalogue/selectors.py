"""Which version does a request mean?"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import DEFAULT_DB_ALIAS, connection

from apps.catalogue.models import Alias, Model, Split, Version
from apps.catalogue.splits import Arm, Trial, arm_of
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
# With the candidate, where a rollout has one: so nobody is asked once more, and what was ended a moment ago is over.
_OF_SPLIT = ("rollout", "salt", "share", "step")
_CANDIDATE = ", ".join([*(f"split.{name}" for name in _OF_SPLIT), *(f"candidate.{name}" for name in _OF_VERSION)])
_BY_ALIAS = (
    f"SELECT {_COLUMNS}, {_CANDIDATE} FROM {Version._meta.db_table} version "  # noqa: S608 - no value is in it
    f"JOIN {Model._meta.db_table} model ON model.slug = version.model_id "
    f"JOIN {Alias._meta.db_table} alias ON alias.version_id = version.id "
    f"LEFT JOIN {Split._meta.db_table} split ON split.model_id = version.model_id "
    f"AND alias.name = '{Version.PRODUCTION}' "
    f"LEFT JOIN {Version._meta.db_table} candidate ON candidate.id = split.version_id WHERE alias.name = %s"
)


@dataclass(frozen=True, slots=True)
class Resolved:
    """A version and the alias that led to it, if one did.

    Args:
        trial: the part in a rollout; then `version` may be its candidate.
        asked: the version that was meant by the reference, whoever answers.
    """

    version: Version
    alias: str | None
    asked: Version
    trial: Trial | None = None


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
        by: who asks; a model that somebody else made for themselves is none. None: whoever may see all, and has no part
            in a rollout.

    Raises:
        Problem: 422 `unknown_model` or `wrong_kind`.
    """
    found = _named(reference, by) if reference else _default(kinds)
    model = found.version.model
    if model.kind not in kinds:
        detail = f"{model.slug} does {model.kind}, and this file needs {' or '.join(kinds)}."
        raise Problem(422, detail, code="wrong_kind", errors=[{"pointer": "/model", "detail": detail}])
    return found.resolved(by)


@dataclass(frozen=True, slots=True)
class _Found:
    """What a reference means; `candidate` has the values of a split and of its version, or none."""

    version: Version
    alias: str | None
    candidate: Sequence[Any] = ()

    def resolved(self, by: User | None) -> Resolved:
        """Who answers `by`."""
        rollout, salt, share, step, *candidate = self.candidate or [None] * 4
        if by is None or rollout is None:
            return Resolved(self.version, self.alias, self.version)
        trial = Trial(UUID(str(rollout)), step, arm_of(salt, by.pk, share))
        version = self.version
        if trial.arm is Arm.CANDIDATE:
            version = Version.from_db(DEFAULT_DB_ALIAS, _OF_VERSION, candidate)
            version.model = self.version.model
        return Resolved(version, self.alias, self.version, trial)


def _default(kinds: Sequence[str]) -> _Found:
    usual = _found(f"{_BY_ALIAS} AND model.is_default", Version.PRODUCTION)
    by_kind = {found.version.model.kind: found for found in usual}
    found = next((by_kind[kind] for kind in kinds if kind in by_kind), None)
    if found is None:
        raise Problem(422, f"No default model for {' or '.join(kinds)} is installed.", code="unknown_model")
    return found


def _named(reference: str, by: User | None) -> _Found:
    match = _REFERENCE.fullmatch(reference)
    found = []
    if match and match["number"]:
        found = _found(_BY_NUMBER, match["slug"], int(match["number"]))
    elif match:
        alias = match["alias"] or Version.PRODUCTION
        found = _found(f"{_BY_ALIAS} AND alias.model_id = %s", alias, match["slug"])
    if not found or (by and not found[0].version.model.is_for(by)):
        raise _unknown(reference, match["slug"] if match else "", by)
    return found[0]


def _found(statement: str, *values: str | int) -> list[_Found]:
    """By an alias, which is the first value, or by a number."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows = cursor.fetchall()
    found, count, end = [], len(_OF_VERSION), len(_OF_VERSION) + len(_OF_MODEL)
    alias = None if statement is _BY_NUMBER else str(values[0])
    for row in rows:
        version = Version.from_db(DEFAULT_DB_ALIAS, _OF_VERSION, row[:count])
        version.model = Model.from_db(DEFAULT_DB_ALIAS, _OF_MODEL, row[count:end])
        found.append(_Found(version, alias, row[end:]))
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
