"""What validation pictures are like to a version, to hold against it what comes in."""

from collections.abc import Callable

import numpy as np

from ml.bundle import Bundle
from ml.datasets.frozen import DataSet
from ml.drift.reference import CONFIDENCE, FAMILIAR, Reference, Values, reference_of
from ml.sampling import spread
from ml.serving.familiarity import familiarity_of, shares
from ml.vision.familiar import PictureFamiliarity
from ml.vision.postprocess import softmax
from ml.vision.reference import LARGE, MOST, MOST_LARGE, Look, Seen
from ml.vision.spec import image_spec
from ml.vision.traits import NAMES


def reference(bundle: Bundle, data_set: DataSet, tell: Callable[[int, int], None]) -> Reference | None:
    """By validation pictures; None where these are too few.

    Args:
        tell: how many are seen, and how many there are.
    """
    most = MOST if image_spec(bundle.manifest.preprocess).size <= LARGE else MOST_LARGE
    items = spread(data_set.items("validation"), most[1])
    if not items:
        return None
    seen = Look(bundle, data_set).at(items, lambda done: tell(done, len(items)))
    labels = bundle.manifest.outputs
    answers = [labels[place] for place in seen.logits.argmax(axis=1)]
    return reference_of(answers, labels, seen.right, figures(bundle, seen))


def figures(bundle: Bundle, seen: Seen) -> dict[str, Values]:
    """By name, one value for each picture."""
    found = {CONFIDENCE: softmax(seen.logits).max(axis=1)}
    known = familiarity_of(bundle)
    if isinstance(known, PictureFamiliarity):
        found[FAMILIAR] = shares(known.known, known.strangeness(seen.traits, seen.looks))
    traits = np.stack([seen.brightness, seen.traits[:, 0], seen.traits[:, 2]], axis=1)
    found |= dict(zip(NAMES, traits.T.astype(float), strict=True))
    return found | {"width": seen.sides[:, 0].astype(float), "height": seen.sides[:, 1].astype(float)}
