"""Smaller networks that a model can teach, by its family; known from its manifest alone, without torch."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import prod
from typing import Any

from ml.bundle import Architecture, Manifest
from ml.errors import OptimiseError

WIDE, FRAME = "wide-resnet", 320
WIDTH_FACTORS, BLOCK = (0.7, 0.5, 0.35), 16
SMALL_PICTURES = {"resnet20": 3, "resnet32": 5, "resnet56": 9}  # blocks in each of three stages
# Weights below the head, and inputs of the head.
PHOTOS = {
    "resnet18": (11_176_512, 512),
    "resnet34": (21_284_672, 512),
    "resnet50": (23_508_032, 2048),
    "resnet101": (42_500_160, 2048),
}
SPEECH = {"wav2vec2-small": (5_387_336, 256)}
# Closer to its teacher than this, a student is not worth its training.
LARGEST_SHARE = 0.75


@dataclass(frozen=True, slots=True)
class Student:
    """A network to teach.

    `parameters` is how many weights it has; of a pruned model that gives up layers, nearly. It is either the network
    that `recipe`'s fields name, from a random start, or its teacher's with these of its `layers` alone.
    """

    name: str
    parameters: int
    recipe: Mapping[str, Any] = field(default_factory=dict)
    layers: tuple[int, ...] = ()


def students_of(manifest: Manifest, keep: float = 1.0) -> tuple[Student, ...]:
    """The students that are clearly smaller than the model, the usual one first; none where its family has none.

    Args:
        keep: the share of the model's weights that pruning leaves before the student is taught.
    """
    if manifest.architecture is None:
        return ()
    most = LARGEST_SHARE * keep * manifest.parameters
    find = speech if manifest.vocabulary else pictures
    known = find(manifest, manifest.architecture, keep)
    return tuple(student for student in known if student.parameters <= most)


def student_for(manifest: Manifest, name: str | None = None, keep: float = 1.0) -> Student:
    """The student of that name, or the usual one.

    Raises:
        OptimiseError: there is no such student, or none at all.
    """
    students = students_of(manifest, keep)
    if not students:
        family = manifest.architecture.family if manifest.architecture else "unknown"
        raise OptimiseError(f"{manifest.slug} ({family}) has no smaller network to teach; prune it instead.")
    if name is None:
        return students[0]
    for student in students:
        if student.name == name:
            return student
    known = ", ".join(student.name for student in students)
    raise OptimiseError(f"{manifest.slug} has no student {name!r} that is clearly smaller; there are {known}.")


def pictures(manifest: Manifest, architecture: Architecture, _: float) -> Iterator[Student]:
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


def speech(manifest: Manifest, architecture: Architecture, keep: float) -> Iterator[Student]:
    """The same with half or a third of its transformer's layers, or our small one; all of the same frame rate."""
    options, characters = architecture.options, len(manifest.vocabulary or ())
    count, outside = options["num_hidden_layers"], outside_of_layers(options, characters)
    layer = (keep * manifest.parameters - outside) / count
    for kept in sorted({-(-count // 2), -(-count // 3)} - {count}, reverse=True):
        yield Student(f"{kept}-of-{count}-layers", round(outside + kept * layer), layers=spread(count, kept))
    if prod(options["conv_stride"]) == FRAME:
        for name, (below, hidden) in SPEECH.items():
            yield Student(name, below + (hidden + 1) * characters, {"architecture": name})


def spread(count: int, kept: int) -> tuple[int, ...]:
    """So many of `count` layers, spread evenly from the first to the last (Sanh et al. 2019, arXiv:1910.01108)."""
    return tuple(round(place * (count - 1) / max(1, kept - 1)) for place in range(kept))


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


def outside_of_layers(options: Mapping[str, Any], characters: int) -> int:
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
