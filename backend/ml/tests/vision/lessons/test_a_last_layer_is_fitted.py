"""A layer tells labels apart by a few embeddings, and says how sure it is by embeddings that it was not fitted to."""

import numpy as np
import pytest
from numpy.typing import NDArray

from ml.vision.lessons.fitting import Fitter, probabilities
from ml.vision.lessons.validation import FOLDS, split, validated

SIZE = 40


def crowd(seed: int, photos: int, apart: float, views: int = 1) -> tuple[NDArray[np.float16], NDArray[np.int64]]:
    """Embeddings of three labels, `apart` from each other, with noise of length 1 in each direction."""
    random = np.random.default_rng(seed)
    answers = np.repeat(np.arange(3), photos)
    middle = apart * np.eye(3, SIZE)[answers]
    return (middle[:, None] + random.normal(size=(len(answers), views, SIZE))).astype(np.float16), answers


def test_what_is_far_apart_is_told_apart() -> None:
    (seen, answers), (new, truth) = crowd(1, 10, 8.0), crowd(2, 50, 8.0)
    layer = Fitter(seen[:, 0].astype(float), answers, 3).fit(0.001)
    assert (layer.logits(new[:, 0]).argmax(1) == truth).mean() > 0.98


def test_the_layer_is_the_one_that_the_textbook_has() -> None:
    seen, answers = crowd(3, 20, 2.0)
    inputs = seen[:, 0].astype(float)
    layer = Fitter(inputs, answers, 3).fit(0.1)
    means = np.stack([inputs[answers == label].mean(0) for label in range(3)])
    within = (inputs - means[answers]).T @ (inputs - means[answers])
    ball = 0.1 * np.trace(within)
    directions = ball * np.linalg.solve(within + ball * np.eye(SIZE), means.T)
    logits = inputs @ directions - 0.5 * np.einsum("cd,dc->c", means, directions)
    found = layer.logits(inputs)
    assert found - found[:, :1] == pytest.approx(logits - logits[:, :1])


def test_photos_that_are_all_the_same_make_a_layer_of_finite_numbers() -> None:
    answers = np.repeat([0, 1], 5)
    for seen in (np.eye(2, SIZE)[answers], np.ones((10, SIZE))):
        layer = Fitter(seen, answers, 2).fit(0.001)
        assert np.isfinite(layer.weights).all()
        assert np.isfinite(validated(seen[:, None].astype(np.float16), answers, 2, range(10)).scores).all()


def test_a_label_with_many_photos_does_not_swallow_one_with_few() -> None:
    seen, answers = crowd(4, 50, 4.0)
    few = np.concatenate([np.arange(105), [100]])
    layer = Fitter(seen[few, 0].astype(float), answers[few], 3).fit(0.01)
    new, truth = crowd(5, 50, 4.0)
    assert (layer.logits(new[:, 0]).argmax(1)[truth == 2] == 2).mean() > 0.8


@pytest.mark.parametrize("apart", [0.0, 2.0, 4.0])
def test_the_accuracy_that_is_told_is_that_of_new_photos(apart: float) -> None:
    seen, answers = crowd(6, 60, apart, views=2)
    found = validated(seen, answers, 3, range(len(answers)))
    told = (found.scores.argmax(1) == answers).mean()
    new, truth = crowd(7, 500, apart)
    assert told == pytest.approx((found.layer.logits(new[:, 0]).argmax(1) == truth).mean(), abs=0.1)


def test_how_sure_it_is_is_how_often_it_is_right() -> None:
    seen, answers = crowd(8, 60, 2.5)
    found = validated(seen, answers, 3, range(len(answers)))
    new, truth = crowd(9, 1000, 2.5)
    scores = probabilities(found.layer.logits(new[:, 0]))
    assert scores.max(1).mean() == pytest.approx((scores.argmax(1) == truth).mean(), abs=0.06)


def test_each_photo_is_left_out_once_and_twins_together() -> None:
    answers = np.repeat([0, 1], 12)
    twins = [0, 0, 0, *range(3, 24)]
    folds = list(split(answers, twins))
    assert (np.sum(folds, axis=0) == 1).all()
    assert len(folds) == FOLDS
    assert {tuple(fold[:3]) for fold in folds} == {(True,) * 3, (False,) * 3}


def test_the_same_photos_make_the_same_layer() -> None:
    seen, answers = crowd(10, 8, 3.0)
    one, other = (validated(seen, answers, 3, range(len(answers))) for _ in range(2))
    assert (one.layer.weights == other.layer.weights).all()
    assert (one.scores == other.scores).all()


def test_between_the_fits_somebody_else_has_a_turn_and_may_end_it() -> None:
    seen, answers = crowd(11, 8, 3.0)

    def enough() -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        validated(seen, answers, 3, range(len(answers)), enough)
