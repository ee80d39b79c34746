"""From logits to named classes, best first."""

import numpy as np
import pytest

from ml.options import check
from ml.vision.options import ImageOptions
from ml.vision.postprocess import classify, softmax

LABELS = ("cat", "dog", "ship")


def ranked(*logits: float, **options: int) -> list[tuple[str, int]]:
    found = classify(np.array(logits, np.float32), LABELS, ImageOptions(**options))
    return [(label.label, label.index) for label in found.labels]


def test_the_best_label_comes_first_with_its_own_number() -> None:
    assert ranked(0.0, 2.0, 1.0) == [("dog", 1), ("ship", 2), ("cat", 0)]
    assert ranked(0.0, 2.0, 1.0, top_k=1) == [("dog", 1)]


def test_more_labels_than_the_model_has_are_all_that_it_has() -> None:
    assert len(ranked(0.0, 2.0, 1.0, top_k=100)) == len(LABELS)


def test_equal_scores_keep_the_order_of_the_labels() -> None:
    assert ranked(1.0, 1.0, 1.0) == [("cat", 0), ("dog", 1), ("ship", 2)]


@pytest.mark.parametrize("huge", [1e4, -1e4, 3e38])
def test_huge_logits_give_probabilities_all_the_same(huge: float) -> None:
    shares = softmax(np.array([huge, huge / 2, 0], np.float32))
    assert shares.sum() == pytest.approx(1)
    assert np.isfinite(shares).all()


def test_each_row_of_a_batch_has_probabilities_of_its_own() -> None:
    shares = softmax(np.array([[0, 0], [0, np.log(3)]], np.float32))
    np.testing.assert_allclose(shares, [[0.5, 0.5], [0.25, 0.75]], atol=1e-6)


def test_five_labels_are_answered_where_nobody_chose_otherwise() -> None:
    assert check("image-classification", {}) == ImageOptions(top_k=5)
