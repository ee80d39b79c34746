"""The JSON of aliases and rollouts."""

from typing import Self

from pydantic import Field

from apps.catalogue.models import AliasChange
from apps.core.schemas import Moment, Schema


class AliasChangeSchema(Schema):
    """That an alias was moved."""

    alias: str
    was: int | None = Field(description="The version before; null where there was none")
    version: int
    how: AliasChange.How
    by: str | None = Field(description="null: Slipway itself, with a bundle that was installed")
    reason: str
    at: Moment

    @classmethod
    def of(cls, change: AliasChange) -> Self:
        copied = ("alias", "was", "version", "how", "reason")
        return cls(**{name: getattr(change, name) for name in copied}, by=change.by or None, at=change.created_at)


class AliasChangePageSchema(Schema):
    """What was moved, the newest first."""

    results: list[AliasChangeSchema]
    next: str | None
