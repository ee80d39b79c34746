"""How an image becomes the network's input, with the numbers that it was trained with."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from ml.types import Spec

Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Number = Annotated[float, Field(allow_inf_nan=False)]


class ImageSpec(Spec):
    """Sizes in pixels; `mean` and `std` of red, green and blue, 0 to 1.

    `resize`: the whole picture is squashed, the middle is cut out, or the whole is fitted in and the rest filled with
    the colour `fill` (letterbox). `interpolation` None is Lanczos.
    """

    size: int = Field(ge=8, le=4096)
    resize: Literal["squash", "center-crop", "letterbox"]
    resize_to: int | None = Field(None, ge=8, le=16384)
    fill: tuple[int, int, int] | None = None
    interpolation: Literal["lanczos", "bicubic", "bilinear", "nearest"] | None = None
    mean: tuple[Number, Number, Number]
    std: tuple[Positive, Positive, Positive]

    @model_validator(mode="after")
    def cut_out_of_what_is_large_enough(self) -> Self:
        """Refuse a crop that is larger than the picture that it is cut out of."""
        if self.resize_to is not None and self.resize_to < self.size:
            raise ValueError(f"resize_to {self.resize_to} is under size {self.size}")
        return self


def image_spec(spec: Spec) -> ImageSpec:
    """The numbers of an image model. Raises TypeError for those of another kind."""
    if not isinstance(spec, ImageSpec):
        raise TypeError(f"{type(spec).__name__} holds no numbers of an image model")
    return spec


SPEC = ImageSpec
