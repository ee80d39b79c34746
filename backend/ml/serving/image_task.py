"""What the engine does for image classification."""

from collections.abc import Iterator, Sequence

import numpy as np

from ml.bundle import Bundle, ImageSpec
from ml.errors import BundleError
from ml.serving.task import Logits, Piece
from ml.types import Classification, Item
from ml.vision.postprocess import classify, top_k_of
from ml.vision.preprocess import needed_side, read_image, to_pixels

# Sixteen images of 224 x 224, or sixty-four of 32 x 32: enough to fill the cores, small enough to stay small.
BATCH_VALUES = 16 * 3 * 224 * 224
BATCH_IMAGES = 64


class ImageTask:
    """One image is one piece."""

    def __init__(self, bundle: Bundle, max_pixels: int) -> None:
        if not isinstance(bundle.manifest.preprocess, ImageSpec) or not bundle.manifest.labels:
            raise BundleError(f"{bundle.folder}: not an image model")
        self.spec, self.labels, self.max_pixels = bundle.manifest.preprocess, bundle.manifest.labels, max_pixels

    def pieces(self, item: Item) -> Iterator[Piece]:
        """The normalised pixels. Raises BadInput."""
        top_k_of(item.options)
        image = read_image(item.path, self.max_pixels, needed_side(self.spec))
        yield Piece(to_pixels(image, self.spec), length=1)

    def answer(self, item: Item, outputs: Sequence[tuple[int, Logits]]) -> Classification:
        """The best classes of the one output."""
        ((_, logits),) = outputs
        return classify(logits, self.labels, top_k_of(item.options))

    def batch_limit(self, shape: tuple[int, ...]) -> int:
        """How many images of a shape go into one batch."""
        return max(1, min(BATCH_IMAGES, BATCH_VALUES // int(np.prod(shape))))

    def blank(self) -> Piece:
        """Grey, to warm up with."""
        return Piece(np.zeros((3, self.spec.size, self.spec.size), np.float32), length=1)
