"""What a base model sees of photos before it gives them a name: the means of its maps, evened out."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ml.bundle import MODEL, Bundle
from ml.errors import BadInput, BundleError
from ml.serving.session import Session, cores, open_session
from ml.types import Limits
from ml.vision.decode import read_picture
from ml.vision.fingerprint import Fingerprint, fingerprint
from ml.vision.lessons.graph import seeing_graph
from ml.vision.preprocess import needed_side, to_pixels
from ml.vision.spec import ImageSpec, image_spec
from ml.vision.upright import Size

# The photo; its mirror image, since a cup has its handle on either side; and nearer, two corners of it, mirrored: they
# tell, where there are few photos of a label, what of these is chance.
VIEWS = 4
NEARER = 1.25
# Rises whenever other numbers than before are made of the same photo.
WAY = 2
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
    views: NDArray[np.float32]
    fingerprint: Fingerprint


class Eye:
    """Looks at photos with a base model, on the CPU.

    Raises BundleError where the model shows no embedding.
    """

    def __init__(self, base: Bundle, limits: Limits, threads: int = 0) -> None:
        self._spec = lesson_spec(base)
        self._limits, self._threads = limits, threads or cores()
        self._session = _open(base, self._threads)

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
            return _Read(_views(image, self._spec, whole), fingerprint(image))
        except BadInput as error:
            return error

    def _views(self, photos: Sequence[_Read]) -> NDArray[np.float16]:
        """(N, VIEWS, D)."""
        if not photos:
            return np.empty((0, VIEWS, 0), np.float16)
        embeddings = self._session.infer(np.concatenate([one.views for one in photos])).embeddings
        if embeddings is None or not np.isfinite(embeddings).all():
            raise BundleError("The base model gave no finite numbers.")
        return embeddings.reshape(len(photos), VIEWS, -1).astype(np.float16)


def _views(image: Image.Image, spec: ImageSpec, whole: Size) -> NDArray[np.float32]:
    """(VIEWS, 3, size, size)."""
    size, large = spec.size, round(NEARER * spec.size)
    photo = to_pixels(image, spec, whole)
    near = to_pixels(image, spec.model_copy(update={"size": large}), whole)
    corners = near[:, :size, -size:], near[:, -size:, :size]
    return np.stack([photo, photo[:, :, ::-1], *(corner[:, :, ::-1] for corner in corners)])


def sight(digest: str) -> str:
    """By which is known what was seen with the base model of that digest, and in the way of now: 64 letters."""
    return sha256(f"{digest} {WAY}".encode()).hexdigest()


def _open(base: Bundle, threads: int) -> Session:
    with TemporaryDirectory() as place:
        graph = Path(place) / MODEL
        seeing_graph(base.file(MODEL), graph)
        return open_session(graph, "cpu", threads)


def lesson_spec(base: Bundle) -> ImageSpec:
    """The numbers of the base model, but for the crop: what people hold up may reach to the edge of the photo."""
    return image_spec(base.manifest.preprocess).model_copy(update={"resize_to": None})
