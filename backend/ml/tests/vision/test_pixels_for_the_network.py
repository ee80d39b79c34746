"""Resizing and normalising, the numbers that must be the same in training and serving."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ml.vision.decode import read_image
from ml.vision.preprocess import needed_side, to_pixels
from ml.vision.spec import ImageSpec

MODES = {
    "jpg": ("RGB", "L", "CMYK"),
    "png": ("RGB", "L", "RGBA", "P"),
    "webp": ("RGB", "L", "RGBA"),
    "tiff": ("RGB", "L", "CMYK", "RGBA", "P"),
}
PLAIN = {"mean": (0.0, 0.0, 0.0), "std": (1.0, 1.0, 1.0)}


def spec(size: int, resize: str, resize_to: int | None = None) -> ImageSpec:
    return ImageSpec.model_validate({"size": size, "resize": resize, "resize_to": resize_to, **PLAIN})


def stripes(width: int, height: int) -> Image.Image:
    """A quarter red, half green, a quarter blue, from left to right."""
    image = Image.new("RGB", (width, height), (0, 255, 0))
    image.paste((255, 0, 0), (0, 0, width // 4, height))
    image.paste((0, 0, 255), (3 * width // 4, 0, width, height))
    return image


def test_an_image_of_the_right_size_is_only_normalised() -> None:
    image = Image.effect_noise((32, 32), 60).convert("RGB")
    numbers = ImageSpec(size=32, resize="center-crop", mean=(0.5, 0.4, 0.3), std=(0.2, 0.25, 0.3))
    expected = (np.asarray(image).transpose(2, 0, 1) / 255 - np.array([[[0.5]], [[0.4]], [[0.3]]])) / np.array(
        [[[0.2]], [[0.25]], [[0.3]]]
    )
    pixels = to_pixels(image, numbers)
    assert pixels.dtype == np.float32
    assert pixels.flags.c_contiguous
    np.testing.assert_allclose(pixels, expected, atol=1e-6)


def test_squash_keeps_the_whole_width_and_center_crop_the_middle() -> None:
    squashed, cropped = (to_pixels(stripes(800, 400), spec(32, resize)) for resize in ("squash", "center-crop"))
    assert squashed[0, 16, 0] == pytest.approx(1, abs=0.02)
    assert squashed[2, 16, -1] == pytest.approx(1, abs=0.02)
    assert cropped[1, :, 2:-2].min() > 0.98


def test_resize_to_cuts_a_smaller_middle() -> None:
    image = Image.new("RGB", (256, 256), "black")
    image.paste("white", (16, 16, 240, 240))
    assert to_pixels(image, spec(224, "center-crop", 256)).min() == pytest.approx(1, abs=1e-6)
    assert to_pixels(image, spec(224, "center-crop")).min() == pytest.approx(0, abs=1e-6)


def test_shrinking_averages_instead_of_picking_pixels() -> None:
    board = np.indices((1024, 1024)).sum(0) % 2 * 255
    pixels = to_pixels(Image.fromarray(board.astype(np.uint8)).convert("RGB"), spec(32, "squash"))
    np.testing.assert_allclose(pixels, 0.5, atol=0.02)


@pytest.mark.parametrize(("suffix", "mode"), [(suffix, mode) for suffix, modes in MODES.items() for mode in modes])
def test_a_large_image_read_at_a_fraction_gives_nearly_the_same_pixels(tmp_path: Path, suffix: str, mode: str) -> None:
    shade = Image.radial_gradient("L").resize((1536, 1024))
    image = Image.merge("RGB", [shade, shade.transpose(Image.Transpose.ROTATE_180), shade.point(range(255, -1, -1))])
    image = image.convert(mode)
    if mode == "RGBA":
        image.putalpha(shade)
    exif = Image.Exif()
    exif[0x0112] = 6
    image.save(tmp_path / f"large.{suffix}", exif=exif)
    numbers = spec(32, "squash")
    quick = read_image(tmp_path / f"large.{suffix}", 10_000_000, at_least=needed_side(numbers))
    slow = read_image(tmp_path / f"large.{suffix}", 10_000_000)
    assert slow.size == (1024, 1536)
    assert mode == "P" or quick.height < 300
    np.testing.assert_allclose(to_pixels(quick, numbers), to_pixels(slow, numbers), atol=0.04)


def test_a_one_pixel_image_is_enlarged() -> None:
    assert to_pixels(Image.new("RGB", (1, 1), "white"), spec(32, "squash")).shape == (3, 32, 32)
    assert to_pixels(Image.new("RGB", (3000, 1), "white"), spec(32, "center-crop")).shape == (3, 32, 32)


def test_the_whole_is_fitted_in_and_the_rest_filled() -> None:
    numbers = ImageSpec.model_validate({"size": 32, "resize": "letterbox", "fill": (255, 255, 255), **PLAIN})
    pixels = to_pixels(Image.new("RGB", (64, 32), (255, 0, 0)), numbers).transpose(1, 2, 0)
    assert pixels[0, 0].tolist() == pixels[31, 31].tolist() == [1, 1, 1]
    assert pixels[16, 0].tolist() == pixels[16, 31].tolist() == [1, 0, 0]


def test_the_way_of_resizing_can_be_said() -> None:
    image = Image.effect_noise((100, 100), 90).convert("RGB")
    found = [to_pixels(image, ImageSpec.model_validate({"size": 32, "resize": "squash", "interpolation": way, **PLAIN}))
             for way in (None, "lanczos", "bicubic", "bilinear", "nearest")]  # fmt: skip
    assert np.array_equal(found[0], found[1])
    assert len({one.tobytes() for one in found}) == 4
