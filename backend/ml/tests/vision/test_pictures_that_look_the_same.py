"""Pictures that were saved again, resized or made a little brighter are found; those that only resemble are not."""

import io
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, ImageEnhance

from ml.vision.fingerprint import fingerprint, near_pairs


def picture(seed: int, side: int = 64) -> Image.Image:
    """Coarse colours, each picture its own."""
    colours = np.random.default_rng(seed).integers(0, 256, (6, 6, 3), dtype=np.uint8)
    return Image.fromarray(colours).resize((side, side), Image.Resampling.BICUBIC)


def pairs(*images: Image.Image) -> set[tuple[int, int]]:
    return set(near_pairs([fingerprint(image) for image in images]))


def saved_again(image: Image.Image) -> Image.Image:
    file = io.BytesIO()
    image.save(file, "JPEG", quality=60)
    return Image.open(file).convert("RGB")


@pytest.mark.parametrize(
    "change",
    [
        saved_again,
        lambda image: image.resize((300, 200)),
        lambda image: ImageEnhance.Brightness(image).enhance(1.05),
    ],
    ids=["saved again", "resized", "brighter"],
)
def test_a_changed_copy_is_found_among_others(change: Callable[[Image.Image], Image.Image]) -> None:
    assert pairs(picture(1), picture(2), change(picture(1)), picture(3)) == {(0, 2)}


@pytest.mark.parametrize("turn", [Image.Transpose.FLIP_LEFT_RIGHT, Image.Transpose.ROTATE_90])
def test_a_mirrored_or_turned_picture_is_another(turn: Image.Transpose) -> None:
    assert pairs(picture(1), picture(1).transpose(turn)) == set()


def test_the_same_shapes_in_other_colours_are_others() -> None:
    red, green, blue = picture(1).split()
    assert pairs(picture(1), Image.merge("RGB", (blue, red, green))) == set()


def test_plain_pictures_are_in_no_pair() -> None:
    plain = Image.new("RGB", (64, 64), "white")
    assert fingerprint(plain).plain
    assert pairs(plain, plain, picture(1)) == set()


@pytest.mark.parametrize("count", [0, 1])
def test_fewer_than_two_pictures_make_no_pair(count: int) -> None:
    assert pairs(*[picture(1)] * count) == set()


def test_of_many_copies_every_pair_is_found() -> None:
    assert pairs(*[picture(5)] * 4) == {(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)}
