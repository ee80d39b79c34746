"""Requests per minute of one user; whoever is not signed in is counted by address."""

import logging
from typing import TYPE_CHECKING

from redis.exceptions import RedisError
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

if TYPE_CHECKING:
    # The views read their default throttles from the settings while they are imported: this would go in circles.
    from rest_framework.views import APIView

logger = logging.getLogger(__name__)


class PerUserThrottle(SimpleRateThrottle):
    """Counts in the cache: of this process, or in the broker where several processes serve."""

    scope = "user"

    def allow_request(self, request: Request, view: "APIView") -> bool:
        """Whether this request may go on. Nobody is refused because the broker, which counts, is away."""
        try:
            return bool(super().allow_request(request, view))
        except RedisError as error:
            logger.warning("requests are not counted: %s", error)
            return True

    def get_cache_key(self, request: Request, view: "APIView") -> str:  # noqa: ARG002 - the framework's signature
        """Who is counted."""
        ident = request.user.pk if request.user.is_authenticated else self.get_ident(request)
        return self.cache_format % {"scope": self.scope, "ident": ident}


class SignInThrottle(PerUserThrottle):
    """Slows down guessing of passwords."""

    scope = "sign-in"
