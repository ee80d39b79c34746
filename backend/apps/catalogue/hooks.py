"""Webhooks of staff are told of versions and of what their names mean."""

from typing import Self

from apps.catalogue.models import AliasChange, Version
from apps.core.schemas import JsonObject, Schema
from apps.webhooks.outbox import put_for_staff


class VersionCreatedSchema(Schema):
    """A version that answers from now on to whoever names it."""

    slug: str
    version: int
    kind: str
    title: str
    digest: str
    metrics: JsonObject

    @classmethod
    def of(cls, row: Version) -> Self:
        return cls(
            slug=row.model_id,
            version=row.number,
            kind=row.model.kind,
            title=row.manifest["title"],
            digest=row.digest,
            metrics=row.manifest["metrics"],
        )


class AliasMovedSchema(Schema):
    """What `slug@alias` means from now on, and what it meant; null: nothing, and nobody but Slipway itself."""

    slug: str
    alias: str
    was: int | None
    version: int
    how: str
    by: str | None
    reason: str

    @classmethod
    def of(cls, row: AliasChange) -> Self:
        copied = ("slug", "alias", "was", "version", "how", "reason")
        return cls(by=row.by or None, **{name: getattr(row, name) for name in copied})


def tell_created(version: Version) -> None:
    """In the transaction that writes it."""
    subject = f"{version.model_id}/versions/{version.number}"
    put_for_staff("version.created", subject, VersionCreatedSchema.of(version))


def tell_moved(change: AliasChange) -> None:
    """In the transaction that moves it."""
    put_for_staff("alias.moved", f"{change.slug}@{change.alias}", AliasMovedSchema.of(change))
