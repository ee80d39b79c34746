"""A trained checkpoint becomes a bundle: `python -m ml.export.image_bundle RECIPE`, from `backend/`.

Fits the confidence on the dev images, exports, proves parity with torch, and measures the file on the test set.
"""

import argparse
import logging
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from ml.bundle import MODEL, write_bundle
from ml.export.parts import Trained, write_parts
from ml.vision import data
from ml.vision.evaluate import evaluate
from ml.vision.model import FlipAveraged, ResNet
from ml.vision.recipes import RECIPES, SHIPPED, Recipe
from ml.vision.train import ROOT, asdict_of

PARITY_BATCHES = (1, 2, 7, 64)
LICENCE = (
    "The weights carry the licence of this project. CIFAR-10's makers state none for the photos that they were trained "
    "on; no photo is included."
)
logger = logging.getLogger(__name__)


def build(recipe: Recipe, source: Path, folder: Path, bundle: Path) -> dict[str, Any]:
    """Write the bundle of the newest checkpoint in `folder` and return its metrics.

    Raises:
        BundleError: the exported file does not compute what torch computes.
    """
    checkpoint = torch.load(folder / "checkpoint.pt", weights_only=True)
    images = data.load(source / "cifar10-train.npz", folder.parent / "cache", recipe.distorted_copies, recipe.seed)
    _, dev = data.split(images, recipe.dev_images, recipe.train_images, recipe.seed)
    network = ResNet(recipe.widths, len(images.classes))
    network.load_state_dict(checkpoint["network"])
    pixels = data.normalised(dev.copies[0], recipe.preprocess)
    classifier = FlipAveraged(network.eval())
    classifier.temperature.fill_(fitted_temperature(classifier, pixels, dev.labels))
    with TemporaryDirectory() as workplace:
        files, parity = write_parts(trained(network, classifier, pixels), Path(workplace))
        metrics = evaluate(files[MODEL], recipe.preprocess, source / "cifar10-test.npz")
        measured = metrics | {"dev_top1": checkpoint["log"][-1]["dev_top1"]} | parity.as_metrics()
        content = manifest(recipe, images.classes, measured) | {
            "lineage": lineage(recipe, checkpoint["log"], float(classifier.temperature)),
            "parameters": sum(value.numel() for value in classifier.parameters()),
            "architecture": architecture(recipe, float(classifier.temperature)),
        }
        write_bundle(bundle, content, files)
    return measured


def fitted_temperature(classifier: FlipAveraged, pixels: Tensor, labels: Tensor) -> float:
    """The divisor of the logits that makes the confidence true on unseen images (Guo et al. 2017, arXiv:1706.04599)."""
    with torch.no_grad():
        logits = torch.cat([classifier(part) for part in pixels.split(250)])
    candidates = torch.logspace(-1.5, 1, 200)
    losses = [functional.cross_entropy(logits / temperature, labels) for temperature in candidates]
    return float(candidates[int(torch.stack(losses).argmin())])


def trained(network: ResNet, classifier: FlipAveraged, pixels: Tensor) -> Trained:
    """What is exported: the network to train further, the classifier around it to serve."""
    inputs = [pixels[:size].contiguous() for size in PARITY_BATCHES]
    validation = pixels.split(250)
    return Trained(network, classifier, "pixels", (0,), inputs, validation, lambda logits: logits.argmax(1).tolist())


def architecture(recipe: Recipe, temperature: float) -> dict[str, Any]:
    """Which network the weights fill, and what the served graph adds to it."""
    options = {"widths": recipe.widths}
    return {"family": "wide-resnet", "options": options, "mirror": True, "temperature": round(temperature, 4)}


def manifest(recipe: Recipe, labels: tuple[str, ...], metrics: dict[str, Any]) -> dict[str, Any]:
    """What `bundle.json` says to those who use the model."""
    return {
        "format": 1,
        "slug": recipe.name,
        "kind": "image-classification",
        "title": "ResNet, CIFAR-10",
        "summary": "A small default model that knows ten things and nothing else: "
        f"{', '.join(labels[:-1])} and {labels[-1]}.",
        "licence": LICENCE,
        "preprocess": recipe.preprocess.model_dump(exclude_none=True),
        "labels": labels,
        "metrics": metrics,
    }


def lineage(recipe: Recipe, log: list[dict[str, float]], temperature: float) -> dict[str, Any]:
    """What `bundle.json` says to those who make the model again."""
    return {
        "recipe": asdict_of(recipe),
        "seed": recipe.seed,
        "epochs": len(log),
        "train_seconds": round(sum(epoch["seconds"] for epoch in log)),
        "data": "CIFAR-10 (a copy in JPEG quality 75), training split",
        "code": "ml.vision.train, ml.export.image_bundle",
        "temperature": round(temperature, 4),
    }


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("recipe", nargs="?", choices=sorted(RECIPES), default=SHIPPED)
    parser.add_argument("--source", type=Path, default=ROOT.parent / "shared/data/cifar10")
    parser.add_argument("--folder", type=Path, help="default: data/training/vision/RECIPE")
    parser.add_argument("--bundle", type=Path, help="default: the shipped one, else FOLDER/bundle")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    recipe = RECIPES[arguments.recipe]
    folder = arguments.folder or ROOT / "data/training/vision" / recipe.name
    shipped = ROOT / "backend/ml/bundles" / SHIPPED
    bundle = arguments.bundle or (shipped if recipe.name == SHIPPED else folder / "bundle")
    metrics = build(recipe, arguments.source, folder, bundle)
    logger.info("%s", metrics)


if __name__ == "__main__":
    main()
