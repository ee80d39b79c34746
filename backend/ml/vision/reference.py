"""What a bundle keeps of the pictures that its version learned from, in `reference.npz`: numbers, no picture.

| array | shape, type | is |
|---|---|---|
| `known` | (M, K) float16 | embeddings of training pictures: of length 1, less `centre`, by `axes`, of length 1 again |
| `classes` | (M,) int32 | their right classes |
| `centre`, `axes` | (D,) float32, (D, K) float16 | the mean of embeddings of length 1, and their K main axes |
| `usual` | (2, T) float32 | between which lie the traits (`ml.vision.traits`) of nearly all training pictures |
| `scale` | (2, 2) float32 | mean and deviation of distance and shortness (`ml.vision.familiar`), validation |
| `strangeness` | (V,) float32 | of the validation pictures that the version is right about, rising |
| `confidence` | (Q,) float32 | quantiles of the validation pictures' highest scores, at even distances from 0 to 1 |
| `scores` | (C, Q) float16 | the same of the scores of each class |
| `traits`, `brightness` | (T, Q), (Q,) float32 | the same of the traits, and of the mean of what the network is given |
| `sides` | (2, Q) float32 | the same of their files' width and height in pixels |

Of a graph without the output `embedding` there is no `known`, `classes`, `centre` and `axes`. The first seven tell
strangers; the others are there to tell one day whether what comes in has changed.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ml.bundle import MODEL, Bundle
from ml.datasets.frozen import DataItem, DataSet
from ml.sampling import parts_of, spread
from ml.serving.predictor import Predictor, predictor_of
from ml.serving.session import Inferred, open_session
from ml.training.reference import Kept
from ml.training.thresholds import chosen
from ml.types import Limits
from ml.vision.familiar import Arrays, PictureFamiliarity, Values, placed, unit
from ml.vision.postprocess import softmax
from ml.vision.spec import image_spec
from ml.vision.traits import traits_of

LIMITS = Limits(max_pixels=100_000_000)
WIDTH = 64
# Training and validation pictures that are looked at; fewer large ones, which take a hundred times as long.
MOST, MOST_LARGE, LARGE = (2000, 4000), (2000, 1500), 64
# Of fewer right answers no twentieth can be told.
FEWEST = 100
BATCH = 32
QUANTILES = np.linspace(0, 1, 51)
# Nearly all traits of training pictures: what lies beyond is counted as strange, the more the further.
NEARLY_ALL = (0.002, 0.998)


class Seen(NamedTuple):
    """N pictures as a version sees them; `classes` are the right ones, -1 where it does not know that label."""

    logits: Values
    embeddings: Values | None
    traits: Values
    brightness: Values
    sides: Values
    classes: NDArray[np.int32]

    @property
    def right(self) -> NDArray[np.bool_]:
        """Whether the best label is the right one."""
        return np.asarray(self.logits.argmax(axis=1) == self.classes)


def reference(bundle: Bundle, data_set: DataSet, tell: Callable[[int, int], None]) -> Kept | None:
    """What is kept of a bundle by a data set's training and validation splits; None where there is too little.

    Args:
        tell: how many pictures are seen, and how many there are.
    """
    most = MOST if image_spec(bundle.manifest.preprocess).size <= LARGE else MOST_LARGE
    learned, others = spread(data_set.items("train"), most[0]), spread(data_set.items("validation"), most[1])
    if not learned or len(others) < FEWEST:
        return None
    known, validated = parted(seen(bundle, data_set, [*learned, *others], tell), len(learned))
    if validated.right.sum() < FEWEST:
        return None
    scores = softmax(validated.logits)
    labels = [bundle.manifest.outputs[place] for place in scores.argmax(axis=1)]
    sure = chosen(scores.max(axis=1), validated.right, labels)
    return Kept(fitted(known, validated), {"sure": sure}, {"known": len(learned), "validated": len(others)})


def fitted(known: Seen, validated: Seen) -> Arrays:
    """The arrays, of pictures that the version learned from and of others that it did not."""
    usual = np.quantile(known.traits, NEARLY_ALL, axis=0).astype(np.float32)
    bare = {**space_of(known), "usual": usual, "strangeness": np.zeros(0), "scale": np.array([[0, 0], [1, 1]])}
    signs = PictureFamiliarity(bare).signs(validated.logits, validated.embeddings)
    kept = {**bare, "scale": np.stack([signs.mean(axis=0), np.maximum(signs.std(axis=0), 1e-6)]).astype(np.float32)}
    told = PictureFamiliarity(kept).strangeness(validated.traits, validated.logits, validated.embeddings)
    scores = softmax(validated.logits)
    return {
        **kept,
        "strangeness": np.sort(told[validated.right]).astype(np.float32),
        "confidence": quantiles(scores.max(axis=1)),
        "scores": quantiles(scores).astype(np.float16),
        "traits": quantiles(validated.traits),
        "brightness": quantiles(validated.brightness),
        "sides": quantiles(validated.sides),
    }


def space_of(known: Seen) -> dict[str, NDArray[np.generic]]:
    """Where the embeddings lie, by their main axes; nothing where there are none."""
    if known.embeddings is None:
        return {}
    rows = unit(known.embeddings)
    centre = rows.mean(axis=0)
    main = np.linalg.eigh((rows - centre).T @ (rows - centre))[1][:, ::-1][:, :WIDTH]
    axes = main.astype(np.float16)
    return {
        "known": placed(known.embeddings, centre, axes.astype(np.float32)).astype(np.float16),
        "classes": known.classes,
        "centre": centre.astype(np.float32),
        "axes": axes,
    }


def quantiles(values: NDArray[np.floating]) -> Values:
    """(N, ...) -> (..., Q)."""
    return np.asarray(np.moveaxis(np.quantile(values, QUANTILES, axis=0), 0, -1), np.float32)


def seen(bundle: Bundle, data_set: DataSet, items: Sequence[DataItem], tell: Callable[[int, int], None]) -> Seen:
    """Let the version see items. Raises BadInput where one cannot be read."""
    session, predictor = open_session(bundle.file(MODEL), "cpu", 0), predictor_of(bundle, LIMITS)
    place = {label: number for number, label in enumerate(bundle.manifest.outputs)}
    inferred, looks = [], []
    for part in parts_of(items, BATCH):
        arrays = [first_piece(predictor, data_set, item) for item in part]
        inferred.append(session.infer_rows(arrays))
        looks.append((traits_of(arrays), np.array([array.mean() for array in arrays])))
        tell(sum(len(one.logits) for one in inferred), len(items))
    traits, brightness = (np.concatenate(column) for column in zip(*looks, strict=True))
    return Seen(
        *joined(inferred), traits, brightness,
        np.array([sides_of(data_set, item) for item in items], np.float32),
        np.array([place.get(item.label or "", -1) for item in items], np.int32),
    )  # fmt: skip


def first_piece(predictor: Predictor, data_set: DataSet, item: DataItem) -> Values:
    """A picture as the network is given it. Raises BadInput."""
    return next(iter(predictor.pieces(data_set.path(item)))).array


def sides_of(data_set: DataSet, item: DataItem) -> tuple[int, int]:
    """Width and height of its file."""
    with Image.open(data_set.path(item)) as image:
        return image.size


def joined(inferred: Sequence[Inferred]) -> Inferred:
    """Batches one behind the other."""
    embeddings = [one.embeddings for one in inferred if one.embeddings is not None]
    return Inferred(
        np.concatenate([one.logits for one in inferred]), np.concatenate(embeddings) if embeddings else None
    )


def parted(everything: Seen, first: int) -> Iterator[Seen]:
    """The first so many, and the others."""
    for part in (slice(first), slice(first, None)):
        embeddings = None if everything.embeddings is None else everything.embeddings[part]
        yield Seen(
            everything.logits[part], embeddings, everything.traits[part], everything.brightness[part],
            everything.sides[part], everything.classes[part],
        )  # fmt: skip
