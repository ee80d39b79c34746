"""Smaller Wav2Vec2s that a Wav2Vec2 can teach, and how they learn; known from its manifest alone, without torch."""

from collections.abc import Iterator
from math import prod

from ml.bundle import Architecture, Manifest
from ml.optimise.student_recipes import by_items
from ml.optimise.students import Student
from ml.optimise.techniques import Technique
from ml.speech.recipe import SpeechRecipe
from ml.speech.spec import sound_spec
from ml.types import JsonObject

FRAME = 320
# Weights below the head, and inputs of the head.
NETWORKS = {"wav2vec2-small": (5_387_336, 256)}
# A teacher needs no regularisation beside it; its students train as long as they may (Beyer et al. 2021).
FROM_PARENT = SpeechRecipe(
    epochs=10, learning_rate=4e-4, schedule="warm-hold-fall", warmup=0.1, fall=0.5, average=0.99, precision="bfloat16",
    freeze="first-layers", speed=0.1, colour=0.5, noise=0.3, mask_time=0.05,
)  # fmt: skip
FROM_SCRATCH = FROM_PARENT.model_copy(
    update={"epochs": 60, "learning_rate": 1.2e-3, "warmup": 0.04, "average": 0.998, "freeze": "nothing"}
)
LARGE, LARGE_RATE = 512, 1e-4  # a Wav2Vec2 of that width learns at that rate (Baevski 2020, appendix B)


def students(manifest: Manifest, architecture: Architecture, keep: float) -> Iterator[Student]:
    """The same with half or a third of its transformer's layers, or our small one; all of the same frame rate."""
    options, characters = architecture.options, len(manifest.vocabulary or ())
    count, outside = options["num_hidden_layers"], outside_of_layers(options, characters)
    layer = (keep * manifest.parameters - outside) / count
    for kept in sorted({-(-count // 2), -(-count // 3)} - {count}, reverse=True):
        yield Student(f"{kept}-of-{count}-layers", round(outside + kept * layer), layers=kept_layers(count, kept))
    if prod(options["conv_stride"]) == FRAME:
        for name, (below, hidden) in NETWORKS.items():
            yield Student(name, below + (hidden + 1) * characters, {"architecture": name})


def kept_layers(count: int, kept: int) -> tuple[int, ...]:
    """So many of `count` layers, spread evenly from the first to the last (Sanh et al. 2019, arXiv:1910.01108)."""
    return tuple(round(place * (count - 1) / max(1, kept - 1)) for place in range(kept))


def outside_of_layers(options: JsonObject, characters: int) -> int:
    """Weights of a Wav2Vec2 without its transformer's layers; `options` are the words of Wav2Vec2Config."""
    hidden, sizes = options["hidden_size"], tuple(options["conv_dim"])
    each_norm = 2 * (sum(sizes) if options["feat_extract_norm"] == "layer" else sizes[0])
    shapes = zip((1, *sizes), sizes, options["conv_kernel"], strict=False)
    encoder = sum(inputs * width * kernel for inputs, width, kernel in shapes) + options["conv_bias"] * sum(sizes)
    projection = 2 * sizes[-1] + (sizes[-1] + 1) * hidden
    kernel, groups = options["num_conv_pos_embeddings"], options["num_conv_pos_embedding_groups"]
    position = hidden * (hidden // groups) * kernel + hidden + kernel
    weights: int = encoder + each_norm + projection + position + 2 * hidden + (hidden + 1) * characters
    return weights


def recipe(technique: Technique, manifest: Manifest, items: int, student: Student | None = None) -> SpeechRecipe:
    """How a Wav2Vec2 usually learns from its parent, from so many training items."""
    fresh = technique == "distil" and not (student and student.layers)
    usual, spec = FROM_SCRATCH if fresh else FROM_PARENT, sound_spec(manifest.preprocess)
    longer = 1 if fresh else by_items(items, 1, 1, 2) * (2 if technique == "distil" else 1)
    changes: dict[str, object] = {"epochs": usual.epochs * longer, "buckets": spec.buckets}
    options = manifest.architecture.options if manifest.architecture else {}
    if not fresh and options.get("hidden_size", 0) >= LARGE:
        changes |= {"learning_rate": LARGE_RATE}
    return usual.model_copy(update=changes)
