"""Of an animation the first frame that shows something: many begin with an empty one."""

from contextlib import suppress

from PIL import Image

from ml.vision.upright import strips

# Together with a limit of pixels, so that a long animation takes no longer than a large picture.
MOST_FRAMES = 50
ANIMATIONS = ("GIF", "PNG", "WEBP", "AVIF")


def seek_first_shown(image: Image.Image, max_pixels: int) -> None:
    """Go to it, or stay at the first one where none of those that are looked at shows more than one colour."""
    if image.format not in ANIMATIONS or not getattr(image, "is_animated", False):
        return
    frames = max(1, min(MOST_FRAMES, max_pixels // (image.width * image.height)))
    # A later frame that is damaged is no reason to refuse the first.
    with suppress(Exception):
        for number in range(frames):
            image.seek(number)
            if _shows_something(image):
                return
    image.seek(0)


def _shows_something(image: Image.Image) -> bool:
    image.load()
    first = None
    for _, strip in strips(image):
        extrema = strip.getextrema()
        first = first or extrema
        if extrema != first or any(low != high for low, high in extrema):  # type: ignore[misc]  # RGB has three pairs
            return True
    return False
