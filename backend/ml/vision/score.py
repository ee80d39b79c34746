"""How good an image model is: accuracy, confusion, calibration, by TorchMetrics."""

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor
from torchmetrics.functional.classification import (
    multiclass_accuracy,
    multiclass_calibration_error,
    multiclass_confusion_matrix,
)

from ml.datasets.frozen import DataItem
from ml.errors import TrainingError
from ml.types import Classification, JsonObject, Output
from ml.vision.error_rate import rate
from ml.vision.options import LARGEST_TOP_K

# Of an evaluation these go into a bundle's metrics, under the names that the catalogue shows.
FIGURES = ("top1", "top1_interval", "top5", "per_class", "confusions", "calibration_error", "strangers")
OPTIONS = {"top_k": LARGEST_TOP_K}  # what every item is asked with
CONFIDENCE_BINS = 15
WORST = 24
MOST_CONFUSIONS = 8


def score(items: Sequence[DataItem], answers: Sequence[Output | None], labels: Sequence[str]) -> JsonObject:
    """Figures of the answers.

    Returns:
        `top1` with its 95 % Wilson interval, `top5` where there are more than five labels, accuracy `per_class` (of
        classes that occur), `confusion` (counts, a row for each right class, a column for each answer, both in the
        order of `confusion_labels`: those that occur, as one or the other), the most frequent `confusions`,
        `calibration_error`, and the `worst` items, surest mistakes first.

    Raises:
        TrainingError: an item has a label that the model does not know.
    """
    place = {label: index for index, label in enumerate(labels)}
    unknown = sorted({item.label or "" for item in items} - set(place))
    if unknown:
        raise TrainingError(f"The model does not know the label {unknown[0]!r}; it knows {', '.join(labels)}.")
    truth = torch.tensor([place[item.label or ""] for item in items])
    scores = torch.stack([scores_of(answer, len(labels)) for answer in answers])
    seen = sorted({*truth.tolist(), *scores.argmax(1).tolist()})
    matrix = multiclass_confusion_matrix(scores, truth, num_classes=len(labels))[seen][:, seen]
    return {
        "labels": list(labels),
        "top1": rounded(top_k(scores, truth, 1)),
        "top1_interval": interval(scores.argmax(1) != truth),
        **({"top5": rounded(top_k(scores, truth, 5))} if len(labels) > 5 else {}),
        "per_class": per_class(scores, truth, labels),
        "confusion_labels": [labels[number] for number in seen],
        "confusion": matrix.tolist(),
        "confusions": confusions(matrix, [labels[number] for number in seen]),
        "calibration_error": rounded(
            multiclass_calibration_error(scores, truth, num_classes=len(labels), n_bins=CONFIDENCE_BINS)
        ),
        "worst": worst(items, scores, truth, labels),
    }


def interval(wrong: Tensor) -> list[float]:
    """The 95 % interval of the share that is not wrong."""
    errors = wrong.numpy().astype(np.int64)
    found = rate(errors, np.ones_like(errors))
    return [round(1 - found.high, 4), round(1 - found.low, 4)]


def rounded(value: Tensor) -> float:
    """Four digits."""
    return round(float(value), 4)


def scores_of(answer: Output | None, classes: int) -> Tensor:
    """(classes,) probabilities; an item without an answer gets the same for all."""
    scores = torch.zeros(classes)
    if not isinstance(answer, Classification):
        return scores + 1 / classes
    for label in answer.labels:
        scores[label.index] = label.score
    return scores


def top_k(scores: Tensor, truth: Tensor, count: int) -> Tensor:
    """Share of items whose right class is among the best so many."""
    return multiclass_accuracy(scores, truth, num_classes=scores.shape[1], average="micro", top_k=count)


def per_class(scores: Tensor, truth: Tensor, labels: Sequence[str]) -> dict[str, float]:
    """Accuracy of each class that occurs."""
    shares = multiclass_accuracy(scores, truth, num_classes=len(labels), average="none")
    present = set(truth.tolist())
    return {label: rounded(shares[index]) for index, label in enumerate(labels) if index in present}


def confusions(matrix: Tensor, labels: Sequence[str]) -> list[tuple[str, str, int]]:
    """The most frequent mistakes as (right class, answered class, count)."""
    mistakes = matrix.clone().fill_diagonal_(0)
    best = mistakes.flatten().topk(min(MOST_CONFUSIONS, mistakes.numel()))
    rows = [
        (*divmod(place, len(labels)), count) for count, place in zip(best[0].tolist(), best[1].tolist(), strict=True)
    ]
    return [(labels[right], labels[given], count) for right, given, count in rows if count]


def worst(items: Sequence[DataItem], scores: Tensor, truth: Tensor, labels: Sequence[str]) -> list[dict[str, object]]:
    """Mistakes of which the model was surest."""
    sure, given = scores.max(1)
    wrong = [index for index in torch.argsort(-sure, stable=True).tolist() if given[index] != truth[index]]
    return [
        {
            "name": items[index].name,
            "file": items[index].file,
            "truth": items[index].label,
            "answer": labels[int(given[index])],
            "score": rounded(sure[index]),
        }
        for index in wrong[:WORST]
    ]
