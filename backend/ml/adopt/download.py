"""One file of a hub, in pieces that stay: what broke off goes on where it was, in this process or in the next one.

The hub's own library begins a broken file anew in every process (its unfinished files have random names), so only its
client, its headers and its errors are used here.
"""

import errno
import hashlib
import re
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from httpx2 import NetworkError, RemoteProtocolError, Response, TimeoutException
from huggingface_hub.utils import build_hf_headers, get_session, hf_raise_for_status

from ml.bundle import sha256_of
from ml.errors import AdoptError

TRIES = 5
FIRST_PAUSE_SECONDS = 1.0
TIMEOUT_SECONDS = 30.0
PARTIAL, RANGE_REFUSED = 206, 416
BROKEN = (NetworkError, RemoteProtocolError, TimeoutException)
Got = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Remote:
    """A file of a hub. `etag` is the sha256 of a large file, and of a small one the hash that git gives it."""

    name: str
    url: str
    size: int
    etag: str


def download(remote: Remote, target: Path, got: Got) -> None:
    """Fetch what is missing of a file, compare it with the hash that the hub named, and put it in its place.

    Args:
        got: hears how many bytes of it are there.

    Raises:
        AdoptError: the disk has no room for it, or it is damaged (then it is removed).
        HTTPError: the hub does not answer, or refuses.
    """
    part = target.with_name(f".{target.name}.{remote.etag[:16]}.part")
    refuse_without_room(remote, part)
    pause, tries = FIRST_PAUSE_SECONDS, TRIES
    while not part.exists() or size_of(part) != remote.size:
        before = size_of(part)
        try:
            go_on(remote, part, got)
        except BROKEN:
            if size_of(part) > before:
                pause, tries = FIRST_PAUSE_SECONDS, TRIES
            tries -= 1
            if not tries:
                raise
            time.sleep(pause)
            pause *= 2
    if not is_whole(part, remote.etag):
        part.unlink()
        raise AdoptError(f"{remote.name} is not what the hub promised (its checksum differs); try again.")
    part.replace(target)


def go_on(remote: Remote, part: Path, got: Got) -> None:
    """Append what is missing. Raises HTTPError; what came before that stays."""
    there = size_of(part)
    if there > remote.size:
        part.unlink()
        there = 0
    headers = {**build_hf_headers(), "Accept-Encoding": "identity"}
    if there:
        headers["Range"] = f"bytes={there}-"
    with get_session().stream(
        "GET", remote.url, headers=headers, follow_redirects=True, timeout=TIMEOUT_SECONDS
    ) as answer:
        if answer.status_code == RANGE_REFUSED:
            part.unlink()
            raise RemoteProtocolError("The hub does not know the rest of the file.")
        refuse_errors(answer)
        append(answer, part, remote, got)
    if size_of(part) != remote.size:
        raise RemoteProtocolError("The connection did not end with the file.")


def append(answer: Response, part: Path, remote: Remote, got: Got) -> None:
    """Write the body; from the start where the hub sends all of it again. Raises AdoptError where the disk is full."""
    try:
        with part.open("ab" if answer.status_code == PARTIAL else "wb") as file:
            for piece in answer.iter_raw():
                file.write(piece)
                got(file.tell())
                if file.tell() > remote.size:
                    break
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        raise AdoptError(no_room(remote, part)) from error


def refuse_errors(answer: Response) -> None:
    """Raises HTTPError for a status of 400 and above, with what the hub says of it."""
    if answer.is_error:
        answer.read()
    hf_raise_for_status(answer)


def refuse_without_room(remote: Remote, part: Path) -> None:
    """Raises AdoptError where the rest of the file does not fit on the disk."""
    if shutil.disk_usage(part.parent).free < remote.size - size_of(part):
        raise AdoptError(no_room(remote, part))


def no_room(remote: Remote, part: Path) -> str:
    """The sentence."""
    free = shutil.disk_usage(part.parent).free
    return (
        f"{remote.name} has {remote.size / 1e6:,.1f} MB, of which {size_of(part) / 1e6:,.1f} are here; the disk has "
        f"{free / 1e6:,.1f} MB left. Make room, then try again; it goes on from there."
    )


def size_of(file: Path) -> int:
    """Bytes, 0 where there is none."""
    return file.stat().st_size if file.exists() else 0


def is_whole(file: Path, etag: str) -> bool:
    """Whether a file is the one that the hub names: by its sha256, or by git's sha1 of a head and the content."""
    if re.fullmatch(r"[0-9a-f]{64}", etag):
        return sha256_of(file) == etag
    if re.fullmatch(r"[0-9a-f]{40}", etag):
        content = file.read_bytes()
        head = f"blob {len(content)}\0".encode()
        return hashlib.sha1(head + content, usedforsecurity=False).hexdigest() == etag
    return True
