"""What the engine is told about image models: how many at once, and of which bundles."""

from pathlib import Path

import numpy as np
import pytest

from ml.bundle import Bundle
from ml.errors import BundleError
from ml.speech.options import SpeechOptions
from ml.types import Limits
from ml.vision.serve import BATCH_IMAGES, BATCH_VALUES, ImagePredictor

BUNDLES = Path(__file__).parents[2] / "bundles"


@pytest.fixture(scope="module")
def predictor() -> ImagePredictor:
    return ImagePredictor(Bundle.load(BUNDLES / "resnet-cifar10"), Limits())


@pytest.mark.parametrize("side", [8, 32, 224, 1024, 4096])
def test_a_batch_stays_small_however_large_its_pictures_are(predictor: ImagePredictor, side: int) -> None:
    count = predictor.batch_limit((3, side, side))
    assert 1 <= count <= BATCH_IMAGES
    assert count == 1 or count * 3 * side**2 <= BATCH_VALUES


def test_a_bundle_of_another_kind_is_refused() -> None:
    with pytest.raises(BundleError, match="not an image model"):
        ImagePredictor(Bundle.load(BUNDLES / "wav2vec2-small"), Limits())


def test_options_of_another_kind_count_as_none(predictor: ImagePredictor) -> None:
    logits = np.arange(10, dtype=np.float32)
    assert len(predictor.answer([(1, logits)], SpeechOptions()).labels) == 5


def test_a_piece_is_described_as_width_by_height(predictor: ImagePredictor) -> None:
    assert predictor.describe(np.zeros((3, 20, 40), np.float32)) == "an image of 40 x 20"
    assert predictor.describe(predictor.blank().array) == "an image of 32 x 32"
