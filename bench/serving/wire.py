"""Requests as bytes, made once: what a load generator sends again and again should cost it nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

BOUNDARY = "slipway-bench-4f1c"


@dataclass(frozen=True, slots=True)
class File:
    """A part of a form that is a file."""

    name: str
    content_type: str
    content: bytes


def multipart(fields: Mapping[str, str], files: Sequence[File], field: str = "file") -> tuple[str, bytes]:
    """The content type and the body of a form."""
    parts = [f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}'.encode() for name, value in fields.items()]
    for file in files:
        head = f'Content-Disposition: form-data; name="{field}"; filename="{file.name}"\r\n'
        parts.append(f"{head}Content-Type: {file.content_type}\r\n\r\n".encode() + file.content)
    edge = f"--{BOUNDARY}".encode()
    body = b"".join(edge + b"\r\n" + part + b"\r\n" for part in parts) + edge + b"--\r\n"
    return f"multipart/form-data; boundary={BOUNDARY}", body


def request(
    method: str, path: str, port: int, headers: Mapping[str, str] | None = None, form: tuple[str, bytes] | None = None
) -> bytes:
    """A request to this machine, on a connection that is kept."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{port}"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    body = b""
    if form:
        content_type, body = form
        lines.append(f"Content-Type: {content_type}")
    if method != "GET":
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body
