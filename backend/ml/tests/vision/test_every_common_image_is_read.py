"""Whatever mode and container a picture comes in, the network sees the same upright RGB."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ml.errors import BadInput
from ml.formats import format_read_by, formats_of
from ml.tests.heic import save
from ml.types import Limits
from ml.vision.decode import read_image
from ml.vision.inspect import inspect, thumbnail

LIMIT = 1_000_000
RED, BLUE, WHITE = (255, 0, 0), (0, 0, 255), (255, 255, 255)


def half_red_half_blue(width: int = 40, height: int = 20) -> Image.Image:
    """Red on the left, blue on the right."""
    image = Image.new("RGB", (width, height), RED)
    image.paste(BLUE, (width // 2, 0, width, height))
    return image


def colour_at(path: Path, x: int, y: int) -> tuple[int, ...]:
    pixel = read_image(path, LIMIT).getpixel((x, y))
    assert isinstance(pixel, tuple)
    return pixel


@pytest.mark.parametrize(
    ("orientation", "red_at"),
    [(1, (2, 2)), (2, (37, 2)), (3, (37, 17)), (6, (2, 2)), (8, (2, 37)), (5, (2, 2)), (7, (17, 37))],
)
@pytest.mark.parametrize("suffix", ["jpg", "png", "webp", "tiff"])
def test_the_exif_orientation_turns_the_picture_upright(
    tmp_path: Path, suffix: str, orientation: int, red_at: tuple[int, int]
) -> None:
    path = tmp_path / f"turned.{suffix}"
    exif = Image.Exif()
    exif[0x0112] = orientation
    half_red_half_blue().save(path, exif=exif)
    info = inspect(path, Limits(LIMIT))
    assert (info.width, info.height) == ((20, 40) if orientation >= 5 else (40, 20))
    assert read_image(path, LIMIT).size == (info.width, info.height)
    assert colour_at(path, *red_at) == pytest.approx(RED, abs=12)


@pytest.mark.parametrize("mode", ["L", "1", "LA"])
def test_grey_becomes_three_equal_channels(tmp_path: Path, mode: str) -> None:
    Image.new("L", (8, 8), 255).convert(mode).save(tmp_path / "grey.png")
    assert colour_at(tmp_path / "grey.png", 4, 4) == WHITE


@pytest.mark.parametrize("suffix", ["png", "webp", "avif", "tiff"])
def test_what_is_transparent_becomes_white(tmp_path: Path, suffix: str) -> None:
    image = half_red_half_blue().convert("RGBA")
    image.paste((0, 0, 0, 0), (20, 0, 40, 20))
    image.save(tmp_path / f"alpha.{suffix}", lossless=True)
    assert colour_at(tmp_path / f"alpha.{suffix}", 35, 10) == pytest.approx(WHITE, abs=3)
    assert colour_at(tmp_path / f"alpha.{suffix}", 5, 10) == pytest.approx(RED, abs=12)


def test_a_half_transparent_grey_is_mixed_with_white(tmp_path: Path) -> None:
    Image.new("LA", (8, 8), (0, 128)).save(tmp_path / "half.png")
    assert colour_at(tmp_path / "half.png", 4, 4) == pytest.approx((127, 127, 127), abs=1)


def test_a_palette_with_a_transparent_colour_is_read(tmp_path: Path) -> None:
    image = Image.new("P", (8, 8), 0)
    image.putpalette([255, 0, 0, 0, 0, 255])
    image.putpixel((7, 7), 1)
    image.save(tmp_path / "palette.png", transparency=1)
    assert colour_at(tmp_path / "palette.png", 0, 0) == RED
    assert colour_at(tmp_path / "palette.png", 7, 7) == WHITE


@pytest.mark.parametrize("suffix", ["jpg", "tiff"])
def test_cmyk_is_converted(tmp_path: Path, suffix: str) -> None:
    half_red_half_blue().convert("CMYK").save(tmp_path / f"print.{suffix}")
    assert colour_at(tmp_path / f"print.{suffix}", 5, 10) == pytest.approx(RED, abs=12)


@pytest.mark.parametrize("suffix", ["png", "tiff"])
def test_16_bit_grey_is_scaled_and_not_clipped(tmp_path: Path, suffix: str) -> None:
    Image.fromarray(np.full((8, 8), 0x8000, np.uint16)).save(tmp_path / f"deep.{suffix}")
    assert colour_at(tmp_path / f"deep.{suffix}", 4, 4) == (128, 128, 128)


@pytest.mark.parametrize(("value", "grey"), [(0.5, 128), (51.0, 51), (13107.0, 51)])
def test_floating_point_grey_is_scaled_to_its_customary_white(tmp_path: Path, value: float, grey: int) -> None:
    Image.fromarray(np.full((8, 8), value, np.float32)).save(tmp_path / "float.tiff")
    assert colour_at(tmp_path / "float.tiff", 4, 4) == (grey,) * 3


@pytest.mark.parametrize("suffix", ["gif", "webp", "png", "tiff"])
def test_of_several_frames_the_first_is_taken(tmp_path: Path, suffix: str) -> None:
    first, second = Image.new("RGB", (8, 8), RED), Image.new("RGB", (8, 8), BLUE)
    first.save(tmp_path / f"frames.{suffix}", save_all=True, append_images=[second], lossless=True)
    assert colour_at(tmp_path / f"frames.{suffix}", 4, 4) == RED


@pytest.mark.parametrize("name", [one.readers[0] for one in formats_of("image")])
def test_the_upload_check_names_format_size_and_type(tmp_path: Path, name: str) -> None:
    save(half_red_half_blue(640, 480), tmp_path / "picture", name)
    info = inspect(tmp_path / "picture", Limits(LIMIT))
    assert (info.content_type, info.width, info.height) == (format_read_by(name).mime, 640, 480)


def test_the_phone_jpeg_with_a_second_picture_counts_as_a_jpeg(tmp_path: Path) -> None:
    half_red_half_blue().save(tmp_path / "phone.jpg", "MPO", save_all=True, append_images=[half_red_half_blue()])
    info = inspect(tmp_path / "phone.jpg", Limits(LIMIT))
    assert (info.content_type, info.width) == ("image/jpeg", 40)


def test_the_thumbnail_is_a_small_upright_webp(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    half_red_half_blue(1000, 500).save(tmp_path / "large.jpg", exif=exif)
    (tmp_path / "thumbnail").write_bytes(thumbnail(tmp_path / "large.jpg", LIMIT))
    with Image.open(tmp_path / "thumbnail") as small:
        assert (small.format, small.size) == ("WEBP", (128, 256))


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp", "gif", "tiff", "bmp", "avif"])
def test_a_picture_whose_end_is_missing_is_refused_before_it_is_accepted(tmp_path: Path, suffix: str) -> None:
    whole = tmp_path / f"whole.{suffix}"
    Image.effect_noise((300, 200), 80).convert("RGB").save(whole)
    cut = tmp_path / f"cut.{suffix}"
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size * 9 // 10])
    with pytest.raises(BadInput) as refused:
        inspect(cut, Limits(LIMIT))
    assert refused.value.code == "invalid_media"


def test_a_damaged_exif_block_does_not_lose_the_picture(tmp_path: Path) -> None:
    half_red_half_blue().save(tmp_path / "picture.jpg", exif=b"Exif\0\0II*\0\xff\xff\xff\xff")
    assert colour_at(tmp_path / "picture.jpg", 5, 10) == pytest.approx(RED, abs=12)
