"""By which address others reach a Slipway that was started with `make run`: the page may be open at 127.0.0.1."""

import socket
from ipaddress import ip_address

from django.conf import settings

# Of no machine (RFC 5737). Nothing is sent there: only the way there is looked up.
FAR_AWAY = ("192.0.2.1", 9)


def network_origin() -> str | None:
    """As http://192.168.1.5:8000; None where it listens to this computer alone, or something stands before it."""
    if not settings.LISTENS_TO_NETWORK:
        return None
    address = own_address()
    return f"http://{address}:{settings.SLIPWAY.port}" if address else None


def own_address() -> str | None:
    """Of this computer in its network, as it is now; None without one."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(FAR_AWAY)
        except OSError:
            return None
        address = str(probe.getsockname()[0])
    return None if ip_address(address).is_loopback or ip_address(address).is_unspecified else address
