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
import torch
from numpy.typing import NDArray
from torch import nn

from ml.bundle import MODEL, SoundSpec, write_bundle
from ml.export.parts import Trained, write_parts
from ml.speech.data import development_batches, open_pool
from ml.speech.evaluate import evaluate
from ml.speech.model import build_model
from ml.speech.networks import FAMILY, options_of
from ml.speech.postprocess import collapse
from ml.speech.recipes import RECIPES, Recipe
from ml.speech.train import ALPHABET, PACKS, ROOT, WORK
from ml.speech.vocabulary import BLANK, DELIMITER, VOCABULARY

PARITY_SHAPES = ((1, 1.0), (3, 1.5), (2, 3.3), (1, 8.0), (5, 2.0))
PARITY_CLIPS = 100
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
        files, parity = write_parts(trained(network, recipe, folder.parent / "cache"), Path(workplace))
        metrics = evaluate(files[MODEL], spec, ALPHABET, packs) | parity.as_metrics()
        content = manifest(recipe, spec, metrics) | {
            "lineage": lineage(recipe, checkpoint),
            "parameters": sum(weight.numel() for weight in network.parameters()),
            "architecture": {"family": FAMILY, "options": options_of(recipe.slug)},
        }
        write_bundle(bundle, content, files)
    return metrics


def trained(network: nn.Module, recipe: Recipe, cache: Path) -> Trained:
    """What is exported, with development clips to compare the texts of."""
    generator = torch.Generator().manual_seed(1)
    inputs = [torch.randn(count, int(seconds * 16_000), generator=generator) for count, seconds in PARITY_SHAPES]
    pool = open_pool(cache)
    validation = [
        torch.from_numpy(waves)
        for kind in ("dev-an4", "dev-speech-commands")
        for waves, _ in development_batches(pool, recipe, kind, most=PARITY_CLIPS)
    ]
    return Trained(network, network, "wave", (0, 1), inputs, validation, texts_of)


def texts_of(logits: NDArray[np.float32]) -> list[str]:
    """The best labels of each clip as text."""
    return [collapse(row, ALPHABET) for row in logits.argmax(-1)]


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
