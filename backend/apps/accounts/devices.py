"""A browser in which somebody has signed in is known again, so that strangers who try passwords do not lock it out.

OWASP's device cookie: https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies
"""

import secrets
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest
from django.http.response import HttpResponseBase

COOKIE = "device"
# It is sent with the sign-in alone.
PATH = "/api/v1/session"
# Browsers keep no cookie for longer.
KNOWN_FOR = timedelta(days=400)


def remember(response: HttpResponseBase, user: User) -> None:
    """Give the browser that `user` has just signed in with a cookie by which it is known; it names nobody."""
    response.set_cookie(
        COOKIE,
        _signer(user.get_username()).sign(secrets.token_urlsafe(16)),
        max_age=KNOWN_FOR,
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def known(request: HttpRequest, username: str) -> str | None:
    """A word of its own for the sign-in of this name that this browser remembers; None where it remembers none."""
    try:
        return _signer(username).unsign(request.COOKIES.get(COOKIE, ""), max_age=KNOWN_FOR)
    except BadSignature:
        return None


def _signer(username: str) -> TimestampSigner:
    return TimestampSigner(salt=f"{__name__}:{username}")
