"""A small file under a passphrase, as age writes it (https://age-encryption.org/v1, "The scrypt recipient type").

age's library opens such files for us, but makes them with a work factor that takes a second of this machine and a
gigabyte of memory: more than a small container has. This one takes 64 MB, here and wherever it is opened.
"""

import hashlib
import hmac
import os
from base64 import b64encode

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

WORK_FACTOR = 16
_INTRO = b"age-encryption.org/v1"
_BLOCK_SIZE, _MEMORY = 8, 1 << 27


def encrypt(content: bytes, passphrase: str) -> bytes:
    """An age file of less than 64 KiB, which the format takes for one chunk."""
    file_key, salt, nonce = os.urandom(16), os.urandom(16), os.urandom(16)
    wrapped = _sealed(_stretched(passphrase, salt), bytes(12), file_key)
    header = b"%s\n-> scrypt %s %d\n%s\n---" % (_INTRO, _text(salt), WORK_FACTOR, _text(wrapped))
    mac = hmac.digest(_derived(file_key, b"", b"header"), header, "sha256")
    payload = _sealed(_derived(file_key, nonce, b"payload"), bytes(11) + b"\x01", content)
    return b"%s %s\n" % (header, _text(mac)) + nonce + payload


def _stretched(passphrase: str, salt: bytes) -> bytes:
    salted = _INTRO + b"/scrypt" + salt
    return hashlib.scrypt(
        passphrase.encode(), salt=salted, n=1 << WORK_FACTOR, r=_BLOCK_SIZE, p=1, maxmem=_MEMORY, dklen=32
    )


def _derived(key: bytes, salt: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), length=32, salt=salt, info=purpose).derive(key)


def _sealed(key: bytes, nonce: bytes, content: bytes) -> bytes:
    return ChaCha20Poly1305(key).encrypt(nonce, content, None)


def _text(value: bytes) -> bytes:
    return b64encode(value).rstrip(b"=")
