"""How an image becomes the network's input, with the numbers that it was trained with."""

from typing import Literal

from pydantic import Field

from ml.types import Spec


class ImageSpec(Spec):
    """Sizes in pixels; `mean` and `std` of red, green and blue, 0 to 1."""

    size: int = Field(ge=8, le=4096)
    resize: Literal["squash", "center-crop"]
    resize_to: int | None = None
    mean: tuple[float, float, float]
    std: tuple[float, float, float]


def image_spec(spec: Spec) -> ImageSpec:
    """The numbers of an image model. Raises TypeError for those of another kind."""
    if not isinstance(spec, ImageSpec):
        raise TypeError(f"{type(spec).__name__} holds no numbers of an image model")
    return spec


SPEC = ImageSpec
