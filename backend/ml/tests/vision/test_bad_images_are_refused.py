"""A file that cannot be answered is refused with the right word, before anything large is decoded."""

import struct
import tracemalloc
import wave
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageFile

from ml.errors import BadInput
from ml.formats import Format, formats_of
from ml.tests.heic import save
from ml.types import Limits
from ml.vision.decode import read_image
from ml.vision.inspect import inspect

LIMIT = 50_000_000


def refusal(path: Path, limit: int = LIMIT) -> BadInput:
    with pytest.raises(BadInput) as caught:
        inspect(path, Limits(limit))
    return caught.value


def photo(path: Path, name: str) -> Path:
    """A noisy picture, so that its file is long."""
    save(Image.effect_noise((320, 240), 80).convert("RGB"), path, name)
    return path


@pytest.mark.parametrize("name", [one.readers[0] for one in formats_of("image")])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_truncated_image_is_refused_as_damaged(tmp_path: Path, name: str, share: float) -> None:
    path = photo(tmp_path / "cut", name)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    assert refusal(path).code == "invalid_media"


@pytest.mark.parametrize("name", ["JPEG", "PNG", "GIF", "TIFF", "BMP"])
def test_a_bare_signature_is_damaged_and_not_unsupported(tmp_path: Path, name: str) -> None:
    path = photo(tmp_path / "head", name)
    path.write_bytes(path.read_bytes()[:16])
    assert refusal(path).code == "invalid_media"


@pytest.mark.parametrize(
    "content",
    [b"", b"\n", b"just a text file named .png\n", b"%PDF-1.7 ...", b"<svg xmlns='http://www.w3.org/2000/svg'/>"],
)
def test_what_is_no_image_is_refused_whatever_its_name_says(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "picture.png").write_bytes(content)
    assert refusal(tmp_path / "picture.png").code == "unsupported_media_type"


def test_a_sound_file_is_no_image(tmp_path: Path) -> None:
    with wave.open(str(tmp_path / "sound"), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(16000)
        sound.writeframes(bytes(3200))
    assert refusal(tmp_path / "sound").code == "unsupported_media_type"


def bomb(path: Path, side: int) -> Path:
    """A valid PNG of side x side white pixels in a few kilobytes."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    squeeze, row = zlib.compressobj(9), b"\0" + b"\xff" * (side // 8)
    packed = b"".join([*(squeeze.compress(row) for _ in range(side)), squeeze.flush()])
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b""))
    return path


def test_a_decompression_bomb_is_refused_from_its_header(tmp_path: Path) -> None:
    path = bomb(tmp_path / "bomb.png", 20_000)
    tracemalloc.start()
    error = refusal(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert error.code == "too_large"
    assert "400,000,000" in error.detail
    assert "50,000,000" in error.detail
    assert peak < 2_000_000


@pytest.mark.parametrize("one", formats_of("image"), ids=lambda one: one.name)
def test_a_picture_over_the_limit_is_refused_in_every_format_before_it_is_decoded(
    tmp_path: Path, one: Format, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = photo(tmp_path / "large", one.readers[0])
    assert inspect(path, Limits(320 * 240)).content_type == one.mime
    monkeypatch.setattr(ImageFile.ImageFile, "load", lambda *_: pytest.fail("it was decoded"))
    assert refusal(path, 320 * 240 - 1).code == "too_large"


def test_the_limit_itself_is_still_allowed(tmp_path: Path) -> None:
    Image.new("L", (100, 50)).save(tmp_path / "edge.png")
    assert inspect(tmp_path / "edge.png", Limits(5000)).width == 100
    assert refusal(tmp_path / "edge.png", 4999).code == "too_large"


def test_what_breaks_after_the_upload_is_a_decode_failure(tmp_path: Path) -> None:
    path = photo(tmp_path / "photo.jpg", "JPEG")
    path.write_bytes(path.read_bytes()[:2000])
    with pytest.raises(BadInput) as caught:
        read_image(path, LIMIT)
    assert caught.value.code == "decode_failed"


def test_the_refusal_does_not_tell_where_files_lie(tmp_path: Path) -> None:
    path = photo(tmp_path / "photo.png", "PNG")
    path.write_bytes(path.read_bytes()[:100])
    assert str(tmp_path) not in refusal(path).detail
