"""Says where in a picture a version's answer comes from."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ml.bundle import MODEL, Bundle
from ml.errors import BadInput
from ml.progress import Frozen
from ml.serving.session import open_session
from ml.types import Limits
from ml.vision.decode import read_picture
from ml.vision.explain.activation import ActivationMap
from ml.vision.explain.occlusion import lost
from ml.vision.preprocess import Area, needed_side, seen_area, to_pixels
from ml.vision.spec import image_spec

Method = Literal["activation", "occlusion"]
Array = NDArray[np.float32]
# Told between pieces of the work which part of it is done; it may raise.
Between = Callable[[float], None]
Evidence = Callable[[Array, Between], Array]
# Of a logit. What is less comes of rounding: drawn at its full strength it would show something where nothing is.
LEAST_EVIDENCE = 1e-3


class LabelMap(Frozen):
    """How much each place speaks for a label: rows from the top, from 0 to 1 at the place that speaks most for it."""

    label: str
    values: tuple[tuple[float, ...], ...]


class Explanation(Frozen):
    """Where an answer comes from. `area` is the part of the upright picture that the maps lie over."""

    method: Method
    area: Area
    maps: tuple[LabelMap, ...]


class Explainer:
    """Explains answers of one version; a graph that shows its last feature map is asked for that, any other occluded.

    Raises BundleError, DeviceError.
    """

    def __init__(self, bundle: Bundle, device: str, threads: int, limits: Limits) -> None:
        self._labels, self._limits = bundle.manifest.labels or (), limits
        self._spec = spec = image_spec(bundle.manifest.preprocess)
        model = bundle.file(MODEL)
        self._evidence: Evidence
        self._method: Method
        if shown := ActivationMap.of(model, np.zeros((3, spec.size, spec.size), np.float32), threads):
            self._method, self._evidence = "activation", lambda pixels, _: shown.logits(pixels)
        else:
            session = open_session(model, device, threads)
            self._method, self._evidence = "occlusion", lambda pixels, between: lost(pixels, session.run, between)

    def explain(self, path: Path, labels: Sequence[str], between: Between) -> Explanation:
        """Explain an answer by maps of these labels of the version.

        Raises:
            BadInput: the picture cannot be read, or the model gives no finite numbers for a part of it.
        """
        image, whole = read_picture(path, self._limits.max_pixels, needed_side(self._spec))
        pixels = to_pixels(image, self._spec, whole)
        evidence = self._evidence(pixels, between)
        if not np.isfinite(evidence).all():
            raise BadInput("model_failed", "The model gave no finite numbers for a part of this picture.")
        # The answer stays the same where all logits rise together, and so does what speaks for it.
        evidence = evidence - evidence.mean(axis=2, keepdims=True)
        maps = tuple(_map_of(label, evidence[:, :, self._labels.index(label)]) for label in labels)
        return Explanation(method=self._method, area=seen_area(image.size, self._spec, whole), maps=maps)


def _map_of(label: str, evidence: Array) -> LabelMap:
    """What speaks against it is as what says nothing."""
    most = float(evidence.max())
    shares = np.maximum(evidence, 0) / most if most > LEAST_EVIDENCE else np.zeros_like(evidence)
    return LabelMap(label=label, values=tuple(tuple(round(float(one), 3) for one in row) for row in shares))
