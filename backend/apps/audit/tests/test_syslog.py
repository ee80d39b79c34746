"""What is noted goes to a syslog too, with its digest; one that is away gets it later."""

import json
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.models import User

from apps.audit.models import Entry, Head
from apps.audit.sweep import sweep
from apps.core import audit
from conftest import Configure

pytestmark = pytest.mark.django_db


def udp(_: Path) -> tuple[str, socket.socket]:
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("127.0.0.1", 0))
    return f"udp://127.0.0.1:{server.getsockname()[1]}", server


def local(folder: Path) -> tuple[str, socket.socket]:
    server = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    server.bind(str(folder / "log"))
    return str(folder / "log"), server


def sent(line: bytes) -> object:
    # <10 * 8 + 6>: security messages that may be private, informational.
    start = b"<86>slipway-audit: "
    assert line.startswith(start)
    return json.loads(line.removeprefix(start))


@pytest.mark.parametrize("way", [udp, local])
def test_each_entry_is_a_message(
    owner: User, configure: Configure, tmp_path: Path, way: Callable[[Path], tuple[str, socket.socket]]
) -> None:
    where, server = way(tmp_path)
    server.settimeout(5)
    configure(syslog=where)
    for _ in range(2):
        audit.note("key_made", by=owner, prefix="slip_1")
    sweep()
    told = [sent(server.recv(65536)) for _ in range(2)]
    entries = list(Entry.objects.order_by("number"))
    assert [(one["number"], one["digest"]) for one in told] == [(one.number, one.digest) for one in entries]  # type: ignore[index]
    assert told[1]["previous"] == entries[0].digest  # type: ignore[index]
    sweep()
    server.settimeout(0.1)
    with pytest.raises(TimeoutError):
        server.recv(65536)


def test_a_server_that_is_away_gets_it_when_it_is_back(owner: User, configure: Configure) -> None:
    server = socket.create_server(("127.0.0.1", 0))
    port = server.getsockname()[1]
    server.close()
    configure(syslog=f"tcp://127.0.0.1:{port}")
    audit.note("key_made", by=owner)
    sweep()
    assert Head.objects.get().sent == 0
    with socket.create_server(("127.0.0.1", port)) as back:
        sweep()
        connected, _ = back.accept()
        with connected, connected.makefile("rb") as lines:
            assert sent(lines.readline())["event"] == "key_made"  # type: ignore[index]
    assert Head.objects.get().sent == 1


def test_without_a_syslog_nothing_is_counted_as_sent(owner: User) -> None:
    audit.note("key_made", by=owner)
    sweep()
    assert (Head.objects.get().number, Head.objects.get().sent) == (1, 0)
