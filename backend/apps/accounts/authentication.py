"""Who asks: a program with a key. The browser's session is REST framework's own."""

from typing import cast

from django.contrib.auth.models import User
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from apps.accounts.keys import use_key
from apps.accounts.models import ApiKey
from apps.core import caller


class ApiKeyAuthentication(BaseAuthentication):
    """`Authorization: Bearer <key>`. Sets `request.auth` to the ApiKey."""

    def authenticate(self, request: Request) -> tuple[User, ApiKey | None] | None:
        """The key and its user; None without a Bearer header, so that a session may answer instead.

        Who was let in with the headers alone, by whatever it was, is not asked again.
        """
        admission = getattr(request._request, "admission", None)
        if admission and admission.who:
            return admission.user, admission.auth
        scheme, _, text = get_authorization_header(request).partition(b" ")
        if scheme.lower() != b"bearer":
            return None
        key = use_key(text.strip().decode("latin-1"))
        if key is None:
            raise AuthenticationFailed("This key is unknown or has expired.")
        caller.comes_with(key.pk)
        return key.user, key

    def authenticate_header(self, request: Request) -> str:  # noqa: ARG002 - the framework's signature
        """The WWW-Authenticate header of a 401."""
        return "Bearer"


def user_of(request: Request) -> User:
    """The user of a request that a permission has already let in."""
    return cast("User", request.user)
