"""Requests per minute of one user; whoever is not signed in is counted by address."""

import logging
import time
from typing import TYPE_CHECKING

from redis.exceptions import RedisError
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from apps.core.broker import broker

if TYPE_CHECKING:
    # The views read their default throttles from the settings while they are imported: this would go in circles.
    from rest_framework.views import APIView

logger = logging.getLogger(__name__)
# A broker that does not answer is not asked for a while, so that not every request waits for it.
QUIET_SECONDS = 5.0

# GCRA (the generic cell rate algorithm of ATM): one number says until when all that was allowed is paid for, each
# request at duration / limit seconds. As long as that is less than one duration ahead, another request is allowed.
# By the broker's clock, which all webs share. A millisecond is forgiven, since the steps are rounded.
COUNT = """
local clock = redis.call('TIME')
local now = clock[1] + clock[2] / 1000000
local duration, limit = tonumber(ARGV[1]), tonumber(ARGV[2])
local paid = math.max(tonumber(redis.call('GET', KEYS[1]) or 0), now) + duration / limit
if paid - now > duration + 0.001 then
    return string.format('%.3f', paid - now - duration)
end
redis.call('SET', KEYS[1], string.format('%.6f', paid), 'PX', math.ceil((paid - now) * 1000))
return '0'
"""


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
            count = broker().register_script(COUNT)
            self.seconds = float(count([self.get_cache_key(request, view)], [self.duration, self.num_requests]))
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
        ident = request.user.pk if request.user.is_authenticated else self.get_ident(request)
        return f"slipway:requests:{self.scope}:{ident}"


class SignInThrottle(PerUserThrottle):
    """Slows down guessing of passwords."""

    scope = "sign-in"
