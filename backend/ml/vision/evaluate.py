"""Measure an exported image model on files, through the very code that serves.

`python -m ml.vision.evaluate BUNDLE ARCHIVE` prints the figures as JSON.
"""

import argparse
import json
import math
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from ml.bundle import Bundle, ImageSpec
from ml.vision.postprocess import softmax
from ml.vision.preprocess import needed_side, read_image, to_pixels

BATCH = 250
PIXEL_LIMIT = 50_000_000
CONFIDENCE_BINS = 15


def evaluate(model: Path, spec: ImageSpec, archive: Path) -> dict[str, Any]:
    """Accuracy of an ONNX file on an archive of JPEG files (see its README); every one is read as a file of its own.

    Returns:
        `top1` with its 95 % Wilson interval, `top2`, accuracy per class, the most frequent confusions, and the
        expected calibration error (Guo et al. 2017, arXiv:1706.04599).
    """
    with np.load(archive) as source:
        labels, classes = source["labels"].astype(np.int64), [str(name) for name in source["classes"]]
        files = [source["jpeg"][a:b].tobytes() for a, b in zip(source["offsets"], source["offsets"][1:], strict=False)]
    logits = logits_of(model, spec, files)
    best_two = np.argsort(-logits, axis=1)[:, :2]
    right = best_two[:, 0] == labels
    low, high = wilson_interval(int(right.sum()), len(right))
    return {
        "test_set": archive.stem,
        "test_items": len(right),
        "top1": round(float(right.mean()), 4),
        "top1_interval": [round(low, 4), round(high, 4)],
        "top2": round(float((best_two == labels[:, None]).any(axis=1).mean()), 4),
        "per_class": {name: round(float(right[labels == index].mean()), 3) for index, name in enumerate(classes)},
        "confusions": confusions(labels, best_two[:, 0], classes),
        "calibration_error": round(calibration_error(softmax(logits).max(axis=1), right), 4),
    }


def logits_of(model: Path, spec: ImageSpec, files: Sequence[bytes]) -> NDArray[np.float32]:
    """(N, C) logits of image files, in batches."""
    session = onnxruntime.InferenceSession(str(model), providers=["CPUExecutionProvider"])
    pixels = list(_pixels(files, spec))
    parts = [np.stack(pixels[start : start + BATCH]) for start in range(0, len(pixels), BATCH)]
    return np.concatenate([session.run(["logits"], {"pixels": part})[0] for part in parts])


def _pixels(files: Sequence[bytes], spec: ImageSpec) -> Iterator[NDArray[np.float32]]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "image.jpg"
        for content in files:
            path.write_bytes(content)
            yield to_pixels(read_image(path, PIXEL_LIMIT, needed_side(spec)), spec)


def wilson_interval(right: int, total: int, z: float = 1.96) -> tuple[float, float]:
    """The 95 % score interval of a share (Wilson 1927)."""
    share, squared = right / total, z * z
    centre = (share + squared / (2 * total)) / (1 + squared / total)
    reach = z / (1 + squared / total) * math.sqrt(share * (1 - share) / total + squared / (4 * total * total))
    return centre - reach, centre + reach


def confusions(labels: NDArray[np.int64], found: NDArray[np.int64], classes: Sequence[str], most: int = 8) -> list[Any]:
    """The most frequent mistakes as [right class, answered class, count]."""
    pairs = Counter((int(a), int(b)) for a, b in zip(labels, found, strict=True) if a != b)
    return [[classes[a], classes[b], count] for (a, b), count in pairs.most_common(most)]


def calibration_error(confidence: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """Mean distance between confidence and accuracy over equal bins of confidence, weighted by their size."""
    bins = np.minimum((confidence * CONFIDENCE_BINS).astype(int), CONFIDENCE_BINS - 1)
    gaps = [
        abs(confidence[bins == number].mean() - right[bins == number].mean()) * (bins == number).mean()
        for number in np.unique(bins)
    ]
    return float(sum(gaps))


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bundle", type=Path)
    parser.add_argument("archive", type=Path)
    arguments = parser.parse_args()
    bundle = Bundle.load(arguments.bundle)
    spec = bundle.manifest.preprocess
    if not isinstance(spec, ImageSpec):
        parser.error(f"{arguments.bundle} is no image model")
    json.dump(evaluate(bundle.file("model.onnx"), spec, arguments.archive), sys.stdout, indent=2)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
