"""Requests to addresses that somebody chose reach nothing inside that was not allowed."""

import socket
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from pathlib import Path
from ssl import PROTOCOL_TLS_SERVER, SSLContext
from threading import Thread

import httpx2
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from ml.outgoing import Refused, check_literal, check_url, client

HERE = [ip_network("127.0.0.0/8")]
INSIDE = [
    "127.0.0.1", "localhost", "2130706433", "0x7f000001", "017700000001", "127.1", "0.0.0.0", "10.0.0.5", "172.16.0.1",
    "192.168.1.1", "100.64.0.1", "100.100.100.200", "169.254.169.254", "168.63.129.16", "192.0.0.192", "224.0.0.1",
    "240.0.0.1", "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:a9fe:a9fe]", "[::127.0.0.1]", "[64:ff9b::a00:5]",
    "[2002:7f00:1::]", "[fe80::1]", "[fec0::1]", "[fd00:ec2::254]", "[ff02::1]", "127。0。0。1",
]  # fmt: skip
NO_ADDRESSES = {
    "ftp://example.com/": "https://",
    "example.com/hook": "https://",
    "file:///etc/passwd": "https://",
    "https:///hook": "no server",
    "https://exa mple.com/": "no server",
    "https://hooks..example.com/": "no server",
    "https://.example.com/": "no server",
    "https://./": "no server",
    f"https://{'x' * 64}.example.com/": "no server",
    "https://me:secret@example.com/": "no password",
    "https://example.com:25/": "Port 25",
    "https://example.com:70000/": "Port 70000",
    "https://example.com:0/": "Port 0",
    "https://[::1/": "read",
    "https://0177.0.0.1/": "read",
    "https://example.com:x/": "read",
    "https://exam\x00ple.com/": "read",
    f"https://example.com/{'x' * 2000}": "2000",
}


@contextmanager
def serving(
    answer: Callable[[BaseHTTPRequestHandler], None], tls: SSLContext | None = None
) -> Iterator[tuple[int, list[str]]]:
    """A server on this machine: its port, and the paths that it was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            answer(self)

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield server.server_address[1], asked
    finally:
        server.shutdown()
        server.server_close()


def fine(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("host", INSIDE)
def test_what_is_inside_is_refused_however_it_is_written(host: str, scheme: str) -> None:
    with client() as asking, pytest.raises(Refused, match="private network"):
        asking.get(f"{scheme}://{host}:8443/")


@pytest.mark.parametrize("host", [host for host in INSIDE if host != "localhost"])
def test_a_number_is_refused_before_anything_is_asked(host: str) -> None:
    with pytest.raises(Refused, match="private network"):
        check_literal(f"https://{host}/", ())


@pytest.mark.parametrize("url", ["https://93.184.215.14/", "https://[2606:2800:21f::1]/", "https://hooks.example./"])
def test_what_is_public_or_a_name_passes(url: str) -> None:
    check_url(url)
    check_literal(url, ())


@pytest.mark.parametrize("url", NO_ADDRESSES)
def test_what_is_no_address_is_told_why(url: str) -> None:
    with pytest.raises(Refused, match=NO_ADDRESSES[url]):
        check_url(url)


def test_what_was_allowed_is_asked() -> None:
    with serving(fine) as (port, asked), client(HERE) as asking:
        assert asking.get(f"http://127.0.0.1:{port}/hook").status_code == 200
    assert asked == ["/hook"]


def test_over_the_internet_it_is_encrypted() -> None:
    with client(HERE) as asking, pytest.raises(Refused, match="not encrypted"):
        asking.get("http://93.184.215.14/")


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, list[list[str]]], None]:
    """`names(host, meanings)`: what a name means each time that it is looked up, as a name server would say it."""
    real = socket.getaddrinfo

    def be(name: str, meanings: list[list[str]]) -> None:
        each = iter(meanings)

        def look_up(host: str, *more: object, **named: object) -> Sequence[tuple[object, ...]]:
            if host != name:
                return real(host, *more, **named)  # type: ignore[arg-type]
            if named["flags"] == socket.AI_NUMERICHOST:
                raise socket.gaierror
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 0)) for one in next(each)]

        monkeypatch.setattr(socket, "getaddrinfo", look_up)

    return be


def test_a_name_is_judged_by_what_it_means_when_it_is_connected_to(
    names: Callable[[str, list[list[str]]], None],
) -> None:
    """Rebinding: a name server may say something else each time."""
    with serving(fine) as (port, asked), client() as asking:
        names("moves.example", [["127.0.0.1"]])
        check_literal(f"https://moves.example:{port}/", ())
        with pytest.raises(Refused):
            asking.get(f"https://moves.example:{port}/")
    assert not asked


def test_of_several_addresses_those_inside_are_left_out(names: Callable[[str, list[list[str]]], None]) -> None:
    names("both.example", [["10.0.0.5", "127.0.0.1"]])
    with serving(fine) as (port, asked), client(HERE) as asking:
        assert asking.get(f"http://both.example:{port}/").status_code == 200
    assert asked == ["/"]


def test_the_next_address_is_tried_where_one_does_not_answer(names: Callable[[str, list[list[str]]], None]) -> None:
    names("two.example", [["127.0.0.2", "127.0.0.1"], ["127.0.0.2"]])
    with serving(fine) as (port, asked), client(HERE) as asking:
        assert asking.get(f"http://two.example:{port}/").status_code == 200
        with pytest.raises(httpx2.ConnectError):
            asking.get(f"http://two.example:{port}/")
    assert asked == ["/"]


def test_a_redirect_is_an_answer_and_is_not_followed() -> None:
    with ExitStack() as stack:
        inner_port, inner = stack.enter_context(serving(fine))

        def away(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(302)
            handler.send_header("Location", f"http://127.0.0.1:{inner_port}/")
            handler.end_headers()

        port, _ = stack.enter_context(serving(away))
        asking = stack.enter_context(client(HERE))
        assert asking.get(f"http://127.0.0.1:{port}/").status_code == 302
    assert not inner


@pytest.mark.parametrize("where", ["head", "body"])
def test_who_sends_a_byte_now_and_then_is_hung_up_on(where: str) -> None:
    def drip(handler: BaseHTTPRequestHandler) -> None:
        if where == "body":
            fine(handler)
        try:
            while True:
                handler.wfile.write(b"x")
                time.sleep(0.05)
        except OSError:
            pass

    began = time.monotonic()
    with serving(drip) as (port, _), client(HERE, seconds=0.5) as asking, pytest.raises(httpx2.TimeoutException):
        asking.get(f"http://127.0.0.1:{port}/")
    assert time.monotonic() - began < 2


def test_a_proxy_of_the_environment_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(fine) as (proxy, by_proxy), serving(fine) as (port, asked):
        monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{proxy}")
        with client(HERE) as asking:
            asking.get(f"http://127.0.0.1:{port}/")
    assert (by_proxy, asked) == ([], ["/"])


@pytest.fixture
def certified(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SSLContext:
    """A server's certificate for `localhost`, whose maker this process trusts."""
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "here")]),
    )
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    file = tmp_path / "server.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(made.public_bytes(serialization.Encoding.PEM) + secret)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    server = SSLContext(PROTOCOL_TLS_SERVER)
    server.load_cert_chain(file)
    return server


def test_a_certificate_is_for_the_name_though_the_address_is_connected_to(certified: SSLContext) -> None:
    with serving(fine, certified) as (port, asked), client(HERE) as asking:
        assert asking.get(f"https://localhost:{port}/by-name").status_code == 200
        with pytest.raises(httpx2.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
            asking.get(f"https://127.0.0.1:{port}/by-number")
    assert asked == ["/by-name"]
