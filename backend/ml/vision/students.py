"""Smaller ResNets that a ResNet can teach, and how they learn; known from its manifest alone, without torch."""

from collections.abc import Iterator, Sequence

from ml.bundle import Architecture, Manifest
from ml.optimise.student_recipes import by_items
from ml.optimise.students import Student
from ml.optimise.techniques import Technique
from ml.vision.recipe import VisionRecipe
from ml.vision.spec import image_spec

WIDE = "wide-resnet"
WIDTH_FACTORS, BLOCK = (0.7, 0.5, 0.35), 16
SMALL_PICTURES = {"resnet20": 3, "resnet32": 5, "resnet56": 9}  # blocks in each of three stages
# Weights below the head, and inputs of the head.
PHOTOS = {
    "resnet18": (11_176_512, 512),
    "resnet34": (21_284_672, 512),
    "resnet50": (23_508_032, 2048),
    "resnet101": (42_500_160, 2048),
}
# After pruning, little of what was learnt is lost and no new features are looked for: a lower rate, no label smoothing.
PRUNED = VisionRecipe(
    epochs=10, optimiser="sgd", learning_rate=0.15, momentum=0.85, weight_decay=5e-4, clip_norm=0, batch_size=512,
    schedule="triangle", warmup=0.1, label_smoothing=0, shift=3, cutout=0.25, precision="bfloat16",
)  # fmt: skip
DISTILLED = PRUNED.model_copy(update={"epochs": 20, "learning_rate": 0.4, "weight_decay": 1e-3, "warmup": 0.2})


def students(manifest: Manifest, architecture: Architecture, _: float) -> Iterator[Student]:
    """Narrower wide ResNets, or ResNets of fewer layers."""
    family, classes = architecture.family, len(manifest.labels or ())
    if family == WIDE:
        for factor in WIDTH_FACTORS:
            widths = tuple(in_blocks(factor * width) for width in architecture.options["widths"])
            name = "-".join(map(str, (WIDE, *widths)))
            yield Student(name, of_wide(widths, classes), {"architecture": WIDE, "widths": widths})
    elif family in SMALL_PICTURES:
        for name, blocks in SMALL_PICTURES.items():
            yield Student(name, of_small(blocks, classes), {"architecture": name})
    elif family in PHOTOS:
        for name, (below, inputs) in PHOTOS.items():
            yield Student(name, below + (inputs + 1) * classes, {"architecture": name})


def in_blocks(width: float) -> int:
    """The nearest multiple of BLOCK; processors compute channels in blocks."""
    return max(BLOCK, BLOCK * round(width / BLOCK))


def of_wide(widths: Sequence[int], classes: int) -> int:
    """Weights of a wide ResNet."""
    pairs = zip((24, *widths), widths, strict=False)
    convolutions = sum(9 * inputs * width + 18 * width**2 for inputs, width in pairs)
    return 24 * 13 + convolutions + 6 * sum(widths) + widths[-1] * classes


def of_small(blocks: int, classes: int) -> int:
    """Weights of one of He's ResNets for small pictures with so many blocks in each stage."""
    pairs = ((16, 16), (16, 32), (32, 64))
    stages = sum(9 * width * (inputs + (2 * blocks - 1) * width) + 4 * blocks * width for inputs, width in pairs)
    return 16 * 27 + 32 + stages + 65 * classes


def recipe(technique: Technique, manifest: Manifest, items: int, student: Student | None = None) -> VisionRecipe:  # noqa: ARG001
    """How a ResNet usually learns from its parent, from so many training items."""
    usual, spec = PRUNED if technique == "prune" else DISTILLED, image_spec(manifest.preprocess)
    photos = manifest.architecture is not None and manifest.architecture.family in PHOTOS
    batch = min(by_items(items, 512, 128, 32), 64 if photos else 512)
    changes: dict[str, object] = {
        "epochs": usual.epochs * by_items(items, 1, 2, 3),
        "batch_size": batch,
        "learning_rate": round(usual.learning_rate * batch / usual.batch_size, 5),
        "image_size": spec.size,
        "shift": spec.size // 10,
        "resize": spec.resize,
    }
    if photos:
        changes |= {"shift": 0, "smallest_crop": 0.35, "clip_norm": 5}
    return usual.model_copy(update=changes)
