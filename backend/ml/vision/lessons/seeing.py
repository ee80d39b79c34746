"""What a base model sees of photos before it gives them a name: the numbers that its last layer reads, evened out."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ml.bundle import MODEL, Bundle
from ml.errors import BadInput, BundleError
from ml.serving.session import cores, open_session
from ml.types import Limits
from ml.vision.decode import read_picture
from ml.vision.fingerprint import Fingerprint, fingerprint
from ml.vision.preprocess import needed_side, to_pixels
from ml.vision.spec import ImageSpec, image_spec

# The photo, and its mirror image: a cup's handle may be on either side.
VIEWS = 2
Embedding = NDArray[np.float16]


class Seen(NamedTuple):
    """A photo: its views (VIEWS, D), the photo itself first, and by what copies of it are found."""

    views: Embedding
    fingerprint: Fingerprint

    @classmethod
    def from_bytes(cls, views: bytes, kept: bytes) -> "Seen":
        """As both were kept."""
        return cls(np.frombuffer(views, np.float16).reshape(VIEWS, -1), Fingerprint.from_bytes(kept))


@dataclass(frozen=True, slots=True)
class _Read:
    pixels: NDArray[np.float32]
    fingerprint: Fingerprint


class Eye:
    """Looks at photos with a base model, on the CPU.

    Raises BundleError where the model shows no embedding.
    """

    def __init__(self, base: Bundle, limits: Limits, threads: int = 0) -> None:
        self._spec = lesson_spec(base)
        self._limits, self._threads = limits, threads or cores()
        self._session = open_session(base.file(MODEL), "cpu", self._threads)
        if self._session.infer(np.zeros((1, 3, self._spec.size, self._spec.size), np.float32)).embeddings is None:
            raise BundleError(f"{base.manifest.slug} does not show what its last layer reads.")

    def look(self, photos: Sequence[Path]) -> list[Seen | BadInput]:
        """Each photo, whatever its neighbours are; a few at a time, since all are in memory together."""
        with ThreadPoolExecutor(min(self._threads, len(photos) or 1)) as pool:
            read = list(pool.map(self._read, photos))
        good = [one for one in read if isinstance(one, _Read)]
        views = iter(self._views(good))
        return [Seen(next(views), one.fingerprint) if isinstance(one, _Read) else one for one in read]

    def _read(self, photo: Path) -> _Read | BadInput:
        try:
            image, whole = read_picture(photo, self._limits.max_pixels, needed_side(self._spec))
            return _Read(to_pixels(image, self._spec, whole), fingerprint(image))
        except BadInput as error:
            return error

    def _views(self, photos: Sequence[_Read]) -> NDArray[np.float16]:
        """(N, VIEWS, D)."""
        if not photos:
            return np.empty((0, VIEWS, 0), np.float16)
        pixels = np.stack([view for one in photos for view in (one.pixels, one.pixels[:, :, ::-1])])
        embeddings = self._session.infer(pixels).embeddings
        if embeddings is None or not np.isfinite(embeddings).all():
            raise BundleError("The base model gave no finite numbers.")
        return evened(embeddings).reshape(len(photos), VIEWS, -1).astype(np.float16)


def evened(embeddings: NDArray[np.float32]) -> NDArray[np.float32]:
    """Square roots, so that few large numbers do not outweigh all others (as of histograms: Arandjelovic 2012)."""
    return np.sqrt(np.maximum(embeddings, 0))


def lesson_spec(base: Bundle) -> ImageSpec:
    """The numbers of the base model, but for the crop: what people hold up may reach to the edge of the photo."""
    return image_spec(base.manifest.preprocess).model_copy(update={"resize_to": None})
