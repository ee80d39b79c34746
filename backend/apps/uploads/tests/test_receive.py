"""A file on its way in: counted, hashed and refused at the first byte too many."""

import hashlib
from pathlib import Path
from typing import Any

import pytest

from apps.core import disk
from apps.core.errors import DiskFull, Problem
from apps.uploads.incoming import Allowed
from apps.uploads.receive import Form
from apps.uploads.tests.files import arrived
from conftest import Configure

PIECES = [b"one ", b"two ", b"three"]


def test_the_hash_is_that_of_all_pieces_in_order() -> None:
    file = arrived("words.txt", PIECES)
    assert file.sha256 == hashlib.sha256(b"one two three").hexdigest()
    assert (file.size, file.read()) == (13, b"one two three")


def test_each_file_of_a_request_has_a_hash_of_its_own() -> None:
    first, second = arrived("one", [b"same"]), arrived("two", [b"same"])
    assert first.sha256 == second.sha256 == hashlib.sha256(b"same").hexdigest()


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


def received(*parts: bytes, boundary: bytes = b"x", end: bytes = b"--x--\r\n") -> Form:
    form = Form("multipart/form-data; boundary=x", Allowed(2, 1000, "SLIPWAY_MAX_BYTES"))
    form.feed(b"".join(b"--x\r\n" + part + b"\r\n" for part in parts) + end)
    form.finish()
    return form


def part(disposition: bytes, content: bytes = b"bytes") -> bytes:
    return b"Content-Disposition: form-data; " + disposition + b"\r\n\r\n" + content


@pytest.mark.parametrize(
    ("given", "name"),
    [
        (b'filename="cat.png"', "cat.png"),
        (b"filename=cat.png", "cat.png"),
        ('filename="Katze 🐈.png"'.encode(), "Katze 🐈.png"),
        (b"filename=\"ignored\"; filename*=UTF-8''%e2%82%ac.png", "€.png"),
        (b'filename="caf\xe9.jpg"', "caf�.jpg"),
        (b'filename=""', "file"),
        (b'filename="."', "file"),
        (b'filename=".."', "file"),
        (b'filename="../../etc/passwd"', "passwd"),
        (rb'filename="C:\\photos\\cat.png"', "cat.png"),
        (b'filename="two\tcats\x00.png"', "twocats.png"),
        ('filename="photo\u202egpj.exe"'.encode(), "photogpj.exe"),
        ('filename="2026.11.29\u3000猫\u202f.png"'.encode(), "2026.11.29\u3000猫\u202f.png"),
        (b'filename="IMG.' + b"x" * 250 + b'"', "IMG." + "x" * 250),
        ('filename="2026.11.29\u3000{}"'.format("猫" * 90).encode(), "2026.11.29\u3000" + "猫" * 90),
    ],
)
def test_a_file_is_taken_under_any_name(given: bytes, name: str) -> None:
    (file,) = received(part(b'name="file"; ' + given)).files.getlist("file")
    assert (file.name, file.read()) == (name, b"bytes")


def test_a_browser_that_chose_no_file_sends_none() -> None:
    assert not received(part(b'name="file"; filename=""', b"")).files


def test_fields_are_text_whatever_they_are_called() -> None:
    form = received(part(b'name="model"', b"resnet"), part('name="猫"'.encode(), "猫€".encode()))
    assert dict(form.data.items()) == {"model": "resnet", "猫": "猫€"}


@pytest.mark.parametrize(
    ("parts", "end", "detail"),
    [
        ([part(b'name="file"; filename="cat.png"')], b"", "The form ends in the middle; it was not sent as a whole."),
        ([], b"no form at all", "The form ends in the middle; it was not sent as a whole."),
        ([b"Content-Transfer-Encoding: base64\r\n" + part(b'name="file"; filename="a"')], b"--x--", "send it as it is"),
        ([part(b"name=\"file\"; filename*=klingon''a")], b"--x--", "the name of a file is written in no way"),
        ([part(b'name="file"; filename="a"')] * 4, b"--x--", "Send at most 2 files at once."),
        ([part(b'name="a"')] * 300, b"--x--", "The form cannot be read: "),
        ([b"X: " + b"y" * 5000 + b"\r\n" + part(b'name="a"')], b"--x--", "The form cannot be read: "),
    ],
)
def test_a_form_that_cannot_be_read_says_why(parts: list[bytes], end: bytes, detail: str) -> None:
    with pytest.raises(Problem) as caught:
        received(*parts, end=end)
    assert caught.value.status == 400
    assert detail in caught.value.detail


def test_fields_of_more_than_a_mebibyte_are_too_large() -> None:
    with pytest.raises(Problem, match="The form fields are larger than 1 MiB") as caught:
        received(part(b'name="labels"', bytes(1024**2 + 1)))
    assert caught.value.status == 413


@pytest.mark.parametrize("size", [11, 100_000], ids=["at its end", "while it comes"])
def test_a_full_disk_is_no_fault_of_the_file(full_disk: Path, size: int) -> None:
    with pytest.raises(DiskFull, match=r"^The server cannot take files just now: No space left on device\.$"):
        arrived("photo.png", [bytes(size)])


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> Path:
    """Whatever is written to a file on its way meets a full disk, as late as the system finds out."""
    full = Path("/dev/full")

    def opened(**_: Any) -> Any:
        return full.open("r+b", buffering=8192)

    monkeypatch.setattr("django.core.files.uploadedfile.tempfile.NamedTemporaryFile", opened)
    return full


def test_the_last_room_on_the_disk_is_not_for_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "KEPT", 2**62)
    with pytest.raises(DiskFull):
        arrived("photo.png", PIECES)
