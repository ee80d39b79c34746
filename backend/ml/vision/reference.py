"""What a bundle keeps of the pictures that its version learned from, in `reference.npz`: numbers, no picture.

| array | shape, type | is |
|---|---|---|
| `known` | (M, K) float16 | embeddings of training pictures: of length 1, less `centre`, by `axes`, of length 1 again |
| `classes` | (M,) int32 | their right classes |
| `centre`, `axes` | (D,) float32, (D, K) float16 | the mean of embeddings of length 1, and their K main axes |
| `seen` | (2, E) float32 | mean and deviation of the embeddings of training pictures; without embeddings, of logits |
| `hidden`, `out` | (E + 1, H) float16, (H + 1,) float32 | the layers that tell odd pictures (`ml.vision.oddness`) |
| `usual` | (2, T) float32 | between which lie the traits (`ml.vision.traits`) of nearly all training pictures |
| `strangeness` | (V,) float32 | of the validation pictures that the version is right about, rising |
| `confidence` | (Q,) float32 | quantiles of the validation pictures' highest scores, at even distances from 0 to 1 |
| `scores` | (C, Q) float16 | the same of the scores of each class |
| `traits`, `brightness` | (T, Q), (Q,) float32 | the same of the traits, and of the mean of what the network is given |
| `sides` | (2, Q) float32 | the same of their files' width and height in pixels |

Of a graph without the output `embedding` there is no `known`, `classes`, `centre` and `axes`. From `seen` to
`strangeness` they tell strangers; the others are there to tell one day whether what comes in has changed.
What is learned in a lesson keeps other arrays: `ml.vision.likeness` says which.
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
from ml.vision import oddness
from ml.vision.familiar import PictureFamiliarity
from ml.vision.odd import odd
from ml.vision.oddness import Arrays, Values
from ml.vision.postprocess import softmax
from ml.vision.spec import image_spec
from ml.vision.traits import traits_of

LIMITS = Limits(max_pixels=100_000_000)
WIDTH = 64
# Training pictures, as many odd ones, and validation pictures that are looked at; fewer large ones, which take a
# hundred times as long.
MOST, MOST_LARGE, LARGE = (6000, 4000), (2000, 1500), 64
KEPT = 2000
SEED = 3
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
    def looks(self) -> Values:
        """What familiarity is told by."""
        return self.logits if self.embeddings is None else self.embeddings

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
    everything = [*mixed(learned), *others]
    total = len(everything) + len(learned)
    look = Look(bundle, data_set)
    known, validated = parted(look.at(everything, lambda done: tell(done, total)), len(learned))
    if validated.right.sum() < FEWEST:
        return None
    strange = look.at_odd(everything[: len(learned)], lambda done: tell(len(everything) + done, total))
    scores = softmax(validated.logits)
    labels = [bundle.manifest.outputs[place] for place in scores.argmax(axis=1)]
    sure = chosen(scores.max(axis=1), validated.right, labels)
    return Kept(fitted(known, strange, validated), {"sure": sure}, {"known": len(learned), "validated": len(others)})


def mixed(items: Sequence[DataItem]) -> list[DataItem]:
    """In another order, always the same: odd pictures are made of neighbours, which shall be of several classes."""
    return [items[place] for place in np.random.default_rng(SEED).permutation(len(items))]


def fitted(known: Seen, strange: Values, validated: Seen) -> Arrays:
    """The arrays, of pictures that the version learned from, of odd ones, and of others that it did not learn from."""
    usual = np.quantile(known.traits, NEARLY_ALL, axis=0).astype(np.float32)
    layers = oddness.fitted(known.looks, strange, validated.looks)
    kept = {**space_of(known), **layers, "usual": usual, "strangeness": np.zeros(0)}
    told = PictureFamiliarity(kept).strangeness(validated.traits, validated.looks)
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
    """Where some of the embeddings lie, by their main axes; nothing where there are none."""
    if known.embeddings is None:
        return {}
    rows = unit(known.embeddings[:KEPT])
    centre = rows.mean(axis=0)
    main = np.linalg.eigh((rows - centre).T @ (rows - centre))[1][:, ::-1][:, :WIDTH]
    axes = main.astype(np.float16)
    return {
        "known": unit((rows - centre) @ axes.astype(np.float32)).astype(np.float16),
        "classes": known.classes[:KEPT],
        "centre": centre.astype(np.float32),
        "axes": axes,
    }


def unit(rows: Values) -> Values:
    """Rows of length 1, or of zeros."""
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12))


def quantiles(values: NDArray[np.floating]) -> Values:
    """(N, ...) -> (..., Q)."""
    return np.asarray(np.moveaxis(np.quantile(values, QUANTILES, axis=0), 0, -1), np.float32)


class Look:
    """Lets a version see pictures of a data set. Raises BadInput where one cannot be read."""

    def __init__(self, bundle: Bundle, data_set: DataSet) -> None:
        self._session, self._predictor = open_session(bundle.file(MODEL), "cpu", 0), predictor_of(bundle, LIMITS)
        self._place = {label: number for number, label in enumerate(bundle.manifest.outputs)}
        self._data_set = data_set

    def at(self, items: Sequence[DataItem], tell: Callable[[int], None]) -> Seen:
        """All that is kept of them. `tell`: how many are seen."""
        inferred, looks = [], []
        for arrays in self._pieces(items):
            inferred.append(self._session.infer_rows(arrays))
            looks.append((traits_of(arrays), np.array([array.mean() for array in arrays])))
            tell(sum(len(one.logits) for one in inferred))
        traits, brightness = (np.concatenate(column) for column in zip(*looks, strict=True))
        return Seen(
            *joined(inferred), traits, brightness,
            np.array([sides_of(self._data_set, item) for item in items], np.float32),
            np.array([self._place.get(item.label or "", -1) for item in items], np.int32),
        )  # fmt: skip

    def at_odd(self, items: Sequence[DataItem], tell: Callable[[int], None]) -> Values:
        """What it sees of odd pictures made of these: embeddings, or logits."""
        random, found = np.random.default_rng(SEED), list[Inferred]()
        for arrays in self._pieces(items):
            found.append(self._session.infer_rows(odd(arrays, random)))
            tell(sum(len(one.logits) for one in found))
        logits, embeddings = joined(found)
        return logits if embeddings is None else embeddings

    def _pieces(self, items: Sequence[DataItem]) -> Iterator[list[Values]]:
        for part in parts_of(items, BATCH):
            yield [first_piece(self._predictor, self._data_set, item) for item in part]


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
