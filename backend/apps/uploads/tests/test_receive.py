"""A file on its way in: counted, hashed and refused at the first byte too many."""

import errno
import hashlib
from typing import Any

import pytest
from django.core.files.uploadedfile import TemporaryUploadedFile

from apps.core.errors import Problem, StorageAway
from apps.uploads.tests.files import arrived
from conftest import Configure

PIECES = [b"one ", b"two ", b"three"]


def test_the_hash_is_that_of_all_pieces_in_order() -> None:
    file = arrived("words.txt", PIECES)
    assert file.sha256 == hashlib.sha256(b"one two three").hexdigest()  # type: ignore[attr-defined]
    assert (file.size, file.read()) == (13, b"one two three")


def test_each_file_of_a_request_has_a_hash_of_its_own() -> None:
    first, second = arrived("one", [b"same"]), arrived("two", [b"same"])
    assert first.sha256 == second.sha256 == hashlib.sha256(b"same").hexdigest()  # type: ignore[attr-defined]


def test_a_file_of_just_the_limit_is_taken_and_one_byte_more_is_not(configure: Configure) -> None:
    configure(max_bytes=13)
    assert arrived("fits.txt", PIECES).size == 13
    with pytest.raises(Problem) as caught:
        arrived("large.txt", [*PIECES, b"!"])
    assert (caught.value.status, caught.value.code) == (413, "too_large")
    assert caught.value.detail == "large.txt is larger than the limit of 13 bytes (SLIPWAY_MAX_BYTES)."


def test_a_file_over_the_limit_is_refused_while_it_arrives(configure: Configure) -> None:
    configure(max_bytes=5)

    def endless() -> Any:
        yield b"12345"
        yield b"6"
        pytest.fail("more was read after the limit")

    with pytest.raises(Problem):
        arrived("endless", endless())


def test_a_full_disk_is_no_fault_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_file: TemporaryUploadedFile, _piece: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(TemporaryUploadedFile, "write", full, raising=False)
    with pytest.raises(StorageAway, match=r"^The server cannot take files just now: No space left on device\.$"):
        arrived("photo.png", PIECES)
