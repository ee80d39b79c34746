"""Why somebody may listen at a websocket, and whether that still holds: looked at again and again for all of them."""

from collections.abc import Collection
from typing import Self

from django.contrib.auth.models import User
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.db.models import CharField, Q, Value
from django.db.models.functions import Cast
from django.utils import timezone
from pydantic import BaseModel, ConfigDict

from apps.accounts.models import ApiKey
from apps.accounts.sessions import proves, session_user


class Right(BaseModel):
    """Whose it is, and the session or the key that it ends with.

    Args:
        user: whose events may be heard.
        session: the key of the session; empty for a program.
        proof: what the session holds of the password: it ends where that is changed elsewhere.
        key: the number of the program's key.
    """

    model_config = ConfigDict(frozen=True)
    user: int
    session: str = ""
    proof: str = ""
    key: int | None = None

    @classmethod
    def of_session(cls, session: SessionBase) -> Self | None:
        """The right of a browser; None where nobody is signed in."""
        user = session_user(session)
        return cls.of(user, session.session_key or "") if user else None

    @classmethod
    def of(cls, user: User, session: str = "", key: int | None = None) -> Self:
        """The right of `user`, by a session or by a key."""
        return cls(user=user.pk, session=session, proof=user.get_session_auth_hash() if session else "", key=key)


def standing(rights: Collection[Right]) -> set[Right]:
    """Those that still hold, by one statement."""
    now = timezone.now()
    users = User.objects.filter(is_active=True, pk__in={right.user for right in rights})
    sessions = Session.objects.filter(expire_date__gt=now, pk__in={right.session for right in rights if right.session})
    keys = ApiKey.objects.filter(
        Q(expires_at=None) | Q(expires_at__gt=now), pk__in={right.key for right in rights if right.key}
    )
    text, nothing = CharField(max_length=40), Value("")
    found = users.values_list(Value("user"), Cast("pk", text), "password").union(
        sessions.values_list(Value("session"), "pk", nothing),
        keys.order_by().values_list(Value("key"), Cast("pk", text), nothing),
        all=True,
    )
    known = {(what, name): password for what, name, password in found}
    return {right for right in rights if _stands(right, known)}


def _stands(right: Right, known: dict[tuple[str, str], str]) -> bool:
    password = known.get(("user", str(right.user)))
    if password is None or (right.key and ("key", str(right.key)) not in known):
        return False
    if not right.session:
        return True
    return ("session", right.session) in known and proves(User(password=password), right.proof)
