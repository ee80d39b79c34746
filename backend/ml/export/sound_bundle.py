"""A trained checkpoint becomes a bundle: `python -m ml.export.sound_bundle RECIPE`, from `backend/`.

Exports the averaged weights, proves parity with torch at several lengths and batch sizes, on logits and on texts, and
measures the file on the test sets.
"""

import argparse
import dataclasses
import logging
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import onnxruntime
import torch
from torch import Tensor, nn

from ml.bundle import SoundSpec, write_bundle
from ml.errors import BundleError
from ml.export.to_onnx import LogitsOnly, largest_difference, store_weights_in_half, to_onnx
from ml.speech.data import development_batches, open_pool
from ml.speech.evaluate import evaluate
from ml.speech.model import build_model
from ml.speech.postprocess import collapse
from ml.speech.recipes import RECIPES, Recipe
from ml.speech.train import ALPHABET, PACKS, ROOT, WORK
from ml.speech.vocabulary import BLANK, DELIMITER, VOCABULARY

PARITY_SHAPES = ((1, 1.0), (3, 1.5), (2, 3.3), (1, 8.0), (5, 2.0))
EXACT, HALVED = 1e-3, 1e-1
OVERLAP_SECONDS = 2.0
LICENCE = (
    "The weights carry the licence of this project. Trained on CMU AN4 ((c) Carnegie Mellon University 1991-2005, free "
    "for any purpose with its notice kept) and Speech Commands (CC BY 4.0, Pete Warden, Google), and synthetic speech."
)
logger = logging.getLogger(__name__)


def sound_spec(recipe: Recipe) -> SoundSpec:
    """The preprocessing numbers that the recipe trained with."""
    return SoundSpec(
        sample_rate=16_000,
        normalize=True,
        buckets=recipe.buckets,
        window_seconds=recipe.buckets[-1],
        overlap_seconds=OVERLAP_SECONDS,
        frame_stride=int(np.prod(recipe.architecture.conv_stride)),
    )


def build(recipe: Recipe, folder: Path, bundle: Path, packs: Path = PACKS) -> dict[str, Any]:
    """Write the bundle of the newest checkpoint in `folder` and return its metrics.

    Raises:
        BundleError: the exported file does not compute what torch computes.
    """
    checkpoint = torch.load(folder / "checkpoint.pt", weights_only=True)
    network = build_model(recipe.architecture)
    network.load_state_dict(checkpoint["average"])
    spec = sound_spec(recipe)
    with TemporaryDirectory() as workplace:
        model = Path(workplace) / "model.onnx"
        difference = export(network, model)
        compare_texts(network, model, recipe, folder.parent / "cache")
        metrics = evaluate(model, spec, ALPHABET, packs) | {"export_difference": float(f"{difference:.2g}")}
        content = manifest(recipe, spec, metrics) | {
            "lineage": lineage(recipe, checkpoint),
            "parameters": sum(weight.numel() for weight in network.parameters()),
        }
        write_bundle(bundle, content, {"model.onnx": model})
    return metrics


def export(network: nn.Module, file: Path) -> float:
    """Export with half-size weights; returns the largest difference of a logit from torch after they are halved."""
    generator = torch.Generator().manual_seed(1)
    inputs = [torch.randn(count, int(seconds * 16_000), generator=generator) for count, seconds in PARITY_SHAPES]
    to_onnx(network, inputs[1], file, "wave", dynamic=(0, 1))
    exact = largest_difference(network, file, inputs)
    store_weights_in_half(file)
    halved = largest_difference(network, file, inputs)
    logger.info("largest difference from torch: %.2g, %.2g with weights stored in half", exact, halved)
    if exact > EXACT or halved > HALVED:
        raise BundleError(f"the exported file differs from torch by {exact:.3g}, {halved:.3g} with halved weights")
    return halved


def compare_texts(network: nn.Module, file: Path, recipe: Recipe, cache: Path) -> None:
    """Read the development clips with torch and with the file. Raises BundleError where texts differ in over 1 %."""
    session = onnxruntime.InferenceSession(str(file), providers=["CPUExecutionProvider"])
    reference, differing, clips = LogitsOnly(network).eval(), 0, 0
    for kind in ("dev-an4", "dev-speech-commands"):
        for waves, _ in development_batches(open_pool(cache), recipe, kind, most=100):
            found = session.run(["logits"], {"wave": waves})[0]
            pairs = zip(best_of(reference, torch.from_numpy(waves)), found.argmax(-1), strict=True)
            differing += sum(collapse(expected, ALPHABET) != collapse(row, ALPHABET) for expected, row in pairs)
            clips += len(waves)
    logger.info("%d of %d texts differ between torch and the file", differing, clips)
    if differing > clips / 100:
        raise BundleError(f"{differing} of {clips} texts differ between torch and the exported file")


def best_of(network: nn.Module, waves: Tensor) -> np.ndarray[Any, np.dtype[np.intp]]:
    """The best label of each frame, by torch."""
    with torch.no_grad():
        labels: np.ndarray[Any, np.dtype[np.intp]] = network(waves).argmax(-1).numpy()
    return labels


def manifest(recipe: Recipe, spec: SoundSpec, metrics: dict[str, Any]) -> dict[str, Any]:
    """What `bundle.json` says to those who use the model."""
    return {
        "format": 1,
        "slug": recipe.slug,
        "kind": "speech-recognition",
        "title": recipe.title,
        "summary": "A small default model of a small English world: spelled letters, digits, numbers, dates and "
        "command words such as YES, STOP or TURN ON THE LIGHTS. It does not take dictation.",
        "licence": LICENCE,
        "preprocess": spec.model_dump(mode="json"),
        "vocabulary": VOCABULARY,
        "blank": BLANK,
        "word_delimiter": DELIMITER,
        "metrics": metrics,
    }


def lineage(recipe: Recipe, checkpoint: dict[str, Any]) -> dict[str, Any]:
    """What `bundle.json` says to those who make the model again."""
    return {
        "recipe": dataclasses.asdict(recipe),
        "seed": recipe.seed,
        "steps": checkpoint["step"],
        "train_seconds": round(checkpoint["seconds"]),
        "data": "AN4 train, Speech Commands train, flite and Kokoro-82M synthetic speech",
        "code": "ml.speech.train, ml.export.sound_bundle",
    }


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("recipe", nargs="?", choices=sorted(RECIPES), default="wav2vec2-small")
    parser.add_argument("--folder", type=Path, help="default: data/training/speech/RECIPE")
    parser.add_argument("--bundle", type=Path, help="default: backend/ml/bundles/RECIPE")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    recipe = RECIPES[arguments.recipe]
    bundle = arguments.bundle or ROOT / "backend/ml/bundles" / recipe.slug
    metrics = build(recipe, arguments.folder or WORK / recipe.slug, bundle)
    logger.info("%s", metrics)


if __name__ == "__main__":
    main()
