"""Requests per minute of one user; whoever is not signed in is counted by address."""

import logging
import time
from typing import TYPE_CHECKING

from redis.exceptions import RedisError
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from apps.core import rate

if TYPE_CHECKING:
    # The views read their default throttles from the settings while they are imported: this would go in circles.
    from rest_framework.views import APIView

logger = logging.getLogger(__name__)
# A broker that does not answer is not asked for a while, so that not every request waits for it.
QUIET_SECONDS = 5.0
_ahead = rate.Ahead()


class PerUserThrottle(SimpleRateThrottle):
    """Counts in the broker, for all webs together: the limit may be used up at once, and comes back evenly."""

    scope = "user"
    quiet_until = 0.0
    num_requests: int
    duration: int

    def allow_request(self, request: Request, view: "APIView") -> bool:
        """Whether this request may go on. Nobody is refused because the broker, which counts, is away."""
        if getattr(request._request, "admission", None):
            return True  # was counted when it was admitted
        if self.rate is None or time.monotonic() < PerUserThrottle.quiet_until:
            return True
        try:
            self.seconds = _ahead.count(self.get_cache_key(request, view), rate.Limit(self.num_requests, self.duration))
        except RedisError as error:
            PerUserThrottle.quiet_until = time.monotonic() + QUIET_SECONDS
            logger.warning("requests are not counted for %g s: %s", QUIET_SECONDS, error)
            return True
        return self.seconds == 0

    def wait(self) -> float:
        """How long one who was refused has to wait, seconds."""
        return self.seconds

    def get_cache_key(self, request: Request, view: "APIView") -> str:  # noqa: ARG002 - the framework's signature
        """Who is counted."""
        return f"{self.scope}:{request.user.pk if request.user.is_authenticated else self.get_ident(request)}"
