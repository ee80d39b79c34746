"""Encryption with age (age-encryption.org): whoever has the key and the usual tools can open a backup without Slipway.

Backups are encrypted to public keys alone. Older ones may have been encrypted to a key of their own that lies beside
them under a passphrase; those are still opened.
"""

import os
import tarfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

import pyrage
from django.conf import settings
from pyrage import x25519

from apps.backup.errors import DAMAGED, BackupError

KEY, PAYLOAD, README = "key.age", "backup.tar.age", "README.txt"
INSTRUCTIONS = b"""A backup of Slipway, encrypted with age (https://age-encryption.org).
`manage.py restore` reads this file as it is. By hand, with the file of a recipient's secret key:
    age -d -i key.txt backup.tar.age | tar -x
"""
SECRET_KEY = "AGE-SECRET-KEY-"  # noqa: S105 - how such a key begins
BLOCK = tarfile.BLOCKSIZE
# What was ever written takes less than 1 KiB.
LARGEST_KEY = 1 << 16
NO_KEY = (
    "A backup holds everybody's files and the keys of this Slipway, so it is encrypted: set SLIPWAY_BACKUP_RECIPIENTS "
    "to a public key, whose secret key you keep elsewhere (`python -m apps.backup.new_key` makes both). "
)
OPENS_ONLY = "SLIPWAY_BACKUP_PASSPHRASE only opens backups that were made before. "
PLAIN = "To write it readable by anyone: --plain."
LOCKED = (
    "The backup is encrypted: give the secret key or its file as SLIPWAY_BACKUP_IDENTITY; for one that was made with a "
    "passphrase, that as SLIPWAY_BACKUP_PASSPHRASE."
)


def require_key() -> None:
    """Raises BackupError where the environment names nobody whom a backup could be encrypted to."""
    if not settings.SLIPWAY.backup_recipients:
        raise BackupError(NO_KEY + (OPENS_ONLY if settings.SLIPWAY.backup_passphrase else "") + PLAIN)


@contextmanager
def encrypted(target: IO[bytes]) -> Iterator[IO[bytes]]:
    """A stream whose bytes end up encrypted in `target`, a seekable file. Raises BackupError for a wrong recipient."""
    recipients = [_recipient(text) for text in settings.SLIPWAY.backup_recipients]
    target.write(_header(README, len(INSTRUCTIONS)) + INSTRUCTIONS.ljust(_whole_blocks(len(INSTRUCTIONS)), b"\0"))
    # How long the payload is, is known when it has been written: then its header is written again.
    header = target.tell()
    target.write(bytes(BLOCK))
    read_end, write_end = os.pipe()

    def encrypt() -> None:
        with os.fdopen(read_end, "rb") as source:
            pyrage.encrypt_io(source, target, recipients)

    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(encrypt)
        # The pipe breaks where it could not be written, which `result` tells.
        with suppress(BrokenPipeError), os.fdopen(write_end, "wb") as inside:
            yield inside
        done.result()
    size = target.tell() - header - BLOCK
    target.write(bytes(_whole_blocks(size) - size + 2 * BLOCK))
    target.seek(header)
    target.write(_header(PAYLOAD, size))
    target.seek(0, os.SEEK_END)


@contextmanager
def decrypted(source: IO[bytes]) -> Iterator[IO[bytes]]:
    """The stream that was encrypted, or `source` itself where it was not.

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
    keys = _identities()
    for info in outer:
        content = outer.extractfile(info)
        if content is None or (info.size > LARGEST_KEY and info.name != PAYLOAD):
            break
        if info.name == KEY and settings.SLIPWAY.backup_passphrase:
            keys.append(_key_under_passphrase(content.read()))
        elif info.name == PAYLOAD:
            if not keys:
                raise BackupError(LOCKED)
            with _payload(content, keys) as inside:
                yield inside
            return
    raise BackupError(DAMAGED)


def _recipient(text: str) -> Any:
    try:
        return x25519.Recipient.from_str(text)
    except pyrage.RecipientError as error:
        raise BackupError(f"SLIPWAY_BACKUP_RECIPIENTS: {text!r} is no public key of age: {error}.") from error


def _identities() -> list[Any]:
    """SLIPWAY_BACKUP_IDENTITY: a file of secret keys, or such a key itself, as where secrets are files of their own."""
    given = settings.SLIPWAY.backup_identity
    try:
        text = given if given.startswith(SECRET_KEY) or not given else Path(given).expanduser().read_text("utf-8")
        lines = [line.strip() for line in text.splitlines() if not line.startswith("#")]
        return [x25519.Identity.from_str(line) for line in lines if line]
    except OSError as error:
        raise BackupError(f"SLIPWAY_BACKUP_IDENTITY = {given} cannot be read: {error.strerror}.") from error
    except (pyrage.IdentityError, UnicodeDecodeError) as error:
        raise BackupError("SLIPWAY_BACKUP_IDENTITY is no secret key of age, nor a file of such keys.") from error


def _key_under_passphrase(content: bytes) -> Any:
    try:
        return x25519.Identity.from_str(pyrage.passphrase.decrypt(content, settings.SLIPWAY.backup_passphrase).decode())
    except pyrage.DecryptError as error:
        raise BackupError("SLIPWAY_BACKUP_PASSPHRASE is not the passphrase of this backup.") from error


@contextmanager
def _payload(source: IO[bytes], keys: list[Any]) -> Iterator[IO[bytes]]:
    """A stream of what `source` holds."""
    read_end, write_end = os.pipe()

    def decrypt() -> None:
        with os.fdopen(write_end, "wb") as target:
            pyrage.decrypt_io(source, target, keys)

    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(decrypt)
        try:
            with os.fdopen(read_end, "rb") as inside:
                yield inside
                while inside.read(1 << 20):
                    pass  # to the end, where a cut would show
        except (tarfile.TarError, EOFError) as error:
            # Whoever reads sees but an early end.
            raise _reason(done.exception() or error) from error
        if failed := done.exception():
            raise _reason(failed) from failed


def _reason(error: BaseException) -> BackupError:
    if isinstance(error, pyrage.DecryptError) and "matching" in str(error):
        return BackupError("The key does not open this backup: it was made for another one.")
    return BackupError(DAMAGED)


def _whole_blocks(size: int) -> int:
    return -(-size // BLOCK) * BLOCK


def _header(name: str, size: int) -> bytes:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    # GNU's format tells sizes above 8 GB in the same 512 bytes.
    return info.tobuf(tarfile.GNU_FORMAT)
