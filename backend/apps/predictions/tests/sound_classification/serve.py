"""What the engine does."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from apps.predictions.tests.sound_classification.options import LoudnessOptions
from apps.predictions.tests.sound_classification.spec import LoudnessSpec
from ml.bundle import Bundle
from ml.errors import BundleError
from ml.options import RequestOptions
from ml.serving.predictor import Logits, Piece
from ml.speech.decode import read_sound
from ml.types import Classification, LabelScore, Limits
from ml.vision.postprocess import softmax


class LoudnessPredictor:
    """The beginning of a sound is one piece."""

    def __init__(self, bundle: Bundle, _limits: Limits) -> None:
        if not isinstance(bundle.manifest.preprocess, LoudnessSpec):
            raise BundleError(f"{bundle.folder}: no model of loudness")
        self.spec, self.labels = bundle.manifest.preprocess, bundle.manifest.outputs
        self.samples = round(self.spec.seconds * self.spec.sample_rate)

    def pieces(self, path: Path) -> Iterator[Piece]:
        """The first samples. Raises BadInput."""
        wave = np.concatenate(list(read_sound(path, self.spec.sample_rate)))[: self.samples]
        yield Piece(np.pad(wave, (0, self.samples - len(wave))), len(wave))

    def answer(self, outputs: Sequence[tuple[int, Logits]], options: RequestOptions | None = None) -> Classification:
        """Both labels, the better one first."""
        ((_, logits),) = outputs
        chosen = options if isinstance(options, LoudnessOptions) else LoudnessOptions()
        scores = softmax(logits)
        labels = (LabelScore(self.labels[place], int(place), float(scores[place])) for place in np.argsort(-scores))
        return Classification(tuple(label for label in labels if label.score >= chosen.min_score))

    def batch_limit(self, _shape: tuple[int, ...]) -> int:
        """Few are enough."""
        return 4

    def blank(self) -> Piece:
        """Silence."""
        return Piece(np.zeros(self.samples, np.float32), self.samples)

    def describe(self, array: NDArray[np.float32]) -> str:
        """Its length."""
        return f"{len(array)} samples"


predictor = LoudnessPredictor
