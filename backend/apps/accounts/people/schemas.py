"""The JSON of people, as staff see them, and of invitations."""

from typing import Self
from urllib.parse import urlencode

from django.contrib.auth.models import User
from pydantic import Field

from apps.accounts.people.actions import Invitation
from apps.core.schemas import Moment, Schema


class PersonSchema(Schema):
    """A person, as staff see them."""

    id: int
    username: str
    is_staff: bool
    is_active: bool = Field(description="False: locked out, with all their keys")
    has_password: bool = Field(description="False: the invitation was not taken yet")
    date_joined: Moment
    last_login: Moment | None

    @classmethod
    def of(cls, user: User) -> Self:
        copied = ("username", "is_staff", "is_active", "date_joined", "last_login")
        return cls(
            id=user.pk, has_password=user.has_usable_password(), **{name: getattr(user, name) for name in copied}
        )


class PersonListSchema(Schema):
    """Everybody, by name."""

    results: list[PersonSchema]


class InvitationSchema(Schema):
    """Lets a person choose a password, once."""

    person: PersonSchema
    # Behind a #, which browsers do not send: it gets into no log.
    path: str = Field(description="Of the page where the password is chosen; shown this once")
    expires_at: Moment

    @classmethod
    def of(cls, invitation: Invitation) -> Self:
        where = urlencode({"user": invitation.person.pk, "token": invitation.token})
        return cls(
            person=PersonSchema.of(invitation.person),
            path=f"/invitation#{where}",
            expires_at=invitation.expires_at,
        )
