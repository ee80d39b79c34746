"""Encryption with age (age-encryption.org): whoever has the key and the usual tools can open a backup without Slipway.

age derives a key from a passphrase with scrypt, and its library does that for files in memory only. So a backup is
encrypted, as a stream, to a key that is made for it alone, and that key lies beside it under the passphrase.
"""

import os
import tarfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import pyrage
from pyrage import x25519

from apps.backup.errors import BackupError

KEY, PAYLOAD, README = "key.age", "backup.tar.age", "README.txt"
INSTRUCTIONS = b"""A backup of Slipway, encrypted with age (https://age-encryption.org).
`manage.py restore` reads this file as it is. By hand, with its passphrase:
    age -d -o key.txt key.age
    age -d -i key.txt backup.tar.age | tar -x
With the secret key of a recipient, the last line alone.
"""
BLOCK = tarfile.BLOCKSIZE
# What we write takes less than 1 KiB.
LARGEST_KEY = 1 << 16


@dataclass(frozen=True, slots=True)
class Lock:
    """What closes a backup: a passphrase, the public keys (age1…) of those who may open it, or both."""

    passphrase: str = ""
    recipients: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.passphrase or self.recipients)


@dataclass(frozen=True, slots=True)
class Opener:
    """What opens one: the passphrase, or a file with secret keys (AGE-SECRET-KEY-…)."""

    passphrase: str = ""
    identity: Path | None = None


@contextmanager
def sealed(target: IO[bytes], lock: Lock) -> Iterator[IO[bytes]]:
    """A stream whose bytes end up encrypted in `target`, a seekable file. Raises BackupError for a wrong recipient."""
    own = x25519.Identity.generate() if lock.passphrase else None
    recipients = [_recipient(text) for text in lock.recipients] + ([own.to_public()] if own else [])
    _member(target, README, INSTRUCTIONS)
    if own:
        from apps.backup import passphrase  # noqa: PLC0415 - 8 MB of memory that only whoever makes a backup needs

        _member(target, KEY, passphrase.encrypt(str(own).encode(), lock.passphrase))
    # How long the payload is, is known when it has been written: then its header is written again.
    header = target.tell()
    target.write(bytes(BLOCK))
    with _through(lambda source: pyrage.encrypt_io(source, target, recipients)) as inside:
        yield inside
    end = target.tell()
    target.write(bytes(-(end - header) % BLOCK + 2 * BLOCK))
    target.seek(header)
    target.write(_header(PAYLOAD, end - header - BLOCK))
    target.seek(0, os.SEEK_END)


@contextmanager
def unsealed(source: IO[bytes], opener: Opener) -> Iterator[IO[bytes]]:
    """The stream that was sealed, or `source` itself where it was not.

    Raises:
        BackupError: the key is wrong or lacking, or the file is damaged or cut off. Every piece is authenticated before
            it is given out, and the end is known to be the end only when the context has closed without an error.
    """
    head = source.read(BLOCK)
    source.seek(0)
    if not head.startswith(README.encode() + b"\0"):
        yield source
        return
    outer = tarfile.open(fileobj=source, mode="r|")  # noqa: SIM115 - closes nothing that is not `source`
    keys: list[Any] = []
    for info in outer:
        if info.size > LARGEST_KEY and info.name != PAYLOAD:
            break
        if info.name == KEY:
            keys = _open_key(_content(outer, info).read(), opener.passphrase)
        elif info.name == PAYLOAD:
            keys += _identities(opener.identity)
            if not keys:
                raise BackupError(_lacking(opener))
            with _decrypted(_content(outer, info), keys) as inside:
                yield inside
            return
    raise BackupError("The backup is damaged or cut off; take another one.")


def is_sealed(name: str) -> bool:
    """Whether a backup of that name is encrypted."""
    return name.endswith(".age.tar")


def _lacking(opener: Opener) -> str:
    if opener.passphrase:
        return "The backup is encrypted to a key: give its file as SLIPWAY_BACKUP_IDENTITY."
    return (
        "The backup is encrypted: give its passphrase as SLIPWAY_BACKUP_PASSPHRASE, "
        "or its key's file as SLIPWAY_BACKUP_IDENTITY."
    )


def _open_key(content: bytes, word: str) -> list[Any]:
    if not word:
        return []
    try:
        return [x25519.Identity.from_str(pyrage.passphrase.decrypt(content, word).decode())]
    except pyrage.DecryptError as error:
        raise BackupError("SLIPWAY_BACKUP_PASSPHRASE is not the passphrase of this backup.") from error


def _recipient(text: str) -> Any:
    try:
        return x25519.Recipient.from_str(text)
    except pyrage.RecipientError as error:
        raise BackupError(f"SLIPWAY_BACKUP_RECIPIENTS: {text!r} is no public key of age: {error}.") from error


def _identities(file: Path | None) -> list[Any]:
    if file is None:
        return []
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
        return [x25519.Identity.from_str(line.strip()) for line in lines if line.strip() and not line.startswith("#")]
    except OSError as error:
        raise BackupError(f"SLIPWAY_BACKUP_IDENTITY = {file} cannot be read: {error.strerror}.") from error
    except (pyrage.IdentityError, UnicodeDecodeError) as error:
        raise BackupError(f"SLIPWAY_BACKUP_IDENTITY = {file} holds no secret key of age.") from error


@contextmanager
def _decrypted(source: IO[bytes], keys: list[Any]) -> Iterator[IO[bytes]]:
    """A stream of what `source` holds."""
    read_end, write_end = os.pipe()
    failed: list[BaseException] = []

    def work() -> None:
        try:
            with os.fdopen(write_end, "wb") as target:
                pyrage.decrypt_io(source, target, keys)
        except BrokenPipeError:
            pass  # the reader has given up, and says why
        except Exception as error:  # noqa: BLE001 - told below, in the thread that asked
            failed.append(error)

    thread = threading.Thread(target=work, name="age")
    thread.start()
    inside = os.fdopen(read_end, "rb")
    try:
        yield inside
        while inside.read(1 << 20):
            pass  # to the end, where a cut would show
    except (tarfile.TarError, EOFError, OSError) as error:
        inside.close()
        thread.join()
        raise _told(failed[0] if failed else error) from error
    finally:
        inside.close()
        thread.join()
    if failed:
        raise _told(failed[0]) from failed[0]


def _told(error: BaseException) -> BackupError:
    if isinstance(error, pyrage.DecryptError) and "matching" in str(error):
        return BackupError("The key does not open this backup: it was made for another one.")
    return BackupError("The backup is damaged or cut off; take another one.")


@contextmanager
def _through(work: Callable[[IO[bytes]], None]) -> Iterator[IO[bytes]]:
    """A stream whose bytes `work` reads in a thread. What `work` raises is raised here."""
    read_end, write_end = os.pipe()
    failed: list[BaseException] = []

    def run() -> None:
        with os.fdopen(read_end, "rb") as source:
            try:
                work(source)
            except BaseException as error:  # noqa: BLE001 - told below, in the thread that asked
                failed.append(error)

    thread = threading.Thread(target=run, name="age")
    thread.start()
    try:
        with suppress(BrokenPipeError), os.fdopen(write_end, "wb") as target:
            yield target
    finally:
        thread.join()
    if failed:
        raise failed[0]


def _content(outer: tarfile.TarFile, info: tarfile.TarInfo) -> IO[bytes]:
    content = outer.extractfile(info)
    if content is None:
        raise BackupError("The file is no backup of Slipway, or its beginning is damaged.")
    return content


def _member(target: IO[bytes], name: str, content: bytes) -> None:
    target.write(_header(name, len(content)) + content + bytes(-len(content) % BLOCK))


def _header(name: str, size: int) -> bytes:
    info = tarfile.TarInfo(name)
    info.size = size
    info.mode = 0o600
    # GNU's format tells sizes above 8 GB in the same 512 bytes.
    return info.tobuf(tarfile.GNU_FORMAT)
