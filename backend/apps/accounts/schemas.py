"""The JSON of users, keys and tickets."""

from typing import Any, Self

from django.conf import settings
from django.contrib.auth.models import User
from pydantic import Field

from apps.accounts.models import ApiKey, Scope
from apps.core.schemas import Moment, Schema


def read_only(description: str | None = None) -> Any:
    """A field that nobody sends."""
    return Field(json_schema_extra={"readOnly": True}, description=description)


class UserSchema(Schema):
    """A person, as the person sees it."""

    id: int = read_only()
    username: str = read_only()
    is_staff: bool = read_only(description="Whether they run this Slipway: they see Operations and the admin")
    can_release: bool = read_only(description="Whether they may let another version answer by a model's bare name")
    can_train: bool = read_only(description="Whether training is offered to them here")
    date_joined: Moment = read_only()

    @classmethod
    def of(cls, user: User) -> Self:
        return cls(
            id=user.pk,
            username=user.username,
            is_staff=user.is_staff,
            can_release=user.is_staff and user.has_perm("catalogue.release"),
            can_train=user.is_staff and settings.SLIPWAY.training,
            date_joined=user.date_joined,
        )


class SessionSchema(Schema):
    """Who is signed in; null when nobody is."""

    user: UserSchema | None


class ApiKeySchema(Schema):
    """A key without its secret."""

    id: int = read_only()
    name: str = Field(json_schema_extra={"maxLength": 100})
    prefix: str = read_only(description="How the key begins, to tell it from others")
    scopes: list[Scope] = Field(json_schema_extra={"minItems": 1, "maxItems": len(Scope)})
    expires_at: Moment | None = None
    last_used_at: Moment | None = read_only(description="To the minute")
    created_at: Moment = read_only()

    @classmethod
    def of(cls, row: ApiKey, **more: str) -> Self:
        copied = ("id", "name", "prefix", "scopes", "expires_at", "last_used_at", "created_at")
        return cls(**{name: getattr(row, name) for name in copied}, **more)


class ApiKeyListSchema(Schema):
    """All keys of a user."""

    results: list[ApiKeySchema]


class NewApiKeySchema(ApiKeySchema):
    """A key just made: the only answer that shows it."""

    key: str = read_only(description="The key itself, shown this once.")


class TicketSchema(Schema):
    """Opens one websocket, once."""

    ticket: str
    expires_at: Moment
