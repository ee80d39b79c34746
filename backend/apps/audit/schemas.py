"""What staff see of the audit."""

from typing import Self

from pydantic import Field

from apps.audit.line import facts_of
from apps.audit.models import Entry
from apps.core.schemas import JsonObject, Moment, Schema


class AuditEntrySchema(Schema):
    """One thing that somebody did."""

    id: int
    at: Moment
    event: str = Field(description="One of the events of docs/operations.md; later versions may know more")
    by: str = Field(description="User name; empty where nobody was signed in")
    address: str = Field(description="From where; empty for what Slipway did by itself")
    key: int | None = Field(description="Number of the key by which a program came")
    request_id: str
    facts: JsonObject = Field(description="What it was done to")
    number: int | None = Field(description="Its place in the chain; null for some seconds")
    digest: str = Field(description="sha256 over this entry and the digest of the one before; empty without a number")

    @classmethod
    def of(cls, entry: Entry) -> Self:
        """Of a row."""
        names = ("at", "event", "by", "address", "key", "request_id", "number", "digest")
        return cls(id=entry.pk, facts=facts_of(entry), **{name: getattr(entry, name) for name in names})


class AuditPageSchema(Schema):
    """A page of the audit, newest first."""

    results: list[AuditEntrySchema]
    next: str | None = Field(json_schema_extra={"format": "uri"})
