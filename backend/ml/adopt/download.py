"""One file of a hub. What broke off goes on where it was, in this process or in the next one.

`hf_hub_download` begins a broken file anew in every process, since its unfinished files have random names; `http_get`,
on which it stands, is told where to go on.
"""

import errno
import hashlib
import re
import shutil
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from httpx2 import HTTPError, ReadError
from huggingface_hub import constants
from huggingface_hub.file_download import http_get
from huggingface_hub.utils import build_hf_headers

from ml.bundle import sha256_of
from ml.errors import AdoptError

# What came since the last piece is lost with the connection; the library's own are of 10 MB.
constants.DOWNLOAD_CHUNK_SIZE = 1024 * 1024
TRIES = 5
# Not packed: what is there would else be counted in other bytes than what is missing.
UNPACKED = {"Accept-Encoding": "identity"}


@dataclass(frozen=True, slots=True)
class Remote:
    """A file of a hub. `etag` is the sha256 of a large file, and of a small one the hash that git gives it."""

    name: str
    url: str
    size: int
    etag: str


@dataclass(slots=True)
class Counter:
    """Stands where the hub's library would draw a bar."""

    report: Callable[[int], None]
    done: int

    def update(self, size: int) -> None:
        """So many bytes more."""
        self.done += size
        self.report(self.done)


def download(remote: Remote, target: Path, report: Callable[[int], None]) -> None:
    """Fetch what is missing of a file, compare it with the hash that the hub named, and put it in its place.

    Args:
        report: called with how many bytes of it are there.

    Raises:
        AdoptError: the disk has no room for it, or it is damaged (then it is removed).
        HTTPError: the hub does not answer, or refuses.
    """
    part = target.with_name(f".{target.name}.{remote.etag[:16]}.part")
    refuse_without_room(remote, part)
    fetch_rest(remote, part, report)
    if not is_whole(part, remote.etag):
        part.unlink()
        raise AdoptError(f"{remote.name} is not what the hub promised (its checksum differs); try again.")
    part.replace(target)


def fetch_rest(remote: Remote, part: Path, report: Callable[[int], None], tries: int = TRIES) -> None:
    """Append what is missing. Raises HTTPError; AdoptError where the disk is full."""

    def counter(*, initial: int = 0, **_: object) -> nullcontext[Counter]:
        return nullcontext(Counter(report, initial))

    try:
        with part.open("ab") as file:
            http_get(
                remote.url, file, resume_size=file.tell(), expected_size=remote.size,
                headers={**build_hf_headers(), **UNPACKED}, tqdm_class=counter,
            )  # fmt: skip
    except ReadError:  # after any other fault of the connection http_get goes on by itself
        if tries == 1:
            raise
        fetch_rest(remote, part, report, tries - 1)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise AdoptError(no_room(remote, part)) from error
        # Without a number it is about the length alone, and the checksum knows better.
        if error.errno or isinstance(error, HTTPError):
            raise


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
