"""Whose a browser's session is, and how one begins."""

from collections.abc import Iterator

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY, authenticate, login, logout
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject

from apps.accounts import devices
from apps.accounts.tries import count_password
from apps.core import audit


class SessionUserMiddleware(AuthenticationMiddleware):
    """Sets `request.user`."""

    def process_request(self, request: HttpRequest) -> None:
        """The session is not read before somebody asks whose it is."""
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: session_user(request.session) or AnonymousUser())  # type: ignore[assignment]


def session_user(session: SessionBase) -> User | None:
    """Who is signed in: active, and with the same password as then.

    As Django's `get_user`, but it only reads. That one gives a session another id where it was signed by a former
    SECRET_KEY: a websocket cannot tell the browser of it, and of a page's requests at once all but the first would be
    signed out. No session outlives the two weeks for which a former key is kept.
    """
    number, proof = session.get(SESSION_KEY), session.get(HASH_SESSION_KEY, "")
    user = User.objects.filter(pk=number, is_active=True).first() if number else None
    return user if user and proves(user, proof) else None


def proves(user: User, proof: str) -> bool:
    """Whether `proof` was made of the password that the user has now."""
    return any(constant_time_compare(proof, one) for one in _proofs(user))


def _proofs(user: User) -> Iterator[str]:
    yield user.get_session_auth_hash()
    yield from user.get_session_auth_fallback_hash()


def sign_in(request: HttpRequest, username: str, password: str) -> User | None:
    """Begin a new session, with a new id, for who has this name and password; None where nobody has.

    Raises:
        Problem: 429 after too many tries, 503 while they cannot be counted.
    """
    count_password(username, known=devices.known(request, username))
    user = authenticate(request, username=username, password=password)
    if not isinstance(user, User):
        # What is no name of anybody may be somebody's password.
        known = User.objects.filter(username=username).exists()
        audit.note("sign_in_refused", name=username if known else None)
        return None
    request.session.flush()
    login(request, user)
    audit.note("sign_in", by=user)
    return user


def sign_out(request: HttpRequest) -> None:
    """End the session, if there is one."""
    user = request.user
    logout(request)
    if isinstance(user, User):
        audit.note("sign_out", by=user)
