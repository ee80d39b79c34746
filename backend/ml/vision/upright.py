"""Pixels of any mode become upright RGB, a strip at a time: 50 megapixels are 200 MB a copy."""

from collections.abc import Callable, Iterator

import numpy as np
from PIL import ExifTags, Image

Size = tuple[int, int]
STRIP_PIXELS = 1 << 20
# What may be left of a picture whose shorter side is all that is needed; a longer one is shortened.
MOST_PIXELS = 8_000_000
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
TURNED_SIDEWAYS = (5, 6, 7, 8)


def orientation_of(image: Image.Image) -> int:
    """1 to 8 as EXIF counts, 1 where nothing is said that can be read; TIFF's reader has turned the picture already."""
    if image.format == "TIFF":
        return 1
    try:
        return int(image.getexif().get(ExifTags.Base.Orientation, 1))
    except Exception:  # noqa: BLE001 - a damaged EXIF block does not make the picture unreadable
        return 1


def upright_rgb(image: Image.Image, at_least: int | None) -> Image.Image:
    """A decoded picture, reduced to no less than `at_least` pixels each way; see `factors`."""
    reduced = in_rgb(image, factors(image.size, at_least) if at_least else (1, 1))
    way = UPRIGHT.get(orientation_of(image))
    return reduced if way is None else reduced.transpose(way)


def factors(size: Size, at_least: int) -> Size:
    """By how much width and height may be divided: by the same, unless that leaves too much of a very long picture."""
    width, height = size
    same = max(1, min(size) // at_least)
    if width * height <= MOST_PIXELS * same * same:
        return same, same
    return max(1, width // at_least), max(1, height // at_least)


def in_rgb(image: Image.Image, factor: Size = (1, 1)) -> Image.Image:
    """Average blocks of so many pixels in RGB."""
    across, down = factor
    if image.mode == "RGB" and "transparency" not in image.info:
        return image if factor == (1, 1) else image.reduce(factor)
    found = Image.new("RGB", (-(-image.width // across), -(-image.height // down)))
    for top, strip in strips(image, down):
        found.paste(strip if factor == (1, 1) else strip.reduce(factor), (0, top // down))
    return found


def strips(image: Image.Image, multiple: int = 1) -> Iterator[tuple[int, Image.Image]]:
    """Its rows in RGB, some at a time, with the number of the first; `multiple` divides that number."""
    to_rgb = _converter(image)
    rows = multiple * max(1, STRIP_PIXELS // (image.width * multiple))
    for top in range(0, image.height, rows):
        yield top, to_rgb(image.crop((0, top, image.width, min(top + rows, image.height))))


def _converter(image: Image.Image) -> Callable[[Image.Image], Image.Image]:
    if image.mode.startswith(("I", "F")):
        white = _white(image)
        return lambda strip: _grey(strip, white)
    return _on_white if image.has_transparency_data else lambda strip: strip.convert("RGB")


def _on_white(strip: Image.Image) -> Image.Image:
    visible = strip.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", visible.size, "white"), visible).convert("RGB")


def _grey(strip: Image.Image, white: float) -> Image.Image:
    """16 bit, 32 bit and floating-point grey: its full range becomes 0 to 255 (Pillow alone would clip it)."""
    values = _values(strip).clip(0, white) * (255 / white)
    return Image.fromarray(values.round().astype(np.uint8)).convert("RGB")


def _values(strip: Image.Image) -> "np.typing.NDArray[np.float32]":
    return np.nan_to_num(np.asarray(strip, dtype=np.float32))


def _white(image: Image.Image) -> float:
    """The customary full scale (1.0, 8 bit, 16 bit) that holds the brightest value, else that value itself."""
    if image.mode.startswith("I;16"):
        return 65535.0
    rows = max(1, STRIP_PIXELS // image.width)
    boxes = [(0, top, image.width, min(top + rows, image.height)) for top in range(0, image.height, rows)]
    brightest = max(float(_values(image.crop(box)).max(initial=0.0)) for box in boxes)
    return next((scale for scale in (1.0, 255.0, 65535.0) if brightest <= scale), brightest)
