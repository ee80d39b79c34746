"""Requests to addresses that somebody chose: they reach the internet, and of this network only what was allowed.

An address is judged when it is connected to, after its name was looked up: whatever way it was written, and whatever
its name meant a moment ago. Redirects are not followed, and no proxy of the environment is asked.
"""

import socket
import ssl
import time
from collections.abc import Iterable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any, TypeAlias

import httpcore2
import httpx2

Address: TypeAlias = IPv4Address | IPv6Address
Network: TypeAlias = IPv4Network | IPv6Network
# Below 1024 only what speaks HTTP: no mail server shall be sent lines that it might understand.
LEAST_PORT, HTTP_PORTS = 1024, {80, 443}
LONGEST_URL, LONGEST_PART = 2000, 63
# Of Azure and Oracle: they look public, and lead to what a cloud tells its machines of themselves.
METADATA = {ip_address("168.63.129.16"), ip_address("192.0.0.192")}
# A gateway makes IPv4 of these: what counts is the address within (RFC 6052).
TRANSLATED = ip_network("64:ff9b::/96")
PIECE = 64 * 1024


class Refused(Exception):
    """An address that is not asked; the message is a sentence that says why."""


def check_url(text: str) -> None:
    """What can be told of an address before its name is looked up. Raises Refused."""
    try:
        url = httpx2.URL(text)
    except httpx2.InvalidURL:
        raise Refused("This cannot be read as an address.") from None
    if len(text) > LONGEST_URL:
        raise Refused(f"An address has at most {LONGEST_URL} characters.")
    if url.scheme not in {"https", "http"}:
        raise Refused("An address begins with https://.")
    if url.userinfo:
        raise Refused("An address holds no name and no password: the signature says who sends.")
    if "%" in url.host or not _may_be_a_name(url.raw_host):
        raise Refused("The address names no server.")
    if url.port is not None and url.port not in HTTP_PORTS and not LEAST_PORT <= url.port <= 65535:
        raise Refused(f"Port {url.port} is not one of 80, 443 and 1024 to 65535.")


def check_literal(text: str, networks: Sequence[Network]) -> None:
    """Refuse a URL whose server is written as a number, in whatever form, that may not be asked. Raises Refused.

    No name is looked up: of names is known more when they are connected to.
    """
    url = httpx2.URL(text)
    try:
        found = _look_up(url.raw_host.decode("ascii"), flags=socket.AI_NUMERICHOST)
    except OSError:
        return
    _askable(found, networks, encrypted=url.scheme == "https")


def client(networks: Sequence[Network] = (), seconds: float | None = None) -> httpx2.Client:
    """A client that asks only whom it may; its requests raise Refused, and httpx2.HTTPError.

    Args:
        networks: what may be asked though it is not public, and without TLS too.
        seconds: how long a request and its answer may take in all, but for the looking up of the name.
    """
    trusted = ssl.create_default_context()
    mounts = {
        f"{scheme}://": _Transport(trusted, _Guard(networks, seconds, encrypted=scheme == "https"))
        for scheme in ("https", "http")
    }
    return httpx2.Client(mounts=mounts, trust_env=False, follow_redirects=False, timeout=seconds)


class _Transport(httpx2.HTTPTransport):
    """httpx2's own, on connections that are judged; each is used once, so that each request has its time."""

    def __init__(self, trusted: ssl.SSLContext, guard: httpcore2.NetworkBackend) -> None:
        super().__init__(verify=trusted, trust_env=False)
        # The library has no argument for it yet: https://github.com/encode/httpx/pull/3749
        self._pool = httpcore2.ConnectionPool(
            ssl_context=trusted, max_connections=None, max_keepalive_connections=0, network_backend=guard
        )


class _Guard(httpcore2.SyncBackend):
    def __init__(self, networks: Sequence[Network], seconds: float | None, *, encrypted: bool) -> None:
        self._networks, self._seconds, self._encrypted = networks, seconds, encrypted

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        """Connect to the first address of `host` that may be asked and answers."""
        try:
            found = _look_up(host)
        except OSError as error:
            raise httpcore2.ConnectError(f"the name of the server is not known: {error}") from error
        addresses = _askable(found, self._networks, encrypted=self._encrypted)
        ends = None if self._seconds is None else time.monotonic() + self._seconds
        for last, address in enumerate(addresses, start=1 - len(addresses)):
            try:
                stream = super().connect_tcp(str(address), port, _left(ends, timeout), local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                if last == 0:
                    raise
            else:
                return _Timed(stream, ends)
        raise AssertionError  # there is one at least


class _Timed(httpcore2.NetworkStream):
    """A connection that ends at some moment: whoever sends a byte now and then holds nobody for long."""

    def __init__(self, stream: httpcore2.NetworkStream, ends: float | None) -> None:
        self._stream, self._ends = stream, ends

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """At most so many bytes; none at the end."""
        data: bytes = self._stream.read(max_bytes, _left(self._ends, timeout))
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """All of it."""
        for start in range(0, len(buffer), PIECE):
            self._stream.write(buffer[start : start + PIECE], _left(self._ends, timeout))

    def close(self) -> None:
        """Hang up."""
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        """The same connection, encrypted."""
        return _Timed(self._stream.start_tls(ssl_context, server_hostname, _left(self._ends, timeout)), self._ends)

    def get_extra_info(self, info: str) -> Any:
        """What the library asks of a connection."""
        return self._stream.get_extra_info(info)


def _left(ends: float | None, timeout: float | None) -> float | None:
    if ends is None:
        return timeout
    left = ends - time.monotonic()
    if left <= 0:
        raise httpcore2.ReadTimeout("it took too long")
    return left if timeout is None else min(left, timeout)


def _may_be_a_name(host: bytes) -> bool:
    """Whether each of its parts has a length that can be looked up: 1 to 63, but for a dot at the end."""
    return bool(host) and all(0 < len(part) <= LONGEST_PART for part in host.removesuffix(b".").split(b"."))


def _look_up(host: str, flags: int = 0) -> list[Address]:
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM, flags=flags)
    return list(dict.fromkeys(ip_address(where[0]) for *_, where in found))


def _askable(found: Sequence[Address], networks: Sequence[Network], *, encrypted: bool) -> list[Address]:
    """Those that may be asked. Raises Refused where there are none."""
    inside = [address for address in found if any(_meant(address) in network for network in networks)]
    public = [address for address in found if _is_public(_meant(address))]
    if public and not inside and not encrypted:
        raise Refused("http:// is not encrypted; over the internet an address begins with https://.")
    if not (inside or public):
        raise Refused("This is an address of a private network, which SLIPWAY_OUTGOING_NETWORKS does not allow.")
    return inside + [address for address in public if encrypted and address not in inside]


def _is_public(address: Address) -> bool:
    if isinstance(address, IPv6Address) and address.is_site_local:
        return False  # fec0::/10, which Python takes for global, is what fd00::/8 was before
    return address.is_global and not (address.is_multicast or address.is_reserved or address in METADATA)


def _meant(address: Address) -> Address:
    """The IPv4 address that an IPv6 address stands for, where it does."""
    if isinstance(address, IPv4Address):
        return address
    if address in TRANSLATED:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo[1] if address.teredo else None
    return address.ipv4_mapped or address.sixtofour or teredo or address
