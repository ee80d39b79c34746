"""Requests per minute of one user; whoever is not signed in is counted by address."""

from typing import TYPE_CHECKING

from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

if TYPE_CHECKING:
    # The views read their default throttles from the settings while they are imported: this would go in circles.
    from rest_framework.views import APIView


class PerUserThrottle(SimpleRateThrottle):
    """Counts in the cache of this process."""

    scope = "user"

    def get_cache_key(self, request: Request, view: "APIView") -> str:  # noqa: ARG002 - the framework's signature
        """Who is counted."""
        ident = request.user.pk if request.user.is_authenticated else self.get_ident(request)
        return self.cache_format % {"scope": self.scope, "ident": ident}


class SignInThrottle(PerUserThrottle):
    """Slows down guessing of passwords."""

    scope = "sign-in"
