"""A hub on this machine: repositories of files in the layout of huggingface.co, with faults on demand.

Small files are answered as they are, with git's hash as their ETag; large ones (safetensors) by a redirect to a store
of another host that knows ranges, with their sha256.
"""

import hashlib
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import cast

import pytest

COMMIT = "c0ffee0123456789abcdef0123456789abcdef01"


@dataclass
class LocalHub:
    """What it serves (`files` by `repository/name`), how it fails, and what it was asked (method, path, range).

    Args:
        cuts: after how many bytes the connection of each of the next large answers is cut.
        hold_at: after how many bytes a large answer waits for `go_on`.
        status: what every question is answered with, and `headers` with it.
        damaged: whether large files come with a wrong byte.
        missing: how many bytes more a large file is said to have than it has.
        plain: whether it is a web server that knows nothing of hubs.
    """

    files: Mapping[str, bytes]
    cuts: list[int] = field(default_factory=list)
    hold_at: int = 0
    go_on: threading.Event = field(default_factory=threading.Event)
    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    damaged: bool = False
    missing: int = 0
    plain: bool = False
    requested: list[tuple[str, str, str]] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        """As HF_ENDPOINT has it."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def spans(self) -> list[str]:
        """The ranges that were asked of the store of large files, empty for a whole file."""
        return [span for method, path, span in self.requested if method == "GET" and path.startswith("/store/")]

    def stored(self, digest: str) -> bytes:
        """A large file by its sha256."""
        content = next(one for one in self.files.values() if hashlib.sha256(one).hexdigest() == digest)
        return b"\xff" + content[1:] if self.damaged else content

    @contextmanager
    def running(self) -> Iterator["LocalHub"]:
        """Serve until the end of the block."""
        server = Server(("127.0.0.1", 0), Handler)
        server.hub, self.port = self, server.server_port
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield self
        finally:
            self.go_on.set()
            server.shutdown()
            server.server_close()


class Server(ThreadingHTTPServer):
    """The server of a hub."""

    daemon_threads = True
    hub: LocalHub


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"

    @property
    def hub(self) -> LocalHub:
        """Whose it is."""
        return cast("Server", self.server).hub

    def log_message(self, *_: object) -> None:
        """Nothing."""

    def do_GET(self) -> None:
        """Answer, and a HEAD the same way without a body."""
        self.hub.requested.append((self.command, self.path, self.headers.get("Range", "")))
        if self.hub.status:
            self.reply(self.hub.status, b"", self.hub.headers)
        elif stored := re.fullmatch(r"/store/([0-9a-f]{64})", self.path):
            self.give(self.hub.stored(stored[1]))
        elif (wanted := re.fullmatch(r"/([\w.-]+/[\w.-]+)/resolve/\w+/(.+)", self.path)) and not self.hub.plain:
            self.resolve(wanted[1], wanted[2])
        else:
            self.reply(200, b"<html>welcome</html>", {"ETag": '"0"'})

    do_HEAD = do_GET  # noqa: N815 - http.server's name

    def resolve(self, repository: str, name: str) -> None:
        """A file of a repository, or where it is."""
        content = self.hub.files.get(f"{repository}/{name}")
        if content is None:
            known = any(path.startswith(f"{repository}/") for path in self.hub.files)
            self.reply(404, b"", {"X-Error-Code": "EntryNotFound" if known else "RepoNotFound"})
        elif not name.endswith(".safetensors"):
            self.reply(200, content, {"X-Repo-Commit": COMMIT, "ETag": f'"{git_hash(content)}"'})
        else:
            digest = hashlib.sha256(content).hexdigest()
            store = f"http://localhost:{self.hub.port}/store/{digest}"
            size = {"X-Linked-Etag": f'"{digest}"', "X-Linked-Size": str(len(content) + self.hub.missing)}
            self.reply(302, b"", {"X-Repo-Commit": COMMIT, "Location": store, **size})

    def give(self, content: bytes) -> None:
        """A large file from where it is asked for, to its end or to where the connection is cut."""
        span = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        first = int(span[1]) if span else 0
        self.send_response(206 if span else 200)
        self.send_header("Content-Length", str(len(content) - first))
        if span:
            self.send_header("Content-Range", f"bytes {first}-{len(content) - 1}/{len(content)}")
        self.end_headers()
        rest = content[first:]
        if self.hub.hold_at:
            self.wfile.write(rest[: self.hub.hold_at])
            self.hub.go_on.wait()
            rest = rest[self.hub.hold_at :]
        if self.hub.cuts:
            rest = rest[: self.hub.cuts.pop(0)]
            self.close_connection = True
        self.wfile.write(rest)

    def reply(self, status: int, content: bytes, headers: Mapping[str, str]) -> None:
        """A small answer."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(content)


def git_hash(content: bytes) -> str:
    """As git names a file."""
    return hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()


def use(monkeypatch: pytest.MonkeyPatch, url: str, cache: object, *, offline: bool = False) -> None:
    """Let the hub's library, which reads its environment when it is imported, use this hub and this cache."""
    constants = pytest.importorskip("huggingface_hub").constants
    monkeypatch.setattr(constants, "ENDPOINT", url)
    monkeypatch.setattr(constants, "HUGGINGFACE_CO_URL_TEMPLATE", url + "/{repo_id}/resolve/{revision}/{filename}")
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(cache))
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", offline)
