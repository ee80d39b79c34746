"""Top-1 of image models on a set's validation pictures, as they are and as another camera would give them.

From ``backend/``: ``../.venv-train/bin/python ../bench/camera_robustness.py SET BUNDLE ...``.
"""

import logging
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "backend"))

import torch
from ml.training.images.pictures import Pictures

from ml.bundle import Bundle
from ml.datasets.frozen import DataSet
from ml.export.reexport import network_of
from ml.training.plan import Draw
from ml.vision.recipe import VisionRecipe
from ml.vision.spec import ImageSpec

SEED, BATCH = 99, 500


def top1(bundle: Bundle, data_set: DataSet, camera: float) -> float:
    """The share of right answers where that share of the pictures comes from another camera."""
    items, labels, spec = data_set.items("validation"), bundle.manifest.labels or (), bundle.manifest.preprocess
    if not isinstance(spec, ImageSpec):
        raise TypeError(f"{bundle.manifest.slug} is no image model")
    recipe = VisionRecipe(seed=SEED, flip=False, camera=camera)
    numbers = [labels.index(item.label or "") for item in items]
    pictures, network = Pictures([data_set.path(item) for item in items], numbers, spec, recipe), network_of(bundle)[1]
    right = 0
    for start in range(0, len(items), BATCH):
        drawn = [pictures[Draw(0, index)] for index in range(start, min(start + BATCH, len(items)))]
        with torch.inference_mode():
            answers = network(torch.stack([pixels for pixels, _ in drawn])).argmax(1)
        right += int((answers == torch.tensor([label for _, label in drawn])).sum())
    return right / len(items)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    opened = DataSet.open(Path(sys.argv[1]))
    for folder in sys.argv[2:]:
        model = Bundle.load(Path(folder))
        logging.info("%s: %.4f, other cameras %.4f", folder, top1(model, opened, 0), top1(model, opened, 1))
