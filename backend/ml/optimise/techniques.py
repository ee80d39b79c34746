"""The techniques that make variants, and what stands in their way; known from a manifest alone, without torch."""

from collections.abc import Sequence
from typing import Literal

from ml.bundle import WEIGHTS, Manifest
from ml.optimise.students import students_of

Technique = Literal["prune", "distil", "int8", "fp16"]
TECHNIQUES: tuple[Technique, ...] = ("prune", "distil", "int8", "fp16")
LEARNING: tuple[Technique, ...] = ("prune", "distil")
KEEP = 0.5


def obstacle(technique: Technique, manifest: Manifest, keep: float = 1.0) -> str:
    """Why no such variant of the model can be made, as a sentence; empty where it can.

    Args:
        keep: the share of its weights that pruning leaves before.
    """
    name, last = manifest.slug, (manifest.variant or "").rpartition("-")[2]
    if last in ("int8", "fp16"):
        return f"This version of {name} is an {last} variant; start from the version that it was made from."
    if technique not in LEARNING:
        return ""
    if manifest.architecture is None or WEIGHTS not in manifest.files:
        return f"{name} has no {WEIGHTS} with the network that it fills, so nothing can learn from it."
    if technique == "distil" and not students_of(manifest, keep):
        return f"{name} ({manifest.architecture.family}) has no smaller network to teach; prune it instead."
    return ""


def disorder(steps: Sequence[Technique]) -> str:
    """Why the steps cannot be taken one after the other, as a sentence; empty where they can."""
    if len(set(steps)) < len(steps):
        return "Each step can be taken once."
    learning = [place for place, step in enumerate(steps) if step in LEARNING]
    if learning and learning[-1] >= len(learning):
        return "Prune and distil first: what int8 and fp16 make cannot learn any more."
    return ""
