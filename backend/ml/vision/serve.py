"""What the engine does for image classification."""

from collections.abc import Iterator, Sequence
from math import prod
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ml.bundle import Bundle
from ml.errors import BundleError
from ml.options import RequestOptions
from ml.serving.predictor import Logits, Piece
from ml.types import Classification, Limits
from ml.vision.decode import read_picture
from ml.vision.options import ImageOptions
from ml.vision.postprocess import classify
from ml.vision.preprocess import needed_side, to_pixels
from ml.vision.spec import ImageSpec
from ml.vision.traits import named

# Sixteen images of 224 x 224, or sixty-four of 32 x 32: enough to fill the cores, small enough to stay small.
BATCH_VALUES = 16 * 3 * 224 * 224
BATCH_IMAGES = 64


class ImagePredictor:
    """One image is one piece."""

    def __init__(self, bundle: Bundle, limits: Limits) -> None:
        if not isinstance(bundle.manifest.preprocess, ImageSpec) or not bundle.manifest.labels:
            raise BundleError(f"{bundle.folder}: not an image model")
        self.spec, self.labels, self.limits = bundle.manifest.preprocess, bundle.manifest.labels, limits
        self._tells_drift = bundle.manifest.drift is not None

    def pieces(self, path: Path) -> Iterator[Piece]:
        """The normalised pixels. Raises BadInput."""
        image, whole = read_picture(path, self.limits.max_pixels, needed_side(self.spec))
        pixels = to_pixels(image, self.spec, whole)
        yield Piece(pixels, length=1, traits=named(pixels) if self._tells_drift else None)

    def answer(self, outputs: Sequence[tuple[int, Logits]], options: RequestOptions | None = None) -> Classification:
        """The best classes of the one output."""
        ((_, logits),) = outputs
        chosen = options if isinstance(options, ImageOptions) else ImageOptions()
        return classify(logits, self.labels, chosen)

    def batch_limit(self, shape: tuple[int, ...]) -> int:
        """How many images of a shape go into one batch."""
        return max(1, min(BATCH_IMAGES, BATCH_VALUES // prod(shape)))

    def blank(self) -> Piece:
        """Grey, to warm up with."""
        return Piece(np.zeros((3, self.spec.size, self.spec.size), np.float32), length=1)

    def describe(self, array: NDArray[np.float32]) -> str:
        """Width and height."""
        return f"an image of {array.shape[2]} x {array.shape[1]}"


predictor = ImagePredictor
