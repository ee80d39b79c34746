"""How a student learns where nobody says otherwise; known from a manifest and the data set's size, without torch.

Batches and rates follow the size of the data set (a rate is for its batch: Goyal et al. 2017, arXiv:1706.02677),
lengths too: few items are seen more often.
"""

import json
from collections.abc import Mapping
from typing import Any

from ml.bundle import ImageSpec, Manifest, SoundSpec
from ml.optimise.students import PHOTOS, Student, student_for
from ml.optimise.ways import Way
from ml.training.recipe import SpeechRecipe, VisionRecipe, parse

MANY, SOME = 20_000, 2_000
# After pruning, little of what was learnt is lost and no new features are looked for: a lower rate, no label smoothing.
PRUNED_PICTURES = VisionRecipe(
    epochs=10, optimiser="sgd", learning_rate=0.15, momentum=0.85, weight_decay=5e-4, clip_norm=0, batch_size=512,
    schedule="triangle", warmup=0.1, label_smoothing=0, shift=3, cutout=0.25, precision="bfloat16",
)  # fmt: skip
TAUGHT_PICTURES = PRUNED_PICTURES.model_copy(
    update={"epochs": 20, "learning_rate": 0.4, "weight_decay": 1e-3, "warmup": 0.2}
)
# A teacher needs no regularisation beside it; its students train as long as they may (Beyer et al. 2021).
LEARNING_SPEECH = SpeechRecipe(
    epochs=10, learning_rate=4e-4, schedule="warm-hold-fall", warmup=0.1, fall=0.5, average=0.99, precision="bfloat16",
    freeze="first-layers", speed=0.1, colour=0.5, noise=0.3, mask_time=0.05,
)  # fmt: skip
NEW_SPEECH = LEARNING_SPEECH.model_copy(
    update={"epochs": 60, "learning_rate": 1.2e-3, "warmup": 0.04, "average": 0.998, "freeze": "nothing"}
)
LARGE, LARGE_RATE = 512, 1e-4  # a Wav2Vec2 of that width learns at that rate (Baevski 2020, appendix B)


def recipe_for(
    way: Way, manifest: Manifest, items: int, changes: Mapping[str, Any] | None = None, student: Student | None = None
) -> VisionRecipe | SpeechRecipe:
    """The recipe by which a model's student learns from so many training items.

    Args:
        changes: fields that shall be other than usual.
        student: what is taught, when distilling; its network goes before one of `changes`.

    Raises:
        RecipeError: a field of `changes` is unknown or out of its bounds.
    """
    spec = manifest.preprocess
    usual: VisionRecipe | SpeechRecipe
    if isinstance(spec, ImageSpec):
        usual = pictures(way, manifest, spec, items)
    else:
        usual = speech(way, manifest, spec, items, student)
    content = usual.model_dump(mode="json") | dict(changes or {}) | dict(student.recipe if student else {})
    return parse(json.dumps(content))


def distilled_by(
    manifest: Manifest, items: int, name: str | None, changes: Mapping[str, Any] | None, keep: float = 1.0
) -> tuple[VisionRecipe | SpeechRecipe, tuple[int, ...]]:
    """The recipe of a student, and its teacher's layers that it starts from.

    Without a `name`, `changes` may name a network of its own as `architecture`; else the usual student learns.

    Raises:
        OptimiseError: there is no such student.
        RecipeError: a field of `changes` is unknown or out of its bounds.
    """
    own = name is None and "architecture" in (changes or {})
    student = None if own else student_for(manifest, name, keep)
    return recipe_for("distil", manifest, items, changes, student), student.layers if student else ()


def pictures(way: Way, manifest: Manifest, spec: ImageSpec, items: int) -> VisionRecipe:
    """Of ResNets."""
    recipe = PRUNED_PICTURES if way == "prune" else TAUGHT_PICTURES
    photos = manifest.architecture is not None and manifest.architecture.family in PHOTOS
    batch = min(size_for(items, 512, 128, 32), 64 if photos else 512)
    changes: dict[str, Any] = {
        "epochs": recipe.epochs * size_for(items, 1, 2, 3),
        "batch_size": batch,
        "learning_rate": round(recipe.learning_rate * batch / recipe.batch_size, 5),
        "image_size": spec.size,
        "shift": spec.size // 10,
        "resize": spec.resize,
    }
    if photos:
        changes |= {"shift": 0, "smallest_crop": 0.35, "clip_norm": 5}
    return recipe.model_copy(update=changes)


def speech(way: Way, manifest: Manifest, spec: SoundSpec, items: int, student: Student | None) -> SpeechRecipe:
    """Of Wav2Vec2."""
    fresh = way == "distil" and not (student and student.layers)
    recipe = NEW_SPEECH if fresh else LEARNING_SPEECH
    longer = 1 if fresh else size_for(items, 1, 1, 2) * (2 if way == "distil" else 1)
    changes: dict[str, Any] = {"epochs": recipe.epochs * longer, "buckets": spec.buckets}
    options = manifest.architecture.options if manifest.architecture else {}
    if not fresh and options.get("hidden_size", 0) >= LARGE:
        changes |= {"learning_rate": LARGE_RATE}
    return recipe.model_copy(update=changes)


def size_for(items: int, many: int, some: int, few: int) -> int:
    """Which of three numbers, by how many training items there are."""
    return many if items >= MANY else some if items >= SOME else few
