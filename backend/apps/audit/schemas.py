"""What staff see of the audit."""

from typing import Self

from pydantic import Field

from apps.audit.line import digest_of, facts_of
from apps.audit.models import Entry
from apps.audit.verify import Verdict
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
    is_whole: bool | None = Field(description="Whether it agrees with its digest; null without a number")

    @classmethod
    def of(cls, entry: Entry, previous: str) -> Self:
        """Of a row, and the digest of the one before."""
        names = ("at", "event", "by", "address", "key", "request_id", "number", "digest")
        is_whole = None if entry.number is None else entry.digest == digest_of(entry, previous)
        values = {name: getattr(entry, name) for name in names}
        return cls(id=entry.pk, facts=facts_of(entry), is_whole=is_whole, **values)


class AuditPageSchema(Schema):
    """A page of the audit, newest first."""

    results: list[AuditEntrySchema]
    next: str | None = Field(json_schema_extra={"format": "uri"})


class AuditVerdictSchema(Schema):
    """Whether the chain is whole."""

    is_whole: bool
    checked: int = Field(description="How many entries agree with their digests, up to the first that does not")
    number: int = Field(description="Of the last of them")
    digest: str = Field(description="Of the last of them: write both down elsewhere")
    waiting: int = Field(description="Entries that have no place in the chain yet")
    fault: str | None = Field(description="What is wrong first, in a sentence")

    @classmethod
    def of(cls, verdict: Verdict) -> Self:
        """Of what was found."""
        return cls(
            is_whole=not verdict.fault, checked=verdict.checked, number=verdict.number, digest=verdict.digest,
            waiting=verdict.waiting, fault=verdict.fault or None,
        )  # fmt: skip
