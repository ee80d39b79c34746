"""Refuses requests for a host that is not this one (SLIPWAY_ALLOWED_HOSTS), but for those of probes and Prometheus."""

from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.middleware.common import CommonMiddleware

from apps.core.health import PROBES


class KnownHostMiddleware(CommonMiddleware):
    """They ask by an address or a name of the inside, which nobody can list beforehand."""

    def process_request(self, request: HttpRequest) -> HttpResponsePermanentRedirect | None:
        """Raises DisallowedHost."""
        return None if request.path in PROBES else super().process_request(request)
