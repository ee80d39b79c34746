"""The JSON of links, as their owners see them."""

from typing import Self

from pydantic import Field

from apps.core.schemas import Moment, Schema
from apps.sharing.models import Link


class LinkSchema(Schema):
    """A link without its token."""

    id: int
    name: str
    owner: str = Field(description="In whose name guests use the model: what they send is kept by this person")
    created_at: Moment
    expires_at: Moment
    revoked_at: Moment | None
    most_a_day: int = Field(description="Files that are taken on one day, which begins at 0:00 UTC")
    uses: int = Field(description="Files that came by it")
    uses_today: int
    last_used_at: Moment | None

    @classmethod
    def of(cls, link: Link, **more: str | None) -> Self:
        copied = (
            "id", "name", "created_at", "expires_at", "revoked_at", "most_a_day", "uses", "uses_today", "last_used_at",
        )  # fmt: skip
        return cls(owner=link.owner.get_username(), **{name: getattr(link, name) for name in copied}, **more)


class LinkListSchema(Schema):
    """The links to a model that one may see, newest first."""

    results: list[LinkSchema]
    may_share: bool = Field(description="Whether you may make one")


class NewLinkSchema(LinkSchema):
    """A link just made: the only answer that shows how it is opened."""

    # Behind a #, which browsers do not send: it gets into no log, no cache and no Referer.
    path: str = Field(description="Of the page that it opens; shown this once")
    origin: str | None = Field(
        description="Where others in this network reach this server, where it can tell, else null"
    )
