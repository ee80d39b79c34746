"""CIFAR-10's test pictures, as they are and damaged, answered by a model of them."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import numpy as np
from PIL import Image

from bench.drift.cells import Answered
from bench.drift.picture_damage import DAMAGE, STRENGTHS, damaged
from ml.bundle import MODEL, Bundle
from ml.drift.reference import CONFIDENCE, FAMILIAR
from ml.drift.window import Seen
from ml.sampling import parts_of
from ml.serving.familiarity import familiarity_of
from ml.serving.session import open_session
from ml.vision.postprocess import softmax
from ml.vision.preprocess import to_pixels
from ml.vision.spec import image_spec
from ml.vision.traits import named

BATCH, SEED = 50, 7


class Pictures:
    """Of a pack, in an order that is always the same and mixes the classes.

    Args:
        most: so many of them are damaged; undamaged all are looked at.
    """

    def __init__(self, bundle: Bundle, pack: Path, most: int) -> None:
        self._bundle, self._most, self._random = bundle, most, np.random.default_rng(SEED)
        self._session, self._familiarity = open_session(bundle.file(MODEL), "cpu", 0), familiarity_of(bundle)
        with np.load(pack) as arrays:
            stream, edges = arrays["jpeg"].tobytes(), pairwise(arrays["offsets"].tolist())
            names = [str(name) for name in arrays["classes"]]
            truths = [names[number] for number in arrays["labels"]]
        pictures = [Image.open(BytesIO(stream[first:last])).convert("RGB") for first, last in edges]
        self._known = [(pictures[place], truths[place]) for place in self._random.permutation(len(pictures))]

    def undamaged(self) -> list[Answered]:
        """All, as they are."""
        return self._answered(*zip(*self._known, strict=True))

    def cells(self) -> Iterator[tuple[str, int, list[Answered]]]:
        """Each sort of damage in each strength, 1 to 5."""
        pictures, truths = zip(*self._known[: self._most], strict=True)
        for name in DAMAGE:
            for strength in range(STRENGTHS):
                worse = [damaged(picture, name, strength, self._random) for picture in pictures]
                yield name, strength + 1, self._answered(worse, truths)

    def _answered(self, pictures: Sequence[Image.Image], truths: Sequence[str]) -> list[Answered]:
        seen = [one for part in parts_of(pictures, BATCH) for one in self._seen(part)]
        return [Answered(one, one.label == truth) for one, truth in zip(seen, truths, strict=True)]

    def _seen(self, pictures: Sequence[Image.Image]) -> Iterator[Seen]:
        """As a worker keeps it."""
        spec, labels = image_spec(self._bundle.manifest.preprocess), self._bundle.manifest.outputs
        arrays = [to_pixels(picture, spec, picture.size) for picture in pictures]
        inferred = self._session.infer_rows(arrays)
        scores, known = softmax(inferred.logits), self._familiarity
        familiar = None if known is None else known.of(arrays, inferred.logits, inferred.embeddings)
        for place, array in enumerate(arrays):
            figures = {CONFIDENCE: float(scores[place].max()), **named(array)}
            figures |= {} if familiar is None else {FAMILIAR: float(familiar[place])}
            yield Seen(labels[scores[place].argmax()], figures)
